package studio.darkroom.sim.http;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/**
 * The response to a call.
 *
 * @param status  HTTP status
 * @param type    Content-Type, or empty
 * @param body    bytes of the body
 * @param headers further headers
 */
public record Response(int status, String type, byte[] body, Map<String, String> headers) {

    public static Response json(int status, JsonNode body) {
        return new Response(status, "application/json", body.toString().getBytes(StandardCharsets.UTF_8), Map.of());
    }

    public static Response text(int status, String type, String body) {
        return new Response(status, type, body.getBytes(StandardCharsets.UTF_8), Map.of());
    }

    public static Response empty(int status) {
        return new Response(status, "", new byte[0], Map.of());
    }

    public Response withHeader(String header, String value) {
        Map<String, String> allHeaders = new HashMap<>(headers);
        allHeaders.put(header, value);
        return new Response(status, type, body, allHeaders);
    }
}
