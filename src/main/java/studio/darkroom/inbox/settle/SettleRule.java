package studio.darkroom.inbox.settle;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import studio.darkroom.config.Settings;
import studio.darkroom.photo.Completeness;
import studio.darkroom.photo.Fingerprint;

/**
 * Decides when a photo has arrived: it has not changed for the settle time, measured by the ledger's clock, and its structure
 * is complete. Both are necessary: rules that rely on size, age or pauses alone accepted half-written files in tests.
 *
 * <p>The rule keeps no state; the caller stores a {@link StableSince} for each photo. If the clock moves back, the wait
 * restarts. If it moves forward, the wait is shorter by the difference and only the structure check protects the photo.
 */
public final class SettleRule {

    /** Settle time of a shoot with a ready marker, unless the configured settle time is shorter. */
    static final Duration MARKER_SETTLE_TIME = Duration.ofSeconds(2);

    /** Factor by which the settle time is longer for a photo that may be a file whose last part is not written yet. */
    static final int UNCERTAIN_FACTOR = 10;

    private static final Duration MIN_RECHECK_DELAY = Duration.ofSeconds(1);

    private final Duration settleTime;
    private final Duration markerSettleTime;
    private final Duration incompleteAfter;

    /**
     * @param settleTime how long a photo must not change; choose more than the longest pause of a copy program
     * @param incompleteAfter how long an incomplete photo may stay unchanged before it is reported
     * @throws IllegalArgumentException if a time is negative
     */
    public SettleRule(Duration settleTime, Duration incompleteAfter) {
        if (settleTime.isNegative() || incompleteAfter.isNegative()) {
            throw new IllegalArgumentException("Settle times must not be negative: " + settleTime + ", " + incompleteAfter);
        }
        this.settleTime = settleTime;
        this.markerSettleTime = settleTime.compareTo(MARKER_SETTLE_TIME) < 0 ? settleTime : MARKER_SETTLE_TIME;
        this.incompleteAfter = incompleteAfter;
    }

    /** The rule of these settings: for gathering, for pictures retouched by hand, for plans and for what is shown of them. */
    public static SettleRule of(Settings.Gather settings) {
        return new SettleRule(settings.quietPeriod(), settings.maxWait());
    }

    /**
     * How long a photo has looked the same.
     *
     * @param fingerprint what it looks like
     * @param since when it was first seen like this, by the ledger's clock
     */
    public record StableSince(Fingerprint fingerprint, Instant since) {
    }

    /** Whether a photo has arrived, or what it waits for. */
    public enum State { SETTLED, SETTLING, UNCERTAIN, INCOMPLETE, CLOCK_MOVED_BACK }

    /**
     * The result of a check of one photo.
     *
     * @param reason what the photo waits for, as a sentence; empty if it has settled
     * @param nextCheckAt when to check it again; null if it has settled
     */
    public record Verdict(State state, String reason, Instant nextCheckAt) {

        public boolean isSettled() {
            return state == State.SETTLED;
        }
    }

    /**
     * Adds one observation.
     *
     * @param previous the stored value; null before the first observation
     * @param current what the photo looks like
     * @param observedAt when it was read
     * @return the value to store; the wait restarts if anything differs or if the clock moved back
     */
    public StableSince updateStability(StableSince previous, Fingerprint current, Instant observedAt) {
        boolean unchanged = previous != null && previous.fingerprint().equals(current) && !observedAt.isBefore(previous.since());
        return unchanged ? previous : new StableSince(current, observedAt);
    }

    /** How long a photo with this structure must not change. A marker may arrive before the photos, so it does not help a doubtful one. */
    public Duration getRequiredTime(Completeness.State structure, boolean hasMarker) {
        return structure == Completeness.State.UNCERTAIN ? settleTime.multipliedBy(UNCERTAIN_FACTOR)
                : hasMarker ? markerSettleTime : settleTime;
    }

    /**
     * The verdict for a photo that is too young to settle whatever it contains, so that the caller need not read it.
     *
     * @param since as in {@link StableSince#since()}
     * @return empty if the photo must be read and evaluated
     */
    public Optional<Verdict> findEarlyVerdict(Instant since, Instant now, boolean hasMarker) {
        Instant earliest = since.plus(getRequiredTime(Completeness.State.COMPLETE, hasMarker));
        return now.isBefore(earliest) && !now.isBefore(since)
                ? Optional.of(new Verdict(State.SETTLING, describeStability(since, now), earliest)) : Optional.empty();
    }

    /**
     * @param stability the stored value after the last observation
     * @param completeness what the structure of the photo says, read at the last observation
     * @param hasMarker whether the shoot has a ready marker
     */
    public Verdict evaluatePhoto(StableSince stability, Completeness completeness, Instant now, boolean hasMarker) {
        Duration required = getRequiredTime(completeness.state(), hasMarker);
        Instant settlesAt = stability.since().plus(required);
        if (now.isBefore(stability.since())) {
            return new Verdict(State.CLOCK_MOVED_BACK, "The clock moved back; the wait restarts.", now.plus(required));
        }
        String reason = (completeness.reason() + " " + describeStability(stability.since(), now)).strip();
        if (completeness.state() == Completeness.State.INCOMPLETE) {
            return new Verdict(State.INCOMPLETE, reason, now.isBefore(settlesAt) ? settlesAt : now.plus(getRecheckDelay()));
        }
        if (!now.isBefore(settlesAt)) {
            return new Verdict(State.SETTLED, "", null);
        }
        return new Verdict(completeness.state() == Completeness.State.UNCERTAIN ? State.UNCERTAIN : State.SETTLING,
                reason + " It settles after " + formatDuration(required) + ".", settlesAt);
    }

    /** The verdict for a photo that was replaced while it was read. */
    public Verdict restartWait(Instant now) {
        return new Verdict(State.SETTLING, "It was replaced during the check.", now.plus(getRecheckDelay()));
    }

    private Duration getRecheckDelay() {
        return settleTime.compareTo(MIN_RECHECK_DELAY) < 0 ? MIN_RECHECK_DELAY : settleTime;
    }

    /** Whether a photo that has not settled is reported instead of waited for. */
    public boolean isOverdue(Instant since, Instant now) {
        return now.isAfter(since.plus(incompleteAfter));
    }

    /** How long an incomplete photo is waited for, as text. */
    public String describeLimit() {
        return formatDuration(incompleteAfter);
    }

    /** When a shoot closes, as text that follows "closes": {@code after 30s without changes}. */
    public String describeClosing(Completeness.State leastComplete, boolean hasMarker) {
        return "after " + formatDuration(getRequiredTime(leastComplete, hasMarker)) + " without changes";
    }

    private static String describeStability(Instant since, Instant now) {
        return "It has not changed for " + Duration.between(since, now).toSeconds() + "s.";
    }

    private static String formatDuration(Duration time) {
        return time.toString().substring(2).toLowerCase(Locale.ROOT).replaceAll("([a-z])(?=\\d)", "$1 ");
    }
}
