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
import studio.darkroom.storage.StoreFailure;
import studio.darkroom.text.Redactor;

/**
 * Handles the events of a bucket from its queue. Events are only hints: each key is checked in the bucket, and the next listing
 * finds what they miss. AWS URL-encodes keys, other stores do not, so both forms are checked. A message may arrive through SNS or
 * EventBridge, twice, late, or from another sender. A queue that cannot be read is reported once and blocks nothing.
 */
public final class BucketEventHandler implements PollingConsumerPollStrategy, ExceptionHandler {

    private static final Logger LOG = LoggerFactory.getLogger(BucketEventHandler.class);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final String lane;
    private final String bucket;
    private final BucketScan scan;
    private volatile boolean queueFailed;

    public BucketEventHandler(String lane, String bucket, BucketScan scan) {
        this.lane = lane;
        this.bucket = bucket;
        this.scan = scan;
    }

    /**
     * @param message a message of any kind
     * @throws StoreFailure if the store is unavailable; the message then stays in its queue
     */
    public void handleMessage(String message) throws StoreFailure {
        try {
            readEvents(JSON.readTree(message == null ? "" : message), true);
        } catch (JsonProcessingException e) {
            LOG.debug("Lane {}: ignored a message that is not an event: {}", lane, Redactor.redact(message));
        }
    }

    private void readEvents(JsonNode message, boolean unwrap) throws JsonProcessingException, StoreFailure {
        for (JsonNode event : message.path("Records")) {
            JsonNode s3 = event.path("s3");
            handleObjectEvent(s3.path("bucket").path("name").asText(), s3.path("object").path("key").asText(),
                    event.path("eventName").asText());
        }
        JsonNode detail = message.path("detail");
        if (detail.has("object")) {
            handleObjectEvent(detail.path("bucket").path("name").asText(), detail.path("object").path("key").asText(),
                    message.path("detail-type").asText());
        }
        if (unwrap && message.path("Message").isTextual()) {
            readEvents(JSON.readTree(message.path("Message").asText()), false);
        }
    }

    private void handleObjectEvent(String eventBucket, String key, String eventName) throws StoreFailure {
        if (!eventBucket.equals(bucket) || key.isEmpty() || eventName.contains("Removed") || eventName.contains("Deleted")) {
            return;
        }
        scan.checkKey(key);
        String decoded = decodeKey(key);
        if (!decoded.equals(key)) {
            scan.checkKey(decoded);
        }
    }

    private static String decodeKey(String key) {
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
        if (queueFailed) {
            queueFailed = false;
            LOG.info("Lane {}: reading the event queue works again", lane);
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

    /** @param exchange the message that could not be handled; null if the queue could not be read */
    @Override
    public void handleException(String message, Exchange exchange, Throwable exception) {
        if (exchange == null && !queueFailed) {
            queueFailed = true;
            LOG.warn("Lane {}: cannot read the event queue ({}); new photos are found every"
                    + " darkroom.bucket.list-interval-with-events", lane, Redactor.redact(exception.getMessage()));
        } else {
            LOG.debug("Lane {}: could not handle an event; the queue delivers it again", lane, exception);
        }
    }
}
