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
import studio.darkroom.ledger.Step;
import studio.darkroom.testing.Pictures;
import studio.darkroom.testing.SharedStudio;
import studio.darkroom.testing.Studio;
import studio.darkroom.testing.Until;

/** touched-up-folder: a picture is taken when it stands still and is whole; what replaces nothing is said once. */
class TouchedUpFolderRouteTest {

    @RegisterExtension
    static final SharedStudio STUDIO = new SharedStudio(ShootReplaceRouteTest::keys);

    private final Studio studio = STUDIO.get();
    private final Path touchedUp = studio.delivery.resolveSibling("touched-up");

    @Test
    void aPictureThatIsStillWrittenIsNotSent() throws IOException {
        finished("writing", 1);
        byte[] mine = Pictures.large(5, 300_000);
        put("writing/A_1.JPG", Arrays.copyOf(mine, 150_000));
        Until.holds("looked at, long after the quiet time", () -> {
            studio.pass(Duration.ofHours(5));
            return told("touched-up-not-whole");
        });
        assertThat(studio.sim.requests("replace")).isEmpty();
        assertThat(studio.shoot("writing").step()).isEqualTo(Step.DONE);
        put("writing/A_1.JPG", mine);
        Until.holds("it took its place", () -> {
            studio.pass(Duration.ofSeconds(40));
            return told("replaced A_1.JPG by writing/") && studio.shoot("writing").step().equals(Step.DONE);
        });
        assertThat(Files.readAllBytes(studio.delivery.resolve("writing/A_1.JPG"))).isEqualTo(mine);
    }

    @Test
    void nothingIsTakenBeforeTheQuietTimeIsOver() throws IOException {
        finished("quiet", 1);
        put("quiet/A_1.JPG", Pictures.jpeg(6));
        put("quiet/B_9.JPG", Pictures.jpeg(6));
        Until.holds("looked at", () -> told("touched-up-ignored quiet/B_9.JPG"));
        put("quiet/C_9.JPG", Pictures.jpeg(6));
        Until.holds("looked at again, so that all was looked at once", () -> told("touched-up-ignored quiet/C_9.JPG"));
        studio.pass(Duration.ofSeconds(20));
        assertThat(Until.within(Duration.ofMillis(500), () -> !studio.shoot("quiet").step().equals(Step.DONE))).isFalse();
        studio.pass(Duration.ofSeconds(20));
        Until.holds("taken", () -> studio.shoot("quiet").step().equals(Step.REPLACE));
        studio.until("quiet", Step.DONE);
        assertThat(told("replaced A_1.JPG by quiet/")).isTrue();
    }

    @Test
    void whatReplacesNothingIsSaidOnceAndStopsNobody() throws IOException {
        finished("odd", 1);
        put("odd/B_7.JPG", Pictures.jpeg(1));
        put("nobody/A_1.JPG", Pictures.jpeg(1));
        put("loose.JPG", Pictures.jpeg(1));
        put("odd/._A_1.JPG", Pictures.jpeg(1));
        put("odd/receipt.json", new byte[] {'{', '}'});
        List<String> said = List.of("odd/B_7.JPG: the shoot has no delivered JPEG",
                "nobody/A_1.JPG: lane default has no shoot",
                "loose.JPG: it lies in no shoot's folder", "odd/receipt.json: the shoot has no delivered JPEG");
        Until.holds("all are looked at", () -> said.stream().allMatch(this::told));
        studio.stop();
        studio.start();
        put("odd/A_1.JPG", Pictures.jpeg(3));
        Until.holds("the right one takes its place", () -> {
            studio.pass(Duration.ofSeconds(40));
            return told("replaced A_1.JPG by odd/") && studio.shoot("odd").step().equals(Step.DONE);
        });
        assertThat(studio.diary.all().stream().filter(line -> line.contains("._A_1"))).isEmpty();
        assertThat(said).allSatisfy(line ->
                assertThat(studio.diary.all().stream().filter(each -> each.contains(line))).hasSize(1));
    }

    @Test
    void ofTwoNamesThatDifferInCaseOnlyOneIsTakenAndTheOtherIsTold() throws IOException {
        finished("twins", 1);
        // At once: a second one that comes when the first has taken its place takes it over from that one.
        Path both = Files.createDirectories(touchedUp.resolveSibling("both"));
        Files.write(both.resolve("A_1.JPG"), Pictures.jpeg(7));
        Files.write(both.resolve("a_1.jpg"), Pictures.jpeg(8));
        Files.createDirectories(touchedUp);
        Files.move(both, touchedUp.resolve("twins"));
        Until.holds("one takes its place, one is told", () -> {
            studio.pass(Duration.ofSeconds(40));
            return told("replaced A_1.JPG by twins/") && told("touched-up-ignored twins/")
                    && studio.shoot("twins").step().equals(Step.DONE);
        });
        boolean upper = told("replaced A_1.JPG by twins/A_1.JPG");
        String taken = upper ? "twins/A_1.JPG" : "twins/a_1.jpg";
        String other = upper ? "twins/a_1.jpg" : "twins/A_1.JPG";
        assertThat(told(other + ": it stands for A_1.JPG as " + taken + " does")).isTrue();
        assertThat(Files.readAllBytes(studio.delivery.resolve("twins/A_1.JPG"))).isEqualTo(Pictures.jpeg(upper ? 7 : 8));
        assertThat(studio.sim.requests("replace")).hasSize(1);
        assertThat(Studio.files(studio.delivery.resolve("twins"))).containsExactly("A_1.JPG", "A_1.before-1.JPG",
                "receipt.json");
        Files.delete(touchedUp.resolve(taken));
        put(other, Pictures.large(9, 90_000));
        Until.holds("the way that the sentence names leads to the other one", () -> {
            studio.pass(Duration.ofSeconds(40));
            return told("replaced A_1.JPG by " + other) && studio.shoot("twins").step().equals(Step.DONE);
        });
    }

    @Test
    void aVendorThatTakesNothingBackIsSaidOnce() throws IOException {
        studio.beside("vendors/imagen", text ->
                text.replace("exportsItself: export", "exportsItself: export\n        lacks: \"replace\""));
        studio.stop();
        studio.start();
        finished("kept", 1);
        put("kept/A_1.JPG", Pictures.jpeg(4));
        Until.holds("said", () -> told("kept/A_1.JPG: imagen takes no result back"));
        studio.pass(Duration.ofMinutes(3));
        assertThat(studio.sim.requests("replace")).isEmpty();
        Files.delete(studio.delivery.resolveSibling("routes").resolve("vendors/imagen.camel.yaml"));
        studio.stop();
        studio.start();
    }

    private void finished(String name, int photos) {
        studio.shoot(name, photos);
        studio.until(name, Step.DONE);
    }

    private void put(String path, byte[] bytes) throws IOException {
        Path file = touchedUp.resolve(path);
        Files.createDirectories(file.getParent());
        Files.write(file, bytes);
    }

    private boolean told(String part) {
        return studio.diary.all().stream().anyMatch(line -> line.contains(part));
    }
}
