package studio.darkroom.app;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.support.processor.idempotent.MemoryIdempotentRepository;
import org.quartz.Scheduler;
import studio.darkroom.api.ActionEndpoint;
import studio.darkroom.api.ApiGuard;
import studio.darkroom.api.ApiResponses;
import studio.darkroom.api.HealthEndpoint;
import studio.darkroom.api.NodeStatus;
import studio.darkroom.api.Reports;
import studio.darkroom.api.SpendReport;
import studio.darkroom.config.Settings.Place;
import studio.darkroom.config.Settings;
import studio.darkroom.delivery.BucketDelivery;
import studio.darkroom.delivery.Deliveries;
import studio.darkroom.delivery.Delivery;
import studio.darkroom.delivery.Downloads;
import studio.darkroom.delivery.FolderDelivery;
import studio.darkroom.delivery.Replacer;
import studio.darkroom.delivery.archive.OriginalArchiver;
import studio.darkroom.delivery.receipt.ReceiptWriter;
import studio.darkroom.inbox.BucketEventHandler;
import studio.darkroom.inbox.BucketScan;
import studio.darkroom.inbox.FolderInbox;
import studio.darkroom.inbox.FolderScan;
import studio.darkroom.inbox.InboxScan;
import studio.darkroom.inbox.LanePlaces;
import studio.darkroom.inbox.ScanIndex;
import studio.darkroom.inbox.ScanThrottle;
import studio.darkroom.inbox.settle.ClosePolicy;
import studio.darkroom.inbox.settle.OriginalHasher;
import studio.darkroom.inbox.settle.ReplacementScan;
import studio.darkroom.inbox.settle.SettleRule;
import studio.darkroom.inbox.settle.ShootCloser;
import studio.darkroom.inbox.settle.ShootGatherer;
import studio.darkroom.inbox.settle.ShootTickets;
import studio.darkroom.ledger.AlertRepository;
import studio.darkroom.ledger.CallbackRepository;
import studio.darkroom.ledger.ChargeRepository;
import studio.darkroom.ledger.InboxFiles;
import studio.darkroom.ledger.LaneRepository;
import studio.darkroom.ledger.Ledger;
import studio.darkroom.ledger.OutageRepository;
import studio.darkroom.ledger.PhotoRepository;
import studio.darkroom.ledger.ReplacementRepository;
import studio.darkroom.ledger.ReportQueries;
import studio.darkroom.ledger.ResultRepository;
import studio.darkroom.ledger.UploadRepository;
import studio.darkroom.ledger.VersionRepository;
import studio.darkroom.runner.AlertOutbox;
import studio.darkroom.runner.CallbackHandler;
import studio.darkroom.runner.ErrorHandler;
import studio.darkroom.runner.ShootActions;
import studio.darkroom.runner.ShootRunner;
import studio.darkroom.runner.ShootScheduler;
import studio.darkroom.storage.BucketClients;
import studio.darkroom.ticket.VendorSchemas;
import studio.darkroom.transfer.HttpComponents;
import studio.darkroom.transfer.LinkGuard;
import studio.darkroom.transfer.MultipartUploads;
import studio.darkroom.transfer.ShutdownSignal;
import studio.darkroom.transfer.StoreRequests;
import studio.darkroom.transfer.Uploads;
import studio.darkroom.vendor.AccountCheck;
import studio.darkroom.vendor.Billing;
import studio.darkroom.vendor.CallbackUrls;
import studio.darkroom.vendor.JqLanguage;
import studio.darkroom.vendor.PagedLists;
import studio.darkroom.vendor.PhotoRecords;
import studio.darkroom.vendor.PollSchedule;
import studio.darkroom.vendor.RegistrationCheck;
import studio.darkroom.vendor.VendorRequests;
import studio.darkroom.vendor.Vendors;
import studio.darkroom.vendor.retouch.FinalLinks;
import studio.darkroom.vendor.retouch.RetouchPlanner;
import studio.darkroom.vendor.retouch.Retouching;

/** The one place where the beans of a node are created and bound under the names that the routes use. */
final class Wiring {

    private final CamelContext context;
    private final Settings settings;
    private final Clock clock;
    private final Ledger ledger;
    private final BucketClients bucketClients;
    private final ShutdownSignal shutdownSignal;
    private final PhotoRepository photos;
    private final ResultRepository results;
    private final ChargeRepository charges;
    private final OutageRepository outages;
    private final InboxFiles inboxFiles;
    private final VersionRepository versions;
    private final ReplacementRepository replacements;
    private final LanePlaces places;
    private final Vendors vendors;
    private final LinkGuard linkGuard;
    private final SettleRule settleRule;
    private final List<String> boundNames = new ArrayList<>();
    private AlertOutbox alertOutbox;
    private ErrorHandler errorHandler;
    private ShootActions actions;
    private ShootRunner runner;
    private NodeStatus status;

    Wiring(CamelContext context, Settings settings, Clock clock, Ledger ledger, BucketClients bucketClients) {
        this.context = context;
        this.settings = settings;
        this.clock = clock;
        this.ledger = ledger;
        this.bucketClients = bucketClients;
        this.shutdownSignal = new ShutdownSignal(context);
        photos = new PhotoRepository(ledger);
        results = new ResultRepository(ledger);
        charges = new ChargeRepository(ledger);
        outages = new OutageRepository(ledger);
        inboxFiles = new InboxFiles(ledger);
        versions = new VersionRepository(ledger);
        replacements = new ReplacementRepository(ledger);
        Map<String, Settings.Lane> lanes = new LinkedHashMap<>();
        settings.lanes().forEach(lane -> lanes.put(lane.name(), lane));
        places = new LanePlaces(lanes, bucketClients);
        vendors = new Vendors(context.getRegistry());
        linkGuard = createLinkGuard(settings);
        settleRule = SettleRule.of(settings.gather());
    }

    static LinkGuard createLinkGuard(Settings settings) {
        return new LinkGuard(settings.transfer().allowedHosts(),
                settings.vendors().entrySet().stream().collect(Collectors.toMap(Map.Entry::getKey, vendor -> vendor.getValue().url())));
    }

    /** Names of the beans bound so far. */
    List<String> boundNames() {
        return boundNames;
    }

    ShootRunner runner() {
        return runner;
    }

    AlertOutbox alertOutbox() {
        return alertOutbox;
    }

    NodeStatus status() {
        return status;
    }

    /**
     * Binds everything that does not depend on the content of the ledger.
     *
     * @throws IllegalStateException if the host has a bean of the same name
     */
    void bindBeans(Scheduler scheduler, ProducerTemplate template) {
        bind("lanePlaces", places);
        bind("ledger", ledger);
        alertOutbox = bind("alertOutbox", new AlertOutbox(new AlertRepository(ledger), clock,
                sentence -> template.asyncSendBody("direct:trouble-alert", sentence)));
        errorHandler = bind("errorHandler", new ErrorHandler(ledger, outages, settings.retry().initialDelay(), settings.retry().maxDelay(),
                alertOutbox));
        ShootScheduler shootScheduler = new ShootScheduler(scheduler, ledger);
        ledger.setScheduleListener(shootScheduler::scheduleShoots);
        runner = new ShootRunner(ledger, outages, vendors, errorHandler, template, shootScheduler);
        ShootCloser closer = bindInbox();
        Billing billing = bindVendors();
        bindRetouches(billing);
        bindTransfers();
        bindDeliveries();
        actions = bind("shootActions", new ShootActions(ledger, inboxFiles, photos, results, outages, versions, vendors, billing,
                closer::updateTicket));
        status = bindApi();
    }

    private <T> T bind(String name, T bean) {
        if (context.getRegistry().lookupByName(name) != null) {
            throw new IllegalStateException("The application already has a bean named \"" + name + "\", which is also the name of a bean"
                    + " of Darkroom. Rename it, or run Darkroom in a separate Camel context.");
        }
        context.getRegistry().bind(name, bean);
        boundNames.add(name);
        return bean;
    }

    private <T> Optional<T> find(String name, Class<T> type) {
        return Optional.ofNullable(context.getRegistry().lookupByNameAndType(name, type));
    }

    private ShootCloser bindInbox() {
        bind("shootGatherer", new ShootGatherer(ledger, inboxFiles, photos, places, settleRule, settings.gather().scanInterval(),
                photo -> find("scan-index-" + photo.lane(), ScanIndex.class).orElseThrow().forgetFile(photo)));
        bind("linkedFolderFilter", FolderInbox.refuseLinks(false));
        bind("linkFilter", FolderInbox.refuseLinks(true));
        bind("originalHasher", new OriginalHasher(photos, places::resolveOriginal, lane -> settings.gather().hashPhotos()
                && places.getLane(lane).inbox().kind() == Place.Kind.FOLDER, shutdownSignal));
        bind("filesInProgress", MemoryIdempotentRepository.memoryIdempotentRepository(1_000_000));
        return bind("shootCloser", new ShootCloser(ledger, inboxFiles, photos, places, new ClosePolicy(new ShootTickets(
                new VendorSchemas(settings.vendorsFolder().stream().toArray(Path[]::new))), vendors::requireFacts)));
    }

    private Billing bindVendors() {
        bind("accountCheck", new AccountCheck(ledger, photos));
        bind("requests", new VendorRequests(clock, settings.vendors()));
        bind("pagedLists", new PagedLists(photos));
        bind(JqLanguage.NAME, new JqLanguage());
        bind("registrationCheck", new RegistrationCheck(ledger, photos));
        bind("photoRecords", new PhotoRecords(ledger, photos, new UploadRepository(ledger)));
        CallbackRepository callbackRepository = new CallbackRepository(ledger);
        CallbackUrls callbackUrls = bind("callbackUrls", new CallbackUrls(settings.callbackUrl(), callbackRepository));
        bind("callbackHandler", new CallbackHandler(callbackUrls, callbackRepository));
        bind("pollSchedule", new PollSchedule(ledger, vendor -> new PollSchedule.PollDelays(settings.vendors().get(vendor).pollFirst(),
                settings.vendors().get(vendor).pollMax()), settings.await().timeout(), callbackUrls));
        Map<String, Integer> laneCaps = new LinkedHashMap<>();
        settings.lanes().forEach(lane -> lane.editsPerDay().ifPresent(edits -> laneCaps.put(lane.name(), edits)));
        return bind("billing", new Billing(ledger, charges, photos, settings.await().editGracePeriod(),
                new Billing.SpendCaps(settings.spend().editsPerDay(), laneCaps, settings.spend().photosPerShoot())));
    }

    private void bindRetouches(Billing billing) {
        bind("finalLinks", new FinalLinks(ledger, results, versions, replacements, charges, billing));
        bind("retouchPlanner", new RetouchPlanner(ledger, results, versions));
        bind("retouching", new Retouching(ledger, results, versions, charges, shutdownSignal));
        bind("retouchPool", context.getExecutorServiceManager().newFixedThreadPool(this, "darkroom-retouch", HttpComponents.MAX_SLOW_CALLS));
    }

    private void bindTransfers() {
        boolean md5 = settings.transfer().uploadCheck() == Settings.Transfer.UploadCheck.MD5;
        bind("uploads", new Uploads(ledger, photos, places::resolveOriginal, linkGuard, md5, shutdownSignal));
        bind("multipartUploads", new MultipartUploads(ledger, photos, places::resolveOriginal, linkGuard, md5, shutdownSignal));
        bind("storeRequests", new StoreRequests());
        bind("downloads", new Downloads(photos, results, linkGuard, shutdownSignal));
        bind("transferPool", context.getExecutorServiceManager().newFixedThreadPool(this, "darkroom-transfer", settings.transfers()));
    }

    private void bindDeliveries() {
        bind("deliveries", new Deliveries(ledger, photos, results, alertOutbox));
        Delivery folderDelivery = new FolderDelivery(places::getDeliveryFolder, new LaneRepository(ledger));
        Delivery bucketDelivery = new BucketDelivery(lane -> bucketClients.bucketPrefix(places.getLane(lane).deliveryStore(),
                places.getLane(lane).delivery()), settings.home().resolve("parts"));
        Delivery delivery = bind("laneDelivery", new Delivery.ByLane(lane -> places.getLane(lane).delivery().kind() == Place.Kind.BUCKET
                ? bucketDelivery : folderDelivery));
        bind("receiptWriter", new ReceiptWriter(ledger, photos, results, charges, delivery));
        bind("originalArchiver", new OriginalArchiver(ledger, photos, results, places, bucketClients, delivery));
        bind("replacer", new Replacer(ledger, replacements, results, lane -> find("replacement-scan-" + lane, ReplacementScan.class),
                linkGuard, shutdownSignal));
    }

    private NodeStatus bindApi() {
        ReportQueries queries = new ReportQueries(ledger);
        ApiGuard apiGuard = bind("apiGuard", new ApiGuard(settings.http().token()));
        bind("responses", new ApiResponses());
        Reports reports = bind("reports", new Reports(ledger, settings.lanes(), settleRule,
                lane -> lane.inbox().kind() == Place.Kind.FOLDER ? Optional.empty()
                        : find("scan-" + lane.name(), BucketScan.class).map(BucketScan::getLastTotals)));
        bind("spendReport", new SpendReport(charges));
        ActionEndpoint actionEndpoint = bind("actions", new ActionEndpoint(reports, actions));
        bind("health", new HealthEndpoint(context, apiGuard));
        return new NodeStatus(settings.lanes().stream().map(Settings.Lane::name).toList(), queries, outages, actionEndpoint);
    }

    /** Binds what watches the inbox of each lane; reads the ledger. */
    void bindLanes() {
        InboxScan.Services services = new InboxScan.Services(inboxFiles, outages, settings.gather().scanInterval(), errorHandler::recordOutage);
        for (Settings.Lane lane : settings.lanes()) {
            String name = lane.name();
            ScanThrottle throttle = new ScanThrottle(System::nanoTime, ManagementFactory.getThreadMXBean()::getCurrentThreadCpuTime);
            ScanIndex scanIndex = bind("scan-index-" + name, new ScanIndex(name, inboxFiles, throttle::recordActivity));
            lane.touchedUp().ifPresent(folder -> bind("replacement-scan-" + name, new ReplacementScan(name, folder, ledger, replacements, results,
                    vendors, settleRule, actions::replaceResults)));
            if (lane.inbox().kind() == Place.Kind.FOLDER) {
                bind("scan-" + name, new FolderScan(name, lane.inbox().toString(), places.getInbox(name), scanIndex, throttle, services));
                continue;
            }
            BucketScan scan = bind("scan-" + name, new BucketScan(name, lane.inbox().toString(), places.getInbox(name),
                    bucketClients.bucketPrefix(lane.inboxStore(), lane.inbox()), scanIndex, services));
            bind("store-" + name, bucketClients.s3Client(lane.inboxStore()));
            lane.events().ifPresent(queue -> {
                bind("events-" + name, new BucketEventHandler(name, lane.inbox().bucket(), scan));
                bind("queue-" + name, bucketClients.sqsClient(lane.inboxStore(), queue));
            });
        }
    }
}
