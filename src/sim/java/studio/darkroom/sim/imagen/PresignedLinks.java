package studio.darkroom.sim.imagen;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import studio.darkroom.sim.Switches;
import studio.darkroom.sim.store.Presigner;

/** Creates the presigned storage links of one simulator. */
public final class PresignedLinks {

    private final Presigner presigner;
    private final String bucket;
    private final Switches switches;

    public PresignedLinks(Presigner presigner, String bucket, Switches switches) {
        this.presigner = presigner;
        this.bucket = bucket;
        this.switches = switches;
    }

    public String createDownloadLink(String key, boolean expired) {
        return presignUrl("GET", key, Map.of(), Map.of(), expired);
    }

    /** Creates the link of one part of a multipart upload; signed like an upload link. */
    public String createPartLink(String key, String uploadId, int number, boolean expired) {
        return presignUrl("PUT", key, contentTypeHeader(), Map.of("partNumber", Integer.toString(number), "uploadId", uploadId), expired);
    }

    /** @param md5 base64 MD5 that the PUT must send as Content-MD5, or null */
    public String createUploadLink(String key, String md5, boolean expired) {
        Map<String, String> headers = contentTypeHeader();
        if (md5 != null && switches.is("md5", "signed")) {
            headers.put("content-md5", md5);
        }
        return presignUrl("PUT", key, headers, Map.of(), expired);
    }

    private Map<String, String> contentTypeHeader() {
        Map<String, String> headers = new HashMap<>();
        String type = switches.get("put-content-type");
        if (type.startsWith("signed:")) {
            headers.put("content-type", type.substring(7));
        }
        return headers;
    }

    private String presignUrl(String method, String key, Map<String, String> headers, Map<String, String> query, boolean expired) {
        Duration lifetime = Duration.ofSeconds(Math.max(1, switches.getLong("link-life")));
        Instant signed = expired ? Instant.now().minus(lifetime).minusSeconds(60) : Instant.now();
        return presigner.presignUrl(method, bucket, key, headers, query, signed, lifetime);
    }
}
