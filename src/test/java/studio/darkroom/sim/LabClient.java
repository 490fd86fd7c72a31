package studio.darkroom.sim;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import studio.darkroom.sim.picture.JpegMetadata;
import studio.darkroom.sim.picture.PictureEditor;
import studio.darkroom.sim.picture.TiffWriter;
import studio.darkroom.sim.picture.TiffWriter.Directory;

/** A plain client of the simulated Fotolabs, with photos to send. */
final class LabClient {

    static final LocalDateTime NOON = LocalDateTime.of(2025, 5, 14, 12, 0);

    private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Simulator sim;

    LabClient(Simulator sim) {
        this.sim = sim;
    }

    HttpRequest.Builder to(String path) {
        return HttpRequest.newBuilder(URI.create(sim.fotolabsUrl() + path)).timeout(Duration.ofSeconds(20))
                .header("Authorization", "Bearer " + sim.fotolabsKey());
    }

    Client.Reply send(HttpRequest request) {
        try {
            HttpResponse<byte[]> raw = http.send(request, HttpResponse.BodyHandlers.ofByteArray());
            boolean json = raw.headers().firstValue("Content-Type").orElse("").startsWith("application/json");
            JsonNode body = json ? Client.JSON.readTree(raw.body()) : MissingNode.getInstance();
            return new Client.Reply(raw.statusCode(), body, raw);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    Client.Reply get(String path) {
        return send(to(path).GET().build());
    }

    Client.Reply post(String path, String json) {
        return send(to(path).header("Content-Type", "application/json").POST(HttpRequest.BodyPublishers.ofString(json)).build());
    }

    String create() {
        return post("/v1/projects", "{\"name\":\"12 Harbour Row\"}").body().path("projectId").asText();
    }

    Client.Reply link(String project, String filename) {
        return post("/v1/images/upload-url", "{\"filename\":\"" + filename + "\",\"projectId\":\"" + project + "\"}");
    }

    Client.Reply put(String link, String type, byte[] bytes, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(link)).timeout(Duration.ofSeconds(20))
                .PUT(HttpRequest.BodyPublishers.ofByteArray(bytes));
        if (type != null) {
            request.header("Content-Type", type);
        }
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        return send(request.build());
    }

    /** A JPEG in the store; gives its image id. */
    String upload(String project, String filename, byte[] photo) {
        Client.Reply link = link(project, filename);
        Client.Reply put = put(link.body().path("uploadUrl").asText(), "image/jpeg", photo);
        if (put.status() != 200) {
            throw new AssertionError("the upload was answered " + put.status() + ": " + put.text());
        }
        return link.body().path("imageId").asText();
    }

    Client.Reply process(String project, String json) {
        return post("/v1/projects/" + project + "/process", json);
    }

    Client.Reply project(String project) {
        return get("/v1/projects/" + project);
    }

    String status(String project) {
        return project(project).body().path("status").asText();
    }

    Map<String, JsonNode> images(String project) {
        Map<String, JsonNode> out = new LinkedHashMap<>();
        project(project).body().path("images").forEach(i -> out.put(i.path("imageId").asText(), i));
        return out;
    }

    void awaitCompleted(String project) {
        Client.await(() -> status(project).equals("completed"), project + " to be completed");
    }

    Client.Reply fetch(String link, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(link)).timeout(Duration.ofSeconds(20));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return send(request.GET().build());
    }

    /** EXIF with this time and one over this shutter; ISO 100, f/8. */
    static byte[] exif(LocalDateTime taken, int shutter) {
        Directory exposure = new Directory().rationals(33434, 1, shutter).rationals(33437, 80, 10).shorts(34855, 100)
                .ascii(36867, DateTimeFormatter.ofPattern("yyyy:MM:dd HH:mm:ss").format(taken))
                .ascii(37521, String.format("%03d", taken.getNano() / 1_000_000));
        return TiffWriter.write(new Directory().ascii(271, "Test").subs(34665, exposure));
    }

    /** A grey JPEG with an exposure in it. */
    static byte[] photo(LocalDateTime taken, int shutter) {
        return jpeg(Math.max(10, Math.min(245, 128 * 60 / shutter)), exif(taken, shutter));
    }

    /** A grey JPEG without any EXIF. */
    static byte[] plain() {
        return jpeg(128, null);
    }

    private static byte[] jpeg(int grey, byte[] exif) {
        BufferedImage image = new BufferedImage(96, 64, BufferedImage.TYPE_INT_RGB);
        int[] row = new int[96 * 64];
        Arrays.fill(row, grey << 16 | grey << 8 | grey);
        image.setRGB(0, 0, 96, 64, row, 0, 96);
        try {
            return JpegMetadata.withMetadata(PictureEditor.encodeJpeg(image, .9f), exif, null);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
