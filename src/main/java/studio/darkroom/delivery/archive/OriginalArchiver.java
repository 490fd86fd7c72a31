package studio.darkroom.delivery.archive;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import studio.darkroom.config.Settings;
import studio.darkroom.delivery.BucketDelivery;
import studio.darkroom.delivery.Delivery;
import studio.darkroom.delivery.FolderDelivery;
import studio.darkroom.inbox.Inbox;
import studio.darkroom.inbox.LanePlaces;
import studio.darkroom.ledger.Ledger;
import studio.darkroom.ledger.Photo;
import studio.darkroom.ledger.PhotoRepository;
import studio.darkroom.ledger.Result;
import studio.darkroom.ledger.ResultRepository;
import studio.darkroom.ledger.Shoot;
import studio.darkroom.lifecycle.Trouble.Outage;
import studio.darkroom.lifecycle.Trouble.Problem;
import studio.darkroom.lifecycle.Trouble;
import studio.darkroom.photo.PhotoKind;
import studio.darkroom.storage.BucketClients;
import studio.darkroom.storage.BucketPrefix;
import studio.darkroom.storage.ByteSource;
import studio.darkroom.storage.StoreFailure;
import studio.darkroom.text.Causes;
import studio.darkroom.text.Hashes;
import studio.darkroom.text.Redactor;
import studio.darkroom.text.SafeName;

/** Moves or deletes the originals of a delivered shoot, if the settings of its lane say so. */
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
     * Moves or deletes the delivered originals if the lane says so. An original without a result stays where it is.
     *
     * @throws Problem if a delivered file has changed since; no original is touched then
     * @throws Outage if a folder or bucket cannot be read or written
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
                store.map(StoreFailure::advice).orElse("Check permissions and free space")
                + "; no original is lost. Darkroom resumes automatically.");
    }

    private void verifyDelivery(Shoot shoot) throws IOException {
        for (Result result : results.listByShoot(shoot.id())) {
            // A result that was to be delivered again and was not must still be there from its first delivery.
            boolean expected = result.deliveredAt() != null || result.sha256() != null;
            if (expected && !delivery.computeSha256(shoot, result.name()).equals(result.sha256())) {
                throw new Problem("delivery-changed", result.name() + " in the delivery has changed since it was"
                        + " delivered, so Darkroom does not move or delete the originals.", "Redeliver the shoot, or set the lane's archive to leave and retry.");
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
            throw new Problem("archive-taken", "The archive already contains a different file named " + photo.path() + ".",
                    "Move or rename that file, then retry.");
        }
    }

    /** A place that originals are moved to: a folder or a bucket. */
    private interface ArchiveTarget {

        /**
         * Copies an original, unless the copy exists, and reads the copy again. A crash leaves at worst a copy too many.
         *
         * @return the SHA-256 of the copy
         */
        String copyOriginal(Photo photo, ByteSource source) throws IOException;

        /** A folder. Copies of files keep their times. The keys of objects become safe names, so that they stay in the folder. */
        record Folder(Path root) implements ArchiveTarget {

            @Override
            public String copyOriginal(Photo photo, ByteSource source) throws IOException {
                if (photo.etag() == null) {
                    return copyTo(photo, source, root.resolve(photo.path()));
                }
                Path folder = root;
                String[] parts = photo.path().split("/");
                for (int i = 0; i < parts.length - 1; i++) {
                    folder = folder.resolve(SafeName.of(parts[i]));
                }
                Set<String> takenNames = new HashSet<>();
                while (true) {
                    String name = SafeName.makeUnique(SafeName.of(parts[parts.length - 1]), takenNames);
                    Path target = folder.resolve(name);
                    boolean nameFree = !Files.exists(target);
                    String hash = copyTo(photo, source, target);
                    // Two keys may have the same safe name, and on some disks names that differ only in case are the same.
                    if (nameFree || hash.equals(photo.sha256())) {
                        return hash;
                    }
                    takenNames.add(name.toLowerCase(Locale.ROOT));
                }
            }

            private String copyTo(Photo photo, ByteSource source, Path target) throws IOException {
                Files.createDirectories(target.getParent());
                if (!Files.exists(target)) {
                    Path partFile = target.resolveSibling(".darkroom-" + photo.id() + ".part");
                    try (InputStream in = source.open(); OutputStream out = Files.newOutputStream(partFile)) {
                        in.transferTo(out);
                    }
                    if (photo.etag() == null) {
                        Files.setLastModifiedTime(partFile, FileTime.fromMillis(photo.modified()));
                    }
                    try (FileChannel channel = FileChannel.open(partFile, StandardOpenOption.WRITE)) {
                        channel.force(true);
                    }
                    Files.move(partFile, target);
                }
                // The copy and the folders above it must survive a power failure before the original is deleted.
                FolderDelivery.syncFolder(target.getParent(), root);
                return Hashes.sha256Hex(Files.newInputStream(target));
            }
        }

        /** A bucket. */
        record Bucket(BucketPrefix bucket) implements ArchiveTarget {

            @Override
            public String copyOriginal(Photo photo, ByteSource source) throws IOException {
                if (bucket.findObject(photo.path()).isEmpty()) {
                    bucket.putObject(photo.path(), source, PhotoKind.getMediaType(photo.path()),
                            Map.of(BucketDelivery.HASH_METADATA, photo.sha256()), true);
                }
                return Hashes.sha256Hex(bucket.openObject(photo.path()));
            }
        }
    }
}
