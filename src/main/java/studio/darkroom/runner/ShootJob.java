package studio.darkroom.runner;

import org.quartz.DisallowConcurrentExecution;
import org.quartz.Job;
import org.quartz.JobExecutionContext;

/** What Quartz fires: the shoot of the job's name is put on the desk. */
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
