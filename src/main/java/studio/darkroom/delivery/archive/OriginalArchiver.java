package studio.darkroom.delivery.archive;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import studio.darkroom.config.Settings;
import studio.darkroom.delivery.Delivery;
import studio.darkroom.inbox.Inbox;
import studio.darkroom.inbox.LanePlaces;
import studio.darkroom.ledger.Ledger;
import studio.darkroom.ledger.Photo;
import studio.darkroom.ledger.PhotoRepository;
import studio.darkroom.ledger.Result;
import studio.darkroom.ledger.ResultRepository;
import studio.darkroom.ledger.Shoot;
import studio.darkroom.lifecycle.Trouble;
import studio.darkroom.lifecycle.Trouble.Outage;
import studio.darkroom.lifecycle.Trouble.Problem;
import studio.darkroom.storage.BucketClients;
import studio.darkroom.storage.StoreFailure;
import studio.darkroom.text.Causes;
import studio.darkroom.text.Redactor;

/** What happens to the originals of a delivered shoot: nothing, unless the lane says otherwise. */
public final class OriginalArchiver {

    private final Ledger ledger;
    private final PhotoRepository photos;
    private final ResultRepository results;
    private final LanePlaces places;
    private final BucketClients bucketClients;
    private final Delivery delivery;

    public OriginalArchiver(Ledger ledger, PhotoRepository photos, ResultRepository results, LanePlaces places, BucketClients bucketClients,
            Delivery delivery) {
        this.ledger = ledger;
        this.photos = photos;
        this.results = results;
        this.places = places;
        this.bucketClients = bucketClients;
        this.delivery = delivery;
    }

    /**
     * Moves or deletes the delivered originals if the lane says so; one whose result is missing stays where it is.
     *
     * @throws Problem when a delivered file is no longer what was delivered; no original is touched then
     * @throws Outage when a folder or bucket cannot be read or written
     */
    public void archiveOriginals(Shoot shoot) {
        Settings.Lane lane = places.getLane(shoot.lane());
        if (lane.archive().kind() == Settings.Archive.Kind.LEAVE) {
            return;
        }
        Inbox inbox = places.getInbox(shoot.lane());
        try {
            verifyDelivery(shoot);
            for (Photo photo : photos.listByShoot(shoot.id())) {
                if (photo.state().equals(Photo.DELIVERED) && inbox.isArchivable(photo)) {
                    if (lane.archive().kind() == Settings.Archive.Kind.MOVE && !inbox.isDiscardPending(photo)) {
                        copyOriginal(photo, inbox, createTarget(lane));
                    }
                    inbox.discardOriginal(photo);
                    ledger.recordEvent(shoot, "archived", photo.path());
                }
            }
        } catch (IOException | UncheckedIOException e) {
            throw toTrouble(shoot, e);
        }
    }

    private static Trouble toTrouble(Shoot shoot, Exception failure) {
        Optional<Trouble> known = Causes.findCause(Trouble.class, failure);
        if (known.isPresent()) {
            return known.get();
        }
        Optional<StoreFailure> store = Causes.findCause(StoreFailure.class, failure);
        return new Outage("inbox:" + shoot.lane(), "archive-stuck", "The originals of shoot " + shoot.name()
                + " cannot be archived: " + Redactor.redact(store.map(Throwable::getMessage).orElse(failure.toString())) + ".",
                store.map(StoreFailure::advice).orElse("Look after rights and space")
                + "; every original is still there. Darkroom resumes automatically.");
    }

    private void verifyDelivery(Shoot shoot) throws IOException {
        for (Result result : results.listByShoot(shoot.id())) {
            // One that was delivered before and is not now was to be renewed; without it nothing speaks for the original.
            boolean expected = result.deliveredAt() != null || result.sha256() != null;
            if (expected && !delivery.computeSha256(shoot, result.name()).equals(result.sha256())) {
                throw new Problem("delivery-changed", result.name() + " in the delivery is no longer what was delivered,"
                        + " so no original is touched.", "Redeliver the shoot, or set the lane's archive to leave and"
                        + " retry.");
            }
        }
    }

    private ArchiveTarget createTarget(Settings.Lane lane) {
        Settings.Place to = lane.archive().target().orElseThrow();
        return to.kind() == Settings.Place.Kind.FOLDER ? new ArchiveTarget.Folder(to.folder())
                : new ArchiveTarget.Bucket(bucketClients.bucketPrefix(lane.inboxStore(), to));
    }

    private static void copyOriginal(Photo photo, Inbox inbox, ArchiveTarget target) throws IOException {
        if (!target.copyOriginal(photo, inbox.resolveOriginal(photo)).equals(photo.sha256())) {
            throw new Problem("archive-taken", "Another file stands where " + photo.path() + " is to be archived.",
                    "Take that file away, then retry.");
        }
    }
}
