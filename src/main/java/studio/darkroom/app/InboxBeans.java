package studio.darkroom.app;

import java.lang.management.ManagementFactory;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.TemplatedRouteBuilder;
import org.apache.camel.support.processor.idempotent.MemoryIdempotentRepository;
import studio.darkroom.config.Settings;
import studio.darkroom.inbox.BucketEventHandler;
import studio.darkroom.inbox.BucketScan;
import studio.darkroom.inbox.FolderInbox;
import studio.darkroom.inbox.FolderScan;
import studio.darkroom.inbox.InboxScan;
import studio.darkroom.inbox.LanePlaces;
import studio.darkroom.inbox.ScanIndex;
import studio.darkroom.inbox.ScanThrottle;
import studio.darkroom.inbox.settle.ReplacementScan;
import studio.darkroom.inbox.settle.OriginalHasher;
import studio.darkroom.inbox.settle.SettleRule;
import studio.darkroom.inbox.settle.ShootGatherer;
import studio.darkroom.runner.ErrorHandler;
import studio.darkroom.runner.ShootActions;
import studio.darkroom.storage.BucketClients;
import studio.darkroom.transfer.ShutdownSignal;
import studio.darkroom.vendor.Vendors;

/** What sees photos and gathers them into shoots. */
public record InboxBeans(Settings settings, Repositories repositories, LanePlaces places, BucketClients bucketClients, ErrorHandler errorHandler, Bindings bindings) {

    public void bindBeans(ShutdownSignal shutdownSignal) {
        Settings.Gather gather = settings.gather();
        bindings.bind("shootGatherer", new ShootGatherer(repositories.ledger(), repositories.inboxFiles(), repositories.photos(), places, settleRule(),
                gather.scanInterval(),
                photo -> bindings.find("scan-index-" + photo.lane(), ScanIndex.class).orElseThrow().forgetFile(photo)));
        bindings.bind("linkedFolderFilter", FolderInbox.refuseLinks(false));
        bindings.bind("linkFilter", FolderInbox.refuseLinks(true));
        bindings.bind("originalHasher", new OriginalHasher(repositories.photos(), places::resolveOriginal, lane -> gather.hashPhotos()
                && places.getLane(lane).inbox().kind() == Settings.Place.Kind.FOLDER, shutdownSignal));
        bindings.bind("filesInProgress", MemoryIdempotentRepository.memoryIdempotentRepository(1_000_000));
    }

    private SettleRule settleRule() {
        return new SettleRule(settings.gather().quietPeriod(), settings.gather().maxWait());
    }

    /** What remembers and watches each lane's inbox, from the ledger as it is. */
    public void bindLanes(Vendors vendors) {
        InboxScan.Services services = new InboxScan.Services(repositories.inboxFiles(), repositories.outages(),
                settings.gather().scanInterval(), errorHandler::recordOutage);
        for (Settings.Lane lane : settings.lanes()) {
            ScanThrottle throttle = new ScanThrottle(System::nanoTime, ManagementFactory.getThreadMXBean()::getCurrentThreadCpuTime);
            ScanIndex scanIndex = bindings.bind("scan-index-" + lane.name(), new ScanIndex(lane.name(), repositories.inboxFiles(), throttle::recordActivity));
            lane.touchedUp().ifPresent(folder -> bindings.bind("replacement-scan-" + lane.name(), new ReplacementScan(lane.name(), folder,
                    repositories.ledger(), repositories.replacements(), repositories.results(), vendors,
                    settleRule(),
                    (shoot, path) -> bindings.find("shootActions", ShootActions.class).orElseThrow().replaceResults(shoot, path))));
            if (lane.inbox().kind() == Settings.Place.Kind.FOLDER) {
                bindings.bind("scan-" + lane.name(), new FolderScan(lane.name(), lane.inbox().toString(),
                        places.getInbox(lane.name()), scanIndex, throttle, services));
            } else {
                bindBucketScan(lane, new BucketScan(lane.name(), lane.inbox().toString(), places.getInbox(lane.name()),
                        bucketClients.bucketPrefix(lane.inboxStore(), lane.inbox()), scanIndex, services));
            }
        }
    }

    private void bindBucketScan(Settings.Lane lane, BucketScan scan) {
        bindings.bind("scan-" + lane.name(), scan);
        bindings.bind("store-" + lane.name(), bucketClients.s3Client(lane.inboxStore()));
        lane.events().ifPresent(queue -> {
            bindings.bind("events-" + lane.name(), new BucketEventHandler(lane.name(), lane.inbox().bucket(), scan));
            bindings.bind("queue-" + lane.name(), bucketClients.sqsClient(lane.inboxStore(), queue));
        });
    }

    /** One route per lane and place that is watched, from the templates. */
    public static void addRoutes(CamelContext context, Settings settings) {
        for (Settings.Lane lane : settings.lanes()) {
            if (lane.inbox().kind() == Settings.Place.Kind.BUCKET) {
                BucketRoutes.addRoutes(context, lane, settings.gather());
            } else {
                TemplatedRouteBuilder.builder(context, "inbox-folder").routeId("inbox-folder-" + lane.name())
                        .parameter("lane", lane.name()).parameter("folder", lane.inbox().folder().toString()).add();
            }
            lane.touchedUp().ifPresent(folder -> TemplatedRouteBuilder.builder(context, "touched-up-folder")
                    .routeId("touched-up-folder-" + lane.name()).parameter("lane", lane.name())
                    .parameter("folder", folder.toString()).add());
        }
    }
}
