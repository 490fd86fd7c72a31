package studio.darkroom.inbox;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * When an inbox is looked into. A large one is spared: after a costly look that found nothing new, the next ones are left
 * out for a while.
 */
public final class ScanThrottle {

    /** A look that finds nothing new for so little of the processor is not worth sparing. */
    private static final long FREE_CPU_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

    /** What goes beyond that takes at most one part in so many of a processor. */
    private static final int PAUSE_FACTOR = 40;
    private static final long MAX_PAUSE_NANOS = TimeUnit.SECONDS.toNanos(60);

    private final LongSupplier nanoTime;
    private final LongSupplier cpuTime;
    private volatile long cpuAtStart;
    private volatile long endedAt;
    private volatile long pauseNanos;
    private volatile long lastActivity;
    private volatile boolean scanning;

    /**
     * @param nanoTime as {@link System#nanoTime}
     * @param cpuTime what this thread took of the processor so far, in nanoseconds
     */
    public ScanThrottle(LongSupplier nanoTime, LongSupplier cpuTime) {
        this.nanoTime = nanoTime;
        this.cpuTime = cpuTime;
        this.endedAt = nanoTime.getAsLong();
        this.lastActivity = endedAt;
    }

    /** Whether it is time for a look; it begins then. */
    boolean tryStartScan() {
        recordActivity();
        cpuAtStart = cpuTime.getAsLong();
        scanning = lastActivity - endedAt >= pauseNanos;
        return scanning;
    }

    /** The look goes on. */
    public void recordActivity() {
        lastActivity = nanoTime.getAsLong();
    }

    /** For how long a look that has begun has not gone on; nothing between two looks. */
    Duration measureSilence() {
        return scanning ? Duration.ofNanos(nanoTime.getAsLong() - lastActivity) : Duration.ZERO;
    }

    /** The look is over. @param newFiles how much of it was new */
    void finishScan(int newFiles) {
        recordActivity();
        endedAt = lastActivity;
        scanning = false;
        long excessCpu = cpuTime.getAsLong() - cpuAtStart - FREE_CPU_NANOS;
        pauseNanos = newFiles > 0 ? 0 : Math.min(MAX_PAUSE_NANOS, Math.max(0, excessCpu) * PAUSE_FACTOR);
    }

    /** The look failed; the next one is not left out. */
    void failScan() {
        scanning = false;
        pauseNanos = 0;
    }
}
