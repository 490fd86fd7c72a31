package studio.darkroom.sim.imagen;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

import studio.darkroom.sim.Switches;
import studio.darkroom.sim.store.Presigner;

/** The presigned storage links of one simulator. */
public final class Links {

    private final Presigner presigner;
    private final String bucket;
    private final Switches switches;

    public Links(Presigner presigner, String bucket, Switches switches) {
        this.presigner = presigner;
        this.bucket = bucket;
        this.switches = switches;
    }

    public String download(String key, boolean expired) {
        return link("GET", key, Map.of(), expired);
    }

    /** @param md5 base64 MD5 the PUT must carry as Content-MD5, or null */
    public String upload(String key, String md5, boolean expired) {
        Map<String, String> headers = new HashMap<>();
        if (md5 != null && switches.is("md5", "signed")) {
            headers.put("content-md5", md5);
        }
        String type = switches.get("put-content-type");
        if (type.startsWith("signed:")) {
            headers.put("content-type", type.substring(7));
        }
        return link("PUT", key, headers, expired);
    }

    private String link(String method, String key, Map<String, String> headers, boolean expired) {
        Duration life = Duration.ofSeconds(Math.max(1, switches.number("link-life")));
        Instant signed = expired ? Instant.now().minus(life).minusSeconds(60) : Instant.now();
        return presigner.link(method, bucket, key, headers, Map.of(), signed, life);
    }
}
