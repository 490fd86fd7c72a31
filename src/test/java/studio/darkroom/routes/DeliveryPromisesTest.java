package studio.darkroom.routes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import studio.darkroom.delivery.Deliveries;
import studio.darkroom.delivery.Downloads;
import studio.darkroom.ledger.Result;
import studio.darkroom.ledger.Shoot;
import studio.darkroom.lifecycle.Step;
import studio.darkroom.lifecycle.Trouble.Problem;
import studio.darkroom.sim.Fault;
import studio.darkroom.testing.StubImagenServer;
import studio.darkroom.testing.TestDarkroom;
import studio.darkroom.testing.TestPictures;
import studio.darkroom.ticket.Ticket.Retouch;
import studio.darkroom.vendor.VendorFacts;

/** What lies in the delivery folder is a picture, and what does not come is told. */
class DeliveryPromisesTest {

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({"fotolabs, fotolabs-cdn", "imagen-smart, get", "imagen, get"})
    void aWebPageIsNotDeliveredAsAPicture(String vendor, String call) {
        try (TestDarkroom studio = new TestDarkroom(folder)) {
            ticket(studio, "page", "vendor: " + vendor + "\n");
            studio.dropShoot("page", 2);
            studio.sim.faults().add(Fault.on(call).html(200));
            assertThat(studio.runUntil("page", Step.DONE).step()).isEqualTo(Step.DONE);
            List<String> pictures = TestDarkroom.listFiles(studio.delivery.resolve("page")).stream()
                    .filter(name -> !name.equals("receipt.json")).toList();
            assertThat(pictures).hasSize(2).allSatisfy(name -> assertThat(studio.delivery.resolve("page").resolve(name))
                    .binaryContent().startsWith(0xff, 0xd8));
        }
    }

    /** The store announces as much as it sends, which is half of it. */
    @ParameterizedTest
    @CsvSource({"fotolabs, fotolabs-cdn", "imagen-smart, get", "imagen, get"})
    void halfAPictureIsNotDeliveredAsAWholeOne(String vendor, String call) throws IOException {
        try (TestDarkroom studio = new TestDarkroom(folder)) {
            ticket(studio, "half", "vendor: " + vendor + "\n");
            studio.dropShoot("half", 2);
            studio.sim.faults().add(Fault.on(call).shortBody());
            studio.runUntil("half", Step.DONE);
            List<String> pictures = TestDarkroom.listFiles(studio.delivery.resolve("half")).stream()
                    .filter(name -> !name.equals("receipt.json")).toList();
            assertThat(pictures).hasSize(2);
            for (String name : pictures) {
                assertThat(ImageIO.read(studio.delivery.resolve("half").resolve(name).toFile()).getHeight()).isEqualTo(200);
                assertThat(studio.delivery.resolve("half").resolve(name)).binaryContent().endsWith(0xff, 0xd9);
            }
        }
    }

    @Test
    void aPictureThatStaysHalfIsHeldAndSaysHowMuchOfItCame() {
        try (TestDarkroom studio = new TestDarkroom(folder)) {
            studio.dropShoot("half", 1);
            studio.sim.faults().add(Fault.on("get").shortBody().always());
            Shoot held = studio.runUntil("half", "problem");
            assertThat(held.trouble().code()).isEqualTo("download-cut");
            assertThat(held.trouble().text()).contains("A_1.JPG", "imagen")
                    .containsPattern("\\d{3,} bytes");
            assertThat(TestDarkroom.listFiles(studio.delivery)).isEmpty();
            studio.sim.faults().clear();
            assertThat(studio.actions().retryShoot(held)).isEmpty();
            studio.runUntil("half", Step.DONE);
            assertThat(studio.outages().listActive()).isEmpty();
        }
    }

    /** What follows the end of a picture is its maker's business, as a second one for bright screens. */
    @Test
    void whatAVendorPutsBehindThePictureIsDeliveredWithIt() {
        try (StubImagenServer vendor = new StubImagenServer();
                TestDarkroom studio = new TestDarkroom(folder, keys -> keys.put("darkroom.vendor.imagen.url", vendor.url()))) {
            byte[] picture = TestPictures.jpeg(7);
            byte[] trailed = Arrays.copyOf(picture, picture.length + 9000);
            vendor.addResult("A_1.JPG", trailed);
            studio.dropShoot("trailed", 1);
            studio.runUntil("trailed", Step.DONE);
            assertThat(studio.delivery.resolve("trailed/A_1.JPG")).hasBinaryContent(trailed);
        }
    }

    @Test
    void anEmptyAnswerIsNotDeliveredAsAPicture() {
        try (StubImagenServer vendor = new StubImagenServer();
                TestDarkroom studio = new TestDarkroom(folder, keys -> keys.put("darkroom.vendor.imagen.url", vendor.url()))) {
            vendor.addResult("A_1.JPG", new byte[0]);
            studio.dropShoot("empty", 1);
            Shoot held = studio.runUntil("empty", "problem");
            assertThat(held.trouble().code()).isEqualTo("download-refused");
            assertThat(held.trouble().text()).contains("A_1.JPG");
            vendor.addResult("A_1.JPG", TestPictures.jpeg(7));
            assertThat(studio.actions().retryShoot(held)).isEmpty();
            studio.runUntil("empty", Step.DONE);
            assertThat(studio.delivery.resolve("empty/A_1.JPG")).hasBinaryContent(TestPictures.jpeg(7));
        }
    }

    @Test
    void aRetouchedPictureThatIsNotOfferedIsWaitedForAndThenTold() {
        try (TestDarkroom studio = new TestDarkroom(folder)) {
            studio.sim.switches().set("late-copilot", "allow");
            studio.dropShoot("short", 2);
            Shoot done = studio.runUntil("short", Step.DONE);
            assertThat(studio.actions().retouchResults(done, new Retouch("A_1*", "make it dark", null))).isEmpty();
            studio.runUntil("short", Step.DELIVER);
            studio.clock.set(studio.findShoot("short").dueAt());
            assertThat(concluded(studio)).isNull();
            assertThat(studio.findShoot("short").step()).isEqualTo(Step.DELIVER);
            studio.clock.advance(Duration.ofHours(1));
            assertThat(concluded(studio)).satisfies(problem -> {
                assertThat(problem.code()).isEqualTo("results-gone");
                assertThat(problem.text()).contains("A_1.JPG");
            });
            studio.runUntil("short", Step.DONE);
            assertThat(studio.results().listByShoot(done.id())).hasSize(2).extracting(Result::deliveredAt).doesNotContainNull();
        }
    }

    /** One look at a vendor that lists the other picture only. */
    private static Problem concluded(TestDarkroom studio) {
        Shoot held = studio.ledger().claimShoot(studio.findShoot("short").id()).orElseThrow();
        Deliveries deliveries = studio.findBean("deliveries", Deliveries.class);
        Downloads.DownloadBatch batch = studio.findBean("downloads", Downloads.class).recordOffers(held, List.of(Map.of("name", "A_2.JPG", "kind", "jpeg",
                "url", studio.sim.imagenUrl() + "/any")));
        try {
            deliveries.concludeBatch(held, batch, studio.findBean("imagen-facts", VendorFacts.class));
            return null;
        } catch (Problem problem) {
            return problem;
        }
    }

    private static void ticket(TestDarkroom studio, String shoot, String text) {
        studio.dropFile(shoot + "/darkroom.yaml", text);
        studio.awaitScanned("default", shoot + "/darkroom.yaml");
    }
}
