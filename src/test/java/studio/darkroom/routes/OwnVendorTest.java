package studio.darkroom.routes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import studio.darkroom.ledger.Photo;
import studio.darkroom.lifecycle.Step;
import studio.darkroom.testing.ExampleVendorServer;
import studio.darkroom.testing.TestDarkroom;
import studio.darkroom.testing.TestPictures;

/** The very example that routes/vendors/README.md gives, put into a folder: a shoot goes through it. */
class OwnVendorTest {

    @TempDir
    Path folder;

    private final ExampleVendorServer atelier = new ExampleVendorServer();
    private TestDarkroom studio;

    @BeforeEach
    void open() {
        ExampleVendorServer.writeFiles(folder.resolve("my-vendors"));
        studio = new TestDarkroom(folder, keys -> {
            keys.remove("darkroom.lane.default.ticket");
            keys.putAll(page());
            keys.put("darkroom.vendor.atelier.url", atelier.url());
            keys.put("darkroom.vendor.atelier.key", ExampleVendorServer.KEY);
        });
    }

    /** The settings that the page gives. */
    private static Map<String, String> page() {
        Properties properties = new Properties();
        try {
            properties.load(new StringReader(ExampleVendorServer.readCodeBlock("properties")));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        Map<String, String> keys = new HashMap<>();
        properties.stringPropertyNames().forEach(key -> keys.put(key, properties.getProperty(key)));
        assertThat(keys).containsKeys("darkroom.vendors.folder", "darkroom.lane.default.vendor");
        return keys;
    }

    @AfterEach
    void close() {
        studio.close();
        atelier.close();
    }

    @Test
    void aShootGoesThroughTheExampleOfThePageAndIsChargedOnce() {
        studio.dropFile("smith/darkroom.yaml", "edit:\n  style: warm\n  straighten: true\n");
        photos("smith");
        studio.runUntil("smith", Step.DONE);
        delivered("smith");
        assertThat(atelier.calls("POST", "/edit")).singleElement()
                .satisfies(call -> assertThat(call.text()).isEqualTo("{\"style\":\"warm\",\"straighten\":true}"));
        assertThat(studio.sim.requests()).as("calls to other vendors").isEmpty();
    }

    @Test
    void theKeyGoesToTheVendorAndNotToItsStoreAndNothingElseOfTheShootIsInTheHeaders() {
        photos("smith");
        studio.runUntil("smith", Step.DONE);
        assertThat(atelier.calls()).hasSizeGreaterThan(8).allSatisfy(call -> {
            assertThat(call.headers().containsKey("Authorization")).as(call.line())
                    .isEqualTo(!call.line().contains(" /store/"));
            assertThat(call.headers().keySet().stream().map(String::toLowerCase)).as(call.line())
                    .isSubsetOf("host", "connection", "user-agent", "content-length", "content-type", "authorization");
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST /jobs", "POST /jobs/{id}/photos", "POST /jobs/{id}/edit", "GET /jobs/{id}/results"})
    void anAnswerThatIsLostCostsNothing(String line) {
        atelier.loseNextAnswer(line);
        photos("lost");
        studio.runUntil("lost", Step.DONE);
        delivered("lost");
        assertThat(atelier.calls("POST", "/jobs").stream().filter(call -> call.line().equals("POST /jobs"))).hasSize(1);
    }

    @Test
    void anOptionThatItsSchemaDoesNotKnowIsAProblemBeforeAnythingIsSent() {
        studio.dropFile("wrong/darkroom.yaml", "edit:\n  stile: warm\n");
        photos("wrong");
        assertThat(studio.runUntil("wrong", "problem").trouble().text()).contains("stile", "style");
        assertThat(atelier.calls()).isEmpty();
    }

    @Test
    void aTicketMayAskForItInALaneOfAnotherVendor() {
        studio.stop();
        studio.setProperty("darkroom.lane.default.vendor", "imagen");
        studio.start();
        studio.dropFile("smith/darkroom.yaml", "vendor: atelier\n");
        photos("smith");
        studio.runUntil("smith", Step.DONE);
        delivered("smith");
    }

    @Test
    void mergedBracketsAreKnownByTheOptionThatTheFactsName() throws IOException {
        studio.stop();
        replace("atelier.camel.yaml", "slice: 50", "merges: fuse_brackets");
        replace("atelier.ticket.json", "\"properties\": {", "\"properties\": {\n    \"fuse_brackets\": { \"type\": \"boolean\" },");
        studio.start();
        atelier.mergeBrackets();
        studio.dropFile("fused/darkroom.yaml", "edit:\n  fuse_brackets: true\n");
        photos("fused");
        studio.runUntil("fused", Step.DONE);
        assertThat(studio.photos().listByShoot(studio.findShoot("fused").id())).extracting(Photo::state)
                .isEqualTo(List.of(Photo.DELIVERED, Photo.MERGED));
    }

    private void replace(String file, String text, String replacement) throws IOException {
        Path path = folder.resolve("my-vendors").resolve(file);
        String before = Files.readString(path);
        assertThat(before).contains(text);
        Files.writeString(path, before.replace(text, replacement));
    }

    private void photos(String name) {
        studio.dropFile(name + "/A_1.NEF", TestPictures.nef(1));
        studio.dropFile(name + "/A_2.JPG", TestPictures.jpeg(2));
        studio.awaitScanned("default", name + "/A_1.NEF", name + "/A_2.JPG");
    }

    private void delivered(String name) {
        assertThat(TestDarkroom.listFiles(studio.delivery.resolve(name))).containsExactly("A_1.jpg", "A_2.jpg", "receipt.json");
        assertThat(studio.photos().listByShoot(studio.findShoot(name).id())).extracting(Photo::state)
                .isEqualTo(List.of(Photo.DELIVERED, Photo.DELIVERED));
        assertThat(atelier.chargedEdits()).isEqualTo(1);
    }
}
