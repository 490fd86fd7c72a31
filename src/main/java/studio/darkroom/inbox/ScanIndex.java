package studio.darkroom.inbox;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.spi.IdempotentRepository;
import org.apache.camel.support.service.ServiceSupport;
import studio.darkroom.ledger.InboxFiles;
import studio.darkroom.ledger.Photo;
import studio.darkroom.storage.StoredObject;

/**
 * The memory of a sensor: every file by name, size and time or ETag as the ledger has it. It is read from the ledger at
 * the start and only ever runs behind it, so a file may be told twice, and never not at all.
 */
public final class ScanIndex extends ServiceSupport implements IdempotentRepository {

    private final String lane;
    private final InboxFiles inboxFiles;
    private final Runnable onLookup;
    private final Set<String> keys = ConcurrentHashMap.newKeySet();

    /** @param onLookup hears each time that somebody asks for a file: a sign that a look goes on */
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

    /** As the routes of folders make it too. */
    private static String toKey(String path, long size, long modified, String etag) {
        return path + "-" + size + "-" + modified + (etag == null ? "" : "-" + etag);
    }

    static String toKey(StoredObject item) {
        return toKey(item.path(), item.size(), BucketInbox.toModifiedMillis(item), item.etag());
    }

    /** The file is told again if it is seen again. */
    public void forgetFile(Photo photo) {
        keys.remove(toKey(photo.path(), photo.size(), photo.modified(), photo.etag()));
    }

    /** The same for a file that could not be told of. */
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
