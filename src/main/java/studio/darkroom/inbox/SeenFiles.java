package studio.darkroom.inbox;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.spi.IdempotentRepository;
import org.apache.camel.support.service.ServiceSupport;
import studio.darkroom.bucket.Item;
import studio.darkroom.ledger.Photo;
import studio.darkroom.ledger.Sightings;

/**
 * The memory of a sensor: every file by name, size and time or ETag as the ledger has it. It is read from the ledger at
 * the start and only ever runs behind it, so a file may be told twice, and never not at all.
 */
public final class SeenFiles extends ServiceSupport implements IdempotentRepository {

    private final String lane;
    private final Sightings sightings;
    private final Runnable asked;
    private final Set<String> keys = ConcurrentHashMap.newKeySet();

    /** @param asked hears each time that somebody asks for a file: a sign that a look goes on */
    public SeenFiles(String lane, Sightings sightings, Runnable asked) {
        this.lane = lane;
        this.asked = asked;
        this.sightings = sightings;
    }

    @Override
    protected void doStart() {
        clear();
        sightings.memory(lane).forEach(seen -> keys.add(key(seen.path(), seen.size(), seen.modified(), seen.etag())));
    }

    /** As the routes of folders make it too. */
    private static String key(String path, long size, long modified, String etag) {
        return path + "-" + size + "-" + modified + (etag == null ? "" : "-" + etag);
    }

    static String key(Item item) {
        return key(item.path(), item.size(), BucketInbox.modified(item), item.etag());
    }

    /** The file is told again if it is seen again. */
    public void forget(Photo photo) {
        keys.remove(key(photo.path(), photo.size(), photo.modified(), photo.etag()));
    }

    /** The same for a file that could not be told of. */
    void forget(Sightings.Sighting file) {
        keys.remove(key(file.path(), file.size(), file.modified(), file.etag()));
    }

    @Override
    public boolean add(String key) {
        return keys.add(key);
    }

    @Override
    public boolean contains(String key) {
        asked.run();
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
