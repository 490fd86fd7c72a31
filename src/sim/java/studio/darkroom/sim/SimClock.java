package studio.darkroom.sim;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.PriorityQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The simulated time of one simulator: real time multiplied by a speed, plus manual advances. Runs actions when they are
 * due.
 */
public final class SimClock implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(SimClock.class);

    /** An action scheduled at a simulated time; {@link SimClock#cancel} cancels it. */
    public static final class ScheduledAction {
        private final Instant due;
        private final long order;
        private final Runnable action;

        private ScheduledAction(Instant due, long order, Runnable action) {
            this.due = due;
            this.order = order;
            this.action = action;
        }
    }

    private final double speed;
    private final Instant startedAt = Instant.now();
    private final long startedNanos = System.nanoTime();
    private final PriorityQueue<ScheduledAction> scheduledActions =
            new PriorityQueue<>(Comparator.comparing((ScheduledAction a) -> a.due).thenComparing(a -> a.order));
    private Duration advancedBy = Duration.ZERO;
    private long nextOrder;
    private boolean closed;

    public SimClock(double speed) {
        this.speed = speed;
        Thread thread = new Thread(this::run, "sim-clock");
        thread.setDaemon(true);
        thread.start();
    }

    public synchronized Instant now() {
        long simulated = (long) ((System.nanoTime() - startedNanos) * speed);
        return startedAt.plusNanos(simulated).plus(advancedBy);
    }

    /** Runs the action once, on the clock's own thread, when it is due. Actions must be short. */
    public synchronized ScheduledAction schedule(Instant due, Runnable action) {
        ScheduledAction alarm = new ScheduledAction(due, nextOrder++, action);
        scheduledActions.add(alarm);
        notifyAll();
        return alarm;
    }

    public synchronized void cancel(ScheduledAction alarm) {
        scheduledActions.remove(alarm);
    }

    public synchronized void advance(Duration by) {
        advancedBy = advancedBy.plus(by);
        notifyAll();
    }

    public synchronized void cancelAll() {
        scheduledActions.clear();
    }

    private void run() {
        while (true) {
            ScheduledAction due = awaitNextDue();
            if (due == null) {
                return;
            }
            try {
                due.action.run();
            } catch (RuntimeException e) {
                LOG.error("a timed action of the simulator failed", e);
            }
        }
    }

    private synchronized ScheduledAction awaitNextDue() {
        while (!closed) {
            ScheduledAction first = scheduledActions.peek();
            long nanos = first == null ? Long.MAX_VALUE : (long) (Duration.between(now(), first.due).toNanos() / speed);
            if (nanos <= 0) {
                return scheduledActions.poll();
            }
            try {
                if (first == null) {
                    wait();
                } else {
                    wait(Math.min(nanos / 1_000_000, 3_600_000) + 1);
                }
            } catch (InterruptedException e) {
                return null;
            }
        }
        return null;
    }

    @Override
    public synchronized void close() {
        closed = true;
        notifyAll();
    }
}
