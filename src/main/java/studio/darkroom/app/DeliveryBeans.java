package studio.darkroom.app;

import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import studio.darkroom.config.Settings;
import studio.darkroom.delivery.BucketDelivery;
import studio.darkroom.delivery.Deliveries;
import studio.darkroom.delivery.Delivery;
import studio.darkroom.delivery.Downloads;
import studio.darkroom.delivery.FolderDelivery;
import studio.darkroom.delivery.LaneDelivery;
import studio.darkroom.delivery.Replacer;
import studio.darkroom.delivery.archive.OriginalArchiver;
import studio.darkroom.delivery.receipt.ReceiptWriter;
import studio.darkroom.inbox.LanePlaces;
import studio.darkroom.inbox.settle.ReplacementScan;
import studio.darkroom.ledger.LaneRepository;
import studio.darkroom.storage.BucketClients;
import studio.darkroom.transfer.LinkGuard;
import studio.darkroom.transfer.MultipartUploads;
import studio.darkroom.transfer.ShutdownSignal;
import studio.darkroom.transfer.StoreRequests;
import studio.darkroom.transfer.Uploads;

/** What carries photos to the vendors' stores and results into the delivery. */
public record DeliveryBeans(Settings settings, Repositories repositories, LanePlaces places, BucketClients bucketClients, Bindings bindings) {

    static LinkGuard createLinkGuard(Settings settings) {
        return new LinkGuard(settings.transfer().allowedHosts(),
                settings.vendors().entrySet().stream().collect(Collectors.toMap(Map.Entry::getKey, vendor -> vendor.getValue().url())));
    }

    /** @param alert takes a sentence for a person */
    public void bindBeans(CamelContext context, Consumer<String> alert, ShutdownSignal shutdownSignal) {
        LinkGuard guard = createLinkGuard(settings);
        boolean md5 = settings.transfer().uploadCheck() == Settings.Transfer.UploadCheck.MD5;
        bindings.bind("uploads", new Uploads(repositories.ledger(), repositories.photos(), places::resolveOriginal, guard, md5, shutdownSignal));
        bindings.bind("multipartUploads", new MultipartUploads(repositories.ledger(), repositories.photos(), places::resolveOriginal, guard, md5, shutdownSignal));
        bindings.bind("storeRequests", new StoreRequests());
        bindings.bind("downloads", new Downloads(repositories.photos(), repositories.results(), guard, shutdownSignal));
        bindings.bind("deliveries", new Deliveries(repositories.ledger(), repositories.photos(), repositories.results(), alert));
        Delivery folderDelivery = new FolderDelivery(places::getDeliveryFolder, new LaneRepository(repositories.ledger()));
        Delivery bucketDelivery = new BucketDelivery(lane -> bucketClients.bucketPrefix(
                places.getLane(lane).deliveryStore(), places.getLane(lane).delivery()), settings.home().resolve("parts"));
        Delivery delivery = bindings.bind("laneDelivery", new LaneDelivery(lane -> places.getLane(lane).delivery().kind() == Settings.Place.Kind.BUCKET
                ? bucketDelivery : folderDelivery));
        bindings.bind("receiptWriter", new ReceiptWriter(repositories.ledger(), repositories.photos(), repositories.results(), repositories.charges(), delivery));
        bindings.bind("originalArchiver", new OriginalArchiver(repositories.ledger(), repositories.photos(), repositories.results(), places, bucketClients, delivery));
        bindings.bind("replacer", new Replacer(repositories.ledger(), repositories.replacements(), repositories.results(),
                lane -> bindings.find("replacement-scan-" + lane, ReplacementScan.class), guard, shutdownSignal));
        bindings.bind("transferPool", context.getExecutorServiceManager().newFixedThreadPool(this, "darkroom-transfer",
                settings.transfers()));
    }
}
