package studio.darkroom.inbox;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.Optional;
import java.util.Set;
import studio.darkroom.ledger.Photo;
import studio.darkroom.lifecycle.Trouble.Outage;
import studio.darkroom.lifecycle.Trouble.Problem;
import studio.darkroom.photo.PhotoBytes;
import studio.darkroom.storage.ByteSource;

/** The inbox of a lane: a folder, or a prefix in a bucket. Paths are those of the ledger, with slashes. */
public interface Inbox {

    /** @throws Outage if it is unavailable */
    void requireAvailable();

    /**
     * Lists the files of one shoot.
     *
     * @param folder of the shoot; empty for files in the inbox itself
     */
    ShootListing listShoot(String folder) throws IOException;

    /** The files of one shoot. */
    interface ShootListing {

        /** @throws NoSuchFileException if the file was removed */
        FileAttributes readAttributes(String path) throws IOException;

        /** The paths of all files. */
        Set<String> listPaths() throws IOException;
    }

    /**
     * The properties of a file that are known without reading it.
     *
     * @param modified epoch milliseconds; of an object as in {@link BucketInbox#toModifiedMillis}
     * @param etag the version of the content of an object; null for a file, which may change while it is read
     */
    record FileAttributes(long size, long modified, String etag) {
    }

    /** Why a file must not be read: it is outside the inbox, or a pipe or a device. Null if it may be read. */
    default String findRejectReason(String path) {
        return null;
    }

    /** Opens a file for random access; the caller closes it. */
    PhotoBytes openBytes(String path, FileAttributes attributes) throws IOException;

    /**
     * The content of a photo as it was when its shoot was closed.
     *
     * @throws Problem if the photo was removed or changed
     * @throws Outage if the inbox is unavailable
     */
    ByteSource resolveOriginal(Photo photo);

    /** A small file such as a ticket; empty if it does not exist. */
    Optional<byte[]> readText(String path) throws IOException;

    /** Whether a file exists. */
    boolean hasFile(String path) throws IOException;

    /** Whether an original still has to be archived. */
    boolean isArchivable(Photo photo) throws IOException;

    /** Whether {@link #discardOriginal} started and did not finish. */
    default boolean isDiscardPending(Photo photo) {
        return false;
    }

    /**
     * Deletes an original after its delivery was verified. The last check before is that it is still the photo that was uploaded.
     *
     * @throws Problem if it is another photo; it is not deleted then
     */
    void discardOriginal(Photo photo) throws IOException;
}
