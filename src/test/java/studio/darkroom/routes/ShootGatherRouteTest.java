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
import studio.darkroom.lifecycle.Step;
import studio.darkroom.testing.Await;
import studio.darkroom.testing.SharedTestDarkroom;
import studio.darkroom.testing.TestDarkroom;
import studio.darkroom.testing.TestPictures;

/** shoot-gather: closes when everything is there and whole, and takes what is to be edited and nothing else. */
class ShootGatherRouteTest {

    @RegisterExtension
    static final SharedTestDarkroom STUDIO = new SharedTestDarkroom(keys -> keys.put("darkroom.inbox.incomplete-after", "1h"));

    private final TestDarkroom studio = STUDIO.get();

    @Test
    void aShootClosesWhenNothingChangedForTheQuietTimeByOurOwnClock() {
        studio.dropShoot("quiet", 2);
        studio.passTime(Duration.ofSeconds(25));
        studio.dropFile("quiet/A_3.JPG", TestPictures.jpeg(3));
        studio.awaitScanned("default", "quiet/A_3.JPG");
        studio.passTime(Duration.ofSeconds(29));
        assertThat(studio.findShoot("quiet").step()).isEqualTo(Step.GATHER);
        studio.passTime(Duration.ofSeconds(3));
        assertThat(studio.findShoot("quiet").step()).isNotEqualTo(Step.GATHER);
        assertThat(photos("quiet")).hasSize(3);
    }

    @Test
    void aReadyMarkerClosesAShootSooner() {
        studio.dropShoot("marked", 2);
        studio.runDueShoots();
        studio.dropFile("marked/_READY", "");
        studio.awaitScanned("default", "marked/_READY");
        studio.passTime(Duration.ofSeconds(3));
        assertThat(studio.findShoot("marked").step()).isNotEqualTo(Step.GATHER);
        studio.runUntil("marked", Step.DONE);
        assertThat(studio.sim.billItems()).first().satisfies(bill -> assertThat(bill.images()).isEqualTo(2));
    }

    @Test
    void halfAPhotoHoldsItsShootUntilTheRestHasCome() {
        byte[] photo = TestPictures.jpeg(2);
        studio.dropFile("half/A_1.JPG", TestPictures.jpeg(1));
        studio.dropFile("half/A_2.JPG", Arrays.copyOf(photo, photo.length / 2));
        studio.awaitScanned("default", "half/A_1.JPG", "half/A_2.JPG");
        studio.passTime(Duration.ofMinutes(10));
        assertThat(studio.findShoot("half").step()).isEqualTo(Step.GATHER);
        assertThat(studio.findShoot("half").state()).isEqualTo("active");
        studio.dropFile("half/A_2.JPG", photo);
        studio.awaitScanned("default", "half/A_2.JPG");
        studio.runUntil("half", Step.DONE);
        assertThat(studio.sim.billItems()).first().satisfies(bill -> assertThat(bill.images()).isEqualTo(2));
    }

    @Test
    void aPhotoThatNeverBecomesWholeIsAProblemThatEndsWhenItIsMended() {
        byte[] photo = TestPictures.jpeg(2);
        studio.dropFile("torn/A_1.JPG", TestPictures.jpeg(1));
        studio.dropFile("torn/A_2.JPG", Arrays.copyOf(photo, photo.length / 2));
        studio.awaitScanned("default", "torn/A_1.JPG", "torn/A_2.JPG");
        studio.passTime(Duration.ofMinutes(65));
        Shoot shoot = studio.findShoot("torn");
        assertThat(shoot.state()).isEqualTo("problem");
        assertThat(shoot.trouble().code()).isEqualTo("photo-not-whole");
        assertThat(shoot.trouble().text()).contains("torn/A_2.JPG").doesNotContain("A_1");
        assertThat(studio.sim.requests()).isEmpty();
        studio.dropFile("torn/A_2.JPG", photo);
        studio.awaitScanned("default", "torn/A_2.JPG");
        studio.runUntil("torn", Step.DONE);
    }

    @Test
    void aPhotoThatIsNotWholeMayAlsoBeTakenAway() {
        studio.dropFile("taken/A_1.JPG", TestPictures.jpeg(1));
        studio.dropFile("taken/A_2.JPG", Arrays.copyOf(TestPictures.jpeg(2), 500));
        studio.awaitScanned("default", "taken/A_1.JPG", "taken/A_2.JPG");
        studio.passTime(Duration.ofMinutes(65));
        studio.removeFile("taken/A_2.JPG");
        assertThat(studio.actions().retryShoot(studio.findShoot("taken"))).isEmpty();
        studio.runUntil("taken", Step.DONE);
        assertThat(studio.events.findByShoot(studio.findShoot("taken").id()))
                .anyMatch(line -> line.startsWith("ignored taken/A_2.JPG: "));
    }

    @Test
    void aShootWhosePhotosWereAllTakenAwayIsGivenUp() {
        studio.dropShoot("emptied", 2);
        studio.runDueShoots();
        studio.dropFile("elsewhere/A_1.JPG", TestPictures.jpeg(4));
        studio.removeFile("emptied/A_1.JPG");
        studio.removeFile("emptied/A_2.JPG");
        studio.passTime(Duration.ofMinutes(2));
        assertThat(studio.findShoot("emptied").step()).isEqualTo(Step.CANCELLED);
    }

    @Test
    void aPhotoThatWasTakenAwayAndPutBackAsItWasIsEdited() throws IOException {
        studio.dropShoot("back", 2);
        studio.runDueShoots();
        Path aside = Files.createTempFile("aside", ".JPG");
        Files.move(studio.inbox.resolve("back/A_2.JPG"), aside, StandardCopyOption.REPLACE_EXISTING);
        studio.passTime(Duration.ofSeconds(31));
        Files.move(aside, studio.inbox.resolve("back/A_2.JPG"));
        studio.runUntil("back", Step.DONE);
        Await.untilTrue("the photo is seen again", () -> studio.findShoots().stream().anyMatch(shoot ->
                shoot.name().equals("back-2")));
        studio.runUntil("back-2", Step.DONE);
        assertThat(studio.sim.billItems()).filteredOn(bill -> bill.action().equals("edit")).hasSize(2)
                .allMatch(bill -> bill.images() == 1);
    }

    @Test
    void ofARawAndItsJpegOnlyTheRawIsPaidFor() {
        studio.dropFile("twins/darkroom.yaml", "profile: ELEGANT HOME\n");
        studio.dropFile("twins/D_1.NEF", TestPictures.nef(1));
        studio.dropFile("twins/D_1.JPG", TestPictures.jpeg(1));
        studio.awaitScanned("default", "twins/darkroom.yaml", "twins/D_1.NEF", "twins/D_1.JPG");
        studio.runUntil("twins", Step.DONE);
        assertThat(studio.sim.requests("put")).singleElement()
                .satisfies(put -> assertThat(put.path()).endsWith("D_1.NEF"));
        assertThat(studio.events.findByShoot(studio.findShoot("twins").id())).anyMatch(line -> line.startsWith("ignored twins/D_1.JPG"));
        assertThat(studio.findShoots().stream().filter(shoot -> shoot.folder().equals("twins"))).hasSize(1);
    }

    @Test
    void aLoneJpegAmongRawsIsAShootOfItsOwn() {
        studio.dropFile("mixed/darkroom.yaml", "profile: 5700\n");
        studio.dropFile("mixed/D_1.NEF", TestPictures.nef(1));
        studio.dropFile("mixed/D_2.JPG", TestPictures.jpeg(2));
        studio.awaitScanned("default", "mixed/darkroom.yaml", "mixed/D_1.NEF", "mixed/D_2.JPG");
        studio.runUntil("mixed", Step.DONE);
        assertThat(photos("mixed")).extracting(Photo::path).containsExactly("mixed/D_1.NEF");
        assertThat(photos("mixed-jpeg")).extracting(Photo::path).containsExactly("mixed/D_2.JPG");
        Shoot jpeg = studio.runUntil("mixed-jpeg", "problem");
        assertThat(jpeg.trouble().code()).as("the profile is for RAW only").isEqualTo("profile-unfit");
        studio.dropFile("mixed/darkroom.yaml", "profile: 5701\n");
        assertThat(studio.actions().retryShoot(jpeg)).isEmpty();
        studio.runUntil("mixed-jpeg", Step.DONE);
        assertThat(studio.sim.billItems()).filteredOn(bill -> bill.action().equals("edit")).hasSize(2)
                .allMatch(bill -> bill.images() == 1);
    }

    @Test
    void photosOfOneNameFromTwoFoldersAreBothEditedAndBothComeBack() {
        studio.dropFile("days/one/A_1.JPG", TestPictures.jpeg(1));
        studio.dropFile("days/two/A_1.JPG", TestPictures.jpeg(2));
        studio.awaitScanned("default", "days/one/A_1.JPG", "days/two/A_1.JPG");
        studio.runUntil("days", Step.DONE);
        assertThat(photos("days")).extracting(Photo::name).containsExactlyInAnyOrder("A_1.JPG", "two-A_1.JPG");
        assertThat(TestDarkroom.listFiles(studio.delivery.resolve("days")))
                .containsExactly("A_1.JPG", "receipt.json", "two-A_1.JPG");
        assertThat(studio.results().listByShoot(studio.findShoot("days").id())).extracting(result -> result.photoId())
                .doesNotHaveDuplicates().doesNotContainNull();
    }

    @Test
    void photosInTheInboxItselfAreAShootToo() {
        studio.dropFile("LOOSE_1.JPG", TestPictures.jpeg(1));
        studio.awaitScanned("default", "LOOSE_1.JPG");
        studio.runUntil("loose", Step.DONE);
        assertThat(TestDarkroom.listFiles(studio.delivery.resolve("loose"))).containsExactly("LOOSE_1.JPG", "receipt.json");
    }

    @Test
    void folderWithoutAcceptedPhotos_isAProblem_withoutACall() {
        studio.dropFile("pngs/A_1.PNG", png());
        studio.awaitScanned("default", "pngs/A_1.PNG");
        Shoot shoot = studio.runUntil("pngs", "problem");
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
        return studio.photos().listByShoot(studio.findShoot(name).id());
    }
}
