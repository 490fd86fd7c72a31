package studio.darkroom.storage;

import java.time.Instant;
import java.util.Map;

/**
 * One object below a prefix.
 *
 * @param path its key below the prefix
 * @param size bytes
 * @param etag its ETag without quotes; the same content may have several ETags, but an ETag never has two contents
 * @param modified when it was stored, by the store's clock
 * @param metadata empty if the object comes from a listing
 */
public record StoredObject(String path, long size, String etag, Instant modified, Map<String, String> metadata) {

    public StoredObject {
        metadata = Map.copyOf(metadata);
    }

    static String unquoteEtag(String etag) {
        return etag == null ? "" : etag.replace("W/", "").replace("\"", "");
    }
}
