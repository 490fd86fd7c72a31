package studio.darkroom.sim;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** A plain client of the simulated vendor, as the documentation tells one to be. */
final class Client {

    static final ObjectMapper JSON = new ObjectMapper();
    static final String PHOTO = "a photo of %s";

    /** An answer: status, body read as JSON where it is, and the raw answer. */
    record Reply(int status, JsonNode body, HttpResponse<byte[]> raw) {
        JsonNode data() {
            return body.path("data");
        }

        String text() {
            return new String(raw.body(), StandardCharsets.UTF_8);
        }
    }

    private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Simulator sim;

    Client(Simulator sim) {
        this.sim = sim;
    }

    HttpRequest.Builder to(String path) {
        return HttpRequest.newBuilder(URI.create(sim.imagenUrl() + path)).timeout(Duration.ofSeconds(20))
                .header("x-api-key", sim.key());
    }

    Reply send(HttpRequest request) {
        try {
            HttpResponse<byte[]> raw = http.send(request, HttpResponse.BodyHandlers.ofByteArray());
            JsonNode body = MissingNode.getInstance();
            if (raw.headers().firstValue("Content-Type").orElse("").startsWith("application/json")) {
                body = JSON.readTree(raw.body());
            }
            return new Reply(raw.statusCode(), body, raw);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    Reply get(String path) {
        return send(to(path).GET().build());
    }

    Reply post(String path, String json) {
        return send(to(path).header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(json)).build());
    }

    Reply control(String method, String path, String json) {
        return send(HttpRequest.newBuilder(URI.create(sim.controlUrl() + path))
                .method(method, HttpRequest.BodyPublishers.ofString(json)).build());
    }

    String create(String name) {
        return post("/projects/", "{\"name\":\"" + name + "\"}").data().path("project_uuid").asText();
    }

    Reply links(String project, String... names) {
        List<String> files = new ArrayList<>();
        for (String name : names) {
            files.add("{\"file_name\":\"" + name + "\"}");
        }
        return post("/projects/" + project + "/get_temporary_upload_links", "{\"files_list\":[" + String.join(",", files) + "]}");
    }

    Reply put(String link, byte[] bytes, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(link)).timeout(Duration.ofSeconds(20))
                .PUT(HttpRequest.BodyPublishers.ofByteArray(bytes));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return send(request.build());
    }

    Reply fetch(String link) {
        return send(HttpRequest.newBuilder(URI.create(link)).timeout(Duration.ofSeconds(20)).GET().build());
    }

    /** A project with these photos in the store. */
    String uploaded(String name, String... photos) {
        String project = create(name);
        links(project, photos).data().path("files_list").forEach(f -> put(f.path("upload_link").asText(),
                PHOTO.formatted(f.path("file_name").asText()).getBytes(StandardCharsets.UTF_8)));
        return project;
    }

    Reply edit(String project, String json) {
        return send(to("/projects/" + project + "/edit").header("Content-Type", "")
                .POST(HttpRequest.BodyPublishers.ofString(json)).build());
    }

    Reply export(String project) {
        return send(to("/projects/" + project + "/export").POST(HttpRequest.BodyPublishers.noBody()).build());
    }

    String status(String project, String action) {
        return get("/projects/" + project + "/" + action + "/status").data().path("status").asText();
    }

    void awaitStatus(String project, String action, String wanted) {
        await(() -> status(project, action).equals(wanted), action + " of " + project + " to become " + wanted);
    }

    /** A project that is edited. */
    String edited(String name, String json, String... photos) {
        String project = uploaded(name, photos);
        edit(project, json);
        awaitStatus(project, "edit", "Completed");
        return project;
    }

    String exported(String name, String json, String... photos) {
        String project = edited(name, json, photos);
        export(project);
        awaitStatus(project, "export", "Completed");
        return project;
    }

    List<String> resultNames(String project, String action) {
        List<String> names = new ArrayList<>();
        get("/projects/" + project + "/" + action + "/get_temporary_download_links").data().path("files_list")
                .forEach(f -> names.add(f.path("file_name").asText()));
        return names;
    }

    String resultLink(String project, String action, int at) {
        return get("/projects/" + project + "/" + action + "/get_temporary_download_links").data().path("files_list")
                .path(at).path("download_link").asText();
    }

    static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** A condition that may take a moment. */
    interface Condition {
        boolean holds();
    }

    static void await(Condition condition, String what) {
        long until = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!condition.holds()) {
            if (System.nanoTime() > until) {
                throw new AssertionError("waited 20 s for " + what);
            }
            LockSupport.parkNanos(5_000_000);
        }
    }
}
