package studio.darkroom;

import java.lang.management.ManagementFactory;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.TemplatedRouteBuilder;
import org.apache.camel.support.processor.idempotent.MemoryIdempotentRepository;
import studio.darkroom.bucket.BucketRoutes;
import studio.darkroom.bucket.Stores;
import studio.darkroom.clock.Desk;
import studio.darkroom.inbox.BucketEvents;
import studio.darkroom.inbox.BucketLook;
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
import studio.darkroom.inbox.TouchUpLook;
import studio.darkroom.ledger.Proofs;
import studio.darkroom.transfer.Draining;
import studio.darkroom.trouble.Triage;
import studio.darkroom.vendor.Vendors;

/** What sees photos and gathers them into shoots. */
record InboxBeans(Settings settings, Books books, Places places, Stores stores, Desk desk, Triage triage, Bindings to) {

    void bind(Closing closing, Draining draining) {
        Settings.Gather gather = settings.gather();
        to.bind("sensor", new Sensor(books.sightings(), gather.every(), desk::appoint, places::odd));
        to.bind("gathering", new Gathering(books.ledger(), books.sightings(), books.photos(), places, closing, gather.quiet(),
                gather.every(), gather.maxWait(), desk::appoint,
                photo -> to.find("seen-" + photo.lane(), SeenFiles.class).orElseThrow().forget(photo)));
        to.bind("no-linked-folders", new Inside(false));
        to.bind("no-links", new Inside(true));
        to.bind("custody", new Custody(new Proofs(books.ledger()), places::original, lane -> gather.hash()
                && places.lane(lane).inbox().kind() == Settings.Place.Kind.FOLDER, draining));
        to.bind("seen-in-progress", MemoryIdempotentRepository.memoryIdempotentRepository(1_000_000));
    }

    /** What remembers and watches each lane's inbox, from the ledger as it is. */
    void bindLanes(Vendors vendors) {
        for (Settings.Lane lane : settings.lanes()) {
            Pace pace = new Pace(System::nanoTime, ManagementFactory.getThreadMXBean()::getCurrentThreadCpuTime);
            SeenFiles seen = to.bind("seen-" + lane.name(), new SeenFiles(lane.name(), books.sightings(), pace::alive));
            Sensor sensor = to.find("sensor", Sensor.class).orElseThrow();
            lane.touchedUp().ifPresent(folder -> to.bind("touched-up-" + lane.name(), new TouchUpLook(lane.name(), folder,
                    books.ledger(), books.touchUps(), books.results(), vendors,
                    new Gate(settings.gather().quiet(), settings.gather().every()), settings.gather().maxWait(),
                    desk::appoint)));
            if (lane.inbox().kind() == Settings.Place.Kind.FOLDER) {
                to.bind("look-" + lane.name(), new InboxLook(lane.name(), lane.inbox().toString(), sensor, seen, triage,
                        books.outages(), desk::appoint, pace));
            } else {
                bucket(lane, new BucketLook(lane.name(), lane.inbox().toString(),
                        stores.shelf(lane.inboxStore(), lane.inbox()), seen, sensor, triage, books.outages(), desk::appoint));
            }
        }
    }

    private void bucket(Settings.Lane lane, BucketLook look) {
        to.bind("look-" + lane.name(), look);
        to.bind("store-" + lane.name(), stores.client(lane.inboxStore()));
        lane.events().ifPresent(queue -> {
            to.bind("events-" + lane.name(), new BucketEvents(lane.name(), lane.inbox().bucket(), look));
            to.bind("queue-" + lane.name(), stores.queue(lane.inboxStore(), queue));
        });
    }

    /** One route per lane and place that is watched, from the templates. */
    static void route(CamelContext context, Settings settings) {
        for (Settings.Lane lane : settings.lanes()) {
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
    }
}
