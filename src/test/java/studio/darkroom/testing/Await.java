package studio.darkroom.testing;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for a condition with a time limit. */
public final class Await {

    private static final long FIRST_PAUSE_NANOS = Duration.ofMillis(1).toNanos();
    private static final long MAX_PAUSE_NANOS = Duration.ofMillis(100).toNanos();

    private Await() {
    }

    /** @throws AssertionError if the condition is not true within 60 seconds */
    public static void untilTrue(String what, BooleanSupplier condition) {
        untilTrue(what, Duration.ofSeconds(60), condition);
    }

    public static void untilTrue(String what, Duration timeout, BooleanSupplier condition) {
        if (!isTrueWithin(timeout, condition)) {
            throw new AssertionError("Not true within " + timeout.toSeconds() + " s: " + what);
        }
    }

    /** @return whether the condition became true in that time */
    public static boolean isTrueWithin(Duration timeout, BooleanSupplier condition) {
        long end = System.nanoTime() + timeout.toNanos();
        long step = FIRST_PAUSE_NANOS;
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                return false;
            }
            LockSupport.parkNanos(step);
            step = Math.min(MAX_PAUSE_NANOS, step + step / 4);
        }
        return true;
    }
}
