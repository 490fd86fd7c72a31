package studio.darkroom;

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
import studio.darkroom.clock.Desk;
import studio.darkroom.inbox.InboxLook;
import studio.darkroom.inbox.Watched;
import studio.darkroom.report.Status;
import studio.darkroom.transfer.Draining;
import studio.darkroom.trouble.Messenger;

/** Starts with the context and stops with it; in between it looks for what was forgotten. */
final class Lifetime extends LifecycleStrategySupport {

    private static final Logger LOG = LoggerFactory.getLogger(Darkroom.class);

    /** How often overdue shoots without an appointment are looked for. */
    private static final Duration SWEEP = Duration.ofSeconds(30);


    private final Desk desk;
    private final Status status;
    private final Scheduler scheduler;
    private final Draining draining;
    private final Messenger messenger;
    private final ProducerTemplate template;
    private final HostRoutes routes;
    private final Runnable close;
    private ScheduledExecutorService sweep;

    /** @param close what was opened for this context */
    Lifetime(Desk desk, Status status, Scheduler scheduler, Draining draining, Messenger messenger, ProducerTemplate template,
            HostRoutes routes, Runnable close) {
        this.desk = desk;
        this.status = status;
        this.scheduler = scheduler;
        this.draining = draining;
        this.messenger = messenger;
        this.template = template;
        this.routes = routes;
        this.close = close;
    }

    @Override
    public void onContextStarting(CamelContext context) throws VetoCamelContextStartException {
        try {
            routes.stillThere();
        } catch (VetoCamelContextStartException e) {
            close.run();
            throw e;
        }
    }

    @Override
    public void onContextStarted(CamelContext context) {
        desk.uncap();
        desk.adopt(Duration.ZERO);
        status.show(context.getName());
        sweep = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "darkroom-sweep");
            thread.setDaemon(true);
            return thread;
        });
        sweep.scheduleWithFixedDelay(this::sweep, SWEEP.toSeconds(), SWEEP.toSeconds(), TimeUnit.SECONDS);
    }

    private void sweep() {
        Registry registry = template.getCamelContext().getRegistry();
        sweep("overdue shoots", () -> desk.adopt(SWEEP));
        sweep("inboxes that stall", () -> registry.findByType(InboxLook.class).forEach(InboxLook::watch));
        sweep("outages that nobody waits for", () -> desk.forsake(SWEEP, registry.findByType(Watched.class).stream()
                .filter(Watched::gone).map(Watched::scope).collect(Collectors.toSet())));
        sweep("alerts that nobody took", messenger::ring);
    }

    private static void sweep(String what, Runnable task) {
        try {
            task.run();
        } catch (RuntimeException e) {
            LOG.warn("Looking for {} failed: {}", what, e.getMessage());
        }
    }

    @Override
    public void onContextStopping(CamelContext context) {
        draining.stop();
        status.hide();
        if (sweep != null) {
            sweep.shutdownNow();
        }
        try {
            scheduler.standby();
        } catch (SchedulerException e) {
            LOG.debug("The clock had stopped already", e);
        }
    }

    @Override
    public void onContextStopped(CamelContext context) {
        template.stop();
        close.run();
    }
}
