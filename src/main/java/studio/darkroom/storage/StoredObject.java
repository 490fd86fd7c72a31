package studio.darkroom.storage;

import java.time.Instant;
import java.util.Map;

/**
 * One object of a shelf.
 *
 * @param path its key below the shelf's prefix
 * @param size bytes
 * @param etag what the store calls its content, without quotes; the same content may have several names, a name never two
 *     contents
 * @param modified when it was put, by the store's clock
 * @param metadata what was said of it when it was put; empty when it comes from a listing
 */
public record StoredObject(String path, long size, String etag, Instant modified, Map<String, String> metadata) {

    public StoredObject {
        metadata = Map.copyOf(metadata);
    }

    static String unquoteEtag(String etag) {
        return etag == null ? "" : etag.replace("W/", "").replace("\"", "");
    }
}
