package studio.darkroom.app;

import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javax.sql.DataSource;
import org.apache.camel.CamelContext;
import org.apache.camel.ErrorHandlerFactory;
import org.apache.camel.ProducerTemplate;
import org.quartz.Scheduler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import studio.darkroom.config.Settings;
import studio.darkroom.config.SettingsException;
import studio.darkroom.ledger.Database;
import studio.darkroom.ledger.HomeLock;
import studio.darkroom.ledger.LaneRepository;
import studio.darkroom.ledger.Ledger;
import studio.darkroom.ledger.LedgerDataSource;
import studio.darkroom.ledger.Schema;
import studio.darkroom.runner.QuartzSetup;
import studio.darkroom.runner.ShootActions;
import studio.darkroom.runner.ShootRunner;
import studio.darkroom.storage.BucketClients;
import studio.darkroom.text.Redactor;
import studio.darkroom.transfer.HttpComponents;
import studio.darkroom.vendor.Vendors;

/** Installs the beans ({@link Wiring}) and routes ({@link RouteLoader}) of a node into a Camel context. The node stops with the context. */
public final class NodeInstaller {

    private static final Logger LOG = LoggerFactory.getLogger(NodeInstaller.class);

    private final Settings settings;
    private final Clock clock;
    private final Optional<Path> routesFolder;
    private final String nodeId = createNodeId();
    private final BucketClients bucketClients;
    private DataSource dataSource;
    /** The same data source unless it belongs to the host. */
    private HikariDataSource ownedDataSource;
    private HomeLock lock;
    private Ledger ledger;
    private Wiring wiring;

    /**
     * @param clock        the clock of everything except Quartz
     * @param routesFolder a folder with the layout of {@code routes/}; its files replace the packaged ones
     */
    public NodeInstaller(Settings settings, Clock clock, Optional<Path> routesFolder) {
        this.settings = settings;
        settings.secretTexts().forEach(Redactor::addSecret);
        this.clock = clock;
        this.routesFolder = routesFolder;
        this.bucketClients = new BucketClients(settings.transfers() * 2 + settings.workers() + settings.lanes().size(),
                settings.transfer().stallTimeout());
    }

    /** Whether a node is installed in this context. */
    public static boolean isInstalledIn(CamelContext context) {
        return context.getRegistry().lookupByName("shootActions") instanceof ShootActions;
    }

    /**
     * Adds the node to a context that has not started yet. Work begins when the context has started.
     *
     * @param extraRoutes names of additional route files, for example {@code api}
     * @throws IllegalStateException if the context has started, or already has a bean or route with a required name
     * @throws SettingsException     if a vendor of a lane does not exist or cannot be loaded
     */
    public void install(CamelContext context, List<String> extraRoutes) throws Exception {
        if (!context.getStatus().isStartable() && !context.getStatus().isInitializing()) {
            throw new IllegalStateException("The Camel context " + context.getName() + " is "
                    + context.getStatus().name().toLowerCase(Locale.ROOT)
                    + "; install Darkroom before the context starts.");
        }
        boolean sqlite = settings.ledger().datasource().isEmpty() && settings.ledger().url().startsWith("jdbc:sqlite:");
        if (sqlite) {
            lock = HomeLock.acquireLock(settings.home());
        }
        ContextSnapshot host = new ContextSnapshot(context);
        try {
            addBeansAndRoutes(context, extraRoutes, !sqlite, host);
        } catch (Exception e) {
            host.removeAdded(wiring == null ? List.of() : wiring.boundNames());
            closeResources();
            throw e;
        }
    }

    private void addBeansAndRoutes(CamelContext context, List<String> extraRoutes, boolean clustered, ContextSnapshot host) throws Exception {
        CustomVendor.requireUsable(settings);
        settings.describeRenamedKeys().ifPresent(LOG::warn);
        RouteLoader loader = new RouteLoader(context, routesFolder, settings.vendorsFolder());
        host.rejectDuplicateIds(loader.resolveRoutes(extraRoutes));
        dataSource = openDataSource(context);
        Database database = new Database(dataSource);
        Schema schema = new Schema(database);
        schema.applyMigrations();
        ledger = new Ledger(database, clock, nodeId);
        LaneRepository lanes = new LaneRepository(ledger);
        settings.lanes().forEach(lane -> lanes.registerLane(lane.name()));
        context.getPropertiesComponent().addPropertiesSource(new RouteLoader.SettingsSource(settings));
        addHttpComponents(context);
        BucketClients.addComponents(context);
        ProducerTemplate template = context.createProducerTemplate();
        Scheduler scheduler = QuartzSetup.addScheduler(context, dataSource, schema.getOrCreateLedgerId(), nodeId, settings.workers(),
                clustered);
        wiring = new Wiring(context, settings, clock, ledger, bucketClients);
        wiring.bindBeans(scheduler, template);
        wiring.bindLanes();
        QuartzSetup.useRunner(scheduler, wiring.runner());
        ErrorHandlerFactory hostErrorHandler = context.getCamelContextExtension().getErrorHandlerFactory();
        // It would override the error handling of the route files; a host that retries would pay twice.
        context.getCamelContextExtension().setErrorHandlerFactory(null);
        try {
            loader.loadRoutes(extraRoutes);
            checkLaneVendors(new Vendors(context.getRegistry()).names());
            loader.addLaneRoutes(settings);
        } finally {
            context.getCamelContextExtension().setErrorHandlerFactory(hostErrorHandler);
        }
        context.addLifecycleStrategy(new NodeLifecycle(wiring, scheduler, template, host.createRouteCheck(), this::closeResources));
    }

    private void addHttpComponents(CamelContext context) {
        HttpComponents.addComponents(context, settings.transfers(), settings.workers(), settings.transfer().stallTimeout(),
                Wiring.createLinkGuard(settings).createResolver());
    }

    private DataSource openDataSource(CamelContext context) throws IOException {
        Optional<String> name = settings.ledger().datasource();
        if (name.isEmpty()) {
            ownedDataSource = LedgerDataSource.openPool(settings.ledger(), settings.home());
            return ownedDataSource;
        }
        Files.createDirectories(settings.home());
        return LedgerDataSource.checkHostDataSource(context.getRegistry().lookupByNameAndType(name.get(), DataSource.class), name.get());
    }

    private void checkLaneVendors(List<String> vendors) {
        List<SettingsException.Fault> faults = settings.lanes().stream().filter(lane -> !vendors.contains(lane.vendor()))
                .map(lane -> new SettingsException.Fault("darkroom.lane." + lane.name() + ".vendor", SettingsException.Code.UNKNOWN_VENDOR,
                        "darkroom.lane." + lane.name() + ".vendor = '" + lane.vendor() + "': unknown vendor; put " + lane.vendor()
                        + ".camel.yaml and " + lane.vendor() + ".ticket.json into darkroom.vendors.folder, or use one of "
                        + String.join(", ", vendors) + ".")).toList();
        if (!faults.isEmpty()) {
            throw new SettingsException(faults);
        }
    }

    /**
     * Adds only what the {@code check} routes of the vendors need, to a context that has not started yet. Opens no ledger and scans
     * no inbox, so it does not disturb a running node.
     */
    public void installVendors(CamelContext context) throws Exception {
        context.getPropertiesComponent().addPropertiesSource(new RouteLoader.SettingsSource(settings));
        addHttpComponents(context);
        ledger = new Ledger(new Database(null), clock, nodeId);
        new Wiring(context, settings, clock, ledger, bucketClients).bindBeans(null, context.createProducerTemplate());
        new RouteLoader(context, routesFolder, settings.vendorsFolder()).loadVendorRoutes();
    }

    /** Runs shoots; for tests that fire triggers themselves. */
    public ShootRunner runner() {
        return wiring.runner();
    }

    public Ledger ledger() {
        return ledger;
    }

    private static String createNodeId() {
        try {
            return InetAddress.getLocalHost().getHostName() + "-" + ProcessHandle.current().pid();
        } catch (IOException e) {
            return "node-" + ProcessHandle.current().pid();
        }
    }

    private void closeResources() {
        bucketClients.close();
        if (ownedDataSource != null) {
            ownedDataSource.close();
        }
        if (lock != null) {
            lock.close();
        }
    }
}
