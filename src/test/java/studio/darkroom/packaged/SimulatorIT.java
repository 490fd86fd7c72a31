package studio.darkroom.packaged;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import studio.darkroom.testing.Await;
import studio.darkroom.testing.TestPictures;

/** The simulator's jar alone: vendor and store work with the jar's content only. */
class SimulatorIT {

    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path folder;
    private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private String url;

    private HttpRequest.Builder to(String address) {
        return HttpRequest.newBuilder(URI.create(address)).timeout(Duration.ofSeconds(20))
                .header("x-api-key", "packaged-key");
    }

    private JsonNode post(String path, String json) throws Exception {
        HttpResponse<String> answer = http.send(to(url + path).header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(json)).build(), HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isBetween(200, 201);
        return JSON.readTree(answer.body()).path("data");
    }

    @Test
    void store_photo_isUploaded() throws Exception {
        try (Program program = Program.createForJar(folder, Artifacts.SIMULATOR, "--port", "0", "--store-port", "0", "--key", "packaged-key")) {
            program.start();
            url = imagen(program);
            String project = post("/projects/", "{\"name\":\"packaged\"}").path("project_uuid").asText();
            String link = post("/projects/" + project + "/get_temporary_upload_links",
                    "{\"files_list\":[{\"file_name\":\"A.JPG\"}]}").path("files_list").path(0).path("upload_link").asText();
            HttpResponse<String> put = http.send(HttpRequest.newBuilder(URI.create(link)).timeout(Duration.ofSeconds(20))
                    .PUT(HttpRequest.BodyPublishers.ofByteArray(TestPictures.jpeg(1)))
                            .build(), HttpResponse.BodyHandlers.ofString());
            assertThat(put.statusCode()).as(put.body()).isEqualTo(200);
            assertThat(program.stop()).isIn(0, 143);
            assertThat(program.readOutput()).doesNotContain("Exception");
        }
    }

    @Test
    void start_wrongOption_exitsWithMessage() throws Exception {
        try (Program program = Program.createForJar(folder, Artifacts.SIMULATOR, "--prot", "1").start()) {
            assertThat(program.awaitExit()).isEqualTo(2);
            assertThat(program.readOutput()).contains("--prot").contains("--store-port");
        }
    }

    private static String imagen(Program program) {
        String[] address = new String[1];
        Await.untilTrue("the simulator prints its address", Duration.ofSeconds(60), () -> {
            Matcher matcher = Pattern.compile("Imagen API +(\\S+)").matcher(program.readOutput());
            if (matcher.find()) {
                address[0] = matcher.group(1);
            }
            return address[0] != null;
        });
        return address[0];
    }
}
