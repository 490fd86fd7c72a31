package studio.darkroom;

import java.net.URI;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.camel.CamelContext;
import studio.darkroom.bucket.Stores;
import studio.darkroom.delivery.Archive;
import studio.darkroom.delivery.BucketDelivery;
import studio.darkroom.delivery.Deliveries;
import studio.darkroom.delivery.Delivery;
import studio.darkroom.delivery.FolderDelivery;
import studio.darkroom.delivery.Receipts;
import studio.darkroom.delivery.Replacing;
import studio.darkroom.inbox.Places;
import studio.darkroom.inbox.TouchUpLook;
import studio.darkroom.transfer.Draining;
import studio.darkroom.transfer.LinkGuard;
import studio.darkroom.transfer.Parts;
import studio.darkroom.transfer.Uploads;

/** What carries photos to the vendors' stores and results into the delivery. */
record DeliveryBeans(Settings settings, Books books, Places places, Stores stores, Bindings to) {

    /**
     * @param address of a vendor's API
     * @param alert takes a sentence for a person
     */
    void bind(CamelContext context, Function<String, URI> address, Consumer<String> alert, Draining draining) {
        LinkGuard guard = new LinkGuard(List.copyOf(settings.transfer().hosts()));
        boolean md5 = settings.transfer().check() == Settings.Transfer.Check.MD5;
        to.bind("uploads", new Uploads(books.ledger(), books.photos(), places::original, guard, address, md5, draining));
        to.bind("parts", new Parts(books.ledger(), books.photos(), places::original, guard, address, md5, draining));
        to.bind("deliveries", new Deliveries(books.ledger(), books.photos(), books.results(), guard, address, draining, alert));
        FolderDelivery folders = to.bind("folder-delivery", new FolderDelivery(places::deliveryFolder, books.sightings()));
        BucketDelivery buckets = to.bind("bucket-delivery", new BucketDelivery(lane -> stores.shelf(
                places.lane(lane).deliveryStore(), places.lane(lane).delivery()), settings.home().resolve("parts")));
        Function<String, Delivery> stand = lane -> places.lane(lane).delivery().kind() == Settings.Place.Kind.BUCKET
                ? buckets : folders;
        to.bind("receipts", new Receipts(books.ledger(), books.photos(), books.results(), books.charges(), stand));
        to.bind("archive", new Archive(books.ledger(), books.photos(), books.results(), places, stores, stand));
        to.bind("replacing", new Replacing(books.ledger(), books.touchUps(), books.results(),
                lane -> to.find("touched-up-" + lane, TouchUpLook.class), guard, address, draining));
        to.bind("transfers", context.getExecutorServiceManager().newFixedThreadPool(this, "darkroom-transfer",
                settings.transfers()));
    }
}
