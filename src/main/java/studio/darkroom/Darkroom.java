package studio.darkroom;

import com.zaxxer.hikari.HikariDataSource;
import java.lang.management.ManagementFactory;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.apache.camel.CamelContext;
import org.apache.camel.ErrorHandlerFactory;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.VetoCamelContextStartException;
import org.apache.camel.builder.TemplatedRouteBuilder;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.spi.Registry;
import org.apache.camel.support.LifecycleStrategySupport;
import org.apache.camel.support.processor.idempotent.MemoryIdempotentRepository;
import org.quartz.Scheduler;
import org.quartz.SchedulerException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import studio.darkroom.bucket.BucketComponents;
import studio.darkroom.bucket.BucketRoutes;
import studio.darkroom.bucket.Stores;
import studio.darkroom.clock.Desk;
import studio.darkroom.clock.Doorbell;
import studio.darkroom.clock.Office;
import studio.darkroom.clock.QuartzClock;
import studio.darkroom.clock.ShootClock;
import studio.darkroom.delivery.Archive;
import studio.darkroom.delivery.BucketDelivery;
import studio.darkroom.delivery.Deliveries;
import studio.darkroom.delivery.Delivery;
import studio.darkroom.delivery.FolderDelivery;
import studio.darkroom.delivery.Receipts;
import studio.darkroom.inbox.BucketEvents;
import studio.darkroom.inbox.BucketLook;
import studio.darkroom.delivery.Replacing;
import studio.darkroom.inbox.Closing;
import studio.darkroom.inbox.Custody;
import studio.darkroom.inbox.Gate;
import studio.darkroom.inbox.Gathering;
import studio.darkroom.inbox.InboxLook;
import studio.darkroom.inbox.Inside;
import studio.darkroom.inbox.Pace;
import studio.darkroom.inbox.Places;
import studio.darkroom.inbox.SeenFiles;
import studio.darkroom.inbox.Sensor;
import studio.darkroom.inbox.TicketLayers;
import studio.darkroom.inbox.TouchUpLook;
import studio.darkroom.ledger.Accounts;
import studio.darkroom.ledger.Calls;
import studio.darkroom.ledger.Charges;
import studio.darkroom.ledger.Database;
import studio.darkroom.ledger.HomeLock;
import studio.darkroom.ledger.Ledger;
import studio.darkroom.ledger.LedgerSource;
import studio.darkroom.ledger.Links;
import studio.darkroom.ledger.Outages;
import studio.darkroom.ledger.Photos;
import studio.darkroom.ledger.Proofs;
import studio.darkroom.ledger.Results;
import studio.darkroom.ledger.Schema;
import studio.darkroom.ledger.Sightings;
import studio.darkroom.ledger.TouchUps;
import studio.darkroom.ledger.Versions;
import studio.darkroom.ledger.Views;
import studio.darkroom.report.Answers;
import studio.darkroom.report.ApiGuard;
import studio.darkroom.report.Health;
import studio.darkroom.report.Reception;
import studio.darkroom.report.Reports;
import studio.darkroom.report.Spending;
import studio.darkroom.report.Status;
import studio.darkroom.ticket.VendorSchemas;
import studio.darkroom.transfer.Draining;
import studio.darkroom.transfer.HttpComponents;
import studio.darkroom.transfer.LinkGuard;
import studio.darkroom.transfer.Parts;
import studio.darkroom.transfer.Uploads;
import studio.darkroom.transfer.Wire;
import studio.darkroom.trouble.Plain;
import studio.darkroom.trouble.Triage;
import studio.darkroom.vendor.Billing;
import studio.darkroom.vendor.Callbacks;
import studio.darkroom.vendor.Caps;
import studio.darkroom.vendor.Choices;
import studio.darkroom.vendor.FinalLinks;
import studio.darkroom.vendor.Keys;
import studio.darkroom.vendor.Lookup;
import studio.darkroom.vendor.Pages;
import studio.darkroom.vendor.Profiles;
import studio.darkroom.vendor.Records;
import studio.darkroom.vendor.Registration;
import studio.darkroom.vendor.Remarks;
import studio.darkroom.vendor.Retouching;
import studio.darkroom.vendor.Rhythm;
import studio.darkroom.vendor.Vendors;

/** Installs Darkroom's beans and routes into a Camel context and stops with it; the only wiring. */
public final class Darkroom {

    private static final Logger LOG = LoggerFactory.getLogger(Darkroom.class);

    /** How often overdue shoots without an appointment are looked for. */
    private static final Duration SWEEP = Duration.ofSeconds(30);

    private final Settings settings;
    private final Clock clock;
    private final Optional<Path> routes;
    private final String node = node();
    private final Draining draining = new Draining();
    private final List<String> bound = new ArrayList<>();
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
        try {
            add(context, further, !file);
        } catch (Exception e) {
            undoing.run(bound);
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

    private void add(CamelContext context, List<String> further, boolean clustered) throws Exception {
        RouteFiles files = new RouteFiles(context, routes, settings.vendorsFolder());
        files.apart(further);
        source = source(context);
        Database database = new Database(source);
        Schema schema = new Schema(database);
        schema.apply();
        ledger = new Ledger(database, clock, node);
        settings.lanes().forEach(lane -> ledger.lane(lane.name()));
        context.getPropertiesComponent().addPropertiesSource(new SettingsSource(settings));
        HttpComponents.add(context, settings.transfers(), settings.workers(), settings.transfer().stall());
        BucketComponents.add(context);
        ProducerTemplate template = context.createProducerTemplate();
        scheduler = QuartzClock.add(context, source, schema.ledgerId(), node, settings.workers(),
                clustered);
        bind(context, template);
        QuartzClock.fires(scheduler, desk);
        List<RouteDefinition> before = HostRoutes.before(context);
        ErrorHandlerFactory hosts = context.getCamelContextExtension().getErrorHandlerFactory();
        // Camel would prefer it to what the route files say of errors, and a host that retries would pay twice
        context.getCamelContextExtension().setErrorHandlerFactory(null);
        try {
            files.load(further);
            lanes(new Vendors(context.getRegistry()).names());
            settings.lanes().forEach(lane -> inbox(context, lane));
        } finally {
            context.getCamelContextExtension().setErrorHandlerFactory(hosts);
        }
        context.addLifecycleStrategy(new Life(template, HostRoutes.since(context, before)));
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
        HttpComponents.add(context, settings.transfers(), settings.workers(), settings.transfer().stall());
        ledger = new Ledger(new Database(null), clock, node);
        bind(context, context.createProducerTemplate());
        new RouteFiles(context, routes, settings.vendorsFolder()).vendors();
    }

    private void bind(CamelContext context, ProducerTemplate template) {
        Registry registry = context.getRegistry();
        Map<String, Settings.Lane> lanes = new LinkedHashMap<>();
        settings.lanes().forEach(lane -> lanes.put(lane.name(), lane));
        Photos photos = new Photos(ledger);
        Results results = new Results(ledger);
        Charges charges = new Charges(ledger);
        Outages outages = new Outages(ledger);
        Sightings sightings = new Sightings(ledger);
        Places places = new Places(lanes, stores);
        Vendors vendors = new Vendors(registry);
        LinkGuard guard = new LinkGuard(List.copyOf(settings.transfer().hosts()));
        Consumer<String> alert = sentence -> template.asyncSendBody("direct:trouble-alert", sentence);
        Triage triage = new Triage(ledger, outages, settings.retry().first(), settings.retry().most(), alert);
        desk = new Desk(ledger, outages, vendors, triage, template, new ShootClock(scheduler));
        FolderDelivery folders = new FolderDelivery(places::deliveryFolder, sightings);
        BucketDelivery buckets = new BucketDelivery(lane -> stores.shelf(lanes.get(lane).deliveryStore(),
                lanes.get(lane).delivery()), settings.home().resolve("parts"));
        Function<String, Delivery> stand = lane -> places.lane(lane).delivery().kind() == Settings.Place.Kind.BUCKET
                ? buckets : folders;
        Sensor sensor = new Sensor(sightings, settings.gather().every(), desk::appoint, places::odd);
        VendorSchemas schemas = new VendorSchemas(settings.vendorsFolder().stream().toArray(Path[]::new));
        bind(registry, "ledger", ledger);
        bind(registry, "places", places);
        bind(registry, "triage", triage);
        bind(registry, "sensor", sensor);
        Closing closing = new Closing(sightings, places, vendors, new TicketLayers(schemas));
        bind(registry, "gathering", new Gathering(ledger, sightings, photos, places, closing, settings.gather().quiet(),
                settings.gather().every(), settings.gather().maxWait(), desk::appoint,
                photo -> registry.lookupByNameAndType("seen-" + photo.lane(), SeenFiles.class).forget(photo)));
        bind(registry, "no-linked-folders", new Inside(false));
        bind(registry, "no-links", new Inside(true));
        bind(registry, "custody", new Custody(new Proofs(ledger), places::original, lane -> settings.gather().hash()
                && places.lane(lane).inbox().kind() == Settings.Place.Kind.FOLDER, draining));
        bind(registry, "profiles", new Profiles(ledger, photos));
        bind(registry, "choices", new Choices());
        bind(registry, "uploads", new Uploads(ledger, photos, places::original, guard, this::address,
                settings.transfer().check() == Settings.Transfer.Check.MD5, draining));
        bind(registry, "parts", new Parts(ledger, photos, places::original, guard, this::address,
                settings.transfer().check() == Settings.Transfer.Check.MD5, draining));
        bind(registry, "deliveries", new Deliveries(ledger, photos, results, guard, this::address, draining, alert));
        bind(registry, "folder-delivery", folders);
        bind(registry, "bucket-delivery", buckets);
        bind(registry, "receipts", new Receipts(ledger, photos, results, charges, stand));
        bind(registry, "archive", new Archive(ledger, photos, results, places, stores, stand));
        bind(registry, "wire", new Wire(clock, this::address));
        bind(registry, "keys", new Keys(settings.vendors()));
        bind(registry, "pages", new Pages(photos));
        bind(registry, "lookup", new Lookup());
        bind(registry, "remarks", new Remarks(ledger, photos));
        bind(registry, "registration", new Registration(ledger, photos));
        bind(registry, "records", new Records(ledger, photos, new Links(ledger)));
        Calls calls = new Calls(ledger);
        Callbacks callbacks = new Callbacks(settings.callbackUrl(), calls);
        bind(registry, "callbacks", callbacks);
        bind(registry, "doorbell", new Doorbell(callbacks, calls, desk));
        bind(registry, "rhythm", new Rhythm(ledger, this::poll, settings.await().patience(), callbacks));
        Billing billing = new Billing(ledger, charges, photos, settings.await().grace(), caps());
        bind(registry, "billing", billing);
        Versions versions = new Versions(ledger);
        TouchUps touchUps = new TouchUps(ledger);
        bind(registry, "finalLinks", new FinalLinks(ledger, results, versions, touchUps, charges, billing));
        bind(registry, "retouching", new Retouching(ledger, results, versions, charges, draining));
        Office office = new Office(ledger, sightings, photos, results, outages, versions, vendors, billing, desk,
                closing::mended);
        bind(registry, "office", office);
        faces(context, office, new Reports(settings.lanes(), new Views(ledger), photos, results, versions, charges,
                outages, lane -> looked(registry, lane)));
        bind(registry, "retouches", context.getExecutorServiceManager().newFixedThreadPool(this, "darkroom-retouch",
                HttpComponents.PATIENT));
        bind(registry, "replacing", new Replacing(ledger, touchUps, results,
                lane -> Optional.ofNullable(registry.lookupByNameAndType("touched-up-" + lane, TouchUpLook.class)), guard,
                this::address, draining));
        bind(registry, "transfers", context.getExecutorServiceManager().newFixedThreadPool(this, "darkroom-transfer",
                settings.transfers()));
        bind(registry, "seen-in-progress", MemoryIdempotentRepository.memoryIdempotentRepository(1_000_000));
        if (source == null) {
            return;
        }
        for (Settings.Lane lane : settings.lanes()) {
            SeenFiles seen = new SeenFiles(lane.name(), sightings);
            bind(registry, "seen-" + lane.name(), seen);
            lane.touchedUp().ifPresent(folder -> bind(registry, "touched-up-" + lane.name(), new TouchUpLook(lane.name(),
                    folder, ledger, touchUps, results, vendors,
                    new Gate(settings.gather().quiet(), settings.gather().every()),
                    settings.gather().maxWait(), desk::appoint)));
            if (lane.inbox().kind() == Settings.Place.Kind.FOLDER) {
                bind(registry, "look-" + lane.name(), new InboxLook(lane.name(), lane.inbox().toString(), sensor, seen,
                        triage, outages, desk::appoint, new Pace(System::nanoTime,
                        ManagementFactory.getThreadMXBean()::getCurrentThreadCpuTime)));
            } else {
                bucketInbox(registry, lane, new BucketLook(lane.name(), lane.inbox().toString(),
                        stores.shelf(lane.inboxStore(), lane.inbox()), seen, sensor, triage, outages, desk::appoint));
            }
        }
    }

    private Caps caps() {
        Map<String, Integer> ofLanes = new LinkedHashMap<>();
        settings.lanes().forEach(lane -> lane.editsPerDay().ifPresent(edits -> ofLanes.put(lane.name(), edits)));
        return new Caps(settings.spend().editsPerDay(), ofLanes, settings.spend().photosPerShoot());
    }

    private void bucketInbox(Registry registry, Settings.Lane lane, BucketLook look) {
        bind(registry, "look-" + lane.name(), look);
        bind(registry, "store-" + lane.name(), stores.client(lane.inboxStore()));
        lane.events().ifPresent(queue -> {
            bind(registry, "events-" + lane.name(), new BucketEvents(lane.name(), lane.inbox().bucket(), look));
            bind(registry, "queue-" + lane.name(), stores.queue(lane.inboxStore(), queue));
        });
    }

    private static Optional<BucketLook.Looked> looked(Registry registry, Settings.Lane lane) {
        return lane.inbox().kind() == Settings.Place.Kind.FOLDER ? Optional.empty()
                : Optional.ofNullable(registry.lookupByNameAndType("look-" + lane.name(), BucketLook.class)).map(BucketLook::last);
    }

    private void faces(CamelContext context, Office office, Reports reports) {
        Registry registry = context.getRegistry();
        ApiGuard apiGuard = new ApiGuard(settings.http().token());
        bind(registry, "api-guard", apiGuard);
        bind(registry, "answers", new Answers());
        bind(registry, "reports", reports);
        bind(registry, "spending", new Spending(new Accounts(ledger)));
        Reception reception = new Reception(reports, office);
        bind(registry, "reception", reception);
        status = new Status(settings.lanes().stream().map(Settings.Lane::name).toList(), new Views(ledger),
                new Outages(ledger), reception);
        bind(registry, "health", new Health(context, apiGuard));
    }

    private void bind(Registry registry, String name, Object bean) {
        if (registry.lookupByName(name) != null) {
            throw new IllegalStateException("The host already has a bean called \"" + name
                    + "\", which Darkroom's routes need: rename it, or give Darkroom a Camel context of its own.");
        }
        registry.bind(name, bean);
        bound.add(name);
    }

    private void inbox(CamelContext context, Settings.Lane lane) {
        if (lane.inbox().kind() == Settings.Place.Kind.BUCKET) {
            BucketRoutes.add(context, lane, settings.gather());
        } else {
            TemplatedRouteBuilder.builder(context, "inbox-folder").routeId("inbox-folder-" + lane.name())
                    .parameter("lane", lane.name()).parameter("folder", lane.inbox().folder().toString()).add();
        }
        lane.touchedUp().ifPresent(folder -> TemplatedRouteBuilder.builder(context, "touched-up-folder")
                .routeId("touched-up-folder-" + lane.name()).parameter("lane", lane.name())
                .parameter("folder", folder.toString()).add());
    }

    private URI address(String vendor) {
        return settings.vendors().get(vendor).url();
    }

    private Rhythm.Poll poll(String vendor) {
        Settings.Vendor settled = settings.vendors().get(vendor);
        return new Rhythm.Poll(settled.pollFirst(), settled.pollMost());
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

    /** Starts with the context and stops with it. */
    private final class Life extends LifecycleStrategySupport {

        private final ProducerTemplate template;
        private final HostRoutes routes;
        private ScheduledExecutorService sweep;

        Life(ProducerTemplate template, HostRoutes routes) {
            this.template = template;
            this.routes = routes;
        }

        @Override
        public void onContextStarting(CamelContext context) throws VetoCamelContextStartException {
            try {
                routes.stillThere();
            } catch (VetoCamelContextStartException e) {
                close();
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
            try {
                desk.adopt(SWEEP);
                desk.forsake(SWEEP);
                template.getCamelContext().getRegistry().findByType(InboxLook.class).forEach(InboxLook::watch);
            } catch (RuntimeException e) {
                LOG.warn("Overdue shoots could not be looked for: {}", e.getMessage());
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
            close();
        }
    }
}
