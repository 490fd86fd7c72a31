package studio.darkroom.runner;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.BiPredicate;
import studio.darkroom.ledger.InboxFiles;
import studio.darkroom.ledger.LaneRepository;
import studio.darkroom.ledger.Ledger;
import studio.darkroom.ledger.OutageRepository;
import studio.darkroom.ledger.PhotoRepository;
import studio.darkroom.ledger.Result;
import studio.darkroom.ledger.ResultRepository;
import studio.darkroom.ledger.Shoot;
import studio.darkroom.ledger.Version;
import studio.darkroom.ledger.VersionRepository;
import studio.darkroom.lifecycle.Step;
import studio.darkroom.lifecycle.Trouble;
import studio.darkroom.ticket.Retouch;
import studio.darkroom.vendor.Billing;
import studio.darkroom.vendor.Vendors;
import studio.darkroom.vendor.retouch.FinalLinks;
import studio.darkroom.vendor.retouch.RetouchPlanner;

/**
 * What a person can say to a shoot or a lane. Each method answers with nothing when it was done, or with a sentence why
 * it cannot be.
 */
public final class ShootActions {

    /** The answers that a decision takes. */
    public static final List<String> DECISION_ANSWERS = List.of("resend", "accept", "cancel");

    /** The questions to which "do it again" is an answer. */
    private static final Set<String> RESENDABLE_CODES = Set.of("edit-undecided", "originals-changed", "photos-known",
            "photos-unregistered", "photos-none-registered", "retouch-undecided", "finalize-refused");

    private final Ledger ledger;
    private final LaneRepository lanes;
    private final InboxFiles inboxFiles;
    private final PhotoRepository photos;
    private final ResultRepository results;
    private final OutageRepository outages;
    private final VersionRepository versions;
    private final Vendors vendors;
    private final Billing billing;
    private final BiPredicate<Shoot, Step> ticketReloader;

    /**
     * @param ticketReloader writes down the ticket of a shoot as it is now and has it opened anew; false when the shoot moved on,
     *     trouble when the ticket is wrong
     */
    public ShootActions(Ledger ledger, InboxFiles inboxFiles, PhotoRepository photos, ResultRepository results, OutageRepository outages,
            VersionRepository versions, Vendors vendors, Billing billing, BiPredicate<Shoot, Step> ticketReloader) {
        this.ledger = ledger;
        this.lanes = new LaneRepository(ledger);
        this.inboxFiles = inboxFiles;
        this.photos = photos;
        this.results = results;
        this.outages = outages;
        this.versions = versions;
        this.vendors = vendors;
        this.billing = billing;
        this.ticketReloader = ticketReloader;
    }

    /** A word whose effect needs the shoot to be the way the person saw it. */
    private Optional<String> runWithClaim(Shoot expected, Function<Shoot, Optional<String>> action) {
        return ledger.claimForPerson(expected).map(action).orElseGet(() -> describeConflict(expected));
    }

    private static Optional<String> describeConflict(Shoot expected) {
        return Optional.of("Shoot " + expected.name() + " moved on at this very moment; look at it again.");
    }

    /** Goes on with a shoot that has a problem, or tries at once what is out. */
    public Optional<String> retryShoot(Shoot shoot) {
        return switch (shoot.state()) {
            case "problem" -> runWithClaim(shoot, claimed -> {
                photos.resetTries(shoot.id());
                results.resetTries(shoot.id());
                versions.resetRefused(shoot.id());
                if (claimed.step() == Step.EDIT && claimed.trouble().code().equals("vendor-refused")
                        && Set.of("new", "refused").contains(billing.findCallState(claimed, "edit"))) {
                    return reopenWithNewTicket(claimed);
                }
                // Nothing is at the vendor yet, so the ticket may have been mended and is read anew.
                return releaseShoot(claimed, claimed.step() == Step.OPEN ? Step.GATHER : null, "retried", null);
            });
            case "outage" -> {
                outages.allowTryNow();
                yield releaseShoot(shoot, null, "retried", null);
            }
            case "decision" -> Optional.of("Shoot " + shoot.name() + " asks a question: " + shoot.trouble().text()
                    + " Answer it with decide.");
            case "active" -> Optional.of("Shoot " + shoot.name() + " is not held; it is at step " + shoot.step() + ".");
            default -> Optional.of("Shoot " + shoot.name() + " is " + shoot.state() + ".");
        };
    }

    /** The vendor would refuse the same again, so the ticket is read anew; nothing is paid for yet. */
    private Optional<String> reopenWithNewTicket(Shoot shoot) {
        try {
            if (!ticketReloader.test(shoot, Step.OPEN)) {
                return describeConflict(shoot);
            }
        } catch (Trouble wrong) {
            return Optional.of(wrong.text() + (wrong.fix() == null ? "" : " " + wrong.fix()));
        }
        return Optional.empty();
    }

    /** Gives a shoot up. What it has cost so far stays spent; nothing is taken from the vendor or the delivery. */
    public Optional<String> cancelShoot(Shoot shoot) {
        if (shoot.isEnded()) {
            return Optional.of("Shoot " + shoot.name() + " is " + shoot.state() + ".");
        }
        return releaseShoot(shoot, Step.CANCELLED, "cancelled by a person", null);
    }

    /** @param answer one of {@link #DECISION_ANSWERS} */
    public Optional<String> answerDecision(Shoot shoot, String answer) {
        if (!DECISION_ANSWERS.contains(answer)) {
            return Optional.of("\"" + answer + "\" is no answer; there are " + String.join(", ", DECISION_ANSWERS) + ".");
        }
        if (!shoot.state().equals("decision")) {
            return Optional.of("Shoot " + shoot.name() + " asks nothing; it is " + shoot.state() + ".");
        }
        String code = shoot.trouble().code();
        if (answer.equals("cancel")) {
            return releaseShoot(shoot, Step.CANCELLED, "decided", code + " cancel");
        }
        boolean resend = answer.equals("resend");
        if (resend && !RESENDABLE_CODES.contains(code)) {
            return Optional.of("Nothing can be sent again here; answer accept (go on looking) or cancel.");
        }
        return runWithClaim(shoot, claimed -> applyDecision(claimed, code, resend));
    }

    private Optional<String> applyDecision(Shoot shoot, String code, boolean resend) {
        switch (code) {
            case "edit-undecided" -> {
                if (resend) {
                    billing.allowResend(shoot, "edit");
                } else {
                    billing.recordAccepted(shoot, "edit", "decided by a person");
                }
            }
            case "finalize-refused" -> {
                if (!resend) {
                    billing.recordAccepted(shoot, "finalize", "decided by a person");
                    FinalLinks.recordLinksWaived(ledger, shoot);
                }
            }
            case "retouch-undecided" -> versions.resolveUndecided(shoot.id(), resend);
            case "originals-changed" -> {
                if (resend) {
                    inboxFiles.acceptReplacements(shoot.id());
                } else {
                    inboxFiles.ignoreReplacements(shoot.id());
                }
            }
            case "photos-unregistered", "photos-none-registered" -> {
                if (resend) {
                    photos.resetUploads(shoot.id());
                    return releaseShoot(shoot, Step.UPLOAD, "decided", code + " resend");
                }
            }
            case "photos-known" -> {
                if (!resend) {
                    inboxFiles.ignoreKnownPhotos(shoot);
                }
            }
            default -> {
                // Going on is all there is to it.
            }
        }
        return releaseShoot(shoot, null, "decided", code + (resend ? " resend" : " accept"));
    }

    /** Fetches and delivers again what the vendor still has; that costs nothing. */
    public Optional<String> redeliverShoot(Shoot shoot) {
        boolean deliverable = shoot.step().orderable().contains(Step.DELIVER);
        if (!deliverable) {
            return Optional.of("Shoot " + shoot.name() + " has nothing delivered yet; it is at step " + shoot.step()
                    + ".");
        }
        return runWithClaim(shoot, claimed -> {
            results.requestRedelivery(shoot.id());
            return releaseShoot(claimed, Step.DELIVER, "redelivered", null);
        });
    }

    /**
     * Has results that are there changed once more, each on top of its last version; the new pictures are delivered under
     * the same names, the old ones kept beside them. It costs, once for each.
     */
    public Optional<String> retouchResults(Shoot shoot, Retouch retouch) {
        String request = retouch.prompt() != null ? retouch.prompt() : retouch.preset();
        if (request.isBlank() || request.codePointCount(0, request.length()) > Retouch.MAX_PROMPT_LENGTH) {
            return Optional.of("A prompt has 1 to " + Retouch.MAX_PROMPT_LENGTH + " characters; this one has "
                    + request.strip().length() + ".");
        }
        return checkRetouchable(shoot).or(() -> {
            Optional<String> suggestion = retouch.preset() == null ? Optional.empty()
                    : vendors.requireFacts(shoot.vendor()).suggestPreset(retouch.preset());
            return suggestion.map(suggested -> shoot.vendor() + " is not known to have the preset \"" + retouch.preset()
                    + "\"; did you mean \"" + suggested + "\"?");
        }).or(() -> orderVersions(shoot, retouch.photos(), RetouchPlanner.findMatchingResults(results.listByShoot(shoot.id()), retouch),
                retouch.prompt(), retouch.preset(), "retouch-ordered"));
    }

    /** Takes results back to the original edit, which costs nothing; they are delivered as after {@link #retouchResults}. */
    public Optional<String> resetResults(Shoot shoot, String photos) {
        Retouch all = new Retouch(photos, "reset", null);
        return checkRetouchable(shoot).or(() -> {
            List<Version> made = versions.listByShoot(shoot.id());
            List<Result> retouched = RetouchPlanner.findMatchingResults(results.listByShoot(shoot.id()), all).stream()
                    .filter(result -> made.stream().filter(version -> version.resultId().equals(result.id()) && version.isFinished())
                            .reduce((first, last) -> last).filter(last -> !last.isReset()).isPresent()).toList();
            return retouched.isEmpty() && !RetouchPlanner.findMatchingResults(results.listByShoot(shoot.id()), all).isEmpty()
                    ? Optional.of("None of these results of shoot " + shoot.name() + " is retouched.")
                    : orderVersions(shoot, photos, retouched, null, null, "reset-ordered");
        });
    }

    /**
     * Starts to replace results of a finished shoot by pictures that a person retouched.
     *
     * @param path the picture that was found
     */
    public void replaceResults(Shoot shoot, String path) {
        ledger.releaseShoot(shoot, Step.REPLACE, "touched-up", path);
    }

    private Optional<String> checkRetouchable(Shoot shoot) {
        if (shoot.vendor() != null && !vendors.requireFacts(shoot.vendor()).hasVerb("retouch")) {
            return Optional.of(shoot.vendor() + " has no retouch.");
        }
        return shoot.step().orderable().contains(Step.RETOUCH) ? Optional.empty() : Optional.of("Shoot " + shoot.name()
                + " is at step " + shoot.step() + "; single results are changed once they are there.");
    }

    private Optional<String> orderVersions(Shoot expected, String photos, List<Result> selected, String prompt, String preset,
            String eventType) {
        if (selected.isEmpty()) {
            return Optional.of("No JPEG of shoot " + expected.name() + " is called like \"" + photos + "\".");
        }
        return runWithClaim(expected, shoot -> {
            int batch = Math.max(shoot.ticket().retouch().size(), versions.listByShoot(shoot.id()).stream().mapToInt(Version::batch)
                    .max().orElse(0)) + 1;
            List<Version> ordered = selected.stream().map(result ->
                    Version.newWaiting(shoot.id(), result.id(), batch, prompt, preset)).toList();
            if (!versions.orderVersions(shoot, Step.RETOUCH, ordered, eventType, photos + (prompt != null ? ": " + prompt
                    : preset != null ? ": " + preset : ""))) {
                return describeConflict(shoot);
            }
            return Optional.empty();
        });
    }

    /** Nothing of the lane is begun until it is resumed; what is under way ends its present step. */
    public void pauseLane(String lane) {
        lanes.setLanePaused(lane, true);
    }

    public void resumeLane(String lane) {
        lanes.setLanePaused(lane, false);
    }

    private Optional<String> releaseShoot(Shoot shoot, Step step, String eventType, String detail) {
        if (!ledger.releaseShoot(shoot, step, eventType, detail)) {
            return describeConflict(shoot);
        }
        return Optional.empty();
    }
}
