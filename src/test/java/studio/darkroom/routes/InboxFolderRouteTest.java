package studio.darkroom.routes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import studio.darkroom.ledger.InboxFiles;
import studio.darkroom.ledger.Shoot;
import studio.darkroom.lifecycle.Step;
import studio.darkroom.testing.Await;
import studio.darkroom.testing.SharedTestDarkroom;
import studio.darkroom.testing.TestDarkroom;
import studio.darkroom.testing.TestPictures;

/** inbox-folder: sees what lies in a lane's folder, tells it once, and knows a folder that is gone from an empty one. */
class InboxFolderRouteTest {

    @RegisterExtension
    static final SharedTestDarkroom STUDIO = new SharedTestDarkroom(InboxFolderRouteTest::lanes);

    private final TestDarkroom studio = STUDIO.get();

    private static void lanes(Map<String, String> keys) {
        Path root = Path.of(keys.get("darkroom.lane.default.inbox").substring("folder:".length())).getParent();
        keys.put("darkroom.retry.max-delay", "30m");
        keys.put("darkroom.lanes", "default, listings");
        keys.put("darkroom.lane.listings.inbox", "folder:" + root.resolve("in-listings"));
        keys.put("darkroom.lane.listings.delivery", "folder:" + root.resolve("out-listings"));
        keys.put("darkroom.lane.listings.ticket", keys.get("darkroom.lane.default.ticket"));
        try {
            Files.createDirectories(root.resolve("in-listings"));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void ghostsAndForeignFilesTakeNoPartAndThatIsSaidOnce() {
        studio.dropFile("odd/._A_1.JPG", "ghost");
        studio.dropFile("odd/.DS_Store", "ghost");
        studio.dropFile("odd/Thumbs.db", "ghost");
        studio.dropFile("odd/A_2.JPG.part", "half");
        studio.dropFile("odd/IMG_3.HEIC", "heic");
        studio.dropFile("odd/notes.txt", "bring the ring light");
        studio.dropShoot("odd", 1);
        studio.awaitScanned("default", "odd/._A_1.JPG", "odd/.DS_Store", "odd/Thumbs.db", "odd/A_2.JPG.part", "odd/IMG_3.HEIC",
                "odd/notes.txt");
        studio.runUntil("odd", Step.DONE);
        assertThat(studio.sim.requests("put")).hasSize(1);
        List<String> told = studio.events.findAll().stream().filter(line -> line.startsWith("ignored default odd/")).toList();
        assertThat(told).hasSize(6).anyMatch(line -> line.contains("IMG_3.HEIC") && line.contains("export it as JPEG"));
        studio.stop();
        studio.start();
        studio.dropFile("odd/notes.txt", "bring the other ring light");
        studio.awaitScanned("default", "odd/notes.txt");
        assertThat(studio.events.findAll().stream().filter(line -> line.startsWith("ignored default odd/"))).hasSize(6);
    }

    @Test
    void everyFileIsToldOnceAndNotAgainAfterARestart() {
        studio.dropShoot("once", 5);
        studio.runUntil("once", Step.DONE);
        studio.stop();
        studio.start();
        studio.dropFile("later/A_1.JPG", TestPictures.jpeg(9));
        studio.awaitScanned("default", "later/A_1.JPG");
        assertThat(new InboxFiles(studio.ledger()).listKnownFiles("default").stream().filter(seen -> seen.path().startsWith("once/")))
                .hasSize(5);
        assertThat(studio.findShoots().stream().filter(shoot -> shoot.folder().equals("once"))).hasSize(1);
    }

    @Test
    void twoLanesHaveShootsOfOneNameThatDoNotMeet() throws IOException {
        studio.dropShoot("same", 1);
        Files.createDirectories(listings().resolve("same"));
        Files.write(listings().resolve("same/B_1.JPG"), TestPictures.jpeg(5));
        studio.awaitScanned("listings", "same/B_1.JPG");
        studio.runUntil("same", Step.DONE);
        Await.untilTrue("both are done", () -> {
            studio.runDueShoots();
            return studio.findShoots().stream().filter(shoot -> shoot.name().equals("same")).allMatch(Shoot::isEnded);
        });
        assertThat(TestDarkroom.listFiles(studio.delivery.resolve("same"))).containsExactly("A_1.JPG", "receipt.json");
        assertThat(TestDarkroom.listFiles(listings().resolveSibling("out-listings").resolve("same")))
                .containsExactly("B_1.JPG", "receipt.json");
        assertThat(studio.sim.projects()).extracting(project -> project.name()).doesNotHaveDuplicates().hasSize(2);
    }

    @Test
    void anInboxThatIsGoneIsAnOutageWithOneAlertAndGoesOnWhenItIsBack() throws IOException {
        studio.dropShoot("gone", 2);
        studio.runDueShoots();
        int alerts = studio.readAlerts().size();
        Path aside = studio.inbox.resolveSibling("unmounted");
        Files.move(studio.inbox, aside);
        Await.untilTrue("the outage", () -> studio.outages().findActive("inbox:default").isPresent());
        studio.passTime(Duration.ofHours(30));
        assertThat(studio.inbox).doesNotExist();
        assertThat(studio.findShoot("gone")).satisfies(shoot -> {
            assertThat(shoot.step()).isEqualTo(Step.GATHER);
            assertThat(shoot.state()).isEqualTo("outage");
            assertThat(shoot.trouble().code()).isEqualTo("inbox-gone");
        });
        assertThat(studio.photos().listByShoot(studio.findShoot("gone").id())).hasSize(2);
        Files.move(aside, studio.inbox);
        Await.untilTrue("the outage is over", () -> studio.outages().findActive("inbox:default").isEmpty());
        studio.runUntil("gone", Step.DONE);
        Await.untilTrue("the alert", () -> studio.readAlerts().size() > alerts);
        assertThat(studio.readAlerts()).hasSize(alerts + 1).anyMatch(alert -> alert.contains("outage of inbox:default"));
        assertThat(studio.sim.billItems()).first().satisfies(bill -> assertThat(bill.images()).isEqualTo(2));
    }

    @Test
    void anEmptyMountPointIsNotAnInboxWhosePhotosWereTakenAway() throws IOException {
        studio.dropShoot("unmounted", 2);
        studio.runDueShoots();
        Path aside = studio.inbox.resolveSibling("share");
        Files.move(studio.inbox, aside);
        Files.createDirectory(studio.inbox);
        studio.passTime(Duration.ofHours(2));
        assertThat(studio.findShoot("unmounted").state()).isEqualTo("outage");
        assertThat(studio.findShoot("unmounted").trouble().code()).isEqualTo("inbox-gone");
        Files.delete(studio.inbox);
        Files.move(aside, studio.inbox);
        studio.runUntil("unmounted", Step.DONE);
        assertThat(studio.sim.billItems()).first().satisfies(bill -> assertThat(bill.images()).isEqualTo(2));
    }

    @Test
    void inboxLostDuringUpload_isAnOutage_notAProblem() throws IOException {
        studio.dropShoot("midway", 2);
        studio.runUntil("midway", Step.UPLOAD);
        Path aside = studio.inbox.resolveSibling("midway-share");
        Files.move(studio.inbox, aside);
        assertThat(studio.runUntil("midway", "outage").trouble().code()).isEqualTo("inbox-gone");
        studio.passTime(Duration.ofHours(1));
        assertThat(studio.findShoot("midway").state()).isEqualTo("outage");
        Files.move(aside, studio.inbox);
        studio.runUntil("midway", Step.DONE);
    }

    private Path listings() {
        return studio.inbox.resolveSibling("in-listings");
    }
}
