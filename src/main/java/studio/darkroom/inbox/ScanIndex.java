package studio.darkroom.inbox;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.spi.IdempotentRepository;
import org.apache.camel.support.service.ServiceSupport;
import studio.darkroom.ledger.InboxFiles;
import studio.darkroom.ledger.Photo;
import studio.darkroom.storage.StoredObject;

/**
 * The index of a scan: every file that the ledger knows, by name, size, and time or ETag. It is loaded from the ledger at start
 * and never ahead of it, so a file may be reported twice but is never missed.
 */
public final class ScanIndex extends ServiceSupport implements IdempotentRepository {

    private final String lane;
    private final InboxFiles inboxFiles;
    private final Runnable onLookup;
    private final Set<String> keys = ConcurrentHashMap.newKeySet();

    /** @param onLookup called for each lookup, which shows that a scan makes progress */
    public ScanIndex(String lane, InboxFiles inboxFiles, Runnable onLookup) {
        this.lane = lane;
        this.onLookup = onLookup;
        this.inboxFiles = inboxFiles;
    }

    @Override
    protected void doStart() {
        clear();
        inboxFiles.listKnownFiles(lane).forEach(seen -> keys.add(toKey(seen.path(), seen.size(), seen.modified(), seen.etag())));
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
        keys.remove(toKey(photo.path(), photo.size(), photo.modified(), photo.etag()));
    }

    /** Makes the scan report a file again that could not be recorded. */
    void forgetFile(InboxFiles.SeenFile file) {
        keys.remove(toKey(file.path(), file.size(), file.modified(), file.etag()));
    }

    @Override
    public boolean add(String key) {
        return keys.add(key);
    }

    @Override
    public boolean contains(String key) {
        onLookup.run();
        return keys.contains(key);
    }

    @Override
    public boolean remove(String key) {
        return keys.remove(key);
    }

    @Override
    public boolean confirm(String key) {
        return true;
    }

    @Override
    public void clear() {
        keys.clear();
    }
}
