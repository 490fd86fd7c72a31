package studio.darkroom.routes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import studio.darkroom.ledger.Photo;
import studio.darkroom.ledger.Shoot;
import studio.darkroom.ledger.Step;
import studio.darkroom.testing.Pictures;
import studio.darkroom.testing.SharedStudio;
import studio.darkroom.testing.Studio;
import studio.darkroom.testing.Until;

/** shoot-gather: closes when everything is there and whole, and takes what is to be edited and nothing else. */
class ShootGatherRouteTest {

    @RegisterExtension
    static final SharedStudio STUDIO = new SharedStudio(keys -> keys.put("darkroom.gather.max-wait", "1h"));

    private final Studio studio = STUDIO.get();

    @Test
    void aShootClosesWhenNothingChangedForTheQuietTimeByOurOwnClock() {
        studio.shoot("quiet", 2);
        studio.pass(Duration.ofSeconds(25));
        studio.drop("quiet/A_3.JPG", Pictures.jpeg(3));
        studio.seen("default", "quiet/A_3.JPG");
        studio.pass(Duration.ofSeconds(29));
        assertThat(studio.shoot("quiet").step()).isEqualTo(Step.GATHER);
        studio.pass(Duration.ofSeconds(3));
        assertThat(studio.shoot("quiet").step()).isNotEqualTo(Step.GATHER);
        assertThat(photos("quiet")).hasSize(3);
    }

    @Test
    void aReadyMarkerClosesAShootSooner() {
        studio.shoot("marked", 2);
        studio.fire();
        studio.drop("marked/_READY", "");
        studio.seen("default", "marked/_READY");
        studio.pass(Duration.ofSeconds(2));
        assertThat(studio.shoot("marked").step()).isNotEqualTo(Step.GATHER);
        studio.until("marked", Step.DONE);
        assertThat(studio.sim.billed()).first().satisfies(bill -> assertThat(bill.images()).isEqualTo(2));
    }

    @Test
    void halfAPhotoHoldsItsShootUntilTheRestHasCome() {
        byte[] photo = Pictures.jpeg(2);
        studio.drop("half/A_1.JPG", Pictures.jpeg(1));
        studio.drop("half/A_2.JPG", Arrays.copyOf(photo, photo.length / 2));
        studio.seen("default", "half/A_1.JPG", "half/A_2.JPG");
        studio.pass(Duration.ofMinutes(10));
        assertThat(studio.shoot("half").step()).isEqualTo(Step.GATHER);
        assertThat(studio.shoot("half").state()).isEqualTo("active");
        studio.drop("half/A_2.JPG", photo);
        studio.seen("default", "half/A_2.JPG");
        studio.until("half", Step.DONE);
        assertThat(studio.sim.billed()).first().satisfies(bill -> assertThat(bill.images()).isEqualTo(2));
    }

    @Test
    void aPhotoThatNeverBecomesWholeIsAProblemThatEndsWhenItIsMended() {
        byte[] photo = Pictures.jpeg(2);
        studio.drop("torn/A_1.JPG", Pictures.jpeg(1));
        studio.drop("torn/A_2.JPG", Arrays.copyOf(photo, photo.length / 2));
        studio.seen("default", "torn/A_1.JPG", "torn/A_2.JPG");
        studio.pass(Duration.ofMinutes(65));
        Shoot shoot = studio.shoot("torn");
        assertThat(shoot.state()).isEqualTo("problem");
        assertThat(shoot.trouble().code()).isEqualTo("photo-not-whole");
        assertThat(shoot.trouble().text()).contains("torn/A_2.JPG").doesNotContain("A_1");
        assertThat(studio.sim.requests()).isEmpty();
        studio.drop("torn/A_2.JPG", photo);
        studio.seen("default", "torn/A_2.JPG");
        studio.until("torn", Step.DONE);
    }

    @Test
    void aPhotoThatIsNotWholeMayAlsoBeTakenAway() {
        studio.drop("taken/A_1.JPG", Pictures.jpeg(1));
        studio.drop("taken/A_2.JPG", Arrays.copyOf(Pictures.jpeg(2), 500));
        studio.seen("default", "taken/A_1.JPG", "taken/A_2.JPG");
        studio.pass(Duration.ofMinutes(65));
        studio.remove("taken/A_2.JPG");
        assertThat(studio.office().retry(studio.shoot("taken"))).isEmpty();
        studio.until("taken", Step.DONE);
        assertThat(studio.diary.of(studio.shoot("taken").id()))
                .anyMatch(line -> line.startsWith("ignored taken/A_2.JPG: it was taken away"));
    }

    @Test
    void aShootWhosePhotosWereAllTakenAwayIsGivenUp() {
        studio.shoot("emptied", 2);
        studio.fire();
        studio.drop("elsewhere/A_1.JPG", Pictures.jpeg(4));
        studio.remove("emptied/A_1.JPG");
        studio.remove("emptied/A_2.JPG");
        studio.pass(Duration.ofMinutes(2));
        assertThat(studio.shoot("emptied").step()).isEqualTo(Step.CANCELLED);
    }

    @Test
    void aPhotoThatWasTakenAwayAndPutBackAsItWasIsEdited() throws IOException {
        studio.shoot("back", 2);
        studio.fire();
        Path aside = Files.createTempFile("aside", ".JPG");
        Files.move(studio.inbox.resolve("back/A_2.JPG"), aside, StandardCopyOption.REPLACE_EXISTING);
        studio.pass(Duration.ofSeconds(31));
        Files.move(aside, studio.inbox.resolve("back/A_2.JPG"));
        studio.until("back", Step.DONE);
        Until.holds("the photo is seen again", () -> studio.shoots().stream().anyMatch(shoot ->
                shoot.name().equals("back-2")));
        studio.until("back-2", Step.DONE);
        assertThat(studio.sim.billed()).filteredOn(bill -> bill.action().equals("edit")).hasSize(2)
                .allMatch(bill -> bill.images() == 1);
    }

    @Test
    void ofARawAndItsJpegOnlyTheRawIsPaidFor() {
        studio.drop("twins/darkroom.yaml", "profile: ELEGANT HOME\n");
        studio.drop("twins/D_1.NEF", Pictures.nef(1));
        studio.drop("twins/D_1.JPG", Pictures.jpeg(1));
        studio.seen("default", "twins/darkroom.yaml", "twins/D_1.NEF", "twins/D_1.JPG");
        studio.until("twins", Step.DONE);
        assertThat(studio.sim.requests("put")).singleElement()
                .satisfies(put -> assertThat(put.path()).endsWith("D_1.NEF"));
        assertThat(studio.diary.of(studio.shoot("twins").id())).anyMatch(line -> line.startsWith("ignored twins/D_1.JPG"));
        assertThat(studio.shoots().stream().filter(shoot -> shoot.folder().equals("twins"))).hasSize(1);
    }

    @Test
    void aLoneJpegAmongRawsIsAShootOfItsOwn() {
        studio.drop("mixed/darkroom.yaml", "profile: 5700\n");
        studio.drop("mixed/D_1.NEF", Pictures.nef(1));
        studio.drop("mixed/D_2.JPG", Pictures.jpeg(2));
        studio.seen("default", "mixed/darkroom.yaml", "mixed/D_1.NEF", "mixed/D_2.JPG");
        studio.until("mixed", Step.DONE);
        assertThat(photos("mixed")).extracting(Photo::path).containsExactly("mixed/D_1.NEF");
        assertThat(photos("mixed-jpeg")).extracting(Photo::path).containsExactly("mixed/D_2.JPG");
        Shoot jpeg = studio.until("mixed-jpeg", "problem");
        assertThat(jpeg.trouble().code()).as("the profile is for RAW only").isEqualTo("profile-unfit");
        studio.drop("mixed/darkroom.yaml", "profile: 5701\n");
        assertThat(studio.office().retry(jpeg)).isEmpty();
        studio.until("mixed-jpeg", Step.DONE);
        assertThat(studio.sim.billed()).filteredOn(bill -> bill.action().equals("edit")).hasSize(2)
                .allMatch(bill -> bill.images() == 1);
    }

    @Test
    void photosOfOneNameFromTwoFoldersAreBothEditedAndBothComeBack() {
        studio.drop("days/one/A_1.JPG", Pictures.jpeg(1));
        studio.drop("days/two/A_1.JPG", Pictures.jpeg(2));
        studio.seen("default", "days/one/A_1.JPG", "days/two/A_1.JPG");
        studio.until("days", Step.DONE);
        assertThat(photos("days")).extracting(Photo::name).containsExactlyInAnyOrder("A_1.JPG", "two-A_1.JPG");
        assertThat(Studio.files(studio.delivery.resolve("days")))
                .containsExactly("A_1.JPG", "receipt.json", "two-A_1.JPG");
        assertThat(studio.results().of(studio.shoot("days").id())).extracting(result -> result.photo())
                .doesNotHaveDuplicates().doesNotContainNull();
    }

    @Test
    void photosInTheInboxItselfAreAShootToo() {
        studio.drop("LOOSE_1.JPG", Pictures.jpeg(1));
        studio.seen("default", "LOOSE_1.JPG");
        studio.until("loose", Step.DONE);
        assertThat(Studio.files(studio.delivery.resolve("loose"))).containsExactly("LOOSE_1.JPG", "receipt.json");
    }

    @Test
    void aFolderWithoutAPhotoThatTheVendorTakesIsAProblemBeforeAnyCall() {
        studio.drop("pngs/A_1.PNG", png());
        studio.seen("default", "pngs/A_1.PNG");
        Shoot shoot = studio.until("pngs", "problem");
        assertThat(shoot.trouble().code()).isEqualTo("photos-none");
        assertThat(studio.sim.requests()).isEmpty();
    }

    private static byte[] png() {
        try (java.io.ByteArrayOutputStream out = new java.io.ByteArrayOutputStream()) {
            javax.imageio.ImageIO.write(new java.awt.image.BufferedImage(8, 8, 1), "png", out);
            return out.toByteArray();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private List<Photo> photos(String name) {
        return studio.photos().of(studio.shoot(name).id());
    }
}
