package studio.darkroom.app;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.VetoCamelContextStartException;
import org.apache.camel.spi.Registry;
import org.apache.camel.support.LifecycleStrategySupport;
import org.quartz.Scheduler;
import org.quartz.SchedulerException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import studio.darkroom.api.NodeStatus;
import studio.darkroom.inbox.FolderScan;
import studio.darkroom.inbox.InboxScan;
import studio.darkroom.runner.AlertOutbox;
import studio.darkroom.runner.ShootRunner;

/** Starts and stops a node with its context, and repeats the checks that no event triggers. */
final class NodeLifecycle extends LifecycleStrategySupport {

    private static final Logger LOG = LoggerFactory.getLogger(NodeLifecycle.class);

    /** The interval of the search for due shoots without a trigger. */
    private static final Duration SWEEP_INTERVAL = Duration.ofSeconds(30);

    private final ShootRunner runner;
    private final NodeStatus status;
    private final Scheduler scheduler;
    private final AlertOutbox alertOutbox;
    private final ProducerTemplate template;
    private final ContextSnapshot.RouteCheck routeCheck;
    private final Runnable closeResources;
    private ScheduledExecutorService sweepExecutor;

    /** @param closeResources releases what was opened for this context */
    NodeLifecycle(Wiring wiring, Scheduler scheduler, ProducerTemplate template,
            ContextSnapshot.RouteCheck routeCheck, Runnable closeResources) {
        this.runner = wiring.runner();
        this.status = wiring.status();
        this.alertOutbox = wiring.alertOutbox();
        this.scheduler = scheduler;
        this.template = template;
        this.routeCheck = routeCheck;
        this.closeResources = closeResources;
    }

    @Override
    public void onContextStarting(CamelContext context) throws VetoCamelContextStartException {
        try {
            routeCheck.rejectReplacedRoutes();
        } catch (VetoCamelContextStartException e) {
            closeResources.run();
            throw e;
        }
    }

    @Override
    public void onContextStarted(CamelContext context) {
        runner.endCapOutages();
        runner.scheduleOrphans(Duration.ZERO);
        status.registerMBean(context);
        sweepExecutor = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "darkroom-sweep");
            thread.setDaemon(true);
            return thread;
        });
        sweepExecutor.scheduleWithFixedDelay(this::runSweeps, SWEEP_INTERVAL.toSeconds(), SWEEP_INTERVAL.toSeconds(), TimeUnit.SECONDS);
    }

    private void runSweeps() {
        Registry registry = template.getCamelContext().getRegistry();
        runSweep("shoots without a trigger", () -> runner.scheduleOrphans(SWEEP_INTERVAL));
        runSweep("stalled inboxes", () -> registry.findByType(FolderScan.class).forEach(FolderScan::checkStall));
        runSweep("unused outages", () -> runner.endUnusedOutages(SWEEP_INTERVAL, registry.findByType(InboxScan.class).stream()
                .filter(InboxScan::isUnavailable).map(InboxScan::scope).collect(Collectors.toSet())));
        runSweep("unsent alerts", alertOutbox::sendDueAlerts);
    }

    private static void runSweep(String subject, Runnable task) {
        try {
            task.run();
        } catch (RuntimeException e) {
            LOG.warn("Cannot check for {}: {}", subject, e.getMessage());
        }
    }

    @Override
    public void onContextStopping(CamelContext context) {
        status.unregisterMBean(context);
        if (sweepExecutor != null) {
            sweepExecutor.shutdownNow();
        }
        try {
            scheduler.standby();
        } catch (SchedulerException e) {
            LOG.debug("The scheduler has already stopped", e);
        }
    }

    @Override
    public void onContextStopped(CamelContext context) {
        template.stop();
        closeResources.run();
    }
}
