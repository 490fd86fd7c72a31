package studio.darkroom.app;

import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;
import org.apache.camel.CamelContext;
import org.apache.camel.ErrorHandlerFactory;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.model.RouteDefinition;
import org.quartz.Scheduler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import studio.darkroom.api.ActionEndpoint;
import studio.darkroom.api.ApiGuard;
import studio.darkroom.api.ApiResponses;
import studio.darkroom.api.HealthEndpoint;
import studio.darkroom.api.NodeStatus;
import studio.darkroom.api.Reports;
import studio.darkroom.api.SpendReport;
import studio.darkroom.config.Settings;
import studio.darkroom.config.SettingsException;
import studio.darkroom.inbox.BucketScan;
import studio.darkroom.inbox.LanePlaces;
import studio.darkroom.inbox.settle.ClosePolicy;
import studio.darkroom.inbox.settle.ShootCloser;
import studio.darkroom.inbox.settle.ShootTickets;
import studio.darkroom.ledger.AlertRepository;
import studio.darkroom.ledger.Database;
import studio.darkroom.ledger.HomeLock;
import studio.darkroom.ledger.LaneRepository;
import studio.darkroom.ledger.Ledger;
import studio.darkroom.ledger.LedgerDataSource;
import studio.darkroom.ledger.ReportQueries;
import studio.darkroom.ledger.Schema;
import studio.darkroom.runner.AlertOutbox;
import studio.darkroom.runner.ErrorHandler;
import studio.darkroom.runner.QuartzSetup;
import studio.darkroom.runner.ShootActions;
import studio.darkroom.runner.ShootRunner;
import studio.darkroom.runner.ShootScheduler;
import studio.darkroom.storage.BucketClients;
import studio.darkroom.storage.BucketComponents;
import studio.darkroom.text.Redactor;
import studio.darkroom.ticket.VendorSchemas;
import studio.darkroom.transfer.HttpComponents;
import studio.darkroom.transfer.ShutdownSignal;
import studio.darkroom.vendor.Billing;
import studio.darkroom.vendor.Vendors;

/** Installs the beans ({@code *Beans}, one group each) and routes of a node into a Camel context. The node stops with the context. */
public final class NodeInstaller {

    private static final Logger LOG = LoggerFactory.getLogger(NodeInstaller.class);

    private final Settings settings;
    private final Clock clock;
    private final Optional<Path> routesFolder;
    private final String nodeId = createNodeId();
    private final ShutdownSignal shutdownSignal = new ShutdownSignal();
    private final BucketClients bucketClients;
    private DataSource dataSource;
    /** The same data source unless it belongs to the host. */
    private HikariDataSource ownedDataSource;
    private HomeLock lock;
    private Ledger ledger;
    private ShootRunner runner;
    private NodeStatus status;
    private Scheduler scheduler;

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
        InstallRollback rollback = InstallRollback.takeSnapshot(context);
        Bindings bindings = new Bindings(context.getRegistry());
        try {
            addBeansAndRoutes(context, extraRoutes, !sqlite, bindings);
        } catch (Exception e) {
            rollback.removeAdded(bindings.names());
            closeResources();
            throw e;
        }
    }

    private void addBeansAndRoutes(CamelContext context, List<String> extraRoutes, boolean clustered, Bindings bindings) throws Exception {
        CustomVendors.requireUsable(settings);
        settings.describeRenamedKeys().ifPresent(LOG::warn);
        RouteLoader loader = new RouteLoader(context, routesFolder, settings.vendorsFolder());
        loader.rejectDuplicateIds(extraRoutes);
        dataSource = openDataSource(context);
        Database database = new Database(dataSource);
        Schema schema = new Schema(database);
        schema.applyMigrations();
        ledger = new Ledger(database, clock, nodeId);
        LaneRepository lanes = new LaneRepository(ledger);
        settings.lanes().forEach(lane -> lanes.registerLane(lane.name()));
        context.getPropertiesComponent().addPropertiesSource(new RouteProperties(settings));
        addHttpComponents(context);
        BucketComponents.addComponents(context);
        ProducerTemplate template = context.createProducerTemplate();
        scheduler = QuartzSetup.addScheduler(context, dataSource, schema.getOrCreateLedgerId(), nodeId, settings.workers(),
                clustered);
        bindBeans(context, template, bindings);
        QuartzSetup.useRunner(scheduler, runner);
        List<RouteDefinition> hostRoutes = RouteConflictCheck.snapshotRoutes(context);
        ErrorHandlerFactory hostErrorHandler = context.getCamelContextExtension().getErrorHandlerFactory();
        // It would override the error handling of the route files; a host that retries would pay twice.
        context.getCamelContextExtension().setErrorHandlerFactory(null);
        try {
            loader.loadRoutes(extraRoutes);
            checkLaneVendors(new Vendors(context.getRegistry()).names());
            InboxBeans.addRoutes(context, settings);
        } finally {
            context.getCamelContextExtension().setErrorHandlerFactory(hostErrorHandler);
        }
        context.addLifecycleStrategy(new NodeLifecycle(runner, status, scheduler, shutdownSignal,
                bindings.find("alertOutbox", AlertOutbox.class).orElseThrow(), template, RouteConflictCheck.captureAdded(context, hostRoutes), this::closeResources));
    }

    private void addHttpComponents(CamelContext context) {
        HttpComponents.addComponents(context, settings.transfers(), settings.workers(), settings.transfer().stallTimeout(),
                DeliveryBeans.createLinkGuard(settings).createResolver());
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
        context.getPropertiesComponent().addPropertiesSource(new RouteProperties(settings));
        addHttpComponents(context);
        ledger = new Ledger(new Database(null), clock, nodeId);
        bindBeans(context, context.createProducerTemplate(), new Bindings(context.getRegistry()));
        new RouteLoader(context, routesFolder, settings.vendorsFolder()).loadVendorRoutes();
    }

    private void bindBeans(CamelContext context, ProducerTemplate template, Bindings bindings) {
        Map<String, Settings.Lane> lanes = new LinkedHashMap<>();
        settings.lanes().forEach(lane -> lanes.put(lane.name(), lane));
        Repositories repositories = new Repositories(ledger);
        LanePlaces places = bindings.bind("lanePlaces", new LanePlaces(lanes, bucketClients));
        Vendors vendors = new Vendors(context.getRegistry());
        AlertOutbox alertOutbox = bindings.bind("alertOutbox", new AlertOutbox(new AlertRepository(ledger), clock,
                sentence -> template.asyncSendBody("direct:trouble-alert", sentence)));
        bindings.bind("ledger", ledger);
        ErrorHandler errorHandler = bindings.bind("errorHandler", new ErrorHandler(ledger, repositories.outages(), settings.retry().initialDelay(),
                settings.retry().maxDelay(), alertOutbox));
        ShootScheduler shootScheduler = new ShootScheduler(scheduler, ledger);
        ledger.setScheduleListener(shootScheduler::scheduleShoots);
        runner = new ShootRunner(ledger, repositories.outages(), vendors, errorHandler, template, shootScheduler);
        ShootCloser closer = bindings.bind("shootCloser", new ShootCloser(ledger, repositories.inboxFiles(), repositories.photos(), places,
                new ClosePolicy(new ShootTickets(new VendorSchemas(settings.vendorsFolder().stream().toArray(Path[]::new))),
                vendors::requireFacts)));
        InboxBeans inboxBeans = new InboxBeans(settings, repositories, places, bucketClients, errorHandler, bindings);
        inboxBeans.bindBeans(shutdownSignal);
        VendorBeans vendorBeans = new VendorBeans(settings, repositories, bindings);
        Billing billing = vendorBeans.bindBeans(context, clock, shutdownSignal);
        new DeliveryBeans(settings, repositories, places, bucketClients, bindings).bindBeans(context, alertOutbox, shutdownSignal);
        ShootActions actions = bindings.bind("shootActions", new ShootActions(ledger, repositories.inboxFiles(), repositories.photos(), repositories.results(),
                repositories.outages(), repositories.versions(), vendors, billing, closer::updateTicket));
        status = bindApi(context, repositories, bindings, actions);
        if (dataSource != null) {
            inboxBeans.bindLanes(vendors);
        }
    }

    private NodeStatus bindApi(CamelContext context, Repositories repositories, Bindings bindings, ShootActions actions) {
        ReportQueries queries = new ReportQueries(repositories.ledger());
        ApiGuard apiGuard = bindings.bind("apiGuard", new ApiGuard(settings.http().token()));
        bindings.bind("responses", new ApiResponses());
        Reports reports = bindings.bind("reports", new Reports(settings.lanes(), queries, repositories.photos(), repositories.results(),
                repositories.versions(), repositories.charges(), repositories.outages(), lane -> findLastScan(bindings, lane)));
        bindings.bind("spendReport", new SpendReport(repositories.charges()));
        ActionEndpoint actionEndpoint = bindings.bind("actions", new ActionEndpoint(reports, actions));
        bindings.bind("health", new HealthEndpoint(context, apiGuard));
        return new NodeStatus(settings.lanes().stream().map(Settings.Lane::name).toList(), queries, repositories.outages(), actionEndpoint);
    }

    private static Optional<BucketScan.ScanTotals> findLastScan(Bindings bindings, Settings.Lane lane) {
        return lane.inbox().kind() == Settings.Place.Kind.FOLDER ? Optional.empty()
                : bindings.find("scan-" + lane.name(), BucketScan.class).map(BucketScan::getLastTotals);
    }

    /** Runs shoots; for tests that fire triggers themselves. */
    public ShootRunner runner() {
        return runner;
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
