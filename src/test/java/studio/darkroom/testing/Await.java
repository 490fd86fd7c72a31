package studio.darkroom.testing;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for a condition, for a bounded time. */
public final class Await {

    private static final long FIRST_PAUSE_NANOS = Duration.ofMillis(1).toNanos();
    private static final long MAX_PAUSE_NANOS = Duration.ofMillis(100).toNanos();

    private Await() {
    }

    /** @throws AssertionError when it does not come true in 60 seconds */
    public static void untilTrue(String what, BooleanSupplier condition) {
        untilTrue(what, Duration.ofSeconds(60), condition);
    }

    public static void untilTrue(String what, Duration timeout, BooleanSupplier condition) {
        if (!isTrueWithin(timeout, condition)) {
            throw new AssertionError("Not within " + timeout.toSeconds() + " s: " + what);
        }
    }

    /** @return whether it came true in that time */
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
