package studio.darkroom.runner;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.function.Function;
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
import studio.darkroom.ticket.Ticket.Retouch;
import studio.darkroom.vendor.Billing;
import studio.darkroom.vendor.Vendors;
import studio.darkroom.vendor.retouch.FinalLinks;
import studio.darkroom.vendor.retouch.RetouchPlanner;

/** The orders that a person can give to a shoot or a lane. An empty answer means that the order was executed. */
public final class ShootActions {

    /** The possible answers to a decision. */
    public static final List<String> DECISION_ANSWERS = List.of("resend", "accept", "cancel");

    /** The codes of the decisions to which {@code resend} is a possible answer. */
    private static final Set<String> RESENDABLE_CODES = Set.of("edit-undecided", "originals-changed", "photos-known",
            "photos-unregistered", "photos-none-registered", "retouch-undecided", "finalize-refused");

    /**
     * Why an order was not executed.
     *
     * @param code {@code changed}, {@code undecided}, {@code not-held}, {@code ended}, {@code answer-unknown},
     *     {@code not-asked}, {@code not-resendable}, {@code not-delivered}, {@code prompt-length}, {@code preset-unknown},
     *     {@code not-retouched}, {@code no-retouch}, {@code no-results}, {@code no-match}, or the code of a {@link Trouble}
     * @param text the reason and the fix
     */
    public record Refusal(String code, String text) {

        private static Optional<Refusal> of(String code, String text) {
            return Optional.of(new Refusal(code, text));
        }
    }

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
     * @param ticketReloader stores the current ticket of a shoot and moves the shoot to a step; returns false if the shoot
     *     changed, throws a {@link Trouble} if the ticket is invalid
     */
    public ShootActions(Ledger ledger, InboxFiles inboxFiles, PhotoRepository photos, ResultRepository results,
            OutageRepository outages, VersionRepository versions, Vendors vendors, Billing billing,
            BiPredicate<Shoot, Step> ticketReloader) {
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

    /** Executes an order on a shoot that has not changed since the person saw it. */
    private Optional<Refusal> runWithClaim(Shoot expected, Function<Shoot, Optional<Refusal>> action) {
        return ledger.claimForPerson(expected).map(action).orElseGet(() -> describeConflict(expected));
    }

    private static Optional<Refusal> describeConflict(Shoot expected) {
        return Refusal.of("changed", "Shoot " + expected.name()
                + " has changed in the meantime. Check its state and try again.");
    }

    /** Repeats the step of a shoot with a problem, or lets the shoots that wait for an outage try now. */
    public Optional<Refusal> retryShoot(Shoot shoot) {
        return switch (shoot.state()) {
            case "problem" -> runWithClaim(shoot, claimed -> {
                photos.resetTries(shoot.id());
                results.resetTries(shoot.id());
                versions.resetRefused(shoot.id());
                if (claimed.step() == Step.EDIT && claimed.trouble().code().equals("vendor-refused")
                        && Set.of("unsent", "refused").contains(billing.findCallState(claimed, "edit"))) {
                    return reopenWithNewTicket(claimed);
                }
                // The vendor has nothing of the shoot yet. Reads the ticket again, because it may have been corrected.
                return releaseShoot(claimed, claimed.step() == Step.OPEN ? Step.GATHER : null, "retried", null);
            });
            case "outage" -> {
                outages.allowTryNow();
                yield releaseShoot(shoot, null, "retried", null);
            }
            case "decision" -> Refusal.of("undecided", "Shoot " + shoot.name() + " is waiting for a decision: "
                    + shoot.trouble().text() + " Use the decide command to answer.");
            case "active" -> Refusal.of("not-held", "Shoot " + shoot.name() + " has nothing to retry (stage: "
                    + describeActivity(shoot) + ").");
            default -> refuseEnded(shoot);
        };
    }

    private static Optional<Refusal> refuseEnded(Shoot shoot) {
        return Refusal.of("ended", "Shoot " + shoot.name() + " is already " + shoot.state() + ".");
    }

    private static String describeActivity(Shoot shoot) {
        return shoot.step().describeActivity(shoot.vendor());
    }

    /** Reads the ticket again, because the vendor would refuse the same edit again. Nothing has been paid for. */
    private Optional<Refusal> reopenWithNewTicket(Shoot shoot) {
        try {
            if (!ticketReloader.test(shoot, Step.OPEN)) {
                return describeConflict(shoot);
            }
        } catch (Trouble wrong) {
            return Refusal.of(wrong.code(), wrong.text() + (wrong.fix() == null ? "" : " " + wrong.fix()));
        }
        return Optional.empty();
    }

    /** Cancels a shoot. Its paid calls are not refunded, and nothing is removed at the vendor or in the delivery. */
    public Optional<Refusal> cancelShoot(Shoot shoot) {
        if (shoot.isEnded()) {
            return refuseEnded(shoot);
        }
        return releaseShoot(shoot, Step.CANCELLED, "cancelled by a person", null);
    }

    /** @param answer one of {@link #DECISION_ANSWERS} */
    public Optional<Refusal> answerDecision(Shoot shoot, String answer) {
        if (!DECISION_ANSWERS.contains(answer)) {
            return Refusal.of("answer-unknown", "\"" + answer + "\" is not a valid answer. Use one of "
                    + String.join(", ", DECISION_ANSWERS) + ".");
        }
        if (!shoot.state().equals("decision")) {
            return Refusal.of("not-asked", "Shoot " + shoot.name() + " is not waiting for a decision. Its state is "
                    + shoot.state() + ".");
        }
        String code = shoot.trouble().code();
        if (answer.equals("cancel")) {
            return releaseShoot(shoot, Step.CANCELLED, "decided", code + " cancel");
        }
        boolean resend = answer.equals("resend");
        if (resend && !RESENDABLE_CODES.contains(code)) {
            return Refusal.of("not-resendable", "This decision does not allow resend. Use accept or cancel.");
        }
        return runWithClaim(shoot, claimed -> applyDecision(claimed, code, resend));
    }

    private Optional<Refusal> applyDecision(Shoot shoot, String code, boolean resend) {
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
                    photos.acceptReplacements(shoot.id());
                } else {
                    photos.ignoreReplacements(shoot.id());
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
                // The shoot only continues.
            }
        }
        return releaseShoot(shoot, null, "decided", code + (resend ? " resend" : " accept"));
    }

    /** Downloads and delivers the results that the vendor still has, at no cost. */
    public Optional<Refusal> redeliverShoot(Shoot shoot) {
        boolean deliverable = shoot.step().orderable().contains(Step.DELIVER);
        if (!deliverable) {
            return Refusal.of("not-delivered", "Shoot " + shoot.name() + " has not delivered anything yet (stage: "
                    + describeActivity(shoot) + "). Wait for the delivery.");
        }
        return runWithClaim(shoot, claimed -> {
            results.requestRedelivery(shoot.id());
            return releaseShoot(claimed, Step.DELIVER, "redelivered", null);
        });
    }

    /**
     * Orders a retouch of results, each based on its last version. The new pictures are delivered under the same names, and
     * the old ones are kept under other names. The vendor charges each result once.
     */
    public Optional<Refusal> retouchResults(Shoot shoot, Retouch retouch) {
        String request = retouch.prompt() != null ? retouch.prompt() : retouch.preset();
        if (request.isBlank() || request.codePointCount(0, request.length()) > Retouch.MAX_PROMPT_LENGTH) {
            return Refusal.of("prompt-length", "The prompt has " + request.strip().length()
                    + " characters. Use 1 to " + Retouch.MAX_PROMPT_LENGTH + " characters.");
        }
        return checkRetouchable(shoot).or(() -> {
            Optional<String> suggestion = retouch.preset() == null ? Optional.empty()
                    : vendors.requireFacts(shoot.vendor()).suggestPreset(retouch.preset());
            return suggestion.map(suggested -> new Refusal("preset-unknown", shoot.vendor() + " has no preset \""
                    + retouch.preset() + "\". Did you mean \"" + suggested + "\"?"));
        }).or(() -> orderVersions(shoot, retouch.photos(),
                RetouchPlanner.findMatchingResults(results.listByShoot(shoot.id()), retouch), retouch.prompt(),
                retouch.preset(), "retouch-ordered"));
    }

    /** Resets results to the original edit, at no cost, and delivers them as {@link #retouchResults} does. */
    public Optional<Refusal> resetResults(Shoot shoot, String photos) {
        Retouch all = new Retouch(photos, "reset", null);
        return checkRetouchable(shoot).or(() -> {
            List<Version> made = versions.listByShoot(shoot.id());
            List<Result> retouched = RetouchPlanner.findMatchingResults(results.listByShoot(shoot.id()), all).stream()
                    .filter(result -> made.stream()
                            .filter(version -> version.resultId().equals(result.id()) && version.isFinished())
                            .reduce((first, last) -> last).filter(last -> !last.isReset()).isPresent()).toList();
            return retouched.isEmpty() && !RetouchPlanner.findMatchingResults(results.listByShoot(shoot.id()), all).isEmpty()
                    ? Refusal.of("not-retouched", "Shoot " + shoot.name()
                    + " has no retouched results that match. Correct the file name pattern.")
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

    private Optional<Refusal> checkRetouchable(Shoot shoot) {
        if (shoot.vendor() != null && !vendors.requireFacts(shoot.vendor()).hasVerb("retouch")) {
            return Refusal.of("no-retouch", shoot.vendor() + " does not offer retouching.");
        }
        return shoot.step().orderable().contains(Step.RETOUCH) ? Optional.empty() : Refusal.of("no-results",
                "Shoot " + shoot.name() + " has no results to retouch yet (stage: " + describeActivity(shoot) + "). Wait for the results.");
    }

    private Optional<Refusal> orderVersions(Shoot expected, String photos, List<Result> selected, String prompt,
            String preset, String eventType) {
        if (selected.isEmpty()) {
            return Refusal.of("no-match", "Shoot " + expected.name() + " has no JPEG that matches \"" + photos
                    + "\". Correct the file name pattern.");
        }
        return runWithClaim(expected, shoot -> {
            int batch = Math.max(shoot.ticket().retouch().size(), versions.listByShoot(shoot.id()).stream()
                    .mapToInt(Version::batch).max().orElse(0)) + 1;
            List<Version> ordered = selected.stream().map(result ->
                    Version.newWaiting(shoot.id(), result.id(), batch, prompt, preset)).toList();
            if (!versions.orderVersions(shoot, Step.RETOUCH, ordered, eventType, photos + (prompt != null ? ": " + prompt
                    : preset != null ? ": " + preset : ""))) {
                return describeConflict(shoot);
            }
            return Optional.empty();
        });
    }

    /** Pauses a lane: its shoots start no step until it is resumed. Running steps end normally. */
    public void pauseLane(String lane) {
        lanes.setLanePaused(lane, true);
    }

    public void resumeLane(String lane) {
        lanes.setLanePaused(lane, false);
    }

    private Optional<Refusal> releaseShoot(Shoot shoot, Step step, String eventType, String detail) {
        if (!ledger.releaseShoot(shoot, step, eventType, detail)) {
            return describeConflict(shoot);
        }
        return Optional.empty();
    }
}
