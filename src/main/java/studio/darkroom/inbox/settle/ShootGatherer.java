package studio.darkroom.inbox.settle;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import studio.darkroom.inbox.FileClassification;
import studio.darkroom.inbox.FileClassification.FileClass;
import studio.darkroom.inbox.Inbox;
import studio.darkroom.inbox.LanePlaces;
import studio.darkroom.inbox.settle.SettleRule.StableSince;
import studio.darkroom.inbox.settle.SettleRule.Verdict;
import studio.darkroom.ledger.InboxFiles;
import studio.darkroom.ledger.Ledger;
import studio.darkroom.ledger.OutageRepository;
import studio.darkroom.ledger.Photo;
import studio.darkroom.ledger.PhotoRepository;
import studio.darkroom.ledger.Shoot;
import studio.darkroom.lifecycle.Trouble.Outage;
import studio.darkroom.lifecycle.Trouble.Problem;
import studio.darkroom.photo.Completeness;
import studio.darkroom.photo.Fingerprint;
import studio.darkroom.photo.PhotoBytes;
import studio.darkroom.photo.PhotoKind;
import studio.darkroom.text.Redactor;
import studio.darkroom.text.ShortList;
import studio.darkroom.transfer.PhotoEntity.OriginalChanged;

/** Checks whether the photos of a shoot have arrived. */
public final class ShootGatherer {

    private final Ledger ledger;
    private final InboxFiles inboxFiles;
    private final PhotoRepository photos;
    private final LanePlaces places;
    private final SettleRule settleRule;
    private final Duration scanInterval;
    private final Consumer<Photo> forgetPhoto;

    /**
     * @param scanInterval when to check again if only the inbox scan is behind
     * @param forgetPhoto makes the inbox scan report a removed photo again if it comes back
     */
    public ShootGatherer(Ledger ledger, InboxFiles inboxFiles, PhotoRepository photos, LanePlaces places,
            SettleRule settleRule, Duration scanInterval, Consumer<Photo> forgetPhoto) {
        this.ledger = ledger;
        this.inboxFiles = inboxFiles;
        this.photos = photos;
        this.places = places;
        this.settleRule = settleRule;
        this.scanInterval = scanInterval;
        this.forgetPhoto = forgetPhoto;
    }

    /**
     * The result of a check of a shoot.
     *
     * @param ready whether the shoot can be closed
     * @param photos those that have settled; none if all were removed
     * @param nextCheckAt when to check again if it is not ready
     */
    public record GatherState(boolean ready, List<Photo> photos, Instant nextCheckAt) {
    }

    /** @throws Problem if photos are still incomplete after the longest wait */
    public GatherState checkShoot(Shoot shoot) {
        Inbox.ShootListing listing = listShoot(shoot);
        ShootCheck check = new ShootCheck(shoot, listing, inboxFiles.hasReadyMarker(shoot), ledger.now());
        inboxFiles.listGatheringPhotos(shoot).forEach(check::addPhoto);
        if (!check.observations.isEmpty()) {
            photos.recordObservations(shoot, check.observations);
        }
        if (!check.overdue.isEmpty()) {
            throw createIncompleteProblem(check.overdue, "unchanged for " + settleRule.describeLimit());
        }
        boolean ready = check.allSettled && !hasUnrecordedPhotos(shoot, listing);
        return new GatherState(ready, check.settled, check.allSettled ? check.now.plus(scanInterval) : check.nextCheckAt);
    }

    private Inbox.ShootListing listShoot(Shoot shoot) {
        try {
            return places.getInbox(shoot.lane()).listShoot(shoot.folder());
        } catch (IOException e) {
            throw createOutage(shoot, shoot.folder(), e);
        }
    }

    /** @param photos the path of each with the reason in brackets; {@code rest} completes "is incomplete and ..." */
    static Problem createIncompleteProblem(List<String> photos, String rest) {
        return new Problem("photo-not-whole", countPhotos(photos) + (photos.size() == 1 ? " is" : " are")
                + " incomplete and " + rest + ": " + ShortList.join(photos) + ".",
                "Copy the photo into the folder again or remove it; the shoot continues automatically.");
    }

    /** Whether the folder holds photos that the inbox scan has not reported yet, for example while it reads a large inbox. */
    private boolean hasUnrecordedPhotos(Shoot shoot, Inbox.ShootListing listing) {
        Set<String> recordedPaths = inboxFiles.listPaths(shoot);
        try {
            return listing.listPaths().stream()
                    .anyMatch(path -> !recordedPaths.contains(path) && FileClassification.of(path).fileClass() == FileClass.PHOTO);
        } catch (NoSuchFileException e) {
            // A file was removed during the listing.
            return true;
        } catch (IOException e) {
            throw createOutage(shoot, shoot.folder(), e);
        }
    }

    /** @throws Outage of the whole lane if its inbox cannot be read at all */
    private Outage createOutage(Shoot shoot, String path, IOException cause) {
        places.getInbox(shoot.lane()).requireAvailable();
        return createUnreadableOutage(shoot, path, cause);
    }

    static Outage createUnreadableOutage(Shoot shoot, String path, IOException cause) {
        return new Outage(OutageRepository.folderScope(shoot), "inbox-unreadable", "Cannot read " + path + ": "
                + Redactor.redact(cause.getMessage()) + ".",
                "Check its permissions and the disk or network share; Darkroom resumes automatically.");
    }

    /** One check of all photos of a shoot. */
    private final class ShootCheck {

        final Shoot shoot;
        final Inbox.ShootListing listing;
        final boolean hasMarker;
        final Instant now;
        final List<Photo> settled = new ArrayList<>();
        final List<String> overdue = new ArrayList<>();
        final List<PhotoRepository.PhotoObservation> observations = new ArrayList<>();
        boolean allSettled = true;
        Instant nextCheckAt;

        ShootCheck(Shoot shoot, Inbox.ShootListing listing, boolean hasMarker, Instant now) {
            this.shoot = shoot;
            this.listing = listing;
            this.hasMarker = hasMarker;
            this.now = now;
            this.nextCheckAt = now;
        }

        void addPhoto(Photo photo) {
            try {
                addVerdict(photo, evaluatePhoto(photo));
            } catch (OriginalChanged e) {
                addVerdict(photo, settleRule.restartWait(now));
            } catch (NoSuchFileException e) {
                places.getInbox(shoot.lane()).requireAvailable();
                photos.markRemoved(shoot, photo);
                forgetPhoto.accept(photo);
            } catch (IOException e) {
                throw createOutage(shoot, photo.path(), e);
            }
        }

        private void addVerdict(Photo photo, Verdict verdict) {
            if (verdict.isSettled()) {
                settled.add(photo);
                return;
            }
            allSettled = false;
            nextCheckAt = verdict.nextCheckAt().isAfter(nextCheckAt) ? verdict.nextCheckAt() : nextCheckAt;
        }

        private Verdict evaluatePhoto(Photo photo) throws IOException {
            Inbox.FileAttributes attributes = listing.readAttributes(photo.path());
            boolean sameAttributes = attributes.size() == photo.size() && attributes.modified() == photo.modified()
                    && Objects.equals(attributes.etag(), photo.etag());
            // The content of a file can change under the same attributes, that of an object under the same ETag cannot.
            boolean sameObject = sameAttributes && attributes.etag() != null;
            if (sameObject || sameAttributes && photo.fingerprint() != null) {
                Optional<Verdict> early = settleRule.findEarlyVerdict(photo.stableSince(), now, hasMarker);
                if (early.isPresent()) {
                    return early.get();
                }
            }
            Fingerprint fingerprint;
            Completeness completeness;
            try (PhotoBytes bytes = places.getInbox(shoot.lane()).openBytes(photo.path(), attributes)) {
                fingerprint = Fingerprint.of(bytes, attributes.modified());
                completeness = Completeness.check(PhotoKind.of(photo.path()), photo.path(), bytes);
            }
            StableSince previous = photo.fingerprint() == null ? null : new StableSince(
                    new Fingerprint(photo.size(), photo.modified(), photo.fingerprint()), photo.stableSince());
            StableSince stability = sameObject ? new StableSince(fingerprint, photo.stableSince())
                    : settleRule.updateStability(previous, fingerprint, now);
            Verdict verdict = settleRule.evaluatePhoto(stability, completeness, now, hasMarker);
            observations.add(new PhotoRepository.PhotoObservation(photo, fingerprint.size(), fingerprint.modifiedMillis(),
                    fingerprint.hash(), stability.since(), verdict.isSettled() ? null : verdict.reason(), attributes.etag()));
            if (!verdict.isSettled() && settleRule.isOverdue(stability.since(), now)) {
                overdue.add(photo.path() + " (" + verdict.reason() + ")");
            }
            return verdict;
        }
    }

    static String countPhotos(List<String> photos) {
        return photos.size() + (photos.size() == 1 ? " photo" : " photos");
    }
}
