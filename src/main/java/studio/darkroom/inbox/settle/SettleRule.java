package studio.darkroom.inbox.settle;

import java.time.Duration;
import java.time.Instant;
import studio.darkroom.photo.Completeness;
import studio.darkroom.photo.Fingerprint;

/**
 * Decides when a photo has arrived: its looks stood still for long enough by our own clock, and its structure is whole.
 * Both are needed: every stock rule that believes in size, age or pauses alone was seen taking half a file. The gate keeps
 * nothing; what it knows of a photo is its {@link StableSince}.
 *
 * <p>The clock may jump. Backwards: the wait starts anew. Forwards: the wait is shorter by the jump, which leaves the
 * structure to speak alone; callers that look in steps of a second or two lose nothing else.
 */
public final class SettleRule {

    /** So many times longer than usual a photo must stand whose pixels look empty. */
    static final int UNCERTAIN_WAIT_FACTOR = 10;
    private static final Duration MIN_RECHECK_DELAY = Duration.ofSeconds(1);

    private final Duration quiet;
    private final Duration markedQuiet;

    /**
     * @param quiet       how long a photo must stand still; longer than the longest pause of a copying program
     * @param markedQuiet how long when a ready marker vouches for it, at least the time between two looks; the smaller of
     *                    both counts
     */
    public SettleRule(Duration quiet, Duration markedQuiet) {
        if (quiet.isNegative() || markedQuiet.isNegative()) {
            throw new IllegalArgumentException("A photo cannot stand still for less than no time; use 0s or more, not "
                    + quiet + " and " + markedQuiet + ".");
        }
        this.quiet = quiet;
        this.markedQuiet = markedQuiet.compareTo(quiet) < 0 ? markedQuiet : quiet;
    }

    /**
     * Takes one more look into account.
     *
     * @param previous what was known, {@code null} at the first look
     * @param current    how the photo looks
     * @param observedAt     when it was looked at
     * @return what is known now; any difference, and a clock that went back, restarts the wait
     */
    public StableSince updateStability(StableSince previous, Fingerprint current, Instant observedAt) {
        boolean unchanged = previous != null && previous.fingerprint().equals(current) && !observedAt.isBefore(previous.since());
        return unchanged ? previous : new StableSince(current, observedAt);
    }

    /**
     * Tells whether the photo stood still for the usual time. Before that its structure need not be judged yet, which
     * spares reading it at every look.
     *
     * @param stability  what is known of the photo
     * @param now     now
     * @param hasMarker whether the shoot has a ready marker
     * @return whether what its structure says can matter now
     */
    public boolean isStable(StableSince stability, Instant now, boolean hasMarker) {
        return !now.isBefore(stability.since().plus(hasMarker ? markedQuiet : quiet));
    }

    /**
     * @param stability     what is known of the photo
     * @param completeness what its structure says, judged on the bytes of the last look
     * @param now        now
     * @param hasMarker    whether the shoot has a ready marker
     * @return settled, or what is waited for and until when
     */
    public SettleVerdict evaluatePhoto(StableSince stability, Completeness completeness, Instant now, boolean hasMarker) {
        Duration needed = switch (completeness.state()) {
            case COMPLETE, INCOMPLETE -> hasMarker ? markedQuiet : quiet;
            // A marker may have been copied together with the photos, so it does not vouch for an empty one.
            case UNCERTAIN -> quiet.multipliedBy(UNCERTAIN_WAIT_FACTOR);
        };
        if (now.isBefore(stability.since())) {
            return createWaiting("The clock went backwards, so the wait starts anew.", now.plus(needed));
        }
        Duration stableFor = Duration.between(stability.since(), now);
        boolean waitElapsed = stableFor.compareTo(needed) >= 0;
        if (completeness.state() == Completeness.State.INCOMPLETE) {
            return createWaiting(completeness.reason() + " It has not changed for " + formatSeconds(stableFor) + ".",
                    waitElapsed ? now.plus(quiet.compareTo(MIN_RECHECK_DELAY) < 0 ? MIN_RECHECK_DELAY : quiet) : stability.since().plus(needed));
        }
        if (waitElapsed) {
            return new SettleVerdict(SettleVerdict.State.SETTLED, "", null);
        }
        String uncertainty = completeness.state() == Completeness.State.UNCERTAIN ? completeness.reason() + " " : "";
        return createWaiting(uncertainty + "It has not changed for " + formatSeconds(stableFor) + " of " + formatSeconds(needed) + ".",
                stability.since().plus(needed));
    }

    private static SettleVerdict createWaiting(String reason, Instant nextCheckAt) {
        return new SettleVerdict(SettleVerdict.State.WAITING, reason, nextCheckAt);
    }

    private static String formatSeconds(Duration time) {
        return time.toSeconds() + " s";
    }
}
