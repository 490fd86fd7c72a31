package studio.darkroom.sim.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import studio.darkroom.sim.Fault;

/**
 * One call to an API.
 *
 * @param name     name of the call, as faults and evidence use it
 * @param method   HTTP method
 * @param path     path as sent, not decoded
 * @param pathVariables     variables of the path, decoded
 * @param query    query parameters, decoded
 * @param headers  headers as sent
 * @param body     body bytes
 * @param fault    the fault this call meets, or null; answers that hold links look at it
 */
public record Call(String name, String method, String path, Map<String, String> pathVariables, Map<String, String> query,
                   Map<String, List<String>> headers, byte[] body, Fault fault) {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** First value of a header, name compared without case; null when it was not sent. */
    public String header(String name) {
        return headers.entrySet().stream().filter(e -> e.getKey().equalsIgnoreCase(name))
                .map(e -> e.getValue().isEmpty() ? "" : e.getValue().get(0)).findFirst().orElse(null);
    }

    public String pathVariable(String name) {
        return pathVariables.get(name);
    }

    /** The body as JSON; a missing node when there is none; 400 when it is not JSON. */
    public JsonNode parseJson() {
        if (bodyText().isBlank()) {
            return MissingNode.getInstance();
        }
        try {
            return JSON.readTree(body);
        } catch (IOException e) {
            throw new HttpStatusException(400, "The body is not JSON.");
        }
    }

    public String bodyText() {
        return new String(body, StandardCharsets.UTF_8);
    }

    /** Whether links given out by this call have expired already. */
    public boolean wantsExpiredLinks() {
        return fault != null && fault.kind() == Fault.Kind.EXPIRED_LINK;
    }
}
