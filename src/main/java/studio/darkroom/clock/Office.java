package studio.darkroom.clock;

import java.util.List;
import java.util.Optional;
import studio.darkroom.ledger.Charges;
import studio.darkroom.ledger.Ledger;
import studio.darkroom.ledger.Outages;
import studio.darkroom.ledger.Photos;
import studio.darkroom.ledger.Results;
import studio.darkroom.ledger.Shoot;
import studio.darkroom.ledger.Sightings;
import studio.darkroom.ledger.Step;
import studio.darkroom.vendor.Billing;

/**
 * What a person can say to a shoot or a lane. Each method answers with nothing when it was done, or with a sentence why
 * it cannot be.
 */
public final class Office {

    /** The answers that a decision takes. */
    public static final List<String> ANSWERS = List.of("resend", "accept", "cancel");

    private final Ledger ledger;
    private final Sightings sightings;
    private final Photos photos;
    private final Results results;
    private final Outages outages;
    private final Billing billing;
    private final Desk desk;

    public Office(Ledger ledger, Sightings sightings, Photos photos, Results results, Outages outages,
            Billing billing, Desk desk) {
        this.ledger = ledger;
        this.sightings = sightings;
        this.photos = photos;
        this.results = results;
        this.outages = outages;
        this.billing = billing;
        this.desk = desk;
    }

    /** Goes on with a shoot that has a problem, or tries at once what is out. */
    public Optional<String> retry(Shoot shoot) {
        return switch (shoot.state()) {
            case "problem" -> {
                photos.fresh(shoot.id());
                results.fresh(shoot.id());
                // Nothing is at the vendor yet, so the ticket may have been mended and is read anew.
                yield freed(shoot, shoot.step().equals(Step.OPEN) ? Step.GATHER : null, "retried", null);
            }
            case "outage" -> {
                outages.lookNow();
                yield freed(shoot, null, "retried", null);
            }
            case "decision" -> Optional.of("Shoot " + shoot.name() + " asks a question: " + shoot.trouble().text()
                    + " Answer it with decide.");
            case "active" -> Optional.of("Shoot " + shoot.name() + " is not held; it is at step " + shoot.step() + ".");
            default -> Optional.of("Shoot " + shoot.name() + " is " + shoot.state() + ".");
        };
    }

    /** Gives a shoot up. What it has cost so far stays spent; nothing is taken from the vendor or the delivery. */
    public Optional<String> cancel(Shoot shoot) {
        if (shoot.ended()) {
            return Optional.of("Shoot " + shoot.name() + " is " + shoot.state() + ".");
        }
        return freed(shoot, Step.CANCELLED, "cancelled by a person", null);
    }

    /** @param answer one of {@link #ANSWERS} */
    public Optional<String> decide(Shoot shoot, String answer) {
        if (!ANSWERS.contains(answer)) {
            return Optional.of("\"" + answer + "\" is no answer; there are " + String.join(", ", ANSWERS) + ".");
        }
        if (!shoot.state().equals("decision")) {
            return Optional.of("Shoot " + shoot.name() + " asks nothing; it is " + shoot.state() + ".");
        }
        String code = shoot.trouble().code();
        if (answer.equals("cancel")) {
            return freed(shoot, Step.CANCELLED, "decided", code + " cancel");
        }
        boolean resend = answer.equals("resend");
        switch (code) {
            case "edit-undecided" -> {
                if (resend) {
                    billing.resend(shoot, "edit");
                } else {
                    billing.accepted(shoot, "edit", "decided by a person");
                }
            }
            case "originals-changed" -> {
                if (resend) {
                    sightings.replacementsAccepted(shoot.id());
                } else {
                    sightings.replacementsIgnored(shoot.id());
                }
            }
            case "photos-unregistered", "photos-none-registered" -> {
                if (resend) {
                    photos.unsent(shoot.id());
                    return freed(shoot, Step.UPLOAD, "decided", code + " resend");
                }
            }
            default -> {
                if (resend) {
                    return Optional.of("Nothing can be sent again here; answer accept (go on looking) or cancel.");
                }
            }
        }
        return freed(shoot, null, "decided", code + " " + answer);
    }

    /** Fetches and delivers again what the vendor still has; that costs nothing. */
    public Optional<String> redeliver(Shoot shoot) {
        boolean delivering = List.of(Step.DELIVER, Step.ARCHIVE, Step.DONE).contains(shoot.step());
        if (!delivering) {
            return Optional.of("Shoot " + shoot.name() + " has nothing delivered yet; it is at step " + shoot.step()
                    + ".");
        }
        results.again(shoot.id());
        return freed(shoot, Step.DELIVER, "redelivered", null);
    }

    /** Nothing of the lane is begun until it is resumed; what is under way ends its present step. */
    public void pause(String lane) {
        ledger.pause(lane, true);
    }

    public void resume(String lane) {
        ledger.pause(lane, false);
        ledger.waiting().stream().filter(shoot -> shoot.lane().equals(lane))
                .forEach(shoot -> desk.appoint(shoot.id()));
    }

    private Optional<String> freed(Shoot shoot, String step, String what, String detail) {
        if (!ledger.freed(shoot, step, what, detail)) {
            return Optional.of("Shoot " + shoot.name() + " moved on at this very moment; look at it again.");
        }
        desk.appoint(shoot.id());
        return Optional.empty();
    }
}
