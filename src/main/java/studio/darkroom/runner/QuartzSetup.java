package studio.darkroom.runner;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Properties;
import javax.sql.DataSource;
import org.apache.camel.CamelContext;
import org.apache.camel.component.quartz.QuartzComponent;
import org.quartz.Scheduler;
import org.quartz.SchedulerException;
import org.quartz.impl.StdSchedulerFactory;
import org.quartz.utils.ConnectionProvider;
import org.quartz.utils.DBConnectionManager;

/** Sets up Quartz on the ledger's database, as a Camel component {@code clock} apart from the host's Quartz. */
public final class QuartzSetup {

    private static final String COMPONENT = "clock";

    private QuartzSetup() {
    }

    /**
     * @param source the ledger's database
     * @param ledgerId the same on all nodes of one ledger
     * @param workers the number of shoots that run at the same time
     * @param clustered whether other nodes may share the ledger; false for an SQLite file
     * @return the scheduler, which starts after the context
     */
    public static Scheduler addScheduler(CamelContext context, DataSource source, String ledgerId, String node, int workers,
            boolean clustered) throws Exception {
        String name = "darkroom-" + ledgerId;
        DBConnectionManager.getInstance().addConnectionProvider(name, new LedgerConnectionProvider(source));
        StdSchedulerFactory factory = new StdSchedulerFactory(properties(name, node, workers, clustered));
        QuartzComponent quartz = new QuartzComponent();
        quartz.setSchedulerFactory(factory);
        context.addComponent(COMPONENT, quartz);
        return factory.getScheduler();
    }

    private static Properties properties(String name, String node, int workers, boolean clustered) {
        Properties properties = new Properties();
        properties.put("org.quartz.scheduler.instanceName", name);
        properties.put("org.quartz.scheduler.instanceId", clustered ? node : "single");
        properties.put("org.quartz.scheduler.batchTriggerAcquisitionMaxCount", String.valueOf(workers));
        properties.put("org.quartz.threadPool.class", "org.quartz.simpl.SimpleThreadPool");
        properties.put("org.quartz.threadPool.threadCount", String.valueOf(workers));
        properties.put("org.quartz.threadPool.threadNamePrefix", "darkroom-shoot");
        properties.put("org.quartz.jobStore.class", "org.quartz.impl.jdbcjobstore.JobStoreTX");
        properties.put("org.quartz.jobStore.driverDelegateClass",
                "org.quartz.impl.jdbcjobstore.PostgreSQLDelegate");
        properties.put("org.quartz.jobStore.dataSource", name);
        properties.put("org.quartz.jobStore.useProperties", "true");
        properties.put("org.quartz.jobStore.isClustered", String.valueOf(clustered));
        properties.put("org.quartz.jobStore.clusterCheckinInterval", "5000");
        properties.put("org.quartz.jobStore.acquireTriggersWithinLock", "true");
        if (!clustered) {
            properties.put("org.quartz.jobStore.lockHandler.class",
                    "org.quartz.impl.jdbcjobstore.SimpleSemaphore");
        }
        return properties;
    }

    /** Passes the jobs of shoots to {@code runner}. All other jobs are created as Quartz does it by default. */
    public static void useRunner(Scheduler scheduler, ShootRunner runner) throws SchedulerException {
        scheduler.setJobFactory((bundle, from) -> {
            if (bundle.getJobDetail().getJobClass() == ShootJob.class) {
                return new ShootJob(runner);
            }
            return new org.quartz.simpl.PropertySettingJobFactory().newJob(bundle, from);
        });
    }

    private record LedgerConnectionProvider(DataSource source) implements ConnectionProvider {

        @Override
        public Connection getConnection() throws SQLException {
            return source.getConnection();
        }

        @Override
        public void shutdown() {
            // The ledger owns the pool and closes it.
        }

        @Override
        public void initialize() {
            // The pool is open already.
        }
    }
}
