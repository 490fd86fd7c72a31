package studio.darkroom.inbox;

import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.support.processor.idempotent.MemoryIdempotentRepository;
import studio.darkroom.ledger.InboxFiles;
import studio.darkroom.ledger.Photo;
import studio.darkroom.storage.StoredObject;

/**
 * The index of a scan: every file that the ledger knows, by name, size, and time or ETag. It is loaded from the ledger at start
 * and never ahead of it, so a file may be reported twice but is never missed.
 */
public final class ScanIndex extends MemoryIdempotentRepository {

    private final String lane;
    private final InboxFiles inboxFiles;
    private final Runnable onLookup;

    /** @param onLookup called for each lookup, which shows that a scan makes progress */
    public ScanIndex(String lane, InboxFiles inboxFiles, Runnable onLookup) {
        super(new ConcurrentHashMap<>());
        this.lane = lane;
        this.onLookup = onLookup;
        this.inboxFiles = inboxFiles;
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        clear();
        inboxFiles.listKnownFiles(lane).forEach(seen -> add(toKey(seen.path(), seen.size(), seen.modified(), seen.etag())));
    }

    /** The same key as {@code idempotentKey} of the route inbox-folder. */
    private static String toKey(String path, long size, long modified, String etag) {
        return path + "-" + size + "-" + modified + (etag == null ? "" : "-" + etag);
    }

    static String toKey(StoredObject item) {
        return toKey(item.path(), item.size(), BucketInbox.toModifiedMillis(item), item.etag());
    }

    /** Makes the scan report a photo again if it comes back. */
    public void forgetFile(Photo photo) {
        remove(toKey(photo.path(), photo.size(), photo.modified(), photo.etag()));
    }

    /** Makes the scan report a file again that could not be recorded. */
    void forgetFile(InboxFiles.SeenFile file) {
        remove(toKey(file.path(), file.size(), file.modified(), file.etag()));
    }

    @Override
    public boolean contains(String key) {
        onLookup.run();
        return super.contains(key);
    }
}
