package studio.darkroom.inbox;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import org.apache.camel.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.spi.ExceptionHandler;
import org.apache.camel.spi.PollingConsumerPollStrategy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import studio.darkroom.bucket.StoreFailure;
import studio.darkroom.trouble.Plain;

/**
 * What a bucket tells of itself through a queue. Messages are hints and nothing more: whatever they name is looked at in
 * the bucket, and what they forget the next listing finds. AWS encodes keys as in a form, others do not, so both readings
 * are looked at. A message may come through SNS or EventBridge, twice, late, or from somebody else. A queue that cannot
 * be heard is told once and stops nothing.
 */
public final class BucketEvents implements PollingConsumerPollStrategy, ExceptionHandler {

    private static final Logger LOG = LoggerFactory.getLogger(BucketEvents.class);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final String lane;
    private final String bucket;
    private final BucketLook look;
    private volatile boolean silent;

    public BucketEvents(String lane, String bucket, BucketLook look) {
        this.lane = lane;
        this.bucket = bucket;
        this.look = look;
    }

    /**
     * @param message one message of the queue, of whatever kind
     * @throws StoreFailure when the bucket cannot be asked now; the message then stays in its queue
     */
    public void heard(String message) throws StoreFailure {
        try {
            told(JSON.readTree(message == null ? "" : message), true);
        } catch (JsonProcessingException e) {
            LOG.debug("Lane {}: a message that is no event is passed over: {}", lane, Plain.text(message));
        }
    }

    private void told(JsonNode message, boolean outer) throws JsonProcessingException, StoreFailure {
        for (JsonNode event : message.path("Records")) {
            JsonNode what = event.path("s3");
            hint(what.path("bucket").path("name").asText(), what.path("object").path("key").asText(),
                    event.path("eventName").asText());
        }
        JsonNode detail = message.path("detail");
        if (detail.has("object")) {
            hint(detail.path("bucket").path("name").asText(), detail.path("object").path("key").asText(),
                    message.path("detail-type").asText());
        }
        if (outer && message.path("Message").isTextual()) {
            told(JSON.readTree(message.path("Message").asText()), false);
        }
    }

    private void hint(String from, String key, String what) throws StoreFailure {
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

    @Override
    public boolean begin(Consumer consumer, Endpoint endpoint) {
        return true;
    }

    @Override
    public void commit(Consumer consumer, Endpoint endpoint, int polledMessages) {
        if (silent) {
            silent = false;
            LOG.info("Lane {}: the queue of its bucket is heard again", lane);
        }
    }

    @Override
    public boolean rollback(Consumer consumer, Endpoint endpoint, int retryCounter, Exception cause) {
        handleException(cause);
        return false;
    }

    @Override
    public void handleException(Throwable exception) {
        handleException(null, null, exception);
    }

    @Override
    public void handleException(String message, Throwable exception) {
        handleException(message, null, exception);
    }

    /** @param exchange the message that could not be followed; null when the queue could not be heard */
    @Override
    public void handleException(String message, Exchange exchange, Throwable exception) {
        if (exchange == null && !silent) {
            silent = true;
            LOG.warn("Lane {}: the queue of its bucket cannot be heard ({}). New photos are found by"
                    + " darkroom.gather.listing-with-events until it can", lane, Plain.text(exception.getMessage()));
        } else {
            LOG.debug("Lane {}: an event could not be followed and comes again", lane, exception);
        }
    }
}
