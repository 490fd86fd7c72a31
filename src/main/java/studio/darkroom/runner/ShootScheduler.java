package studio.darkroom.runner;

import java.time.Duration;
import java.util.Collection;
import java.util.Date;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.quartz.JobBuilder;
import org.quartz.JobDetail;
import org.quartz.JobKey;
import org.quartz.Scheduler;
import org.quartz.SchedulerException;
import org.quartz.SimpleScheduleBuilder;
import org.quartz.Trigger;
import org.quartz.TriggerBuilder;
import org.quartz.TriggerKey;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import studio.darkroom.ledger.Database.LedgerUnavailable;
import studio.darkroom.ledger.LaneRepository;
import studio.darkroom.ledger.Ledger;
import studio.darkroom.ledger.Shoot;

/**
 * Schedules the shoots on Quartz: one durable job for each shoot, with at most one trigger, at the due time in the ledger.
 * The ledger calls {@link #scheduleShoots} after every commit that may have changed a due time; nothing else
 * schedules a shoot.
 */
public final class ShootScheduler {

    private static final Logger LOG = LoggerFactory.getLogger(ShootScheduler.class);

    /** Quartz's group of the shoots' jobs and triggers. */
    static final String GROUP = "shoot";

    private static final Set<Trigger.TriggerState> UNUSABLE_STATES = Set.of(Trigger.TriggerState.NONE, Trigger.TriggerState.ERROR);

    private final Scheduler quartz;
    private final Ledger ledger;
    private final LaneRepository lanes;
    private final Set<String> running = ConcurrentHashMap.newKeySet();

    public ShootScheduler(Scheduler quartz, Ledger ledger) {
        this.quartz = quartz;
        this.ledger = ledger;
        this.lanes = new LaneRepository(ledger);
    }

    /** Schedules these shoots at their due times. A shoot that runs on this node is scheduled when its step has ended. */
    public void scheduleShoots(Collection<String> shoots) {
        for (String id : shoots) {
            if (!running.contains(id)) {
                scheduleShoot(id);
            }
        }
    }

    /** Runs a step of a shoot, then schedules the shoot. */
    void runAndSchedule(String id, Runnable step) {
        running.add(id);
        try {
            step.run();
        } finally {
            running.remove(id);
            scheduleShoot(id);
        }
    }

    /**
     * Schedules every shoot that waits and has no usable trigger: its node stopped between a commit and the call of Quartz, or
     * Quartz could not start the job.
     *
     * @param minOverdue only shoots overdue by at least this; zero for all
     */
    public void scheduleOrphans(Duration minOverdue) {
        for (Shoot shoot : ledger.listSchedulable()) {
            boolean late = minOverdue.isZero() || shoot.dueAt().isBefore(ledger.now().minus(minOverdue));
            if (late && !isScheduled(shoot.id())) {
                scheduleShoot(shoot.id());
            }
        }
    }

    /** One thread at a time: a due time that was read before another commit must not overwrite the newer one. */
    private synchronized void scheduleShoot(String id) {
        try {
            Optional<Shoot> found = ledger.findShoot(id);
            if (found.isPresent() && found.get().isEnded()) {
                quartz.deleteJob(JobKey.jobKey(id, GROUP));
            } else if (found.isPresent() && !found.get().isHeld() && !lanes.isLanePaused(found.get().lane())) {
                setTrigger(found.get());
            }
        } catch (LedgerUnavailable | SchedulerException e) {
            // Quartz uses the database of the ledger, so both fail together. scheduleOrphans finds the shoot later.
            LOG.error("Could not schedule shoot {}; retrying within a minute: {}", id, e.getMessage());
        }
    }

    private void setTrigger(Shoot shoot) throws SchedulerException {
        JobDetail job = JobBuilder.newJob(ShootJob.class).withIdentity(shoot.id(), GROUP).storeDurably().requestRecovery()
                .build();
        Trigger trigger = TriggerBuilder.newTrigger().withIdentity(shoot.id(), GROUP).forJob(job)
                .startAt(Date.from(shoot.dueAt())).withPriority(shoot.priority())
                .withSchedule(SimpleScheduleBuilder.simpleSchedule().withMisfireHandlingInstructionFireNow()).build();
        quartz.scheduleJob(job, Set.of(trigger), true);
    }

    private boolean isScheduled(String id) {
        try {
            return !UNUSABLE_STATES.contains(quartz.getTriggerState(TriggerKey.triggerKey(id, GROUP)));
        } catch (SchedulerException e) {
            throw new IllegalStateException("Cannot query Quartz: " + e.getMessage(), e);
        }
    }
}
