package studio.darkroom.testing;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for a condition, for a bounded time. */
public final class Until {

    private static final long STEP = Duration.ofMillis(5).toNanos();

    private Until() {
    }

    /** @throws AssertionError when it does not come true in 20 seconds */
    public static void holds(String what, BooleanSupplier condition) {
        holds(what, Duration.ofSeconds(20), condition);
    }

    public static void holds(String what, Duration most, BooleanSupplier condition) {
        long end = System.nanoTime() + most.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("Not within " + most.toSeconds() + " s: " + what);
            }
            LockSupport.parkNanos(STEP);
        }
    }
}
