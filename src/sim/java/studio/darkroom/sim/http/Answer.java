package studio.darkroom.sim.http;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * What a call is answered.
 *
 * @param status  HTTP status
 * @param type    Content-Type, empty for none
 * @param body    bytes of the body
 * @param headers further headers
 */
public record Answer(int status, String type, byte[] body, Map<String, String> headers) {

    public static Answer json(int status, JsonNode body) {
        return new Answer(status, "application/json", body.toString().getBytes(StandardCharsets.UTF_8), Map.of());
    }

    public static Answer text(int status, String type, String body) {
        return new Answer(status, type, body.getBytes(StandardCharsets.UTF_8), Map.of());
    }

    public static Answer empty(int status) {
        return new Answer(status, "", new byte[0], Map.of());
    }

    public Answer with(String header, String value) {
        Map<String, String> more = new HashMap<>(headers);
        more.put(header, value);
        return new Answer(status, type, body, more);
    }
}
