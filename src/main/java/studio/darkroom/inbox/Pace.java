package studio.darkroom.inbox;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * When an inbox is looked into. A large one is spared: after a costly look that found nothing new, the next ones are left
 * out for a while.
 */
public final class Pace {

    /** A look that finds nothing new for so little of the processor is not worth sparing. */
    private static final long SHORT = TimeUnit.MILLISECONDS.toNanos(200);

    /** Looks that find nothing new take at most one part in so many of a processor. */
    private static final int SHARE = 40;
    private static final long LONGEST_REST = TimeUnit.SECONDS.toNanos(60);

    private final LongSupplier nanos;
    private final LongSupplier cpu;
    private volatile long spent;
    private volatile long ended;
    private volatile long rest;
    private volatile long sign;

    /**
     * @param nanos as {@link System#nanoTime}
     * @param cpu what this thread took of the processor so far, in nanoseconds
     */
    public Pace(LongSupplier nanos, LongSupplier cpu) {
        this.nanos = nanos;
        this.cpu = cpu;
        this.ended = nanos.getAsLong();
        this.sign = ended;
    }

    /** Whether it is time for a look; it begins then. */
    boolean begins() {
        alive();
        spent = cpu.getAsLong();
        return nanos.getAsLong() - ended >= rest;
    }

    /** The look goes on. */
    void alive() {
        sign = nanos.getAsLong();
    }

    /** For how long no look has begun, gone on or ended. */
    Duration silent() {
        return Duration.ofNanos(nanos.getAsLong() - sign);
    }

    /** The look is over. @param found how much of it was new */
    void ended(int found) {
        alive();
        ended = sign;
        long took = cpu.getAsLong() - spent;
        rest = found > 0 || took < SHORT ? 0 : Math.min(LONGEST_REST, took * SHARE);
    }

    /** The look failed; the next one is not left out. */
    void failed() {
        rest = 0;
    }
}
