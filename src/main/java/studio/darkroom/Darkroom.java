package studio.darkroom;

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
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.apache.camel.CamelContext;
import org.apache.camel.ErrorHandlerFactory;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.model.RouteDefinition;
import org.quartz.Scheduler;
import studio.darkroom.bucket.BucketComponents;
import studio.darkroom.bucket.Stores;
import studio.darkroom.clock.Desk;
import studio.darkroom.clock.Office;
import studio.darkroom.clock.QuartzClock;
import studio.darkroom.clock.ShootClock;
import studio.darkroom.inbox.Closing;
import studio.darkroom.inbox.Places;
import studio.darkroom.inbox.TicketLayers;
import studio.darkroom.ledger.Alerts;
import studio.darkroom.ledger.Database;
import studio.darkroom.ledger.HomeLock;
import studio.darkroom.ledger.Ledger;
import studio.darkroom.ledger.LedgerSource;
import studio.darkroom.ledger.Schema;
import studio.darkroom.report.Status;
import studio.darkroom.ticket.VendorSchemas;
import studio.darkroom.transfer.Draining;
import studio.darkroom.transfer.GuardedNames;
import studio.darkroom.transfer.HttpComponents;
import studio.darkroom.transfer.LinkGuard;
import studio.darkroom.trouble.Messenger;
import studio.darkroom.trouble.Plain;
import studio.darkroom.trouble.Triage;
import studio.darkroom.vendor.Billing;
import studio.darkroom.vendor.Vendors;

/** Installs Darkroom's beans ({@code *Beans}, a group each) and routes into a Camel context and stops with it. */
public final class Darkroom {

    private final Settings settings;
    private final Clock clock;
    private final Optional<Path> routes;
    private final String node = node();
    private final Draining draining = new Draining();
    private final Stores stores;
    private DataSource source;
    /** The same, where it is not the host's. */
    private HikariDataSource own;
    private HomeLock lock;
    private Ledger ledger;
    private Desk desk;
    private Status status;
    private Scheduler scheduler;

    public Darkroom(Settings settings) {
        this(settings, Clock.systemUTC(), Optional.empty());
    }

    /**
     * @param clock the time that everything goes by but Quartz itself
     * @param routes a folder laid out like {@code routes/} whose files win over those inside
     */
    public Darkroom(Settings settings, Clock clock, Optional<Path> routes) {
        this.settings = settings;
        hide();
        this.clock = clock;
        this.routes = routes;
        this.stores = new Stores(settings.transfers() * 2 + settings.workers() + settings.lanes().size(),
                settings.transfer().stall());
    }

    /**
     * Adds Darkroom to an application's own Camel context that has not started yet, without the HTTP API.
     *
     * @throws IllegalStateException when the context already has a bean or route of a name that is needed, or has started
     * @throws SettingsFault when a vendor of the user's own cannot be loaded, or a lane's vendor is not there
     */
    public void install(CamelContext context) throws Exception {
        install(context, List.of());
    }

    /** Whether some Darkroom works in this context. */
    public static boolean isIn(CamelContext context) {
        return context.getRegistry().lookupByName("office") instanceof Office;
    }

    /**
     * Adds everything to a context that has not started yet; work begins when it has started.
     *
     * @param further route files beyond the core's, by name, for example {@code api}
     * @throws IllegalStateException when the context already has a bean or route of a name that is needed
     * @throws SettingsFault when a vendor of the user's own cannot be loaded, or a lane's vendor is not there
     */
    public void install(CamelContext context, List<String> further) throws Exception {
        if (!context.getStatus().isStartable() && !context.getStatus().isInitializing()) {
            throw new IllegalStateException("The Camel context " + context.getName() + " is "
                    + context.getStatus().name().toLowerCase(Locale.ROOT)
                    + " already: install Darkroom before it starts, so that nothing of it works before all of it is there.");
        }
        boolean file = settings.ledger().datasource().isEmpty() && settings.ledger().url().startsWith("jdbc:sqlite:");
        if (file) {
            lock = HomeLock.take(settings.home());
        }
        Undoing undoing = Undoing.from(context);
        Bindings to = new Bindings(context.getRegistry());
        try {
            add(context, further, !file, to);
        } catch (Exception e) {
            undoing.run(to.names());
            close();
            throw e;
        }
    }

    /** Those who are shown a secret may say it aloud in an error. */
    private void hide() {
        Stream<Optional<Secret>> stores = settings.lanes().stream().flatMap(lane -> Stream.of(lane.inboxStore().secretKey(),
                lane.deliveryStore().secretKey()));
        Stream.of(settings.vendors().values().stream().map(Settings.Vendor::key), stores, Stream.of(settings.http().token(),
                settings.ledger().password(), settings.bucket().secretKey())).flatMap(secrets -> secrets)
                .flatMap(Optional::stream).map(Secret::reveal).forEach(Plain::hide);
    }

    private void add(CamelContext context, List<String> further, boolean clustered, Bindings to) throws Exception {
        RouteFiles files = new RouteFiles(context, routes, settings.vendorsFolder());
        files.apart(further);
        source = source(context);
        Database database = new Database(source);
        Schema schema = new Schema(database);
        schema.apply();
        ledger = new Ledger(database, clock, node);
        settings.lanes().forEach(lane -> ledger.lane(lane.name()));
        context.getPropertiesComponent().addPropertiesSource(new SettingsSource(settings));
        http(context);
        BucketComponents.add(context);
        ProducerTemplate template = context.createProducerTemplate();
        scheduler = QuartzClock.add(context, source, schema.ledgerId(), node, settings.workers(),
                clustered);
        bind(context, template, to);
        QuartzClock.fires(scheduler, desk);
        List<RouteDefinition> before = HostRoutes.before(context);
        ErrorHandlerFactory hosts = context.getCamelContextExtension().getErrorHandlerFactory();
        // Camel would prefer it to what the route files say of errors, and a host that retries would pay twice
        context.getCamelContextExtension().setErrorHandlerFactory(null);
        try {
            files.load(further);
            lanes(new Vendors(context.getRegistry()).names());
            InboxBeans.route(context, settings);
        } finally {
            context.getCamelContextExtension().setErrorHandlerFactory(hosts);
        }
        context.addLifecycleStrategy(new Lifetime(desk, status, scheduler, draining,
                to.find("messenger", Messenger.class).orElseThrow(), template, HostRoutes.since(context, before), this::close));
    }

    private void http(CamelContext context) {
        HttpComponents.add(context, settings.transfers(), settings.workers(), settings.transfer().stall(), new GuardedNames(
                new LinkGuard(List.copyOf(settings.transfer().hosts())),
                settings.vendors().values().stream().map(Settings.Vendor::url).toList()));
    }

    private DataSource source(CamelContext context) throws IOException {
        Optional<String> name = settings.ledger().datasource();
        if (name.isEmpty()) {
            own = LedgerSource.open(settings.ledger(), settings.home());
            return own;
        }
        Files.createDirectories(settings.home());
        return LedgerSource.hosts(context.getRegistry().lookupByNameAndType(name.get(), DataSource.class), name.get());
    }

    private void lanes(List<String> vendors) {
        List<String> faults = settings.lanes().stream().filter(lane -> !vendors.contains(lane.vendor()))
                .map(lane -> "darkroom.lane." + lane.name() + ".vendor = '" + lane.vendor() + "': no route file tells how to"
                        + " speak with it; put " + lane.vendor() + ".camel.yaml and " + lane.vendor() + ".ticket.json into"
                        + " darkroom.vendors.folder, or name one of " + String.join(", ", vendors) + ".").toList();
        if (!faults.isEmpty()) {
            throw new SettingsFault(faults);
        }
    }

    /**
     * Adds only what it takes to ask the vendors' {@code check} routes, to a context that has not started yet. No ledger is
     * opened and no inbox looked into, so that it does no harm beside a running node.
     */
    public void installVendors(CamelContext context) throws Exception {
        context.getPropertiesComponent().addPropertiesSource(new SettingsSource(settings));
        http(context);
        ledger = new Ledger(new Database(null), clock, node);
        bind(context, context.createProducerTemplate(), new Bindings(context.getRegistry()));
        new RouteFiles(context, routes, settings.vendorsFolder()).vendors();
    }

    private void bind(CamelContext context, ProducerTemplate template, Bindings to) {
        Map<String, Settings.Lane> lanes = new LinkedHashMap<>();
        settings.lanes().forEach(lane -> lanes.put(lane.name(), lane));
        Books books = new Books(ledger);
        Places places = to.bind("places", new Places(lanes, stores));
        Vendors vendors = new Vendors(context.getRegistry());
        Messenger alert = to.bind("messenger", new Messenger(new Alerts(ledger), clock,
                sentence -> template.asyncSendBody("direct:trouble-alert", sentence)));
        to.bind("ledger", ledger);
        Triage triage = to.bind("triage", new Triage(ledger, books.outages(), settings.retry().first(),
                settings.retry().most(), alert));
        desk = new Desk(ledger, books.outages(), vendors, triage, template, new ShootClock(scheduler));
        Closing closing = new Closing(books.sightings(), places, vendors, new TicketLayers(
                new VendorSchemas(settings.vendorsFolder().stream().toArray(Path[]::new))));
        InboxBeans inboxes = new InboxBeans(settings, books, places, stores, desk, triage, to);
        inboxes.bind(closing, draining);
        VendorBeans api = new VendorBeans(settings, books, to);
        Billing billing = api.bind(context, clock, desk, draining);
        new DeliveryBeans(settings, books, places, stores, to).bind(context, api::address, alert, draining);
        Office office = to.bind("office", new Office(ledger, books.sightings(), books.photos(), books.results(),
                books.outages(), books.versions(), vendors, billing, desk, closing::mended));
        status = new FaceBeans(settings, books, to).bind(context, office);
        if (source != null) {
            inboxes.bindLanes(vendors);
        }
    }

    /** Where shoots are worked on; for those who fire by hand. */
    public Desk desk() {
        return desk;
    }

    public Ledger ledger() {
        return ledger;
    }

    private static String node() {
        try {
            return InetAddress.getLocalHost().getHostName() + "-" + ProcessHandle.current().pid();
        } catch (IOException e) {
            return "node-" + ProcessHandle.current().pid();
        }
    }

    private void close() {
        stores.close();
        if (own != null) {
            own.close();
        }
        if (lock != null) {
            lock.close();
        }
    }
}
