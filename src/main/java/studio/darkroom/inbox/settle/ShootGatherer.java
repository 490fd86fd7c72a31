package studio.darkroom.inbox.settle;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import studio.darkroom.inbox.FileClass;
import studio.darkroom.inbox.FileClassification;
import studio.darkroom.inbox.Inbox;
import studio.darkroom.inbox.LanePlaces;
import studio.darkroom.ledger.InboxFiles;
import studio.darkroom.ledger.Ledger;
import studio.darkroom.ledger.OutageRepository;
import studio.darkroom.ledger.Photo;
import studio.darkroom.ledger.PhotoRepository;
import studio.darkroom.ledger.Shoot;
import studio.darkroom.lifecycle.Decision;
import studio.darkroom.lifecycle.Outage;
import studio.darkroom.lifecycle.Problem;
import studio.darkroom.photo.Completeness;
import studio.darkroom.photo.Fingerprint;
import studio.darkroom.photo.PhotoBytes;
import studio.darkroom.photo.PhotoKind;
import studio.darkroom.text.Redactor;
import studio.darkroom.transfer.PhotoEntity.OriginalChanged;

/** Looks at a gathering shoot: what is still coming, what stands still and is whole; and closes it. */
public final class ShootGatherer {

    private final Ledger ledger;
    private final InboxFiles inboxFiles;
    private final PhotoRepository photos;
    private final LanePlaces places;
    private final ShootCloser shootCloser;
    private final SettleRule settleRule;
    private final Duration quiet;
    private final Duration checkInterval;
    private final Duration maxWait;
    private final Consumer<String> scheduleShoot;
    private final Consumer<Photo> forgetPhoto;

    /**
     * @param quiet so long a photo has to stand still
     * @param checkInterval the shortest time between two looks
     * @param maxWait so long after its last change a photo that is not whole is a problem
     * @param scheduleShoot makes the appointment of a further shoot
     * @param forgetPhoto makes the sensor tell of a photo anew if it comes back
     */
    public ShootGatherer(Ledger ledger, InboxFiles inboxFiles, PhotoRepository photos, LanePlaces places, ShootCloser shootCloser,
            Duration quiet, Duration checkInterval, Duration maxWait, Consumer<String> scheduleShoot,
            Consumer<Photo> forgetPhoto) {
        this.ledger = ledger;
        this.inboxFiles = inboxFiles;
        this.photos = photos;
        this.places = places;
        this.shootCloser = shootCloser;
        this.settleRule = new SettleRule(quiet, checkInterval);
        this.quiet = quiet;
        this.checkInterval = checkInterval;
        this.maxWait = maxWait;
        this.scheduleShoot = scheduleShoot;
        this.forgetPhoto = forgetPhoto;
    }

    /**
     * What a look at a shoot says.
     *
     * @param ready whether it may be closed with these photos; with none, when all were taken away
     * @param nextCheckAt when to look again if it may not
     */
    public record GatherState(boolean ready, List<Photo> photos, Instant nextCheckAt) {
    }

    /** @throws Problem when photos that are not whole have not changed for the longest wait */
    public GatherState checkShoot(Shoot shoot) {
        boolean hasMarker = inboxFiles.hasReadyMarker(shoot);
        Instant now = ledger.now();
        Instant nextCheckAt = now.plus(checkInterval);
        List<Photo> settled = new ArrayList<>();
        List<String> incomplete = new ArrayList<>();
        List<PhotoRepository.PhotoObservation> observations = new ArrayList<>();
        boolean allSettled = true;
        Inbox.ShootListing listing = listShoot(shoot);
        for (Photo photo : inboxFiles.listGatheringPhotos(shoot)) {
            Optional<PhotoCheck> check = checkPhoto(shoot, photo, listing, hasMarker, now, observations);
            if (check.isEmpty()) {
                continue;
            }
            SettleVerdict verdict = check.get().verdict();
            if (verdict.isSettled()) {
                settled.add(photo);
                continue;
            }
            allSettled = false;
            nextCheckAt = verdict.nextCheckAt().isAfter(nextCheckAt) ? verdict.nextCheckAt() : nextCheckAt;
            if (now.isAfter(check.get().since().plus(maxWait))) {
                incomplete.add(photo.path() + " (" + verdict.reason() + ")");
            }
        }
        if (!observations.isEmpty()) {
            photos.recordObservations(shoot, observations);
        }
        if (!incomplete.isEmpty()) {
            throw createNotWholeProblem(incomplete, "did not change for " + maxWait.toMinutes() + " minutes");
        }
        boolean ready = allSettled && !hasUnrecordedPhotos(shoot, listing);
        return new GatherState(ready, settled, nextCheckAt);
    }

    private Inbox.ShootListing listShoot(Shoot shoot) {
        try {
            return places.getInbox(shoot.lane()).listShoot(shoot.folder());
        } catch (IOException e) {
            throw createOutage(shoot, shoot.folder(), e);
        }
    }

    /** @param photos the path of each, with the reason; {@code and} what else is to be said of them */
    static Problem createNotWholeProblem(List<String> photos, String explanation) {
        return new Problem("photo-not-whole", photos.size() + (photos.size() == 1 ? " photo is" : " photos are")
                + " not whole and " + explanation + ": " + joinNames(photos) + ".",
                "Copy it into the folder again, or take it away: Darkroom notices either, or retry.");
    }

    /** Whether photos lie in the folder that the sensor has not told of yet, as when it is busy with a large inbox. */
    private boolean hasUnrecordedPhotos(Shoot shoot, Inbox.ShootListing listing) {
        Set<String> recordedPaths = inboxFiles.listPaths(shoot);
        try {
            return listing.listPaths().stream()
                    .anyMatch(path -> !recordedPaths.contains(path) && FileClassification.of(path).fileClass() == FileClass.PHOTO);
        } catch (NoSuchFileException e) {
            // Something went while it was looked at.
            return true;
        } catch (IOException e) {
            throw createOutage(shoot, shoot.folder(), e);
        }
    }

    /** @throws Outage of the lane, when not even the inbox can be looked into */
    private Outage createOutage(Shoot shoot, String what, IOException cause) {
        places.getInbox(shoot.lane()).requireAvailable();
        return createUnreadableOutage(shoot, what, cause);
    }

    static Outage createUnreadableOutage(Shoot shoot, String what, IOException cause) {
        return new Outage(OutageRepository.folderScope(shoot), "inbox-unreadable", what + " cannot be read: "
                + Redactor.redact(cause.getMessage()) + ".",
                "Look after its rights, or the disk or share of the inbox; Darkroom goes on by itself.");
    }

    /** @param since when the photo began to look as it looks now */
    private record PhotoCheck(SettleVerdict verdict, Instant since) {
    }

    /** One photo at one look; empty when it takes no part any more. */
    private Optional<PhotoCheck> checkPhoto(Shoot shoot, Photo photo, Inbox.ShootListing listing, boolean hasMarker, Instant now,
            List<PhotoRepository.PhotoObservation> observations) {
        try {
            Inbox.FileAttributes attributes = listing.readAttributes(photo.path());
            boolean sameAttributes = attributes.size() == photo.size() && attributes.modified() == photo.modified()
                    && Objects.equals(attributes.etag(), photo.etag());
            // A file may change without a sign, an object under its ETag cannot: it need not be read to be watched.
            boolean sameObject = sameAttributes && attributes.etag() != null;
            boolean canSkipRead = sameObject || sameAttributes && photo.fingerprint() != null;
            StableSince previous = photo.fingerprint() == null ? null : new StableSince(
                    new Fingerprint(photo.size(), photo.modified(), photo.fingerprint()), photo.stableSince());
            Instant earliest = photo.stableSince().plus(hasMarker && checkInterval.compareTo(quiet) < 0 ? checkInterval : quiet);
            if (canSkipRead && now.isBefore(earliest) && !now.isBefore(photo.stableSince())) {
                return Optional.of(new PhotoCheck(
                        new SettleVerdict(SettleVerdict.State.WAITING, "It is watched for changes.", earliest), now));
            }
            Fingerprint fingerprint;
            Completeness completeness;
            try (PhotoBytes bytes = places.getInbox(shoot.lane()).openBytes(photo.path(), attributes)) {
                fingerprint = Fingerprint.of(bytes, attributes.modified());
                completeness = Completeness.check(PhotoKind.of(photo.path()), photo.path(), bytes);
            }
            StableSince stability = sameObject ? new StableSince(fingerprint, photo.stableSince()) : settleRule.updateStability(previous, fingerprint, now);
            SettleVerdict verdict = settleRule.evaluatePhoto(stability, completeness, now, hasMarker);
            observations.add(new PhotoRepository.PhotoObservation(photo, fingerprint.size(), fingerprint.modifiedMillis(), fingerprint.hash(), stability.since(),
                    verdict.isSettled() ? null : verdict.reason(), attributes.etag()));
            return Optional.of(new PhotoCheck(verdict, stability.since()));
        } catch (OriginalChanged e) {
            return Optional.of(new PhotoCheck(
                    new SettleVerdict(SettleVerdict.State.WAITING, "It was replaced while it was looked at.", now.plus(checkInterval)), now));
        } catch (NoSuchFileException e) {
            places.getInbox(shoot.lane()).requireAvailable();
            photos.markRemoved(shoot, photo);
            forgetPhoto.accept(photo);
            return Optional.empty();
        } catch (IOException e) {
            throw createOutage(shoot, photo.path(), e);
        }
    }

    /** Closes the shoot with the photos of this look; it needs {@code open} next. */
    public void closeShoot(Shoot shoot, GatherState state) {
        List<Photo> newPhotos = new ArrayList<>();
        List<String> changed = new ArrayList<>();
        Map<Photo, String> leftOut = new LinkedHashMap<>();
        for (Photo photo : state.photos()) {
            Photo previous = photo.replacedPhotoId() == null ? null : inboxFiles.findReplacedPhoto(photo).orElse(null);
            Photo current = photos.getPhoto(photo.id());
            if (previous != null && current.fingerprint().equals(previous.fingerprint())) {
                leftOut.put(current, "the very same photo was taken before");
                continue;
            }
            newPhotos.add(current);
            if (previous != null) {
                changed.add(photo.path());
            }
        }
        if (!changed.isEmpty()) {
            throw new Decision("originals-changed", changed.size() + " photos were overwritten with other content after"
                    + " they had been taken: " + joinNames(changed) + ". Editing them again costs again.",
                    "resend (edit them as a new shoot), or cancel.");
        }
        List<Photo> movedPhotos = findMovedPhotos(shoot, newPhotos);
        if (!movedPhotos.isEmpty()) {
            throw new Decision("photos-known", movedPhotos.size() + " of " + newPhotos.size() + " photos were taken before, in"
                    + " another folder or under another name: " + joinNames(movedPhotos.stream().map(Photo::path).toList())
                    + ". Editing them again costs again.",
                    "resend (edit them again), accept (leave them out), or cancel.");
        }
        if (newPhotos.isEmpty()) {
            inboxFiles.cancelEmptyShoot(shoot, leftOut);
            return;
        }
        shootCloser.closeShoot(shoot, newPhotos, leftOut).forEach(scheduleShoot);
    }

    /** Photos that were taken before and lie elsewhere now, as after renaming a folder; a copy is somebody's wish. */
    private List<Photo> findMovedPhotos(Shoot shoot, List<Photo> newPhotos) {
        if (ledger.hasEvent(shoot, "decided", "photos-known resend")) {
            return List.of();
        }
        Map<String, List<Photo>> photosByFingerprint = inboxFiles.findKnownPhotos(shoot);
        return newPhotos.stream().filter(photo -> photosByFingerprint.getOrDefault(photo.fingerprint(), List.of()).stream()
                .anyMatch(old -> isMoved(old, photo))).toList();
    }

    private boolean isMoved(Photo old, Photo photo) {
        try {
            return old.modified() == photo.modified() && PhotoKind.getBaseName(old.path()).equals(PhotoKind.getBaseName(photo.path()))
                    && !places.getInbox(old.lane()).hasFile(old.path());
        } catch (IOException e) {
            throw new Outage("inbox:" + old.lane(), "inbox-unreadable", old.path() + " cannot be looked for: "
                    + Redactor.redact(e.getMessage()) + ".", "Look after the inbox; Darkroom goes on by itself.");
        }
    }

    private static String joinNames(List<String> names) {
        String first = String.join(", ", names.subList(0, Math.min(5, names.size())));
        return names.size() > 5 ? first + " and " + (names.size() - 5) + " more" : first;
    }
}
