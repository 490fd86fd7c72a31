package studio.darkroom.vendor;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.io.entity.HttpEntityWrapper;
import studio.darkroom.config.Settings;
import studio.darkroom.ledger.Shoot;
import studio.darkroom.lifecycle.Trouble.Outage;
import studio.darkroom.lifecycle.Trouble.TransientFailure;
import studio.darkroom.transfer.MultipartUploads;

/** Builds requests to a vendor's API and reads its responses, for the vendor files. */
public final class VendorRequests {

    /** Maximum size of an API response; photos are never transferred this way. */
    private static final int MAX_RESPONSE_BYTES = 16 * 1024 * 1024;

    private static final Duration MAX_RETRY_AFTER = Duration.ofHours(1);

    private final ObjectMapper mapper = new ObjectMapper();
    private final Clock clock;
    private final Map<String, Settings.Vendor> vendors;

    /** @param vendors the address, without a trailing slash, and the key of each vendor */
    public VendorRequests(Clock clock, Map<String, Settings.Vendor> vendors) {
        this.clock = clock;
        this.vendors = Map.copyOf(vendors);
    }

    /** The API key. @throws Outage if none is set */
    public String requireKey(String vendor) {
        return Optional.ofNullable(vendors.get(vendor)).flatMap(Settings.Vendor::key)
                .orElseThrow(() -> new Outage("vendor:" + vendor, "key-missing", "No API key is set for " + vendor + ".",
                        "Set darkroom.vendor." + vendor + ".key and restart Darkroom.")).reveal();
    }

    /** The value of an {@code Authorization} header with the API key. @throws Outage if none is set */
    public String createAuthorization(String vendor) {
        return "Bearer " + requireKey(vendor);
    }

    /** Encodes text as one path segment or query value. */
    public String encodeSegment(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** {@code {key: value}}. */
    public Map<String, Object> createObject(String key, Object value) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put(key, value);
        return object;
    }

    /** A single link as a row. */
    public Map<String, String> createLinkRow(String url) {
        return Map.of("url", url);
    }

    /** Adds a field. @return the same object */
    public Map<String, Object> addField(Map<String, Object> object, String key, Object value) {
        object.put(key, value);
        return object;
    }

    /**
     * The body of an edit: the ticket's options under the vendor's own names, and the profile.
     *
     * @param profileField the vendor's name for the profile's key; null if there are none
     */
    public Map<String, Object> createEditRequest(Shoot shoot, String profileField) {
        Map<String, Object> body = new LinkedHashMap<>();
        if (profileField != null && shoot.profile() != null) {
            body.put(profileField, shoot.profile().matches("\\d{1,18}") ? Long.valueOf(shoot.profile()) : shoot.profile());
        }
        shoot.ticket().edit().properties().forEach(option -> body.put(option.getKey(), option.getValue()));
        return body;
    }

    /**
     * Turns the exchange into the request {@code call}. A map in the body is sent as JSON; any other body is not sent.
     *
     * @param call method and path below the vendor's address, for example {@code POST /projects/}
     * @param type the Content-Type of the JSON; null: application/json, empty: an empty header (docs/vendors/imagen.md 2.4)
     */
    public void prepareRequest(Exchange exchange, String vendor, String call, String type) throws JsonProcessingException {
        int blank = call.indexOf(' ');
        String method = call.substring(0, blank);
        Message message = exchange.getMessage();
        Object body = message.getBody();
        message.setHeader(Exchange.HTTP_METHOD, method);
        message.setHeader(Exchange.HTTP_URI, vendors.get(vendor).url() + call.substring(blank + 1));
        if (body instanceof Map<?, ?> map) {
            message.setBody(createBody(mapper.writeValueAsBytes(map), type == null ? "application/json" : type));
        } else {
            message.setBody(method.equals("GET") ? null : createBody(new byte[0], null));
        }
        exchange.removeVariable("type");
    }

    /** Reads what the exchange has just received from {@code vendor}. */
    public VendorResponse readResponse(Exchange exchange, String vendor) {
        Message message = exchange.getMessage();
        int status = message.getHeader(Exchange.HTTP_RESPONSE_CODE, 0, Integer.class);
        byte[] body = readBody(message, vendor);
        String excerpt = new String(body, 0, Math.min(body.length, 2048), StandardCharsets.UTF_8);
        Duration retryAfter = parseRetryAfter(message.getHeader("Retry-After", String.class));
        message.removeHeaders("*");
        return new VendorResponse(vendor, status, unwrapData(body), excerpt, retryAfter);
    }

    /**
     * Reads the vendor's response to the opening of an upload in parts.
     *
     * @param idQuery, keyQuery jq expressions for the vendor's names of the upload
     * @param partsQuery a jq expression for rows of {@code part} and {@code url}
     */
    public MultipartUploads.OpenedUpload readOpenedUpload(VendorResponse response, String idQuery, String keyQuery, String partsQuery) {
        return new MultipartUploads.OpenedUpload(response.requireValue(idQuery), response.requireValue(keyQuery), response.selectRows(partsQuery));
    }

    private static byte[] readBody(Message message, String vendor) {
        try (InputStream in = message.getBody(InputStream.class)) {
            byte[] body = in == null ? new byte[0] : in.readNBytes(MAX_RESPONSE_BYTES + 1);
            if (body.length > MAX_RESPONSE_BYTES) {
                throw new TransientFailure("vendor:" + vendor, "answer-strange", vendor + " sent a response of more than "
                        + MAX_RESPONSE_BYTES / 1024 / 1024 + " MB");
            }
            return body;
        } catch (IOException e) {
            throw new TransientFailure("vendor:" + vendor, "answer-cut", "The response of " + vendor + " was cut off");
        } finally {
            // The caller's stream cache would read the closed stream again and hide the failure.
            message.setBody(null);
        }
    }

    private JsonNode unwrapData(byte[] body) {
        if (body.length == 0) {
            return MissingNode.getInstance();
        }
        try {
            JsonNode json = mapper.readTree(body);
            return json.isObject() && json.size() == 1 && json.has("data") ? json.get("data") : json;
        } catch (IOException e) {
            return MissingNode.getInstance();
        }
    }

    private Duration parseRetryAfter(String retryAfter) {
        if (retryAfter == null) {
            return null;
        }
        Duration wait;
        try {
            wait = Duration.ofSeconds(Long.parseLong(retryAfter.strip()));
        } catch (NumberFormatException e) {
            try {
                Instant until = ZonedDateTime.parse(retryAfter.strip(), DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
                wait = Duration.between(clock.instant(), until);
            } catch (DateTimeException neither) {
                return null;
            }
        }
        if (wait.isNegative()) {
            return Duration.ZERO;
        }
        return wait.compareTo(MAX_RETRY_AFTER) > 0 ? MAX_RETRY_AFTER : wait;
    }

    /** A request body with exactly the given Content-Type, which may be empty; null sends none. */
    private static HttpEntity createBody(byte[] bytes, String type) {
        return new HttpEntityWrapper(new ByteArrayEntity(bytes, null)) {
            @Override
            public String getContentType() {
                return type;
            }
        };
    }
}
