package studio.darkroom.runner;

import org.quartz.DisallowConcurrentExecution;
import org.quartz.Job;
import org.quartz.JobExecutionContext;

/**
 * The Quartz job that runs the shoot whose id is the name of the job. Ledgers store the name of this class: a new name needs a
 * DDL file that changes it in {@code QRTZ_JOB_DETAILS}.
 */
@DisallowConcurrentExecution
public final class ShootJob implements Job {

    private final ShootRunner runner;

    ShootJob(ShootRunner runner) {
        this.runner = runner;
    }

    @Override
    public void execute(JobExecutionContext context) {
        runner.runShoot(context.getJobDetail().getKey().getName());
    }
}
