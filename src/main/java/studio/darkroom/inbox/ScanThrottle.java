package studio.darkroom.inbox;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Decides when a folder is polled. An expensive poll that found nothing new is followed by a pause in proportion to its CPU time;
 * Camel's own back-off counts idle polls, so it would delay a small folder as much as one with 100,000 files.
 */
public final class ScanThrottle {

    /** A poll that takes no more CPU time than this is followed by no pause. */
    private static final long FREE_CPU_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

    /** Pause in proportion to the CPU time: polls of an unchanged folder use at most 1/40 of a core. */
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
     * @param cpuTime CPU time of the current thread, in nanoseconds
     */
    public ScanThrottle(LongSupplier nanoTime, LongSupplier cpuTime) {
        this.nanoTime = nanoTime;
        this.cpuTime = cpuTime;
        this.endedAt = nanoTime.getAsLong();
        this.lastActivity = endedAt;
    }

    /** Starts a poll if the pause is over. */
    boolean tryStartScan() {
        recordActivity();
        cpuAtStart = cpuTime.getAsLong();
        scanning = lastActivity - endedAt >= pauseNanos;
        return scanning;
    }

    /** Notes that the running poll makes progress. */
    public void recordActivity() {
        lastActivity = nanoTime.getAsLong();
    }

    /** How long the running poll has made no progress; zero between polls. */
    Duration measureSilence() {
        return scanning ? Duration.ofNanos(nanoTime.getAsLong() - lastActivity) : Duration.ZERO;
    }

    /** Ends a poll. @param newFiles how many files it reported */
    void finishScan(int newFiles) {
        recordActivity();
        endedAt = lastActivity;
        scanning = false;
        long excessCpu = cpuTime.getAsLong() - cpuAtStart - FREE_CPU_NANOS;
        pauseNanos = newFiles > 0 ? 0 : Math.min(MAX_PAUSE_NANOS, Math.max(0, excessCpu) * PAUSE_FACTOR);
    }

    /** Ends a poll that failed; no pause follows. */
    void failScan() {
        scanning = false;
        pauseNanos = 0;
    }
}
