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

    /** What goes beyond that takes at most one part in so many of a processor. */
    private static final int SHARE = 40;
    private static final long LONGEST_REST = TimeUnit.SECONDS.toNanos(60);

    private final LongSupplier nanos;
    private final LongSupplier cpu;
    private volatile long spent;
    private volatile long ended;
    private volatile long rest;
    private volatile long sign;
    private volatile boolean looking;

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
        looking = sign - ended >= rest;
        return looking;
    }

    /** The look goes on. */
    public void alive() {
        sign = nanos.getAsLong();
    }

    /** For how long a look that has begun has not gone on; nothing between two looks. */
    Duration silent() {
        return looking ? Duration.ofNanos(nanos.getAsLong() - sign) : Duration.ZERO;
    }

    /** The look is over. @param found how much of it was new */
    void ended(int found) {
        alive();
        ended = sign;
        looking = false;
        long costly = cpu.getAsLong() - spent - SHORT;
        rest = found > 0 ? 0 : Math.min(LONGEST_REST, Math.max(0, costly) * SHARE);
    }

    /** The look failed; the next one is not left out. */
    void failed() {
        looking = false;
        rest = 0;
    }
}
