package studio.darkroom.routes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import studio.darkroom.lifecycle.Step;
import studio.darkroom.testing.Await;
import studio.darkroom.testing.SharedTestDarkroom;
import studio.darkroom.testing.TestDarkroom;
import studio.darkroom.testing.TestPictures;

/** touched-up-folder: a picture is taken when it stands still and is whole; what replaces nothing is said once. */
class TouchedUpFolderRouteTest {

    @RegisterExtension
    static final SharedTestDarkroom STUDIO = new SharedTestDarkroom(ShootReplaceRouteTest::keys);

    private final TestDarkroom studio = STUDIO.get();
    private final Path touchedUp = studio.delivery.resolveSibling("touched-up");

    @Test
    void aPictureThatIsStillWrittenIsNotSent() throws IOException {
        finished("writing", 1);
        byte[] mine = TestPictures.largeJpeg(5, 300_000);
        put("writing/A_1.JPG", Arrays.copyOf(mine, 150_000));
        Await.untilTrue("looked at, long after the quiet time", () -> {
            studio.passTime(Duration.ofHours(5));
            return told("touched-up-not-whole");
        });
        assertThat(studio.sim.requests("replace")).isEmpty();
        assertThat(studio.findShoot("writing").step()).isEqualTo(Step.DONE);
        put("writing/A_1.JPG", mine);
        Await.untilTrue("it took its place", () -> {
            studio.passTime(Duration.ofSeconds(40));
            return told("replaced A_1.JPG by writing/") && studio.findShoot("writing").step().equals(Step.DONE);
        });
        assertThat(Files.readAllBytes(studio.delivery.resolve("writing/A_1.JPG"))).isEqualTo(mine);
    }

    @Test
    void nothingIsTakenBeforeTheQuietTimeIsOver() throws IOException {
        finished("quiet", 1);
        put("quiet/A_1.JPG", TestPictures.jpeg(6));
        put("quiet/B_9.JPG", TestPictures.jpeg(6));
        Await.untilTrue("looked at", () -> told("touched-up-ignored quiet/B_9.JPG"));
        put("quiet/C_9.JPG", TestPictures.jpeg(6));
        Await.untilTrue("looked at again, so that all was looked at once", () -> told("touched-up-ignored quiet/C_9.JPG"));
        studio.passTime(Duration.ofSeconds(20));
        assertThat(Await.isTrueWithin(Duration.ofMillis(500), () -> !studio.findShoot("quiet").step().equals(Step.DONE))).isFalse();
        studio.passTime(Duration.ofSeconds(20));
        Await.untilTrue("taken", () -> studio.findShoot("quiet").step().equals(Step.REPLACE));
        studio.runUntil("quiet", Step.DONE);
        assertThat(told("replaced A_1.JPG by quiet/")).isTrue();
    }

    @Test
    void whatReplacesNothingIsSaidOnceAndStopsNobody() throws IOException {
        finished("odd", 1);
        put("odd/B_7.JPG", TestPictures.jpeg(1));
        put("nobody/A_1.JPG", TestPictures.jpeg(1));
        put("loose.JPG", TestPictures.jpeg(1));
        put("odd/._A_1.JPG", TestPictures.jpeg(1));
        put("odd/receipt.json", new byte[] {'{', '}'});
        List<String> said = List.of("touched-up-ignored odd/B_7.JPG: ", "touched-up-ignored nobody/A_1.JPG: ",
                "touched-up-ignored loose.JPG: ", "touched-up-ignored odd/receipt.json: ");
        Await.untilTrue("all are looked at", () -> said.stream().allMatch(this::told));
        studio.stop();
        studio.start();
        put("odd/A_1.JPG", TestPictures.jpeg(3));
        Await.untilTrue("the right one takes its place", () -> {
            studio.passTime(Duration.ofSeconds(40));
            return told("replaced A_1.JPG by odd/") && studio.findShoot("odd").step().equals(Step.DONE);
        });
        assertThat(studio.events.findAll().stream().filter(line -> line.contains("._A_1"))).isEmpty();
        assertThat(said).allSatisfy(line ->
                assertThat(studio.events.findAll().stream().filter(each -> each.contains(line))).hasSize(1));
    }

    @Test
    void ofTwoNamesThatDifferInCaseOnlyOneIsTakenAndTheOtherIsTold() throws IOException {
        finished("twins", 1);
        // At once: a second one that comes when the first has taken its place takes it over from that one.
        Path both = Files.createDirectories(touchedUp.resolveSibling("both"));
        Files.write(both.resolve("A_1.JPG"), TestPictures.jpeg(7));
        Files.write(both.resolve("a_1.jpg"), TestPictures.jpeg(8));
        Files.createDirectories(touchedUp);
        Files.move(both, touchedUp.resolve("twins"));
        Await.untilTrue("one takes its place, one is told", () -> {
            studio.passTime(Duration.ofSeconds(40));
            return told("replaced A_1.JPG by twins/") && told("touched-up-ignored twins/")
                    && studio.findShoot("twins").step().equals(Step.DONE);
        });
        boolean upper = told("replaced A_1.JPG by twins/A_1.JPG");
        String taken = upper ? "twins/A_1.JPG" : "twins/a_1.jpg";
        String other = upper ? "twins/a_1.jpg" : "twins/A_1.JPG";
        assertThat(told("touched-up-ignored " + other + ": ")).isTrue();
        assertThat(Files.readAllBytes(studio.delivery.resolve("twins/A_1.JPG"))).isEqualTo(TestPictures.jpeg(upper ? 7 : 8));
        assertThat(studio.sim.requests("replace")).hasSize(1);
        assertThat(TestDarkroom.listFiles(studio.delivery.resolve("twins"))).containsExactly("A_1.JPG", "A_1.before-1.JPG",
                "receipt.json");
        Files.delete(touchedUp.resolve(taken));
        put(other, TestPictures.largeJpeg(9, 90_000));
        Await.untilTrue("the way that the sentence names leads to the other one", () -> {
            studio.passTime(Duration.ofSeconds(40));
            return told("replaced A_1.JPG by " + other) && studio.findShoot("twins").step().equals(Step.DONE);
        });
    }

    @Test
    void aVendorThatTakesNothingBackIsSaidOnce() throws IOException {
        studio.overrideRoute("vendors/imagen", text ->
                text.replace("exportsItself: export", "exportsItself: export\n        lacks: \"replace\""));
        studio.stop();
        studio.start();
        finished("kept", 1);
        put("kept/A_1.JPG", TestPictures.jpeg(4));
        Await.untilTrue("said", () -> told("touched-up-ignored kept/A_1.JPG: "));
        studio.passTime(Duration.ofMinutes(3));
        assertThat(studio.sim.requests("replace")).isEmpty();
        Files.delete(studio.delivery.resolveSibling("routes").resolve("vendors/imagen.camel.yaml"));
        studio.stop();
        studio.start();
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

    private boolean told(String part) {
        return studio.events.findAll().stream().anyMatch(line -> line.contains(part));
    }
}
