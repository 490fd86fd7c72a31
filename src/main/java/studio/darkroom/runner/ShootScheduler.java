package studio.darkroom.runner;

import java.time.Instant;
import java.util.Date;
import java.util.Set;
import org.quartz.JobBuilder;
import org.quartz.JobDetail;
import org.quartz.JobKey;
import org.quartz.Scheduler;
import org.quartz.SchedulerException;
import org.quartz.SimpleScheduleBuilder;
import org.quartz.Trigger;
import org.quartz.TriggerBuilder;
import org.quartz.TriggerKey;
import studio.darkroom.ledger.Shoot;

/** When each shoot is looked at next: one durable Quartz job per shoot, with at most one trigger. */
public final class ShootScheduler {

    /** Quartz's group of the shoots' jobs and triggers. */
    static final String GROUP = "shoot";

    private final Scheduler scheduler;

    public ShootScheduler(Scheduler scheduler) {
        this.scheduler = scheduler;
    }

    /** The shoot is fired at its due time; an earlier appointment is replaced. */
    public void scheduleShoot(Shoot shoot) {
        scheduleShoot(shoot.id(), shoot.dueAt(), shoot.priority());
    }

    private void scheduleShoot(String shoot, Instant due, int priority) {
        JobDetail job = JobBuilder.newJob(ShootJob.class).withIdentity(shoot, GROUP).storeDurably().requestRecovery()
                .build();
        Trigger trigger = TriggerBuilder.newTrigger().withIdentity(shoot, GROUP).forJob(job)
                .startAt(Date.from(due)).withPriority(priority)
                .withSchedule(SimpleScheduleBuilder.simpleSchedule().withMisfireHandlingInstructionFireNow()).build();
        try {
            scheduler.scheduleJob(job, Set.of(trigger), true);
        } catch (SchedulerException e) {
            throw new IllegalStateException("The clock does not take an appointment: " + e.getMessage(), e);
        }
    }

    /** The shoot is never fired again. */
    public void unscheduleShoot(String shoot) {
        try {
            scheduler.deleteJob(JobKey.jobKey(shoot, GROUP));
        } catch (SchedulerException e) {
            throw new IllegalStateException("The clock does not drop an appointment: " + e.getMessage(), e);
        }
    }

    /** Whether the shoot has an appointment. */
    public boolean isScheduled(String shoot) {
        try {
            return scheduler.checkExists(TriggerKey.triggerKey(shoot, GROUP));
        } catch (SchedulerException e) {
            throw new IllegalStateException("The clock does not answer: " + e.getMessage(), e);
        }
    }
}
