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
import studio.darkroom.ledger.Result;
import studio.darkroom.ledger.Shoot;
import studio.darkroom.ledger.Step;
import studio.darkroom.sim.Fault;
import studio.darkroom.testing.Pictures;
import studio.darkroom.testing.StrangeVendor;
import studio.darkroom.testing.Studio;
import studio.darkroom.ticket.Retouch;
import studio.darkroom.trouble.Problem;

/** What lies in the delivery folder is a picture, and what does not come is told. */
class DeliveryPromisesTest {

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({"fotolabs, fotolabs-cdn", "imagen-smart, get", "imagen, get"})
    void aWebPageIsNotDeliveredAsAPicture(String vendor, String call) {
        try (Studio studio = new Studio(folder)) {
            ticket(studio, "page", "vendor: " + vendor + "\n");
            studio.shoot("page", 2);
            studio.sim.faults().add(Fault.on(call).html(200));
            assertThat(studio.until("page", Step.DONE).state()).isEqualTo(Step.DONE);
            List<String> pictures = Studio.files(studio.delivery.resolve("page")).stream()
                    .filter(name -> !name.equals("receipt.json")).toList();
            assertThat(pictures).hasSize(2).allSatisfy(name -> assertThat(studio.delivery.resolve("page").resolve(name))
                    .binaryContent().startsWith(0xff, 0xd8));
        }
    }

    /** The store announces as much as it sends, which is half of it. */
    @ParameterizedTest
    @CsvSource({"fotolabs, fotolabs-cdn", "imagen-smart, get", "imagen, get"})
    void halfAPictureIsNotDeliveredAsAWholeOne(String vendor, String call) throws IOException {
        try (Studio studio = new Studio(folder)) {
            ticket(studio, "half", "vendor: " + vendor + "\n");
            studio.shoot("half", 2);
            studio.sim.faults().add(Fault.on(call).shortBody());
            studio.until("half", Step.DONE);
            List<String> pictures = Studio.files(studio.delivery.resolve("half")).stream()
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
        try (Studio studio = new Studio(folder)) {
            studio.shoot("half", 1);
            studio.sim.faults().add(Fault.on("get").shortBody().always());
            Shoot held = studio.until("half", "problem");
            assertThat(held.trouble().code()).isEqualTo("download-cut");
            assertThat(held.trouble().text()).contains("A_1.JPG", "imagen", "in the middle")
                    .containsPattern("\\d{3,} bytes");
            assertThat(Studio.files(studio.delivery)).isEmpty();
            studio.sim.faults().clear();
            assertThat(studio.office().retry(held)).isEmpty();
            studio.until("half", Step.DONE);
            assertThat(studio.outages().standing()).isEmpty();
        }
    }

    /** What follows the end of a picture is its maker's business, as a second one for bright screens. */
    @Test
    void whatAVendorPutsBehindThePictureIsDeliveredWithIt() {
        try (StrangeVendor vendor = new StrangeVendor();
                Studio studio = new Studio(folder, keys -> keys.put("darkroom.vendor.imagen.url", vendor.url()))) {
            byte[] picture = Pictures.jpeg(7);
            byte[] trailed = Arrays.copyOf(picture, picture.length + 9000);
            vendor.result("A_1.JPG", trailed);
            studio.shoot("trailed", 1);
            studio.until("trailed", Step.DONE);
            assertThat(studio.delivery.resolve("trailed/A_1.JPG")).hasBinaryContent(trailed);
        }
    }

    @Test
    void anEmptyAnswerIsNotDeliveredAsAPicture() {
        try (StrangeVendor vendor = new StrangeVendor();
                Studio studio = new Studio(folder, keys -> keys.put("darkroom.vendor.imagen.url", vendor.url()))) {
            vendor.result("A_1.JPG", new byte[0]);
            studio.shoot("empty", 1);
            Shoot held = studio.until("empty", "problem");
            assertThat(held.trouble().code()).isEqualTo("download-refused");
            assertThat(held.trouble().text()).contains("answers 200 to A_1.JPG, and sends nothing");
            vendor.result("A_1.JPG", Pictures.jpeg(7));
            assertThat(studio.office().retry(held)).isEmpty();
            studio.until("empty", Step.DONE);
            assertThat(studio.delivery.resolve("empty/A_1.JPG")).hasBinaryContent(Pictures.jpeg(7));
        }
    }

    @Test
    void aRetouchedPictureThatIsNotOfferedIsWaitedForAndThenTold() {
        try (Studio studio = new Studio(folder)) {
            studio.sim.switches().set("late-copilot", "allow");
            studio.shoot("short", 2);
            Shoot done = studio.until("short", Step.DONE);
            assertThat(studio.office().retouch(done, new Retouch("A_1*", "make it dark", null))).isEmpty();
            studio.until("short", Step.DELIVER);
            studio.clock.set(studio.shoot("short").due());
            assertThat(concluded(studio)).isNull();
            assertThat(studio.shoot("short").step()).isEqualTo(Step.DELIVER);
            studio.clock.advance(Duration.ofHours(1));
            assertThat(concluded(studio)).hasMessageContaining("does not list 1 of the shoot's results any more").hasMessageContaining("A_1.JPG");
            studio.until("short", Step.DONE);
            assertThat(studio.results().of(done.id())).hasSize(2).extracting(Result::delivered).doesNotContainNull();
        }
    }

    @Test
    void aBracketThatDoesNotComeBackIsTold() {
        try (Studio studio = new Studio(folder)) {
            studio.sim.switches().set("drop-results", 1);
            ticket(studio, "hdr", "edit:\n  hdr_merge: true\n");
            studio.shoot("hdr", 6);
            studio.until("hdr", Step.DONE);
            assertThat(studio.alerts()).singleElement().asString().contains("Shoot hdr of lane default", "A_2.JPG");
        }
    }

    /** One look at a vendor that lists the other picture only. */
    private static Problem concluded(Studio studio) {
        Shoot held = studio.ledger().claim(studio.shoot("short").id()).orElseThrow();
        Deliveries deliveries = studio.bean("deliveries", Deliveries.class);
        Deliveries.Batch batch = deliveries.offered(held, List.of(Map.of("name", "A_2.JPG", "kind", "jpeg",
                "url", studio.sim.imagenUrl() + "/any")));
        try {
            deliveries.concluded(held, batch);
            return null;
        } catch (Problem problem) {
            return problem;
        }
    }

    private static void ticket(Studio studio, String shoot, String text) {
        studio.drop(shoot + "/darkroom.yaml", text);
        studio.seen("default", shoot + "/darkroom.yaml");
    }
}
