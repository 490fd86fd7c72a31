package studio.darkroom.vendor;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import studio.darkroom.ledger.Charge;
import studio.darkroom.ledger.ChargeRepository;
import studio.darkroom.ledger.Ledger;
import studio.darkroom.ledger.OutageRepository;
import studio.darkroom.ledger.PhotoRepository;
import studio.darkroom.ledger.Shoot;
import studio.darkroom.lifecycle.Decision;
import studio.darkroom.lifecycle.Outage;
import studio.darkroom.lifecycle.Trouble;
import studio.darkroom.text.Causes;
import studio.darkroom.text.Redactor;

/**
 * The billing guard: an intent before each call that may cost money, its outcome after it, and no second call as long as
 * the first may have been taken (docs/vendors/imagen.md 7).
 */
public final class Billing {

    /** No request can still travel after so long: more than its read timeout (docs/vendors/fotolabs.md 8). */
    private static final Duration MAX_CALL_DURATION = Duration.ofSeconds(180);
    private static final Duration CHECK_INTERVAL = Duration.ofSeconds(30);

    /** Told once of a shoot at most: a second time at the same place asks a person. */
    private static final String SILENT_DETAIL = "no answer came, and the vendor's state stayed silent";

    private static final String RESEND_DETAIL = "decided by a person: it was not taken";

    private final Ledger ledger;
    private final ChargeRepository charges;
    private final PhotoRepository photos;
    private final Duration lostEditGrace;
    private final SpendCaps caps;

    /** @param lostEditGrace so long the vendor's state may stay silent after an edit whose answer was lost */
    public Billing(Ledger ledger, ChargeRepository charges, PhotoRepository photos, Duration lostEditGrace, SpendCaps caps) {
        this.ledger = ledger;
        this.charges = charges;
        this.photos = photos;
        this.lostEditGrace = lostEditGrace;
        this.caps = caps;
    }

    /**
     * How a call stands: {@code new} (it may be made), {@code accepted} (it was taken), {@code open} (it was meant to
     * be made, and nobody knows whether it was taken), or {@code refused} (it may be made again after a look at the
     * vendor's state: who sits between us and the vendor may refuse what the vendor took).
     */
    public String findCallState(Shoot shoot, String call) {
        return charges.findLast(shoot, call).map(charge -> switch (charge.outcome()) {
            case Charge.ACCEPTED -> "accepted";
            case Charge.UNSENT -> "new";
            case Charge.REFUSED -> "refused";
            default -> "open";
        }).orElse("new");
    }

    /** @throws Trouble when a cap of {@code darkroom.spend} or of the lane stands in the way */
    public void checkSpendCaps(Shoot shoot) {
        checkPhotoCap(shoot.lane(), shoot.name(), photos.countByShoot(shoot), caps.photosPerShoot());
        Instant day = startOfDay();
        charges.findReachedCap(caps.capsForLane(shoot.lane()), day).ifPresent(cap -> {
            throw newCapOutage(shoot, cap, day);
        });
    }

    /** @throws Outage of that shoot alone, when so many photos are above the cap */
    public static void checkPhotoCap(String lane, String shoot, int count, OptionalInt photosPerShoot) {
        if (photosPerShoot.isPresent() && count > photosPerShoot.getAsInt()) {
            throw new Outage(OutageRepository.shootSpendScope(lane, shoot), "spend-shoot", "The shoot has " + count + " photos; at most "
                    + photosPerShoot.getAsInt() + " may be edited at once (darkroom.spend.photos-per-shoot).",
                    "Raise the cap and start Darkroom anew: it goes on by itself. Or split the shoot and cancel this one.",
                    Duration.ofDays(1));
        }
    }

    private Instant startOfDay() {
        return ledger.now().atZone(ZoneOffset.UTC).truncatedTo(ChronoUnit.DAYS).toInstant();
    }

    private Outage newCapOutage(Shoot shoot, ChargeRepository.Cap cap, Instant day) {
        return new Outage(OutageRepository.SPEND_SCOPE_PREFIX + shoot.lane(), "spend-day", "All " + cap.maxEdits() + " edits of this day"
                + (cap.lane() == null ? "" : " for lane " + cap.lane()) + " are used (" + SpendCaps.settingKey(cap) + ").",
                "Raise the cap and start Darkroom anew, or wait: it goes on by itself at 00:00 UTC.",
                Duration.between(ledger.now(), day.plus(1, ChronoUnit.DAYS)));
    }

    /** Written before the call. @throws Outage when the last edit of the day went to another shoot meanwhile */
    public void recordIntent(Shoot shoot, String call) {
        List<ChargeRepository.Cap> counted = call.equals("edit") ? caps.capsForLane(shoot.lane()) : List.of();
        if (counted.isEmpty()) {
            charges.recordIntent(shoot, call, photos.countByShoot(shoot));
            return;
        }
        Instant day = startOfDay();
        charges.recordEditIntentWithinCaps(shoot, photos.countByShoot(shoot), counted, day).ifPresent(cap -> {
            throw newCapOutage(shoot, cap, day);
        });
    }

    /** The vendor took it. */
    public void recordAccepted(Shoot shoot, String call, String detail) {
        charges.findLast(shoot, call).filter(charge -> !charge.outcome().equals(Charge.ACCEPTED))
                .ifPresent(charge -> charges.recordOutcome(shoot, charge, Charge.ACCEPTED, detail));
    }

    /**
     * The call ended with a failure: told apart are a definite refusal, a request that never left, and an answer that
     * was lost. The failure is thrown on as trouble.
     */
    public void recordFailure(Shoot shoot, String call, Throwable wrapped) {
        Throwable failure = Causes.unwrapCamel(wrapped);
        Charge charge = charges.findLast(shoot, call).orElseThrow();
        charges.recordOutcome(shoot, charge, CallOutcome.classifyFailure(failure), Redactor.redact(failure.getMessage()));
        throw CallOutcome.toException(shoot, call, failure);
    }

    /**
     * A call whose answer is not known, or was a refusal, judged by the vendor's own state.
     *
     * @return {@code accepted}, {@code again} (call it again: it cannot have been taken, or a second call does nothing),
     *         or {@code wait}
     * @throws Decision when the vendor had the call, its state stays silent, and a second call might be paid twice
     */
    public String resolveLostCall(Shoot shoot, String call, VendorFacts facts, Object state) {
        if (!Progress.of(state).isIdle()) {
            recordAccepted(shoot, call, "seen in the vendor's state: " + Progress.of(state).state());
            return "accepted";
        }
        Charge openCharge = charges.findLast(shoot, call).orElseThrow();
        if (openCharge.outcome().equals(Charge.REFUSED)) {
            return "again";
        }
        if (RESEND_DETAIL.equals(openCharge.detail())) {
            charges.recordOutcome(shoot, openCharge, Charge.UNSENT, RESEND_DETAIL);
            return "again";
        }
        boolean export = call.equals("export");
        if (facts.getSecondEdit().equals("same-answer") && !export) {
            // The call that is made next is the same purchase; the day's cap counts it once.
            charges.recordOutcome(shoot, openCharge, Charge.UNSENT, "made again, for the same answer");
            return "again";
        }
        if (facts.getSecondEdit().equals("conflict") && !export) {
            return resolveByState(shoot, openCharge, facts);
        }
        Duration maxSilence = export ? facts.exportGrace() : lostEditGrace;
        if (Duration.between(openCharge.at(), ledger.now()).compareTo(maxSilence) < 0) {
            return "wait";
        }
        if (export || (!hasEarlierSilence(shoot, call) && openCharge.outcome().equals(Charge.INTENDED))) {
            // The process ended between intent and outcome; no request can still be under way after the grace time.
            charges.recordOutcome(shoot, openCharge, Charge.UNSENT, SILENT_DETAIL);
            return "again";
        }
        throw newUndecidedDecision(facts, openCharge);
    }

    /**
     * The same where the state decides it: a vendor that refuses a second edit shows a taken one from then on. So long as
     * the request can still be under way nothing is said; then two silent looks allow one more call (docs/vendors/fotolabs.md 8).
     */
    private String resolveByState(Shoot shoot, Charge openCharge, VendorFacts facts) {
        if (Duration.between(openCharge.at(), ledger.now()).compareTo(MAX_CALL_DURATION) < 0) {
            return "wait";
        }
        List<Instant> checks = ledger.listEventTimes(shoot, "edit-silent").stream().filter(check -> !check.isBefore(openCharge.at())).toList();
        if (checks.isEmpty()) {
            ledger.recordEvent(shoot, "edit-silent", facts.getName() + " shows no sign of the edit " + MAX_CALL_DURATION.toSeconds()
                    + " s after its answer was lost");
            return "wait";
        }
        if (Duration.between(checks.get(0), ledger.now()).compareTo(CHECK_INTERVAL) < 0) {
            return "wait";
        }
        if (hasEarlierSilence(shoot, openCharge.operation())) {
            throw newUndecidedDecision(facts, openCharge);
        }
        charges.recordOutcome(shoot, openCharge, Charge.UNSENT, SILENT_DETAIL);
        return "again";
    }

    private boolean hasEarlierSilence(Shoot shoot, String call) {
        return charges.listByShoot(shoot.id()).stream()
                .anyMatch(charge -> charge.operation().equals(call) && SILENT_DETAIL.equals(charge.detail()));
    }

    private static Decision newUndecidedDecision(VendorFacts facts, Charge openCharge) {
        return new Decision("edit-undecided", "The answer to the edit was lost ("
                + (openCharge.detail() == null ? "the process ended" : openCharge.detail()) + "), and "
                + facts.getName() + " shows neither that it took it nor that it did not.",
                "Look into your account there, then: resend (it was not taken; edit again), accept (it was; go on"
                + " looking), or cancel.");
    }

    /**
     * How the export stands, the vendor's own state read first: as {@link #resolveLostCall}, or {@code again} when it is to be
     * asked for. An edit that exports by itself is only waited for.
     */
    public String findExportState(Shoot shoot, VendorFacts facts, Object state) {
        String exportOption = facts.getExportsItself();
        if (exportOption != null && shoot.ticket().edit().path(exportOption).asBoolean(false)) {
            return "accepted";
        }
        String callState = findCallState(shoot, "export");
        if (!Progress.of(state).isIdle()) {
            recordAccepted(shoot, "export", "seen in the vendor's state");
            return "accepted";
        }
        return callState.equals("open") ? resolveLostCall(shoot, "export", facts, state) : callState.equals("accepted") ? callState : "again";
    }

    /** A person decided that the lost edit was not taken: it may be made again, if the vendor's state is still silent then. */
    public void allowResend(Shoot shoot, String call) {
        charges.findLast(shoot, call).ifPresent(charge -> charges.recordOutcome(shoot, charge, Charge.LOST, RESEND_DETAIL));
    }

    /** The open call of a shoot, if any. */
    public Optional<Charge> findOpenCall(Shoot shoot, String call) {
        return charges.findLast(shoot, call).filter(charge -> findCallState(shoot, call).equals("open"));
    }
}
