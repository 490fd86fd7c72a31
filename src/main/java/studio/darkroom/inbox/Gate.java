package studio.darkroom.inbox;

import java.time.Duration;
import java.time.Instant;

/**
 * Decides when a photo has arrived: its looks stood still for long enough by our own clock, and its structure is whole.
 * Both are needed: every stock rule that believes in size, age or pauses alone was seen taking half a file. The gate keeps
 * nothing; what it knows of a photo is its {@link Stood}.
 *
 * <p>The clock may jump. Backwards: the wait starts anew. Forwards: the wait is shorter by the jump, which leaves the
 * structure to speak alone; callers that look in steps of a second or two lose nothing else.
 */
public final class Gate {

    /** So many times longer than usual a photo must stand whose pixels look empty. */
    static final int DOUBT = 10;
    private static final Duration LEAST = Duration.ofSeconds(1);

    private final Duration quiet;
    private final Duration markedQuiet;

    /**
     * @param quiet       how long a photo must stand still; longer than the longest pause of a copying program
     * @param markedQuiet how long when a ready marker vouches for it, at least the time between two looks; the smaller of
     *                    both counts
     */
    public Gate(Duration quiet, Duration markedQuiet) {
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
     * @param before what was known, {@code null} at the first look
     * @param now    how the photo looks
     * @param at     when it was looked at
     * @return what is known now; any difference, and a clock that went back, restarts the wait
     */
    public Stood look(Stood before, Fingerprint now, Instant at) {
        boolean same = before != null && before.last().equals(now) && !at.isBefore(before.since());
        return same ? before : new Stood(now, at);
    }

    /**
     * Tells whether the photo stood still for the usual time. Before that its structure need not be judged yet, which
     * spares reading it at every look.
     *
     * @param stood  what is known of the photo
     * @param at     now
     * @param marked whether the shoot has a ready marker
     * @return whether what its structure says can matter now
     */
    public boolean stands(Stood stood, Instant at, boolean marked) {
        return !at.isBefore(stood.since().plus(marked ? markedQuiet : quiet));
    }

    /**
     * @param stood     what is known of the photo
     * @param wholeness what its structure says, judged on the bytes of the last look
     * @param at        now
     * @param marked    whether the shoot has a ready marker
     * @return settled, or what is waited for and until when
     */
    public Verdict verdict(Stood stood, Wholeness wholeness, Instant at, boolean marked) {
        Duration needed = switch (wholeness.state()) {
            case WHOLE, PARTIAL -> marked ? markedQuiet : quiet;
            // A marker may have been copied together with the photos, so it does not vouch for an empty one.
            case BLANK -> quiet.multipliedBy(DOUBT);
        };
        if (at.isBefore(stood.since())) {
            return waiting("The clock went backwards, so the wait starts anew.", at.plus(needed));
        }
        Duration still = Duration.between(stood.since(), at);
        boolean stands = still.compareTo(needed) >= 0;
        if (wholeness.state() == Wholeness.State.PARTIAL) {
            return waiting(wholeness.why() + " It has not changed for " + seconds(still) + ".",
                    stands ? at.plus(quiet.compareTo(LEAST) < 0 ? LEAST : quiet) : stood.since().plus(needed));
        }
        if (stands) {
            return new Verdict(Verdict.State.SETTLED, "", null);
        }
        String doubt = wholeness.state() == Wholeness.State.BLANK ? wholeness.why() + " " : "";
        return waiting(doubt + "It has not changed for " + seconds(still) + " of " + seconds(needed) + ".",
                stood.since().plus(needed));
    }

    private static Verdict waiting(String why, Instant again) {
        return new Verdict(Verdict.State.WAITING, why, again);
    }

    private static String seconds(Duration time) {
        return time.toSeconds() + " s";
    }
}
