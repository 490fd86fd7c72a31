package studio.darkroom.testing;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for a condition, for a bounded time. */
public final class Until {

    private static final long FIRST = Duration.ofMillis(1).toNanos();
    private static final long MOST = Duration.ofMillis(100).toNanos();

    private Until() {
    }

    /** @throws AssertionError when it does not come true in 20 seconds */
    public static void holds(String what, BooleanSupplier condition) {
        holds(what, Duration.ofSeconds(20), condition);
    }

    public static void holds(String what, Duration most, BooleanSupplier condition) {
        if (!within(most, condition)) {
            throw new AssertionError("Not within " + most.toSeconds() + " s: " + what);
        }
    }

    /** @return whether it came true in that time */
    public static boolean within(Duration most, BooleanSupplier condition) {
        long end = System.nanoTime() + most.toNanos();
        long step = FIRST;
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                return false;
            }
            LockSupport.parkNanos(step);
            step = Math.min(MOST, step + step / 4);
        }
        return true;
    }
}
