package studio.darkroom.inbox;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.Optional;
import java.util.Set;
import studio.darkroom.ledger.Photo;
import studio.darkroom.lifecycle.Outage;
import studio.darkroom.lifecycle.Problem;
import studio.darkroom.photo.PhotoBytes;
import studio.darkroom.storage.ByteSource;

/** Where a lane's photos lie: a folder or a part of a bucket. Paths are those of the ledger, parts separated by slashes. */
public interface Inbox {

    /** Sees that it is there. @throws Outage when it is not */
    void requireAvailable();

    /**
     * Looks at what lies there of one shoot.
     *
     * @param folder of the shoot; empty for what lies in the inbox itself
     */
    ShootListing listShoot(String folder) throws IOException;

    /** What lies there of one shoot. */
    interface ShootListing {

        /** How a file stands there now. @throws NoSuchFileException when it is gone */
        FileAttributes readAttributes(String path) throws IOException;

        /** The paths of all files. */
        Set<String> listPaths() throws IOException;
    }

    /**
     * How a file stands there, told without reading it.
     *
     * @param modified epoch milliseconds; of an object as in {@link BucketInbox#toModifiedMillis}
     * @param etag what the store calls its content; null for a file, which may change while it is read
     */
    record FileAttributes(long size, long modified, String etag) {
    }

    /** Why a file is none to be read: it lies elsewhere, or is a pipe or a device; null: it may be. */
    default String findRejectReason(String path) {
        return null;
    }

    /** The bytes of a file, to be read here and there; to be closed. */
    PhotoBytes openBytes(String path, FileAttributes attributes) throws IOException;

    /**
     * The bytes of a photo as they were gathered.
     *
     * @throws Problem when the photo is gone or was changed
     * @throws Outage when the inbox is gone
     */
    ByteSource resolveOriginal(Photo photo);

    /** A small file of the studio's own, such as a ticket. */
    Optional<byte[]> readText(String path) throws IOException;

    /** Whether a file is there. */
    boolean hasFile(String path) throws IOException;

    /** Whether the archive has anything left to do with an original. */
    boolean isArchivable(Photo photo) throws IOException;

    /** Whether an original is on its way out: {@link #discardOriginal} was begun and did not come to its end. */
    default boolean isDiscardPending(Photo photo) {
        return false;
    }

    /**
     * Takes an original away for good, after its copy was verified or a person gave it up. The last thing before is to see
     * that it is the photo that was sent.
     *
     * @throws Problem when it is another; it is left where it is then
     */
    void discardOriginal(Photo photo) throws IOException;
}
