package studio.darkroom.packaged;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Properties;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;
import org.quartz.Job;
import org.quartz.JobBuilder;
import org.quartz.JobExecutionContext;
import org.quartz.JobExecutionException;
import org.quartz.Scheduler;
import org.quartz.SchedulerException;
import org.quartz.SimpleScheduleBuilder;
import org.quartz.TriggerBuilder;
import org.quartz.impl.StdSchedulerFactory;

/** Activator of another bundle in Karaf: runs another version of Quartz, which writes a byte to a file at each tick. */
public final class QuartzActivator implements BundleActivator {

    private Scheduler scheduler;

    /** Writes a byte. */
    public static final class Tick implements Job {

        @Override
        public void execute(JobExecutionContext job) throws JobExecutionException {
            try {
                Files.writeString(Path.of(job.getMergedJobDataMap().getString("ticks")), ".", StandardOpenOption.CREATE,
                        StandardOpenOption.APPEND);
            } catch (IOException e) {
                throw new JobExecutionException(e);
            }
        }
    }

    @Override
    public void start(BundleContext bundle) throws SchedulerException {
        Properties properties = new Properties();
        properties.setProperty("org.quartz.scheduler.instanceName", bundle.getBundle().getSymbolicName());
        properties.setProperty("org.quartz.threadPool.class", "org.quartz.simpl.SimpleThreadPool");
        properties.setProperty("org.quartz.threadPool.threadCount", "1");
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(QuartzActivator.class.getClassLoader());
        try {
            scheduler = new StdSchedulerFactory(properties).getScheduler();
            scheduler.scheduleJob(JobBuilder.newJob(Tick.class).usingJobData("ticks", bundle.getBundle().getHeaders()
                    .get("Ticks")).build(), TriggerBuilder.newTrigger()
                    .withSchedule(SimpleScheduleBuilder.simpleSchedule().withIntervalInMilliseconds(100).repeatForever())
                    .build());
            scheduler.start();
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    @Override
    public void stop(BundleContext bundle) throws SchedulerException {
        scheduler.shutdown(true);
    }
}
