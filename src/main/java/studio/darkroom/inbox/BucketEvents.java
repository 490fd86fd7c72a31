package studio.darkroom.inbox;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import studio.darkroom.trouble.Plain;

/**
 * What a bucket tells of itself through a queue. Messages are hints and nothing more: whatever they name is looked at in
 * the bucket, and what they forget the next listing finds. AWS encodes keys as in a form, others do not, so both readings
 * are looked at. A message may come through SNS, twice, late, or from somebody else.
 */
public final class BucketEvents {

    private static final Logger LOG = LoggerFactory.getLogger(BucketEvents.class);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final String lane;
    private final String bucket;
    private final BucketLook look;

    public BucketEvents(String lane, String bucket, BucketLook look) {
        this.lane = lane;
        this.bucket = bucket;
        this.look = look;
    }

    /** @param message one message of the queue, of whatever kind */
    public void heard(String message) {
        try {
            told(JSON.readTree(message == null ? "" : message), true);
        } catch (JsonProcessingException e) {
            LOG.debug("Lane {}: a message that is no event is passed over: {}", lane, Plain.text(message));
        }
    }

    private void told(JsonNode message, boolean outer) throws JsonProcessingException {
        for (JsonNode event : message.path("Records")) {
            hint(event.path("s3").path("bucket").path("name").asText(), event.path("s3").path("object").path("key").asText(),
                    event.path("eventName").asText());
        }
        if (message.path("detail").has("object")) {
            hint(message.path("detail").path("bucket").path("name").asText(),
                    message.path("detail").path("object").path("key").asText(), message.path("detail-type").asText());
        }
        if (outer && message.path("Message").isTextual()) {
            told(JSON.readTree(message.path("Message").asText()), false);
        }
    }

    private void hint(String from, String key, String what) {
        if (!from.equals(bucket) || key.isEmpty() || what.contains("Removed") || what.contains("Deleted")) {
            return;
        }
        look.hinted(key);
        String decoded = decoded(key);
        if (!decoded.equals(key)) {
            look.hinted(decoded);
        }
    }

    private static String decoded(String key) {
        try {
            return URLDecoder.decode(key, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return key;
        }
    }
}
