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
 * @param name          name of the call in faults and evidence
 * @param method        HTTP method
 * @param path          path as sent, not decoded
 * @param pathVariables variables of the path, decoded
 * @param query         query parameters, decoded
 * @param headers       headers as sent
 * @param body          body bytes
 * @param fault         the fault that applies to this call, or null; responses with links check it
 */
public record Call(String name, String method, String path, Map<String, String> pathVariables, Map<String, String> query,
                   Map<String, List<String>> headers, byte[] body, Fault fault) {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** First value of a header; the name is case-insensitive. Null if it was not sent. */
    public String header(String name) {
        return headers.entrySet().stream().filter(e -> e.getKey().equalsIgnoreCase(name))
                .map(e -> e.getValue().isEmpty() ? "" : e.getValue().get(0)).findFirst().orElse(null);
    }

    public String pathVariable(String name) {
        return pathVariables.get(name);
    }

    /** Parses the body as JSON. An empty body is a missing node; an invalid one is a 400. */
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

    /** Whether this call returns links that have already expired. */
    public boolean wantsExpiredLinks() {
        return fault != null && fault.kind() == Fault.Kind.EXPIRED_LINK;
    }
}
