package studio.darkroom.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import studio.darkroom.sim.fotolabs.ListingImage;

/** Fotolabs on the wire: what its documentation says. */
class FotolabsTest extends SimulatorFixture {

    /** Two bracket sets of three and one single; gives the project. */
    static String listing() {
        String project = lab.create();
        int[] shutters = {60, 15, 240};
        for (int i = 0; i < 3; i++) {
            lab.upload(project, "A" + i + ".jpg", LabClient.photo(LabClient.NOON.plusSeconds(i), shutters[i]));
            lab.upload(project, "B" + i + ".jpg", LabClient.photo(LabClient.NOON.plusSeconds(60 + i), shutters[i]));
        }
        lab.upload(project, "C.jpg", LabClient.photo(LabClient.NOON.plusSeconds(120), 60));
        return project;
    }

    static String name(String imageId) {
        return sim.fotolabs().listings().stream().flatMap(l -> l.images().stream()).filter(f -> f.id().equals(imageId))
                .map(ListingImage::filename).findFirst().orElseThrow();
    }

    // --- key, errors ---

    @Test
    void everyCallWantsABearerKey() {
        HttpRequest.Builder none = HttpRequest.newBuilder(URI.create(sim.fotolabsUrl() + "/v1/images/x"));
        assertThat(lab.send(none.build()).status()).isEqualTo(401);
        assertThat(lab.send(none.header("Authorization", "Bearer fl_other").build()).status()).isEqualTo(401);
        Client.Reply noWord = lab.send(HttpRequest.newBuilder(URI.create(sim.fotolabsUrl() + "/v1/projects/x"))
                .header("Authorization", sim.fotolabsKey()).build());
        assertThat(noWord.status()).isEqualTo(401);
        assertThat(noWord.body().path("error").isTextual()).isTrue();
        assertThat(noWord.body()).hasSize(1);
        assertThat(lab.get("/v1/images/x").status()).isEqualTo(404);
        assertThat(lab.get("/v1/images/x").body().path("error").asText()).isEqualTo("Image not found");
    }

    @Test
    void anotherWorkspaceSeesNothing() {
        String project = lab.create();
        String image = lab.link(project, "A.jpg").body().path("imageId").asText();
        String other = "Bearer " + sim.fotolabs().keys().get(1);
        for (String path : List.of("/v1/projects/" + project, "/v1/images/" + image)) {
            assertThat(lab.get(path).status()).isEqualTo(200);
            assertThat(lab.send(HttpRequest.newBuilder(URI.create(sim.fotolabsUrl() + path)).header("Authorization", other).build())
                    .status()).isEqualTo(404);
        }
    }

    // --- create, upload-url ---

    @Test
    void aProjectIsMadePending() {
        Client.Reply reply = lab.post("/v1/projects", "{\"name\":\"12 Harbour Row\",\"templateId\":\"original\"}");
        assertThat(reply.status()).isEqualTo(201);
        assertThat(reply.body().path("projectId").asText()).matches("[0-9a-f-]{36}");
        assertThat(reply.body().path("status").asText()).isEqualTo("pending");
        assertThat(reply.body().path("createdAt").asText()).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z");
        assertThat(lab.project(reply.body().path("projectId").asText()).body().path("images")).isEmpty();
        assertThat(lab.create()).isNotEqualTo(lab.create());
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "[]", "{", "{\"name\":\"\"}", "{\"name\":5}", "{\"name\":\"a\",\"templateId\":\"dusk\"}", "{\"name\":\"a\",\"x\":1}"})
    void wrongProjectsAreRefused(String body) {
        assertThat(lab.post("/v1/projects", body).status()).isEqualTo(400);
        assertThat(sim.fotolabs().listings()).isEmpty();
    }

    @Test
    void aLinkMakesARecordWithOrWithoutBytes() {
        String project = lab.create();
        JsonNode link = lab.link(project, "DSC04417.ARW").body();
        assertThat(link.path("uploadUrl").asText()).startsWith(sim.fotolabs().storeUrl()).contains("X-Amz-SignedHeaders=content-type%3Bhost");
        assertThat(link.path("originalImageUrl").asText()).startsWith(sim.fotolabs().cdnUrl()).endsWith(".arw");
        assertThat(Duration.between(sim.clock().now(), java.time.Instant.parse(link.path("expiresAt").asText())))
                .isBetween(Duration.ofMinutes(59), Duration.ofMinutes(60));
        JsonNode image = lab.get("/v1/images/" + link.path("imageId").asText()).body();
        assertThat(image.path("status").asText()).isEqualTo("pending");
        assertThat(image.has("resultImageUrl") && image.path("resultImageUrl").isNull()).isTrue();
        assertThat(image.has("errorMessage") && image.path("errorMessage").isNull()).isTrue();
        assertThat(image).hasSize(7);
        assertThat(image.toString()).as("names are not told").doesNotContain("DSC04417");
        lab.link(project, "DSC04417.ARW");
        assertThat(lab.images(project)).hasSize(2);
        assertThat(lab.fetch(link.path("originalImageUrl").asText()).status()).isEqualTo(404);
    }

    @Test
    void onlyKnownTypesAreTakenInAnyCase() {
        String project = lab.create();
        for (String good : List.of("a.JPG", "a.jpeg", "a.png", "a.NEF", "a.cr2", "a.CR3", "a.arw", "a.dng", "a.orf", "a.rw2",
                "a.raf", "a.pef", "a.mrw", "a.srw", "a.raw")) {
            assertThat(lab.link(project, good).status()).as(good).isEqualTo(200);
        }
        for (String bad : List.of("a.heic", "a.tif", "a.webp", "a", ".jpg", "")) {
            assertThat(lab.link(project, bad).status()).as(bad).isEqualTo(400);
        }
        assertThat(lab.link("no-uuid", "a.jpg").status()).isEqualTo(400);
        assertThat(lab.link("00000000-0000-0000-0000-000000000000", "a.jpg").status()).isEqualTo(404);
    }

    // --- PUT ---

    @Test
    void aPutStoresBytesAndAnswersTheirMd5() throws Exception {
        JsonNode link = lab.link(lab.create(), "A.jpg").body();
        byte[] photo = LabClient.plain();
        Client.Reply put = lab.put(link.path("uploadUrl").asText(), "image/jpeg", photo);
        assertThat(put.status()).isEqualTo(200);
        assertThat(put.raw().body()).isEmpty();
        assertThat(put.raw().headers().firstValue("ETag").orElse("")).isEqualTo("\""
                + HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(photo)) + "\"");
        assertThat(lab.fetch(link.path("originalImageUrl").asText()).raw().body()).isEqualTo(photo);
        assertThat(lab.put(link.path("uploadUrl").asText(), "image/jpeg", new byte[9]).status()).as("again").isEqualTo(200);
        assertThat(lab.fetch(link.path("originalImageUrl").asText()).raw().body()).hasSize(9);
        assertThat(sim.requests("fotolabs-put")).hasSize(2).extracting(LoggedRequest::leaked).containsOnly(false);
    }

    @Test
    void aPutIsStrictAboutItsHeadersAndItsQuery() {
        String link = lab.link(lab.create(), "A.NEF").body().path("uploadUrl").asText();
        Client.Reply wrong = lab.put(link, "image/jpeg", new byte[9]);
        assertThat(wrong.status()).isEqualTo(403);
        assertThat(wrong.text()).contains("<Code>SignatureDoesNotMatch</Code>").contains("<Message>");
        assertThat(lab.put(link, null, new byte[9]).status()).isEqualTo(403);
        assertThat(lab.put(link.replace("%3B", ";"), "image/x-nikon-nef", new byte[9]).status()).isEqualTo(403);
        Client.Reply leak = lab.put(link, "image/x-nikon-nef", new byte[9], "Authorization", "Bearer " + sim.fotolabsKey());
        assertThat(leak.status()).isEqualTo(400);
        assertThat(leak.text()).contains("InvalidArgument");
        assertThat(sim.requests("fotolabs-put").get(3).leaked()).isTrue();
        assertThat(sim.requests("fotolabs-put").toString()).doesNotContain(sim.fotolabsKey());
        assertThat(lab.fetch(link).status()).isEqualTo(403);
        assertThat(sim.fotolabs().listings().get(0).images().get(0).puts()).isZero();
        assertThat(lab.put(link, "image/x-nikon-nef", new byte[9]).status()).isEqualTo(200);
    }

    @Test
    void aPutWantsALengthAndNoChunks() throws IOException {
        URI link = URI.create(lab.link(lab.create(), "A.jpg").body().path("uploadUrl").asText());
        assertThat(raw(link, "")).startsWith("HTTP/1.1 411");
        assertThat(raw(link, "Transfer-Encoding: chunked\r\n")).startsWith("HTTP/1.1 501");
    }

    private static String raw(URI link, String header) throws IOException {
        try (Socket socket = new Socket(link.getHost(), link.getPort())) {
            socket.setSoTimeout(10_000);
            OutputStream out = socket.getOutputStream();
            out.write(("PUT " + link.getRawPath() + "?" + link.getRawQuery() + " HTTP/1.1\r\nHost: " + link.getAuthority()
                    + "\r\nContent-Type: image/jpeg\r\nConnection: close\r\n" + header + "\r\n"
                    + (header.isEmpty() ? "" : "3\r\nabc\r\n0\r\n\r\n")).getBytes(StandardCharsets.ISO_8859_1));
            out.flush();
            InputStream in = socket.getInputStream();
            return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }

    @Test
    void anUploadLinkEndsAfterAnHourOnTheClock() {
        String link = lab.link(lab.create(), "A.jpg").body().path("uploadUrl").asText();
        sim.clock().advance(Duration.ofMinutes(59));
        assertThat(lab.put(link, "image/jpeg", new byte[9]).status()).isEqualTo(200);
        sim.clock().advance(Duration.ofMinutes(2));
        Client.Reply late = lab.put(link, "image/jpeg", new byte[9]);
        assertThat(late.status()).isEqualTo(403);
        assertThat(late.text()).contains("Request has expired");
        sim.faults().add(Fault.on("fotolabs-upload-url").expiredLink());
        assertThat(lab.put(lab.link(lab.create(), "A.jpg").body().path("uploadUrl").asText(), "image/jpeg", new byte[9]).status())
                .isEqualTo(403);
    }

    @Test
    void aPutCutHalfWayStoresNothing() {
        JsonNode link = lab.link(lab.create(), "A.jpg").body();
        sim.faults().add(Fault.on("fotolabs-put").cut());
        assertThatThrownBy(() -> lab.put(link.path("uploadUrl").asText(), "image/jpeg", new byte[500_000]))
                .isInstanceOf(UncheckedIOException.class);
        assertThat(lab.fetch(link.path("originalImageUrl").asText()).status()).isEqualTo(404);
        assertThat(sim.fotolabs().listings().get(0).images().get(0).storedAt()).isNull();
    }
}
