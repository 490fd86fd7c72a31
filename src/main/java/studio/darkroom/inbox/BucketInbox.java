package studio.darkroom.inbox;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import studio.darkroom.inbox.FileClassification.FileClass;
import studio.darkroom.ledger.Photo;
import studio.darkroom.lifecycle.Trouble.Problem;
import studio.darkroom.lifecycle.Trouble;
import studio.darkroom.photo.PhotoBytes;
import studio.darkroom.photo.RangedBytes;
import studio.darkroom.storage.BucketPrefix;
import studio.darkroom.storage.ByteSource;
import studio.darkroom.storage.StoreFailure;
import studio.darkroom.storage.StoredObject;
import studio.darkroom.ticket.TicketReader;
import studio.darkroom.transfer.PhotoEntity.OriginalChanged;

/**
 * A prefix in a bucket. An object is identified by key, ETag and size: it is written completely or not at all, and never changes
 * under its ETag. The ETag of each response is compared; conditional requests are not used, because some stores do not support
 * them and one evaluates them wrongly.
 */
final class BucketInbox implements Inbox {

    private static final int MAX_TEXT_BYTES = TicketReader.MAX_BYTES + 1;

    private final String lane;
    private final String name;
    private final BucketPrefix bucketPrefix;

    /** @param name the inbox as it is written in the settings */
    BucketInbox(String lane, String name, BucketPrefix bucketPrefix) {
        this.lane = lane;
        this.name = name;
        this.bucketPrefix = bucketPrefix;
    }

    /**
     * The time for the ledger: 0 for a photo, so that uploading the same content again changes nothing. Markers have no content,
     * so only their time shows that one was written again.
     */
    static long toModifiedMillis(StoredObject item) {
        return FileClassification.of(item.path()).fileClass() == FileClass.MARKER ? item.modified().toEpochMilli() : 0;
    }

    private Trouble createTrouble(StoreFailure failure) {
        return failure.toTrouble("inbox:" + lane, "Cannot read the inbox " + name + " of lane " + lane);
    }

    @Override
    public void requireAvailable() {
        try {
            bucketPrefix.checkAccess();
        } catch (StoreFailure failure) {
            throw createTrouble(failure);
        }
    }

    @Override
    public ShootListing listShoot(String folder) {
        Map<String, FileAttributes> attributesByPath = new HashMap<>();
        try {
            for (StoredObject item : folder.isEmpty() ? bucketPrefix.listTopLevelObjects() : bucketPrefix.listObjects(folder + "/")) {
                attributesByPath.put(item.path(), toAttributes(item));
            }
        } catch (StoreFailure failure) {
            throw createTrouble(failure);
        }
        return new ShootListing() {

            @Override
            public FileAttributes readAttributes(String path) throws IOException {
                // A key that starts with a slash belongs to no folder and is missing in the listing of the inbox itself.
                FileAttributes standing = path.startsWith("/") ? findAttributes(path) : attributesByPath.get(path);
                if (standing == null) {
                    throw new NoSuchFileException(path);
                }
                return standing;
            }

            @Override
            public Set<String> listPaths() {
                return attributesByPath.keySet();
            }
        };
    }

    private FileAttributes findAttributes(String path) {
        try {
            return bucketPrefix.findObject(path).map(BucketInbox::toAttributes).orElse(null);
        } catch (StoreFailure failure) {
            throw createTrouble(failure);
        }
    }

    static FileAttributes toAttributes(StoredObject item) {
        return new FileAttributes(item.size(), toModifiedMillis(item), item.etag());
    }

    @Override
    public PhotoBytes openBytes(String path, FileAttributes attributes) {
        return new RangedBytes(attributes.size(), (from, to) -> {
            try (BucketPrefix.ObjectStream in = bucketPrefix.openObject(path, from, to)) {
                if (!in.etag().equals(attributes.etag())) {
                    throw new OriginalChanged("its object was replaced");
                }
                return in.readNBytes((int) (to - from + 1));
            } catch (StoreFailure failure) {
                if (failure.kind() == StoreFailure.Kind.MISSING) {
                    throw new NoSuchFileException(path);
                }
                throw createTrouble(failure);
            }
        });
    }

    @Override
    public ByteSource resolveOriginal(Photo photo) {
        return new ObjectOriginal(photo);
    }

    @Override
    public Optional<byte[]> readText(String path) throws IOException {
        try (InputStream in = bucketPrefix.openObject(path)) {
            return Optional.of(in.readNBytes(MAX_TEXT_BYTES));
        } catch (StoreFailure failure) {
            if (failure.kind() == StoreFailure.Kind.MISSING) {
                return Optional.empty();
            }
            throw createTrouble(failure);
        }
    }

    @Override
    public boolean hasFile(String path) throws IOException {
        return findAttributes(path) != null;
    }

    @Override
    public boolean isArchivable(Photo photo) throws IOException {
        return hasFile(photo.path());
    }

    @Override
    public void discardOriginal(Photo photo) throws IOException {
        FileAttributes attributes = findAttributes(photo.path());
        if (attributes == null) {
            return;
        }
        if (!attributes.etag().equals(photo.etag())) {
            throw new Problem("photo-changed", photo.path() + " has changed since the upload, so Darkroom did not delete it.",
                    "If you do not need the object, delete it manually. Then retry.");
        }
        bucketPrefix.deleteObject(photo.path());
    }

    /** Streams an object from the store; after a failure the reader starts again. */
    private final class ObjectOriginal implements ByteSource {

        private final Photo photo;

        ObjectOriginal(Photo photo) {
            this.photo = photo;
        }

        @Override
        public long size() {
            return photo.size();
        }

        @Override
        public InputStream open() throws IOException {
            return open(0);
        }

        @Override
        public InputStream open(long from) throws IOException {
            BucketPrefix.ObjectStream in = openObject(from);
            if (!in.etag().equals(photo.etag())) {
                in.close();
                throw new OriginalChanged("its object was replaced");
            }
            return new StoreErrorStream(in);
        }

        private BucketPrefix.ObjectStream openObject(long from) throws StoreFailure {
            try {
                return bucketPrefix.openObject(photo.path(), from, -1);
            } catch (StoreFailure failure) {
                if (failure.kind() == StoreFailure.Kind.MISSING) {
                    throw new Problem("photo-gone", photo.path() + " is no longer in the bucket.",
                            "Upload the photo again, then retry; or cancel the shoot.");
                }
                throw createTrouble(failure);
            }
        }
    }

    /** Reports a failure of the store during the download as trouble of the inbox. */
    private final class StoreErrorStream extends java.io.FilterInputStream {

        StoreErrorStream(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] into, int at, int most) throws IOException {
            try {
                return in.read(into, at, most);
            } catch (StoreFailure failure) {
                throw createTrouble(failure);
            }
        }
    }
}
