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
import studio.darkroom.cli.Cli.CommandFailure;
import studio.darkroom.cli.Cli.NodeApi;
import studio.darkroom.config.Secret;
import studio.darkroom.config.Settings;

/** Calls a running node over HTTP. */
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

    /** @throws CommandFailure if the settings do not contain the address of the node */
    static NodeClient of(Settings.Http settings) {
        if (!settings.isEnabled()) {
            throw new CommandFailure("HTTP is disabled (darkroom.http.port = off), so the command line cannot reach the node. Set darkroom.http.port.");
        }
        if (settings.port() == 0) {
            throw new CommandFailure("The node selects a free port at startup (darkroom.http.port = 0). Find the port in the first log line"
                    + " and pass it: --node http://127.0.0.1:<port>");
        }
        return new NodeClient(buildAddress(settings), settings.token());
    }

    /** The address of a node with these settings; a node that listens on all addresses is called on loopback. */
    static URI buildAddress(Settings.Http settings) {
        String host = switch (settings.host()) {
            case "0.0.0.0" -> "127.0.0.1";
            case "::", "[::]" -> "[::1]";
            default -> settings.host();
        };
        return new Settings.Http(settings.port(), host, settings.token()).buildUrl(settings.port());
    }

    URI address() {
        return address;
    }

    @Override
    public JsonNode listShoots(String state, String lane) {
        return get("/api/shoots" + buildQuery("state", state, "lane", lane));
    }

    @Override
    public JsonNode describeShoot(String shoot) {
        return get("/api/shoots/" + encodeSegment(shoot));
    }

    @Override
    public JsonNode reportCharges(String since, String until, String lane) {
        return get("/api/charges" + buildQuery("since", since, "until", until, "lane", lane));
    }

    @Override
    public JsonNode runShootAction(String shoot, String action, String body) {
        return post("/api/shoots/" + encodeSegment(shoot) + "/" + action, body);
    }

    @Override
    public JsonNode runLaneAction(String lane, String action) {
        return post("/api/lanes/" + encodeSegment(lane) + "/" + action, "");
    }

    /** What listens at an address. */
    enum Listener { DARKROOM, OTHER, NONE }

    /** Finds out what listens at the address, without a token. */
    Listener probeListener() {
        try {
            HttpResponse<String> response = send(newRequest("/observe/health/live").GET());
            return mapper.readTree(response.body()).path("status").isTextual() ? Listener.DARKROOM : Listener.OTHER;
        } catch (JsonProcessingException e) {
            return Listener.OTHER;
        } catch (IOException e) {
            return Listener.NONE;
        }
    }

    private JsonNode get(String path) {
        return readJson(newRequest(path).GET());
    }

    private JsonNode post(String path, String body) {
        return readJson(newRequest(path).header("Content-Type", "application/json").POST(BodyPublishers.ofString(body)));
    }

    /** @param parameters names and values in turn; null values are left out */
    private static String buildQuery(String... parameters) {
        StringBuilder query = new StringBuilder();
        for (int i = 0; i < parameters.length; i += 2) {
            if (parameters[i + 1] != null) {
                query.append(query.length() == 0 ? '?' : '&').append(parameters[i]).append('=').append(encodeSegment(parameters[i + 1]));
            }
        }
        return query.toString();
    }

    private static String encodeSegment(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private HttpRequest.Builder newRequest(String path) {
        HttpRequest.Builder request = HttpRequest.newBuilder(address.resolve(path)).timeout(Duration.ofSeconds(60));
        token.ifPresent(secret -> request.header("Authorization", "Bearer " + secret.reveal()));
        return request;
    }

    private JsonNode readJson(HttpRequest.Builder request) {
        try {
            HttpResponse<String> response = send(request);
            JsonNode json = mapper.readTree(response.body());
            if (response.statusCode() < 300) {
                return json;
            }
            if (json.path("error").isTextual()) {
                throw new CommandFailure(Terminal.sanitizeText(json.path("error").asText()));
            }
            throw notDarkroom();
        } catch (JsonProcessingException e) {
            throw notDarkroom();
        } catch (IOException e) {
            throw new CommandFailure("No Darkroom node responds at " + address + ". Start one with: darkroom run");
        }
    }

    private CommandFailure notDarkroom() {
        return new CommandFailure("The server at " + address + " is not a Darkroom node."
                + " Correct darkroom.http.port or --node.");
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws IOException {
        try {
            return http.send(request.build(), BodyHandlers.ofString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandFailure("The call was interrupted.");
        }
    }
}
