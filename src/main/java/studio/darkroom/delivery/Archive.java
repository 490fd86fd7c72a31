package studio.darkroom.delivery;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.function.Function;
import studio.darkroom.Settings;
import studio.darkroom.bucket.StoreFailure;
import studio.darkroom.bucket.Stores;
import studio.darkroom.inbox.Inbox;
import studio.darkroom.inbox.Places;
import studio.darkroom.ledger.Ledger;
import studio.darkroom.ledger.Photo;
import studio.darkroom.ledger.Photos;
import studio.darkroom.ledger.Result;
import studio.darkroom.ledger.Results;
import studio.darkroom.ledger.Shoot;
import studio.darkroom.trouble.Cause;
import studio.darkroom.trouble.Outage;
import studio.darkroom.trouble.Plain;
import studio.darkroom.trouble.Problem;
import studio.darkroom.trouble.Trouble;

/** What happens to the originals of a delivered shoot: nothing, unless the lane says otherwise. */
public final class Archive {

    private final Ledger ledger;
    private final Photos photos;
    private final Results results;
    private final Places places;
    private final Stores stores;
    private final Function<String, Delivery> deliveries;

    /** @param deliveries the delivery of a lane */
    public Archive(Ledger ledger, Photos photos, Results results, Places places, Stores stores,
            Function<String, Delivery> deliveries) {
        this.ledger = ledger;
        this.photos = photos;
        this.results = results;
        this.places = places;
        this.stores = stores;
        this.deliveries = deliveries;
    }

    /**
     * Moves or deletes the delivered originals if the lane says so; one whose result is missing stays where it is.
     *
     * @throws Problem when a delivered file is no longer what was delivered; no original is touched then
     * @throws Outage when a folder or bucket cannot be read or written
     */
    public void originals(Shoot shoot) {
        Settings.Lane lane = places.lane(shoot.lane());
        if (lane.archive().kind() == Settings.Archive.Kind.LEAVE) {
            return;
        }
        Inbox inbox = places.inbox(shoot.lane());
        try {
            verify(shoot);
            for (Photo photo : photos.of(shoot.id())) {
                if (photo.state().equals(Photo.DELIVERED) && inbox.archivable(photo)) {
                    if (lane.archive().kind() == Settings.Archive.Kind.MOVE && !inbox.leaving(photo)) {
                        keep(photo, inbox, attic(lane));
                    }
                    inbox.discard(photo);
                    ledger.tell(shoot, "archived", photo.path());
                }
            }
        } catch (IOException | UncheckedIOException e) {
            throw stuck(shoot, e);
        }
    }

    private static Trouble stuck(Shoot shoot, Exception failure) {
        Optional<Trouble> known = Cause.of(Trouble.class, failure);
        if (known.isPresent()) {
            return known.get();
        }
        Optional<StoreFailure> store = Cause.of(StoreFailure.class, failure);
        return new Outage("inbox:" + shoot.lane(), "archive-stuck", "The originals of shoot " + shoot.name()
                + " cannot be archived: " + Plain.text(store.map(Throwable::getMessage).orElse(failure.toString())) + ".",
                store.map(StoreFailure::fix).orElse("Look after rights and space")
                + "; every original is still there. Darkroom goes on by itself.");
    }

    private void verify(Shoot shoot) throws IOException {
        Delivery delivery = deliveries.apply(shoot.lane());
        for (Result result : results.of(shoot.id())) {
            // One that was delivered before and is not now was to be renewed; without it nothing speaks for the original.
            boolean promised = result.delivered() != null || result.sha256() != null;
            if (promised && !delivery.sha256(shoot, result.name()).equals(result.sha256())) {
                throw new Problem("delivery-changed", result.name() + " in the delivery is no longer what was delivered,"
                        + " so no original is touched.", "Redeliver the shoot, or set the lane's archive to leave and"
                        + " retry.");
            }
        }
    }

    private Attic attic(Settings.Lane lane) {
        Settings.Place to = lane.archive().to().orElseThrow();
        return to.kind() == Settings.Place.Kind.FOLDER ? new Attic.Folder(to.folder())
                : new Attic.Bucket(stores.shelf(lane.inboxStore(), to));
    }

    private static void keep(Photo photo, Inbox inbox, Attic attic) throws IOException {
        if (!attic.keep(photo, inbox.original(photo)).equals(photo.sha256())) {
            throw new Problem("archive-taken", "Another file stands where " + photo.path() + " is to be archived.",
                    "Take that file away, then retry.");
        }
    }
}
