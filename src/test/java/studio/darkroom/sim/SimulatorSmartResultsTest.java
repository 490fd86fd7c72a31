package studio.darkroom.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static studio.darkroom.sim.SimulatorSmartTest.PART;
import static studio.darkroom.sim.SimulatorSmartTest.awaitStatus;
import static studio.darkroom.sim.SimulatorSmartTest.completed;
import static studio.darkroom.sim.SimulatorSmartTest.create;
import static studio.darkroom.sim.SimulatorSmartTest.edit;
import static studio.darkroom.sim.SimulatorSmartTest.item;
import static studio.darkroom.sim.SimulatorSmartTest.links;
import static studio.darkroom.sim.SimulatorSmartTest.names;
import static studio.darkroom.sim.SimulatorSmartTest.results;
import static studio.darkroom.sim.SimulatorSmartTest.uploaded;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import studio.darkroom.sim.picture.JpegMetadata;
import studio.darkroom.sim.picture.PictureEditor;

/** Results and multipart uploads of Imagen Smart Editing. */
class SimulatorSmartResultsTest extends SimulatorFixture {

    // --- results ---

    @Test
    void resultsAreJpegsInOneAnswer() {
        sim.switches().set("links-page", "2");
        String project = completed("many", "{}", "A.NEF", "B.CR3", "C.dng", "D.ARW");
        assertThat(names(project)).containsExactly("A.JPEG", "B.JPEG", "C.JPEG", "D.JPEG");
        assertThat(results(project).data().has("pagination")).isFalse();
        sim.switches().set("drop-results", 1);
        assertThat(names(completed("dropped", "{}", "A.jpg", "B.jpg"))).containsExactly("A.JPEG");
    }

    @Test
    void resultsAreVisiblyEditedAndMergedOnesSmaller(@TempDir Path folder) throws IOException {
        byte[] photo = SimulatorPictureTest.photo(false, folder);
        String project = create("look");
        client.put(links(project, "A.JPG").data().at("/files_list/0/upload_link").asText(), photo);
        edit(project, "{}");
        awaitStatus(project, "Completed");
        byte[] result = client.fetch(results(project).data().at("/files_list/0/download_link").asText()).raw().body();
        assertThat(JpegMetadata.isComplete(result)).isTrue();
        assertThat(SimulatorPictureTest.brightness(result)).isGreaterThan(SimulatorPictureTest.brightness(photo) + 15);
        assertThat(PictureEditor.limitEdge(PictureEditor.decode(photo), 300).getWidth()).isEqualTo(300);
        assertThat(names(completed("hdr", "{\"hdr_merge\":true}", "A1.NEF", "A2.NEF", "A3.NEF"))).containsExactly("A1.JPEG");
    }

    @Test
    void singleLinksAreStringsOrObjects() {
        String project = completed("single", "{}", "A.NEF", "B.NEF");
        String path = "/i2i/projects/" + project + "/get_download_link?file_name=B.JPEG";
        assertThat(client.fetch(client.get(path).data().asText()).status()).isEqualTo(200);
        sim.switches().set("i2i-single-link", "object");
        assertThat(client.get(path).data().path("file_name").asText()).isEqualTo("B.JPEG");
        assertThat(client.get(path).data().path("download_link").asText()).startsWith("http://");
        sim.switches().set("i2i-single-link", "url");
        assertThat(client.get(path).data().path("url").asText()).startsWith("http://");
        assertThat(client.get(path.replace("B.JPEG", "X.JPEG")).status()).isEqualTo(404);
        assertThat(client.get("/i2i/projects/" + project + "/get_download_link").status()).isEqualTo(400);
    }

    @Test
    void anOutputIsReplacedOnlyAfterCompleted() {
        String project = uploaded("replace", "A.NEF");
        String path = "/i2i/projects/" + project + "/get_upload_link?file_name=A.JPEG";
        assertThat(client.get(path).status()).isEqualTo(400);
        edit(project, "{}");
        awaitStatus(project, "Completed");
        assertThat(client.put(client.get(path).data().asText(), "better".getBytes(StandardCharsets.UTF_8)).status()).isEqualTo(200);
        assertThat(client.fetch(results(project).data().at("/files_list/0/download_link").asText()).text()).isEqualTo("better");
        assertThat(item(project).path("status").asText()).isEqualTo("Completed");
        assertThat(item(project).path("number_of_images").asInt()).isEqualTo(1);
    }

    // --- multipart ---

    static JsonNode open(String project, String photo, int parts) {
        return client.post("/i2i/projects/" + project + "/multipart_uploads",
                "{\"file_name\":\"" + photo + "\",\"part_count\":" + parts + "}").data();
    }

    static Client.Reply complete(String project, JsonNode upload, String photo) {
        return client.post("/i2i/projects/" + project + "/multipart_uploads/" + upload.path("upload_id").asText() + "/complete",
                "{\"file_name\":\"" + photo + "\"}");
    }

    static Client.Reply abort(String project, JsonNode upload, String key) {
        return client.send(client.to("/i2i/projects/" + project + "/multipart_uploads/" + upload.path("upload_id").asText())
                .header("Content-Type", "application/json")
                .method("DELETE", HttpRequest.BodyPublishers.ofString("{\"key\":\"" + key + "\"}")).build());
    }

    static byte[] bytes(int size) {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        return bytes;
    }

    static Client.Reply putPart(JsonNode upload, int number, byte[] bytes) {
        JsonNode part = upload.path("parts").path(number - 1);
        assertThat(part.path("part_number").asInt()).isEqualTo(number);
        return client.put(part.path("upload_url").asText(), bytes);
    }

    @Test
    void partsInAnyOrderBecomeOneFile() throws IOException {
        String project = create("parts");
        JsonNode upload = open(project, "Big 1.NEF", 3);
        assertThat(upload.path("parts")).hasSize(3);
        assertThat(putPart(upload, 3, bytes(1000)).status()).isEqualTo(200);
        assertThat(putPart(upload, 1, bytes(PART)).status()).isEqualTo(200);
        assertThat(complete(project, upload, "Big 1.NEF").status()).as("part 2 is missing").isEqualTo(400);
        assertThat(putPart(upload, 2, bytes(PART + 7)).raw().headers().firstValue("ETag")).isPresent();
        assertThat(item(project).path("number_of_images").asInt()).isZero();
        assertThat(sim.countOpenMultiparts()).isEqualTo(1);
        assertThat(complete(project, upload, "Big 1.NEF").status()).isEqualTo(200);
        assertThat(sim.countOpenMultiparts()).isZero();
        assertThat(item(project).path("number_of_images").asInt()).isEqualTo(1);
        assertThat(sim.smartProjects().get(0).uploads().get(0).size()).isEqualTo(2L * PART + 1007);
        try (InputStream in = sim.store().get(sim.bucket(), upload.path("key").asText())) {
            byte[] all = in.readAllBytes();
            assertThat(Arrays.copyOfRange(all, 0, PART)).isEqualTo(bytes(PART));
            assertThat(Arrays.copyOfRange(all, PART, 2 * PART + 7)).isEqualTo(bytes(PART + 7));
            assertThat(Arrays.copyOfRange(all, 2 * PART + 7, all.length)).isEqualTo(bytes(1000));
        }
        assertThat(sim.requests("part")).hasSize(3).extracting(LoggedRequest::leaked).containsOnly(false);
        assertThat(sim.requests("put")).isEmpty();
    }

    @Test
    void partsButTheLastHaveALeastSize() {
        String project = create("small");
        JsonNode upload = open(project, "A.NEF", 2);
        putPart(upload, 1, bytes(100));
        putPart(upload, 2, bytes(100));
        Client.Reply refused = complete(project, upload, "A.NEF");
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.body().at("/error/message").asText()).contains("EntityTooSmall");
        sim.switches().set("part-least", 100);
        assertThat(complete(project, upload, "A.NEF").status()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"'',1", "A.NEF,0", "A.NEF,10001", "a/b.NEF,1"})
    void wrongOpeningsAreRefused(String words) {
        String[] w = words.replace("'", "").split(",");
        assertThat(client.post("/i2i/projects/" + create("bad") + "/multipart_uploads",
                "{\"file_name\":\"" + w[0] + "\",\"part_count\":" + w[1] + "}").status()).isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(strings = {"404", "200"})
    void aSecondCompleteGoesAsSwitched(String status) {
        sim.switches().set("second-complete", status);
        String project = create("twice");
        JsonNode upload = open(project, "A.NEF", 1);
        putPart(upload, 1, bytes(10));
        assertThat(complete(project, upload, "B.NEF").status()).isEqualTo(400);
        assertThat(complete(project, upload, "A.NEF").status()).isEqualTo(200);
        assertThat(complete(project, upload, "A.NEF").status()).isEqualTo(Integer.parseInt(status));
        assertThat(sim.smartProjects().get(0).uploads().get(0).puts()).isEqualTo(1);
    }

    @Test
    void anAbortedUploadIsGone() {
        String project = create("abort");
        JsonNode upload = open(project, "A.NEF", 2);
        putPart(upload, 1, bytes(PART));
        assertThat(abort(project, upload, "another/key").status()).isEqualTo(400);
        assertThat(abort(project, upload, upload.path("key").asText()).status()).isEqualTo(200);
        assertThat(abort(project, upload, upload.path("key").asText()).status()).as("again").isEqualTo(200);
        assertThat(putPart(upload, 2, bytes(10)).status()).isEqualTo(404);
        assertThat(complete(project, upload, "A.NEF").status()).isEqualTo(404);
        assertThat(item(project).path("number_of_images").asInt()).isZero();
        assertThat(sim.countOpenMultiparts()).isZero();
    }

    @Test
    void multipartIsForThisFamilyAndItsOwnProjectOnly() {
        assertThat(client.post("/projects/" + client.create("regular") + "/multipart_uploads",
                "{\"file_name\":\"A.NEF\",\"part_count\":1}").status()).isEqualTo(404);
        JsonNode upload = open(create("one"), "A.NEF", 1);
        putPart(upload, 1, bytes(10));
        assertThat(complete(create("two"), upload, "A.NEF").status()).isEqualTo(404);
    }

    @Test
    void partLinksAreSignedLikeUploads() {
        String project = create("signed");
        JsonNode upload = open(project, "A.NEF", 1);
        String link = upload.at("/parts/0/upload_url").asText();
        assertThat(client.put(link, bytes(10), "Content-Type", "image/jpeg").status()).isEqualTo(403);
        assertThat(client.put(link.replace("partNumber=1", "partNumber=2"), bytes(10)).status()).isEqualTo(403);
        sim.faults().add(Fault.on("i2i-open").expiredLink());
        assertThat(putPart(open(project, "A.NEF", 1), 1, bytes(10)).status()).isEqualTo(403);
        sim.faults().add(Fault.on("part").status(503));
        assertThat(client.put(link, bytes(10)).status()).isEqualTo(503);
        assertThat(client.put(link, bytes(10)).status()).isEqualTo(200);
    }
}
