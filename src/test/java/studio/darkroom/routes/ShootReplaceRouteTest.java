package studio.darkroom.routes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import studio.darkroom.ledger.Shoot;
import studio.darkroom.lifecycle.Step;
import studio.darkroom.sim.Fault;
import studio.darkroom.testing.Await;
import studio.darkroom.testing.SharedTestDarkroom;
import studio.darkroom.testing.TestDarkroom;
import studio.darkroom.testing.TestPictures;

/** shoot-replace: a picture touched up by hand takes the place of its result, at the vendor and in the delivery, once. */
class ShootReplaceRouteTest {

    @RegisterExtension
    static final SharedTestDarkroom STUDIO = new SharedTestDarkroom(ShootReplaceRouteTest::keys);

    private final TestDarkroom studio = STUDIO.get();
    private final Path touchedUp = studio.delivery.resolveSibling("touched-up");

    static void keys(Map<String, String> keys) {
        Path inbox = Path.of(keys.get("darkroom.lane.default.inbox").substring("folder:".length()));
        keys.put("darkroom.lane.default.touched-up", inbox.resolveSibling("touched-up").toString());
    }

    @ParameterizedTest
    @CsvSource({"imagen,object,JPG", "imagen,string,JPG", "imagen-smart,string,JPEG", "imagen-smart,object,JPEG",
        "imagen-smart,url,JPEG"})
    void thePictureTakesThePlaceOfItsResultEverywhereAndTheOldOneIsKept(String vendor, String shape, String ending)
            throws Exception {
        studio.sim.switches().set(vendor.equals("imagen") ? "single-link" : "i2i-single-link", shape);
        String name = vendor + "-" + shape;
        studio.dropFile(name + "/darkroom.yaml", "vendor: " + vendor + "\n");
        studio.awaitScanned("default", name + "/darkroom.yaml");
        studio.dropShoot(name, 2);
        studio.runUntil(name, Step.DONE);
        Path delivered = studio.delivery.resolve(name);
        byte[] before = Files.readAllBytes(delivered.resolve("A_1." + ending));
        byte[] mine = TestPictures.jpeg(77);
        put(name + "/a_1." + ending, mine);
        replaced(name);
        assertThat(Files.readAllBytes(delivered.resolve("A_1." + ending))).isEqualTo(mine);
        assertThat(Files.readAllBytes(delivered.resolve("A_1.before-1." + ending))).isEqualTo(before);
        assertThat(TestDarkroom.listFiles(delivered)).hasSize(4);
        assertThat(TestDarkroom.readText(delivered.resolve("receipt.json"))).contains("\"size\" : " + mine.length);
        assertThat(Files.readAllBytes(touchedUp.resolve(name + "/a_1." + ending))).isEqualTo(mine);
        assertThat(atVendor(name, "A_1." + ending)).isEqualTo(mine);
        int puts = studio.sim.requests("put").size();
        studio.stop();
        studio.start();
        studio.passTime(Duration.ofMinutes(2));
        assertThat(studio.sim.requests("put")).as("done once").hasSize(puts);
        assertThat(studio.actions().redeliverShoot(studio.findShoot(name))).isEmpty();
        studio.runUntil(name, Step.DONE);
        assertThat(TestDarkroom.listFiles(delivered)).hasSize(4);
    }

    @Test
    void aLostAnswerOfTheStoreOrTheVendorIsMadeGood() throws IOException {
        finished("lost", 1);
        studio.sim.faults().add(Fault.on("replace").status(500));
        studio.sim.faults().add(Fault.on("put").dropAfter());
        byte[] mine = TestPictures.jpeg(78);
        put("lost/A_1.JPG", mine);
        replaced("lost");
        Path delivered = studio.delivery.resolve("lost");
        assertThat(Files.readAllBytes(delivered.resolve("A_1.JPG"))).isEqualTo(mine);
        assertThat(TestDarkroom.listFiles(delivered)).containsExactly("A_1.JPG", "A_1.before-1.JPG", "receipt.json");
    }

    @Test
    void aLinkThatExpiredIsAskedForAnew() throws IOException {
        finished("expired", 1);
        studio.sim.faults().add(Fault.on("replace").expiredLink().times(2));
        byte[] mine = TestPictures.jpeg(83);
        put("expired/A_1.JPG", mine);
        replaced("expired");
        assertThat(Files.readAllBytes(studio.delivery.resolve("expired/A_1.JPG"))).isEqualTo(mine);
        assertThat(studio.sim.requests("replace")).hasSize(3);
        assertThat(told("expired", "touched-up-ignored")).isZero();
    }

    @Test
    void aLinkThatAlwaysExpiresIsSaidAtLast() throws IOException {
        finished("shut", 1);
        studio.sim.faults().add(Fault.on("replace").expiredLink().always());
        put("shut/A_1.JPG", TestPictures.jpeg(84));
        Await.untilTrue("it is said", () -> {
            studio.passTime(Duration.ofSeconds(40));
            return told("shut", "touched-up-ignored") == 1 && studio.findShoot("shut").step().equals(Step.DONE);
        });
        assertThat(studio.sim.requests("replace")).hasSize(3);
    }

    @Test
    void aSecondTouchUpOfTheSameResultKeepsBothOlderOnes() throws IOException {
        finished("twice", 1);
        put("twice/A_1.JPG", TestPictures.jpeg(79));
        replaced("twice");
        put("twice/A_1.JPG", TestPictures.largeJpeg(80, 100_000));
        replaced("twice");
        Path delivered = studio.delivery.resolve("twice");
        assertThat(Files.readAllBytes(delivered.resolve("A_1.before-2.JPG"))).isEqualTo(TestPictures.jpeg(79));
        assertThat(Files.readAllBytes(delivered.resolve("A_1.JPG"))).isEqualTo(TestPictures.largeJpeg(80, 100_000));
        assertThat(studio.sim.requests("replace")).hasSize(2);
    }

    @Test
    void aRefusalOfOneIsSaidOnceAndTheOthersTakeTheirPlaces() throws IOException {
        finished("partly", 2);
        studio.sim.faults().add(Fault.on("replace").status(404).times(1));
        put("partly/A_1.JPG", TestPictures.jpeg(81));
        put("partly/A_2.JPG", TestPictures.jpeg(82));
        Await.untilTrue("both are looked at", () -> {
            studio.passTime(Duration.ofSeconds(40));
            return told("partly", "touched-up-ignored") == 1 && told("partly", "replaced") == 1
                    && studio.findShoot("partly").step().equals(Step.DONE);
        });
        assertThat(TestDarkroom.listFiles(studio.delivery.resolve("partly"))).hasSize(4);
        studio.passTime(Duration.ofMinutes(5));
        assertThat(told("partly", "touched-up-ignored")).isEqualTo(1);
        assertThat(studio.sim.requests("replace")).hasSize(2);
    }

    private void finished(String name, int photos) {
        studio.dropShoot(name, photos);
        studio.runUntil(name, Step.DONE);
    }

    private void put(String path, byte[] bytes) throws IOException {
        Path file = touchedUp.resolve(path);
        Files.createDirectories(file.getParent());
        Files.write(file, bytes);
    }

    /** Waits until one more picture has taken its place. */
    private void replaced(String name) {
        long before = told(name, "replaced");
        Await.untilTrue("a picture of " + name + " took its place", () -> {
            studio.passTime(Duration.ofSeconds(40));
            return told(name, "replaced") > before && studio.findShoot(name).step().equals(Step.DONE);
        });
    }

    private long told(String name, String what) {
        Shoot shoot = studio.findShoot(name);
        return studio.events.findByShoot(shoot.id()).stream().filter(line -> line.startsWith(what + " ")).count();
    }

    private byte[] atVendor(String shoot, String file) throws Exception {
        Shoot done = studio.findShoot(shoot);
        String path = done.vendor().equals("imagen") ? "/projects/" + done.remoteId() + "/export"
                : "/i2i/projects/" + done.remoteId();
        HttpClient http = HttpClient.newHttpClient();
        String answer = http.send(HttpRequest.newBuilder(URI.create(studio.sim.imagenUrl() + path
                + "/get_temporary_download_links")).header("x-api-key", studio.sim.key()).build(),
                HttpResponse.BodyHandlers.ofString()).body();
        for (JsonNode row : new ObjectMapper().readTree(answer)
                .at("/data/files_list")) {
            if (row.path("file_name").asText().equals(file)) {
                return http.send(HttpRequest.newBuilder(URI.create(row.path("download_link").asText())).build(),
                        HttpResponse.BodyHandlers.ofByteArray()).body();
            }
        }
        throw new AssertionError(file + " is not in " + answer);
    }
}
