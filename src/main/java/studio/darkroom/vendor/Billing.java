package studio.darkroom.vendor;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import studio.darkroom.ledger.Charge;
import studio.darkroom.ledger.Charges;
import studio.darkroom.ledger.Ledger;
import studio.darkroom.ledger.Outages;
import studio.darkroom.ledger.Photos;
import studio.darkroom.ledger.Shoot;
import studio.darkroom.trouble.Cause;
import studio.darkroom.trouble.Decision;
import studio.darkroom.trouble.Outage;
import studio.darkroom.trouble.Plain;
import studio.darkroom.trouble.Trouble;

/**
 * The billing guard: an intent before each call that may cost money, its outcome after it, and no second call as long as
 * the first may have been taken (contract imagen 7).
 */
public final class Billing {

    /** No request can still travel after so long: more than its read timeout (contract fotolabs 8). */
    private static final Duration UNDER_WAY = Duration.ofSeconds(180);
    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(30);

    /** Told once of a shoot at most: a second time at the same place asks a person. */
    private static final String SILENT = "no answer came, and the vendor's state stayed silent";

    private static final String RESEND = "decided by a person: it was not taken";

    private final Ledger ledger;
    private final Charges charges;
    private final Photos photos;
    private final Duration grace;
    private final Caps caps;

    /** @param grace so long the vendor's state may stay silent after an edit whose answer was lost */
    public Billing(Ledger ledger, Charges charges, Photos photos, Duration grace, Caps caps) {
        this.ledger = ledger;
        this.charges = charges;
        this.photos = photos;
        this.grace = grace;
        this.caps = caps;
    }

    /**
     * How a call stands: {@code new} (it may be made), {@code accepted} (it was taken), {@code open} (it was meant to
     * be made, and nobody knows whether it was taken), or {@code refused} (it may be made again after a look at the
     * vendor's state: who sits between us and the vendor may refuse what the vendor took).
     */
    public String stand(Shoot shoot, String what) {
        return charges.last(shoot, what).map(charge -> switch (charge.outcome()) {
            case Charge.ACCEPTED -> "accepted";
            case Charge.UNSENT -> "new";
            case Charge.REFUSED -> "refused";
            default -> "open";
        }).orElse("new");
    }

    /** @throws Trouble when a cap of {@code darkroom.spend} or of the lane stands in the way */
    public void allow(Shoot shoot) {
        tooMany(shoot.lane(), shoot.name(), photos.count(shoot), caps.photosPerShoot());
        Instant day = day();
        charges.reached(caps.of(shoot.lane()), day).ifPresent(cap -> {
            throw capped(shoot, cap, day);
        });
    }

    /** @throws Outage of that shoot alone, when so many photos are above the cap */
    public static void tooMany(String lane, String shoot, int count, OptionalInt photosPerShoot) {
        if (photosPerShoot.isPresent() && count > photosPerShoot.getAsInt()) {
            throw new Outage(Outages.spend(lane, shoot), "spend-shoot", "The shoot has " + count + " photos; at most "
                    + photosPerShoot.getAsInt() + " may be edited at once (darkroom.spend.photos-per-shoot).",
                    "Raise the cap and start Darkroom anew: it goes on by itself. Or split the shoot and cancel this one.",
                    Duration.ofDays(1));
        }
    }

    private Instant day() {
        return ledger.now().atZone(ZoneOffset.UTC).truncatedTo(ChronoUnit.DAYS).toInstant();
    }

    private Outage capped(Shoot shoot, Charges.Cap cap, Instant day) {
        return new Outage(Outages.SPEND + shoot.lane(), "spend-day", "All " + cap.edits() + " edits of this day"
                + (cap.lane() == null ? "" : " for lane " + cap.lane()) + " are used (" + Caps.key(cap) + ").",
                "Raise the cap and start Darkroom anew, or wait: it goes on by itself at 00:00 UTC.",
                Duration.between(ledger.now(), day.plus(1, ChronoUnit.DAYS)));
    }

    /** Written before the call. @throws Outage when the last edit of the day went to another shoot meanwhile */
    public void intend(Shoot shoot, String what) {
        List<Charges.Cap> counted = what.equals("edit") ? caps.of(shoot.lane()) : List.of();
        if (counted.isEmpty()) {
            charges.intended(shoot, what, photos.count(shoot));
            return;
        }
        Instant day = day();
        charges.intendedWithin(shoot, photos.count(shoot), counted, day).ifPresent(cap -> {
            throw capped(shoot, cap, day);
        });
    }

    /** The vendor took it. */
    public void accepted(Shoot shoot, String what, String how) {
        charges.last(shoot, what).filter(charge -> !charge.outcome().equals(Charge.ACCEPTED))
                .ifPresent(charge -> charges.became(shoot, charge, Charge.ACCEPTED, how));
    }

    /**
     * The call ended with a failure: told apart are a definite refusal, a request that never left, and an answer that
     * was lost. The failure is thrown on as trouble.
     */
    public void failed(Shoot shoot, String what, Throwable wrapped) {
        Throwable failure = Cause.bare(wrapped);
        Charge charge = charges.last(shoot, what).orElseThrow();
        charges.became(shoot, charge, Fate.of(failure), Plain.text(failure.getMessage()));
        throw Fate.thrown(shoot, what, failure);
    }

    /**
     * A call whose answer is not known, or was a refusal, judged by the vendor's own state.
     *
     * @return {@code accepted}, {@code again} (call it again: it cannot have been taken, or a second call does nothing),
     *         or {@code wait}
     * @throws Decision when the vendor had the call, its state stays silent, and a second call might be paid twice
     */
    public String judge(Shoot shoot, String what, VendorFacts facts, Object state) {
        if (!Progress.of(state).idle()) {
            accepted(shoot, what, "seen in the vendor's state: " + Progress.of(state).state());
            return "accepted";
        }
        Charge open = charges.last(shoot, what).orElseThrow();
        if (open.outcome().equals(Charge.REFUSED)) {
            return "again";
        }
        if (RESEND.equals(open.detail())) {
            charges.became(shoot, open, Charge.UNSENT, RESEND);
            return "again";
        }
        boolean export = what.equals("export");
        if (facts.getSecondEdit().equals("same-answer") && !export) {
            // The call that is made next is the same purchase; the day's cap counts it once.
            charges.became(shoot, open, Charge.UNSENT, "made again, for the same answer");
            return "again";
        }
        if (facts.getSecondEdit().equals("conflict") && !export) {
            return judgeByState(shoot, open, facts);
        }
        Duration patience = export ? facts.exportGrace() : grace;
        if (Duration.between(open.at(), ledger.now()).compareTo(patience) < 0) {
            return "wait";
        }
        if (export || (!silentBefore(shoot, what) && open.outcome().equals(Charge.INTENDED))) {
            // The process ended between intent and outcome; no request can still be under way after the grace time.
            charges.became(shoot, open, Charge.UNSENT, SILENT);
            return "again";
        }
        throw undecided(facts, open);
    }

    /**
     * The same where the state decides it: a vendor that refuses a second edit shows a taken one from then on. So long as
     * the request can still be under way nothing is said; then two silent looks allow one more call (contract fotolabs 8).
     */
    private String judgeByState(Shoot shoot, Charge open, VendorFacts facts) {
        if (Duration.between(open.at(), ledger.now()).compareTo(UNDER_WAY) < 0) {
            return "wait";
        }
        List<Instant> looks = ledger.told(shoot, "edit-silent").stream().filter(look -> !look.isBefore(open.at())).toList();
        if (looks.isEmpty()) {
            ledger.tell(shoot, "edit-silent", facts.getName() + " shows no sign of the edit " + UNDER_WAY.toSeconds()
                    + " s after its answer was lost");
            return "wait";
        }
        if (Duration.between(looks.get(0), ledger.now()).compareTo(BETWEEN_LOOKS) < 0) {
            return "wait";
        }
        if (silentBefore(shoot, open.what())) {
            throw undecided(facts, open);
        }
        charges.became(shoot, open, Charge.UNSENT, SILENT);
        return "again";
    }

    private boolean silentBefore(Shoot shoot, String what) {
        return charges.of(shoot.id()).stream()
                .anyMatch(charge -> charge.what().equals(what) && SILENT.equals(charge.detail()));
    }

    private static Decision undecided(VendorFacts facts, Charge open) {
        return new Decision("edit-undecided", "The answer to the edit was lost ("
                + (open.detail() == null ? "the process ended" : open.detail()) + "), and "
                + facts.getName() + " shows neither that it took it nor that it did not.",
                "Look into your account there, then: resend (it was not taken; edit again), accept (it was; go on"
                + " looking), or cancel.");
    }

    /**
     * How the export stands, the vendor's own state read first: as {@link #judge}, or {@code again} when it is to be
     * asked for. An edit that exports by itself is only waited for.
     */
    public String exportStand(Shoot shoot, VendorFacts facts, Object state) {
        String own = facts.getExportsItself();
        if (own != null && shoot.ticket().edit().path(own).asBoolean(false)) {
            return "accepted";
        }
        String stand = stand(shoot, "export");
        if (!Progress.of(state).idle()) {
            accepted(shoot, "export", "seen in the vendor's state");
            return "accepted";
        }
        return stand.equals("open") ? judge(shoot, "export", facts, state) : stand.equals("accepted") ? stand : "again";
    }

    /** A person decided that the lost edit was not taken: it may be made again, if the vendor's state is still silent then. */
    public void resend(Shoot shoot, String what) {
        charges.last(shoot, what).ifPresent(charge -> charges.became(shoot, charge, Charge.LOST, RESEND));
    }

    /** The open call of a shoot, if any. */
    public Optional<Charge> open(Shoot shoot, String what) {
        return charges.last(shoot, what).filter(charge -> stand(shoot, what).equals("open"));
    }
}
