package studio.darkroom.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import studio.darkroom.config.Secret;
import studio.darkroom.config.Settings;

/** A running node, spoken with over its HTTP API. */
final class NodeClient implements NodeApi {

    private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5)).build();
    private final ObjectMapper mapper = new ObjectMapper();
    private final URI address;
    private final Optional<Secret> token;

    NodeClient(URI address, Optional<Secret> token) {
        this.address = address;
        this.token = token;
    }

    /** @throws CommandFailure when the settings do not tell where the node listens */
    static NodeClient of(Settings.Http settings) {
        if (!settings.isEnabled()) {
            throw new CommandFailure("darkroom.http.port is off, so the node cannot be asked from outside: give it a port.");
        }
        if (settings.port() == 0) {
            throw new CommandFailure("darkroom.http.port is 0, so nobody but the node knows where it listens: its first log line"
                    + " says where; name it with --node http://127.0.0.1:<port>.");
        }
        return new NodeClient(buildAddress(settings), settings.token());
    }

    /** Where to call a node that listens there; one that listens everywhere also does here. */
    static URI buildAddress(Settings.Http settings) {
        String host = switch (settings.host()) {
            case "0.0.0.0" -> "127.0.0.1";
            case "::", "[::]" -> "[::1]";
            default -> settings.host().contains(":") && !settings.host().startsWith("[") ? "[" + settings.host() + "]" : settings.host();
        };
        return URI.create("http://" + host + ":" + settings.port());
    }

    URI address() {
        return address;
    }

    @Override
    public JsonNode get(String path) {
        return sendRequest(newRequest(path).GET());
    }

    @Override
    public JsonNode post(String path, String body) {
        return sendRequest(newRequest(path).header("Content-Type", "application/json").POST(BodyPublishers.ofString(body)));
    }

    /** Text as one segment of a path or one value of a query. */
    static String encodeSegment(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private HttpRequest.Builder newRequest(String path) {
        HttpRequest.Builder request = HttpRequest.newBuilder(address.resolve(path)).timeout(Duration.ofSeconds(60));
        token.ifPresent(secret -> request.header("Authorization", "Bearer " + secret.reveal()));
        return request;
    }

    private JsonNode sendRequest(HttpRequest.Builder request) {
        HttpResponse<String> response;
        try {
            response = http.send(request.build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new CommandFailure("No Darkroom answers at " + address + ": start one with run.");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandFailure("The call was broken off.");
        }
        JsonNode json;
        try {
            json = mapper.readTree(response.body());
        } catch (JsonProcessingException e) {
            throw new CommandFailure("Something else than Darkroom answers at " + address + " (status " + response.statusCode()
                    + "): correct darkroom.http.port or --node.");
        }
        if (response.statusCode() >= 300) {
            throw new CommandFailure(Terminal.sanitizeText(json.path("error").asText("Darkroom answers " + response.statusCode() + ".")));
        }
        return json;
    }
}
