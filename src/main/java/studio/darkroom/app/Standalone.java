package studio.darkroom.app;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.apache.camel.ManagementMBeansLevel;
import org.apache.camel.component.micrometer.MicrometerConstants;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpServer;
import org.apache.camel.health.HealthCheckRegistry;
import org.apache.camel.main.BaseMainSupport;
import org.apache.camel.main.Main;
import org.apache.camel.main.MainListenerSupport;
import org.apache.camel.main.SimpleMainShutdownStrategy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import studio.darkroom.api.ApiGuard;
import studio.darkroom.api.FileAccounting.FileAccountingCheck;
import studio.darkroom.api.HealthEndpoint.ReadinessCheck;
import studio.darkroom.api.LedgerMetrics;
import studio.darkroom.config.Settings;
import studio.darkroom.config.SettingsException;
import studio.darkroom.ledger.OutageRepository;
import studio.darkroom.ledger.ReportQueries;

/** Darkroom as a program: Camel Main with an HTTP server for API, health and metrics on one port. */
public final class Standalone {

    /** System property with the folder whose route files replace the packaged ones; set by {@code bin/darkroom}. */
    private static final String ROUTES_PROPERTY = "studio.darkroom.routes";

    private static final Logger LOG = LoggerFactory.getLogger(Standalone.class);

    private final Settings settings;
    private final NodeInstaller installer;
    private final Main main = new Main();
    private final PrometheusMeterRegistry meterRegistry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private ReadinessCheck readinessCheck;

    public Standalone(Settings settings) {
        this(settings, Clock.systemUTC());
    }

    /** @param clock the clock of everything except Quartz */
    public Standalone(Settings settings, Clock clock) {
        this(settings, clock, routesFolder());
    }

    /**
     * @param clock        the clock of everything except Quartz
     * @param routesFolder a folder whose route files replace the packaged ones; need not exist
     */
    public Standalone(Settings settings, Clock clock, Optional<Path> routesFolder) {
        this.settings = settings;
        this.installer = new NodeInstaller(settings, clock, routesFolder);
        main.setDefaultPropertyPlaceholderLocation("false");
        main.setShutdownStrategy(new SimpleMainShutdownStrategy());
        main.configure().withAutoConfigurationEnvironmentVariablesEnabled(false)
                .withAutoConfigurationSystemPropertiesEnabled(false).withName("darkroom")
                .withShutdownTimeout(60).withShutdownLogInflightExchangesOnTimeout(false)
                .withAutoConfigurationLogSummary(false).withJmxEnabled(true)
                // An MBean for each node of each route takes about a third of the start.
                .withJmxManagementMBeansLevel(ManagementMBeansLevel.RoutesOnly);
        if (settings.http().isEnabled()) {
            configureHttpServer(settings.http());
        }
        main.addInitialProperty("camel.metrics.enabled", "true");
        main.bind(MicrometerConstants.METRICS_REGISTRY_NAME, meterRegistry);
        main.addMainListener(new MainListenerSupport() {
            @Override
            public void afterConfigure(BaseMainSupport support) {
                install(support.getCamelContext());
            }
        });
    }

    private void configureHttpServer(Settings.Http http) {
        main.addInitialProperty("camel.server.enabled", "true");
        main.addInitialProperty("camel.server.host", http.host());
        main.addInitialProperty("camel.server.port", String.valueOf(http.port()));
        main.addInitialProperty("camel.server.maxBodySize", String.valueOf(ApiGuard.MAX_BODY_BYTES));
        main.addInitialProperty("camel.server.fileUploadEnabled", "false");
    }

    /** Adds a bean of the host that routes and settings may name; call it before the start. */
    public Standalone bind(String name, Object bean) {
        main.bind(name, bean);
        return this;
    }

    /** The folder whose route files replace the packaged ones. */
    public static Optional<Path> routesFolder() {
        return Optional.ofNullable(System.getProperty(ROUTES_PROPERTY)).map(Path::of);
    }

    /** Runs until the process is stopped; running steps finish first. */
    public void run() throws Exception {
        CountDownLatch started = new CountDownLatch(1);
        CountDownLatch stopped = new CountDownLatch(1);
        AtomicBoolean stopping = new AtomicBoolean();
        // Registered before the start, so that a stop during the start waits for it.
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            stopping.set(true);
            awaitLatch(started);
            stop();
            stopped.countDown();
        }, "darkroom-stop"));
        try {
            start();
            LOG.info("{}", formatReadyMessage());
        } catch (Exception e) {
            // A process that is stopping accepts no more shutdown hooks; that is not a failed start.
            if (!stopping.get()) {
                throw e;
            }
        } finally {
            started.countDown();
        }
        stopped.await();
    }

    private static void awaitLatch(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Starts the node. @throws Exception if it cannot start; nothing is left running */
    public void start() throws Exception {
        try {
            main.start();
        } catch (Exception e) {
            stop();
            throw e;
        }
    }

    /** Stops; running steps have one minute to finish. */
    public void stop() {
        main.stop();
        if (readinessCheck != null) {
            readinessCheck.close();
        }
    }

    /** The URL of the API with the actual port; call it after the start, and only if HTTP is enabled. */
    public URI address() {
        int port = main.getCamelContext().hasService(VertxPlatformHttpServer.class).getPort();
        return settings.http().buildUrl(port);
    }

    /** One line that says where Darkroom listens and what it watches. */
    public String formatReadyMessage() {
        return "Darkroom is ready: " + (settings.http().isEnabled() ? address() : "HTTP is off") + "  lanes: " + settings.lanes().stream().map(lane -> lane.name() + " ("
                + lane.inbox() + " > " + lane.vendor() + " > " + lane.delivery() + ")").collect(Collectors.joining(", "));
    }

    /** For tests that fire triggers themselves. */
    public NodeInstaller installer() {
        return installer;
    }

    public CamelContext context() {
        return main.getCamelContext();
    }

    private void install(CamelContext context) {
        try {
            installer.install(context, settings.http().isEnabled() ? List.of("api", "callback") : List.of());
        } catch (SettingsException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException("Darkroom cannot start: " + e.getMessage(), e);
        }
        ReportQueries queries = new ReportQueries(installer.ledger());
        OutageRepository outages = new OutageRepository(installer.ledger());
        context.getRegistry().bind("metrics", new LedgerMetrics(meterRegistry, queries, outages));
        readinessCheck = new ReadinessCheck(settings.lanes(), queries, outages);
        HealthCheckRegistry.get(context).register(readinessCheck);
        HealthCheckRegistry.get(context).register(new FileAccountingCheck(queries));
    }
}
