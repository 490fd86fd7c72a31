package studio.darkroom.sim.imagen;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import studio.darkroom.sim.SimClock;

/** One edit or export job on the simulator's clock: Pending, then In Progress, then Completed or Failed. */
public final class Job {

    /** Phase of a job. */
    public enum Phase {
        PENDING, WORKING, COMPLETED, FAILED;

        boolean isOver() {
            return this == COMPLETED || this == FAILED;
        }
    }

    /**
     * Course of a job.
     *
     * @param pending simulated time before the work starts
     * @param working simulated time of the work
     * @param outcome {@code completed}, {@code failed} or {@code stuck}
     */
    public record Plan(Duration pending, Duration working, String outcome) {
    }

    private final SimClock clock;
    private final Plan plan;
    private final CompletableFuture<List<Result>> work;
    private final BiConsumer<Job, Phase> phaseListener;
    private final Instant requestedAt;
    private final List<SimClock.ScheduledAction> scheduledActions = new ArrayList<>();
    private Phase phase = Phase.PENDING;
    private boolean cancelled;
    private volatile List<Result> results = List.of();

    /**
     * @param work          the results being rendered; the job cannot complete before them
     * @param phaseListener called at every change of phase, outside of the lock of the job
     */
    Job(SimClock clock, Plan plan, CompletableFuture<List<Result>> work, BiConsumer<Job, Phase> phaseListener) {
        this.clock = clock;
        this.plan = plan;
        this.work = work;
        this.phaseListener = phaseListener;
        this.requestedAt = clock.now();
    }

    synchronized void start() {
        scheduledActions.add(clock.schedule(requestedAt.plus(plan.pending()), () -> changePhase(Phase.WORKING)));
        Instant end = requestedAt.plus(plan.pending()).plus(plan.working());
        if (plan.outcome().equals("completed")) {
            scheduledActions.add(clock.schedule(end, this::complete));
        } else if (plan.outcome().equals("failed")) {
            scheduledActions.add(clock.schedule(end, this::fail));
        }
    }

    public synchronized Phase phase() {
        return phase;
    }

    public boolean isCompleted() {
        return phase() == Phase.COMPLETED;
    }

    /** The results; empty until the job is completed. */
    public List<Result> results() {
        return isCompleted() ? results : List.of();
    }

    /** Progress from 0 to 100. */
    synchronized int progress() {
        if (phase.isOver()) {
            return 100;
        }
        double spent = Duration.between(requestedAt.plus(plan.pending()), clock.now()).toMillis();
        return (int) Math.max(0, Math.min(99, 100 * spent / Math.max(1, plan.working().toMillis())));
    }

    /** Completes the job as soon as its results are rendered. */
    public void complete() {
        work.whenComplete((made, error) -> {
            if (error == null) {
                results = made;
            }
            changePhase(error == null ? Phase.COMPLETED : Phase.FAILED);
        });
    }

    /** Fails the job. */
    public void fail() {
        changePhase(Phase.FAILED);
    }

    /** Stops the job without notifying the listener. */
    synchronized void cancelSilently() {
        cancelled = true;
        scheduledActions.forEach(clock::cancel);
    }

    private void changePhase(Phase to) {
        synchronized (this) {
            if (cancelled || phase.isOver() || phase == to) {
                return;
            }
            phase = to;
            if (to.isOver()) {
                scheduledActions.forEach(clock::cancel);
            }
        }
        phaseListener.accept(this, to);
    }
}
