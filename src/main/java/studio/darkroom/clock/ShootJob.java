package studio.darkroom.clock;

import org.quartz.DisallowConcurrentExecution;
import org.quartz.Job;
import org.quartz.JobExecutionContext;

/** What Quartz fires: the shoot of the job's name is put on the desk. */
@DisallowConcurrentExecution
public final class ShootJob implements Job {

    private final Desk desk;

    ShootJob(Desk desk) {
        this.desk = desk;
    }

    @Override
    public void execute(JobExecutionContext context) {
        desk.work(context.getJobDetail().getKey().getName());
    }
}
