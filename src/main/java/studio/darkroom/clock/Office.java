package studio.darkroom.clock;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import studio.darkroom.ledger.Charges;
import studio.darkroom.ledger.Ledger;
import studio.darkroom.ledger.Outages;
import studio.darkroom.ledger.Photos;
import studio.darkroom.ledger.Result;
import studio.darkroom.ledger.Results;
import studio.darkroom.ledger.Shoot;
import studio.darkroom.ledger.Sightings;
import studio.darkroom.ledger.Step;
import studio.darkroom.ledger.Version;
import studio.darkroom.ledger.Versions;
import studio.darkroom.ticket.Retouch;
import studio.darkroom.trouble.Trouble;
import studio.darkroom.vendor.Billing;
import studio.darkroom.vendor.FinalLinks;
import studio.darkroom.vendor.Retouching;
import studio.darkroom.vendor.Vendors;

/**
 * What a person can say to a shoot or a lane. Each method answers with nothing when it was done, or with a sentence why
 * it cannot be.
 */
public final class Office {

    /** The answers that a decision takes. */
    public static final List<String> ANSWERS = List.of("resend", "accept", "cancel");

    /** The questions to which "do it again" is an answer. */
    private static final Set<String> RESENT = Set.of("edit-undecided", "originals-changed", "photos-known",
            "photos-unregistered", "photos-none-registered", "retouch-undecided", "finalize-refused");

    /** Where a shoot's results are all there, so that single ones can be changed. */
    private static final Set<String> FINISHED = Set.of(Step.RETOUCH, Step.DELIVER, Step.ARCHIVE, Step.DONE);

    private final Ledger ledger;
    private final Sightings sightings;
    private final Photos photos;
    private final Results results;
    private final Outages outages;
    private final Versions versions;
    private final Vendors vendors;
    private final Billing billing;
    private final Desk desk;
    private final Predicate<Shoot> mending;

    /**
     * @param mending writes down the ticket of a shoot as it is now and has it opened anew; false when the shoot moved on,
     *     trouble when the ticket is wrong
     */
    public Office(Ledger ledger, Sightings sightings, Photos photos, Results results, Outages outages,
            Versions versions, Vendors vendors, Billing billing, Desk desk, Predicate<Shoot> mending) {
        this.ledger = ledger;
        this.sightings = sightings;
        this.photos = photos;
        this.results = results;
        this.outages = outages;
        this.versions = versions;
        this.vendors = vendors;
        this.billing = billing;
        this.desk = desk;
        this.mending = mending;
    }

    /** A word whose effect needs the shoot to be the way the person saw it. */
    private Optional<String> holding(Shoot seen, Function<Shoot, Optional<String>> word) {
        return ledger.taken(seen).map(word).orElseGet(() -> moved(seen));
    }

    private static Optional<String> moved(Shoot seen) {
        return Optional.of("Shoot " + seen.name() + " moved on at this very moment; look at it again.");
    }

    /** Goes on with a shoot that has a problem, or tries at once what is out. */
    public Optional<String> retry(Shoot shoot) {
        return switch (shoot.state()) {
            case "problem" -> holding(shoot, taken -> {
                photos.fresh(shoot.id());
                results.fresh(shoot.id());
                versions.fresh(shoot.id());
                if (taken.step().equals(Step.EDIT) && taken.trouble().code().equals("vendor-refused")
                        && Set.of("new", "refused").contains(billing.stand(taken, "edit"))) {
                    return mended(taken);
                }
                // Nothing is at the vendor yet, so the ticket may have been mended and is read anew.
                return freed(taken, taken.step().equals(Step.OPEN) ? Step.GATHER : null, "retried", null);
            });
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

    /** The vendor would refuse the same again, so the ticket is read anew; nothing is paid for yet. */
    private Optional<String> mended(Shoot shoot) {
        try {
            if (!mending.test(shoot)) {
                return moved(shoot);
            }
        } catch (Trouble wrong) {
            return Optional.of(wrong.text() + (wrong.fix() == null ? "" : " " + wrong.fix()));
        }
        desk.appoint(shoot.id());
        return Optional.empty();
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
        if (resend && !RESENT.contains(code)) {
            return Optional.of("Nothing can be sent again here; answer accept (go on looking) or cancel.");
        }
        return holding(shoot, taken -> decided(taken, code, resend));
    }

    private Optional<String> decided(Shoot shoot, String code, boolean resend) {
        switch (code) {
            case "edit-undecided" -> {
                if (resend) {
                    billing.resend(shoot, "edit");
                } else {
                    billing.accepted(shoot, "edit", "decided by a person");
                }
            }
            case "finalize-refused" -> {
                if (!resend) {
                    billing.accepted(shoot, "finalize", "decided by a person");
                    FinalLinks.foregone(ledger, shoot);
                }
            }
            case "retouch-undecided" -> versions.decided(shoot.id(), resend);
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
            case "photos-known" -> {
                if (!resend) {
                    sightings.knownIgnored(shoot);
                }
            }
            default -> {
                // Going on is all there is to it.
            }
        }
        return freed(shoot, null, "decided", code + (resend ? " resend" : " accept"));
    }

    /** Fetches and delivers again what the vendor still has; that costs nothing. */
    public Optional<String> redeliver(Shoot shoot) {
        boolean delivering = List.of(Step.DELIVER, Step.ARCHIVE, Step.DONE).contains(shoot.step());
        if (!delivering) {
            return Optional.of("Shoot " + shoot.name() + " has nothing delivered yet; it is at step " + shoot.step()
                    + ".");
        }
        return holding(shoot, taken -> {
            results.again(shoot.id());
            return freed(taken, Step.DELIVER, "redelivered", null);
        });
    }

    /**
     * Has results that are there changed once more, each on top of its last version; the new pictures are delivered under
     * the same names, the old ones kept beside them. It costs, once for each.
     */
    public Optional<String> retouch(Shoot shoot, Retouch retouch) {
        String words = retouch.prompt() != null ? retouch.prompt() : retouch.preset();
        if (words.isBlank() || words.codePointCount(0, words.length()) > Retouch.LONGEST) {
            return Optional.of("A prompt has 1 to " + Retouch.LONGEST + " characters; this one has "
                    + words.strip().length() + ".");
        }
        return unready(shoot).or(() -> {
            Optional<String> slip = retouch.preset() == null ? Optional.empty()
                    : vendors.facts(shoot.vendor()).meant(retouch.preset());
            return slip.map(meant -> shoot.vendor() + " is not known to have the preset \"" + retouch.preset()
                    + "\"; did you mean \"" + meant + "\"?");
        }).or(() -> ordered(shoot, retouch.photos(), Retouching.meant(results.of(shoot.id()), retouch),
                retouch.prompt(), retouch.preset(), "retouch-ordered"));
    }

    /** Takes results back to the original edit, which costs nothing; they are delivered as after {@link #retouch}. */
    public Optional<String> reset(Shoot shoot, String photos) {
        Retouch all = new Retouch(photos, "reset", null);
        return unready(shoot).or(() -> {
            List<Version> made = versions.of(shoot.id());
            List<Result> touched = Retouching.meant(results.of(shoot.id()), all).stream()
                    .filter(result -> made.stream().filter(version -> version.result().equals(result.id()) && version.over())
                            .reduce((first, last) -> last).filter(last -> !last.reset()).isPresent()).toList();
            return touched.isEmpty() && !Retouching.meant(results.of(shoot.id()), all).isEmpty()
                    ? Optional.of("None of these results of shoot " + shoot.name() + " is retouched.")
                    : ordered(shoot, photos, touched, null, null, "reset-ordered");
        });
    }

    private Optional<String> unready(Shoot shoot) {
        if (shoot.vendor() != null && !vendors.facts(shoot.vendor()).has("retouch")) {
            return Optional.of(shoot.vendor() + " has no retouch.");
        }
        return FINISHED.contains(shoot.step()) ? Optional.empty() : Optional.of("Shoot " + shoot.name()
                + " is at step " + shoot.step() + "; single results are changed once they are there.");
    }

    private Optional<String> ordered(Shoot seen, String photos, List<Result> meant, String prompt, String preset,
            String what) {
        if (meant.isEmpty()) {
            return Optional.of("No JPEG of shoot " + seen.name() + " is called like \"" + photos + "\".");
        }
        return holding(seen, shoot -> {
            int turn = Math.max(shoot.ticket().retouch().size(), versions.of(shoot.id()).stream().mapToInt(Version::turn)
                    .max().orElse(0)) + 1;
            List<Version> wanted = meant.stream().map(result ->
                    Version.wanted(shoot.id(), result.id(), turn, prompt, preset)).toList();
            if (!versions.ordered(shoot, wanted, what, photos + (prompt != null ? ": " + prompt
                    : preset != null ? ": " + preset : ""))) {
                return moved(shoot);
            }
            desk.appoint(shoot.id());
            return Optional.empty();
        });
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
            return moved(shoot);
        }
        desk.appoint(shoot.id());
        return Optional.empty();
    }
}
