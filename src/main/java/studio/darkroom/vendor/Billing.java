package studio.darkroom.vendor;

import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.apache.hc.core5.http.ConnectionRequestTimeoutException;
import studio.darkroom.ledger.ChargeRepository.Charge;
import studio.darkroom.ledger.ChargeRepository;
import studio.darkroom.ledger.Ledger;
import studio.darkroom.ledger.OutageRepository;
import studio.darkroom.ledger.PhotoRepository;
import studio.darkroom.ledger.Shoot;
import studio.darkroom.lifecycle.Trouble.Decision;
import studio.darkroom.lifecycle.Trouble.Outage;
import studio.darkroom.lifecycle.Trouble.Problem;
import studio.darkroom.lifecycle.Trouble.TransientFailure;
import studio.darkroom.lifecycle.Trouble;
import studio.darkroom.text.Causes;
import studio.darkroom.text.Redactor;

/**
 * Guards calls that may cost money: records the intent before each call and the outcome after it, and prevents a second call
 * while the first may have been accepted (docs/vendors/imagen.md 7).
 */
public final class Billing {

    /** No request can still be in transit after this time, which exceeds its read timeout (docs/vendors/fotolabs.md 8). */
    private static final Duration MAX_CALL_DURATION = Duration.ofSeconds(180);
    private static final Duration CHECK_INTERVAL = Duration.ofSeconds(30);

    /** Recorded at most once per shoot; the second time becomes a question to a person. */
    private static final String SILENT_DETAIL = "no response, and the vendor's state shows no edit";

    private static final String RESEND_DETAIL = "a person decided that it was not accepted";

    private final Ledger ledger;
    private final ChargeRepository charges;
    private final PhotoRepository photos;
    private final Duration lostEditGrace;
    private final SpendCaps caps;

    /**
     * Limits on paid edits.
     *
     * @param editsPerDay for all lanes together ({@code darkroom.spend.edits-per-day})
     * @param editsPerDayByLane per lane ({@code darkroom.lane.<lane>.spend.edits-per-day}); only lanes with a limit
     * @param photosPerShoot {@code darkroom.spend.photos-per-shoot}
     */
    public record SpendCaps(OptionalInt editsPerDay, Map<String, Integer> editsPerDayByLane, OptionalInt photosPerShoot) {

        public SpendCaps {
            editsPerDayByLane = Map.copyOf(editsPerDayByLane);
        }

        /** The limits that apply to an edit of this lane, its own first. */
        private List<ChargeRepository.Cap> capsForLane(String lane) {
            List<ChargeRepository.Cap> caps = new ArrayList<>();
            if (editsPerDayByLane.containsKey(lane)) {
                caps.add(new ChargeRepository.Cap(lane, editsPerDayByLane.get(lane)));
            }
            editsPerDay.ifPresent(edits -> caps.add(new ChargeRepository.Cap(null, edits)));
            return caps;
        }

        /** The setting of a limit. */
        private static String settingKey(ChargeRepository.Cap cap) {
            return cap.lane() == null ? "darkroom.spend.edits-per-day" : "darkroom.lane." + cap.lane() + ".spend.edits-per-day";
        }
    }

    /** @param lostEditGrace how long to wait for the vendor's state to show an edit whose response was lost */
    public Billing(Ledger ledger, ChargeRepository charges, PhotoRepository photos, Duration lostEditGrace, SpendCaps caps) {
        this.ledger = ledger;
        this.charges = charges;
        this.photos = photos;
        this.lostEditGrace = lostEditGrace;
        this.caps = caps;
    }

    /**
     * The state of a call: {@code unsent} (it may be sent), {@code accepted}, {@code in-doubt} (the intent is recorded and the
     * outcome is unknown), or {@code refused} (it may be sent again after a check of the vendor's state, because a proxy may
     * refuse a call that the vendor has accepted).
     */
    public String findCallState(Shoot shoot, String call) {
        return charges.findLast(shoot, call).map(charge -> switch (charge.outcome()) {
            case Charge.ACCEPTED -> "accepted";
            case Charge.UNSENT -> "unsent";
            case Charge.REFUSED -> "refused";
            default -> "in-doubt";
        }).orElse("unsent");
    }

    /** @throws Trouble if the call would exceed a limit of {@code darkroom.spend} or of the lane */
    public void checkSpendCaps(Shoot shoot) {
        checkPhotoCap(shoot.lane(), shoot.name(), photos.countByShoot(shoot), caps.photosPerShoot());
        Instant day = startOfDay();
        charges.findReachedCap(caps.capsForLane(shoot.lane()), day).ifPresent(cap -> {
            throw newCapOutage(shoot, cap, day);
        });
    }

    /** @throws Outage of this shoot only, if it has more photos than the limit */
    public static void checkPhotoCap(String lane, String shoot, int count, OptionalInt photosPerShoot) {
        if (photosPerShoot.isPresent() && count > photosPerShoot.getAsInt()) {
            throw new Outage(OutageRepository.shootSpendScope(lane, shoot), "spend-shoot", "The shoot has " + count + " photos; the limit is "
                    + photosPerShoot.getAsInt() + " per shoot (darkroom.spend.photos-per-shoot).",
                    "Raise the limit and restart Darkroom; the shoot resumes automatically. Or split the shoot and cancel this one.",
                    Duration.ofDays(1));
        }
    }

    private Instant startOfDay() {
        return ledger.now().atZone(ZoneOffset.UTC).truncatedTo(ChronoUnit.DAYS).toInstant();
    }

    private Outage newCapOutage(Shoot shoot, ChargeRepository.Cap cap, Instant day) {
        return new Outage(OutageRepository.SPEND_SCOPE_PREFIX + shoot.lane(), "spend-day", "The limit of " + cap.maxEdits() + " edits per day"
                + (cap.lane() == null ? "" : " for lane " + cap.lane()) + " is reached (" + SpendCaps.settingKey(cap) + ").",
                "Raise the limit and restart Darkroom, or wait: work resumes automatically at 00:00 UTC.",
                Duration.between(ledger.now(), day.plus(1, ChronoUnit.DAYS)));
    }

    /** Records that the call is about to be sent. @throws Outage if another shoot has used the last edit of the day */
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

    /** Records that the vendor accepted the call. */
    public void recordAccepted(Shoot shoot, String call, String detail) {
        charges.findLast(shoot, call).filter(charge -> !charge.outcome().equals(Charge.ACCEPTED))
                .ifPresent(charge -> charges.recordOutcome(shoot, charge, Charge.ACCEPTED, detail));
    }

    /**
     * Records a failed call as refused, unsent or lost, and rethrows the failure as trouble.
     */
    public void recordFailureAndRethrow(Shoot shoot, String call, Throwable wrapped) {
        Throwable failure = Causes.unwrapCamel(wrapped);
        Charge charge = charges.findLast(shoot, call).orElseThrow();
        charges.recordOutcome(shoot, charge, classifyFailure(failure), Redactor.redact(failure.getMessage()));
        throw failure instanceof RuntimeException known ? known : toTrouble(shoot, call, failure).orElseThrow();
    }

    /**
     * {@link Charge#UNSENT}, {@link Charge#REFUSED} or {@link Charge#LOST}. A 4xx is a refusal; anything else,
     * including 5xx, may have taken effect (docs/vendors/imagen.md 7).
     *
     * @param failure without Camel's wrapping
     */
    public static String classifyFailure(Throwable failure) {
        for (Throwable cause : Causes.listChain(failure)) {
            if (cause instanceof UnknownHostException || cause instanceof NoRouteToHostException
                    || cause instanceof ConnectTimeoutException
                    || cause instanceof ConnectionRequestTimeoutException || cause instanceof ConnectException) {
                return Charge.UNSENT;
            }
        }
        boolean definite = failure instanceof Problem
                || (failure instanceof Outage outage && !outage.code().equals("vendor-down"));
        return definite ? Charge.REFUSED : Charge.LOST;
    }

    /** The failure as trouble; empty if it is an unexpected error. */
    public static Optional<Trouble> toTrouble(Shoot shoot, String call, Throwable failure) {
        if (failure instanceof Trouble trouble) {
            return Optional.of(trouble);
        }
        return failure instanceof RuntimeException ? Optional.empty() : Optional.of(new TransientFailure("vendor:" + shoot.vendor(),
                "vendor-unreachable", shoot.vendor() + " did not respond to the " + call + " (" + Redactor.redact(String.valueOf(failure)) + ")"));
    }

    /**
     * Resolves a call that was refused or whose outcome is unknown, by the vendor's state.
     *
     * @return {@code accepted}, {@code send} (send it again: it was not accepted, or a second call does nothing),
     *         or {@code wait}
     * @throws Decision if the vendor received the call, its state does not show it, and a second call might be charged again
     */
    public String resolveLostCall(Shoot shoot, String call, VendorFacts facts, Object state) {
        if (!Progress.of(state).isIdle()) {
            recordAccepted(shoot, call, "shown by the vendor's state: " + Progress.of(state).state());
            return "accepted";
        }
        Charge openCharge = charges.findLast(shoot, call).orElseThrow();
        if (openCharge.outcome().equals(Charge.REFUSED)) {
            return "send";
        }
        if (RESEND_DETAIL.equals(openCharge.detail())) {
            charges.recordOutcome(shoot, openCharge, Charge.UNSENT, RESEND_DETAIL);
            return "send";
        }
        boolean export = call.equals("export");
        if (facts.getSecondEdit().equals("same-answer") && !export) {
            // The next call is the same purchase, so the daily limit counts it once.
            charges.recordOutcome(shoot, openCharge, Charge.UNSENT, "sent again, not charged");
            return "send";
        }
        if (facts.getSecondEdit().equals("conflict") && !export) {
            return resolveByState(shoot, openCharge, facts);
        }
        Duration maxSilence = export ? facts.exportGrace() : lostEditGrace;
        if (Duration.between(openCharge.at(), ledger.now()).compareTo(maxSilence) < 0) {
            return "wait";
        }
        if (export || (!hasEarlierSilence(shoot, call) && openCharge.outcome().equals(Charge.INTENDED))) {
            // The process ended between intent and outcome; no request can still be running after the grace time.
            charges.recordOutcome(shoot, openCharge, Charge.UNSENT, SILENT_DETAIL);
            return "send";
        }
        throw newUndecidedDecision(facts, openCharge);
    }

    /**
     * The same for a vendor that refuses a second edit, whose state shows an accepted one at once. Waits while the request can
     * still be running; then two checks that show no edit allow one more call (docs/vendors/fotolabs.md 8).
     */
    private String resolveByState(Shoot shoot, Charge openCharge, VendorFacts facts) {
        if (Duration.between(openCharge.at(), ledger.now()).compareTo(MAX_CALL_DURATION) < 0) {
            return "wait";
        }
        List<Instant> checks = ledger.listEventTimes(shoot, "edit-silent").stream().filter(check -> !check.isBefore(openCharge.at())).toList();
        if (checks.isEmpty()) {
            ledger.recordEvent(shoot, "edit-silent", facts.getName() + " shows no edit " + MAX_CALL_DURATION.toSeconds()
                    + " s after its response was lost");
            return "wait";
        }
        if (Duration.between(checks.get(0), ledger.now()).compareTo(CHECK_INTERVAL) < 0) {
            return "wait";
        }
        if (hasEarlierSilence(shoot, openCharge.operation())) {
            throw newUndecidedDecision(facts, openCharge);
        }
        charges.recordOutcome(shoot, openCharge, Charge.UNSENT, SILENT_DETAIL);
        return "send";
    }

    private boolean hasEarlierSilence(Shoot shoot, String call) {
        return charges.listByShoot(shoot.id()).stream()
                .anyMatch(charge -> charge.operation().equals(call) && SILENT_DETAIL.equals(charge.detail()));
    }

    private static Decision newUndecidedDecision(VendorFacts facts, Charge openCharge) {
        return new Decision("edit-undecided", "The response to the edit was lost ("
                + (openCharge.detail() == null ? "the process ended" : openCharge.detail()) + "), and "
                + facts.getName() + " does not show whether it accepted the edit.",
                "Check your account at " + facts.getName() + ", then choose resend (it was not accepted; edit again), accept (it"
                + " was accepted; keep waiting), or cancel.");
    }

    /**
     * The state of the export, by the vendor's state: as {@link #resolveLostCall}, or {@code send} if the export must be
     * requested. If the edit exports automatically, Darkroom only waits.
     */
    public String findExportState(Shoot shoot, VendorFacts facts, Object state) {
        String exportOption = facts.getExportsItself();
        if (exportOption != null && shoot.ticket().edit().path(exportOption).asBoolean(false)) {
            return "accepted";
        }
        String callState = findCallState(shoot, "export");
        if (!Progress.of(state).isIdle()) {
            recordAccepted(shoot, "export", "shown by the vendor's state");
            return "accepted";
        }
        return callState.equals("in-doubt") ? resolveLostCall(shoot, "export", facts, state) : callState.equals("accepted") ? callState : "send";
    }

    /** A person decided that the lost edit was not accepted; it is sent again unless the vendor's state shows it by then. */
    public void allowResend(Shoot shoot, String call) {
        charges.findLast(shoot, call).ifPresent(charge -> charges.recordOutcome(shoot, charge, Charge.LOST, RESEND_DETAIL));
    }
}
