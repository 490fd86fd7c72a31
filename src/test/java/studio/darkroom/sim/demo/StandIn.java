package studio.darkroom.sim.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/** The least program that does what the demo expects of the product: takes each lane's shoot through the vendor once. */
public final class StandIn {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final Map<String, Object[]> SHOOTS = new ConcurrentHashMap<>();

    private StandIn() {
    }

    public static void main(String[] args) throws Exception {
        if (!List.of(args).equals(List.of("run"))) {
            throw new IllegalArgumentException("started with " + List.of(args));
        }
        System.out.println("stand-in starts");
        HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", Integer.parseInt(env("DARKROOM_HTTP_PORT"))), 0);
        server.createContext("/api/shoots", exchange -> {
            ArrayNode list = JSON.createArrayNode();
            SHOOTS.forEach((name, s) -> list.addObject().put("name", name).put("step", (String) s[0]).put("state", (String) s[1])
                    .put("photos", (int) s[2]).put("uploaded", (int) s[3]).put("results", (int) s[2]).put("delivered", (int) s[4]));
            byte[] body = list.toString().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        for (String lane : env("DARKROOM_LANES").split(",")) {
            new Thread(() -> lane("DARKROOM_LANE_" + lane.toUpperCase(java.util.Locale.ROOT))).start();
        }
    }

    private static String env(String name) {
        return System.getenv(name);
    }

    private static void lane(String name) {
        try {
            Path inbox = Path.of(env(name + "_INBOX").substring("folder:".length()));
            while (folders(inbox).isEmpty() || folders(folders(inbox).get(0)).size() < 4) {
                LockSupport.parkNanos(50_000_000);
            }
            Path shoot = folders(inbox).get(0);
            if (Files.exists(Path.of(env("DARKROOM_HOME")).resolveSibling("hold"))) {
                SHOOTS.put(shoot.getFileName().toString(), new Object[] {"edit", "decision", 4, 4, 0});
                return;
            }
            edit(shoot, Path.of(env(name + "_DELIVERY").substring("folder:".length())),
                    Files.readString(Path.of(env(name + "_TICKET"))).contains("ELEGANT HOME") ? 5700 : 5701);
        } catch (Exception e) {
            e.printStackTrace();
        }
    }

    private static void edit(Path shoot, Path delivery, int profile) throws Exception {
        String name = shoot.getFileName().toString();
        SHOOTS.put(name, new Object[] {"upload", "active", 4, 0, 0});
        String project = api("POST", "/projects/", "application/json", "{}").path("project_uuid").asText();
        int n = 0;
        for (Path photo : folders(shoot)) {
            String link = api("POST", "/projects/" + project + "/get_temporary_upload_links", "application/json",
                    "{\"files_list\":[{\"file_name\":\"" + photo.getFileName() + "\"}]}").at("/files_list/0/upload_link").asText();
            HTTP.send(HttpRequest.newBuilder(URI.create(link)).PUT(BodyPublishers.ofFile(photo)).build(), BodyHandlers.discarding());
            SHOOTS.put(name, new Object[] {"upload", "active", 4, ++n, 0});
        }
        for (String action : List.of("edit", "export")) {
            api("POST", "/projects/" + project + "/" + action, "", action.equals("edit") ? "{\"profile_key\":" + profile + "}" : "");
            SHOOTS.put(name, new Object[] {"await-" + action, "active", 4, 4, 0});
            while (!api("GET", "/projects/" + project + "/" + action + "/status", "", "").path("status").asText().equals("Completed")) {
                LockSupport.parkNanos(100_000_000);
            }
        }
        Files.createDirectories(delivery.resolve(name));
        int delivered = 0;
        for (JsonNode f : api("GET", "/projects/" + project + "/export/get_temporary_download_links", "", "").path("files_list")) {
            HTTP.send(HttpRequest.newBuilder(URI.create(f.path("download_link").asText())).build(),
                    BodyHandlers.ofFile(delivery.resolve(name).resolve(f.path("file_name").asText())));
            SHOOTS.put(name, new Object[] {"deliver", "active", 4, 4, ++delivered});
        }
        SHOOTS.put(name, new Object[] {"done", "done", 4, 4, delivered});
    }

    private static JsonNode api(String method, String path, String type, String body) throws Exception {
        BodyPublisher content = body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body);
        return JSON.readTree(HTTP.send(HttpRequest.newBuilder(URI.create(env("DARKROOM_VENDOR_IMAGEN_URL") + path))
                .header("x-api-key", env("DARKROOM_VENDOR_IMAGEN_KEY")).header("Content-Type", type).method(method, content).build(),
                BodyHandlers.ofByteArray()).body()).path("data");
    }

    private static List<Path> folders(Path folder) throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return all.sorted().toList();
        }
    }
}
