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
import studio.darkroom.ledger.Shoot;
import studio.darkroom.ledger.Sightings;
import studio.darkroom.ledger.Step;
import studio.darkroom.testing.Pictures;
import studio.darkroom.testing.SharedStudio;
import studio.darkroom.testing.Studio;
import studio.darkroom.testing.Until;

/** inbox-folder: sees what lies in a lane's folder, tells it once, and knows a folder that is gone from an empty one. */
class InboxFolderRouteTest {

    @RegisterExtension
    static final SharedStudio STUDIO = new SharedStudio(InboxFolderRouteTest::lanes);

    private final Studio studio = STUDIO.get();

    private static void lanes(Map<String, String> keys) {
        Path root = Path.of(keys.get("darkroom.lane.default.inbox").substring("folder:".length())).getParent();
        keys.put("darkroom.retry.most", "30m");
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
        studio.drop("odd/._A_1.JPG", "ghost");
        studio.drop("odd/.DS_Store", "ghost");
        studio.drop("odd/Thumbs.db", "ghost");
        studio.drop("odd/A_2.JPG.part", "half");
        studio.drop("odd/IMG_3.HEIC", "heic");
        studio.drop("odd/notes.txt", "bring the ring light");
        studio.shoot("odd", 1);
        studio.seen("default", "odd/._A_1.JPG", "odd/.DS_Store", "odd/Thumbs.db", "odd/A_2.JPG.part", "odd/IMG_3.HEIC",
                "odd/notes.txt");
        studio.until("odd", Step.DONE);
        assertThat(studio.sim.requests("put")).hasSize(1);
        List<String> told = studio.diary.all().stream().filter(line -> line.startsWith("ignored default odd/")).toList();
        assertThat(told).hasSize(6).anyMatch(line -> line.contains("IMG_3.HEIC") && line.contains("export it as JPEG"));
        studio.stop();
        studio.start();
        studio.drop("odd/notes.txt", "bring the other ring light");
        studio.seen("default", "odd/notes.txt");
        assertThat(studio.diary.all().stream().filter(line -> line.startsWith("ignored default odd/"))).hasSize(6);
    }

    @Test
    void everyFileIsToldOnceAndNotAgainAfterARestart() {
        studio.shoot("once", 5);
        studio.until("once", Step.DONE);
        studio.stop();
        studio.start();
        studio.drop("later/A_1.JPG", Pictures.jpeg(9));
        studio.seen("default", "later/A_1.JPG");
        assertThat(new Sightings(studio.ledger()).memory("default").stream().filter(seen -> seen.path().startsWith("once/")))
                .hasSize(5);
        assertThat(studio.shoots().stream().filter(shoot -> shoot.folder().equals("once"))).hasSize(1);
    }

    @Test
    void twoLanesHaveShootsOfOneNameThatDoNotMeet() throws IOException {
        studio.shoot("same", 1);
        Files.createDirectories(listings().resolve("same"));
        Files.write(listings().resolve("same/B_1.JPG"), Pictures.jpeg(5));
        studio.seen("listings", "same/B_1.JPG");
        studio.until("same", Step.DONE);
        Until.holds("both are done", () -> {
            studio.fire();
            return studio.shoots().stream().filter(shoot -> shoot.name().equals("same")).allMatch(Shoot::ended);
        });
        assertThat(Studio.files(studio.delivery.resolve("same"))).containsExactly("A_1.JPG", "receipt.json");
        assertThat(Studio.files(listings().resolveSibling("out-listings").resolve("same")))
                .containsExactly("B_1.JPG", "receipt.json");
        assertThat(studio.sim.projects()).extracting(project -> project.name()).doesNotHaveDuplicates().hasSize(2);
    }

    @Test
    void anInboxThatIsGoneIsAnOutageWithOneAlertAndGoesOnWhenItIsBack() throws IOException {
        studio.shoot("gone", 2);
        studio.fire();
        int alerts = studio.alerts().size();
        Path aside = studio.inbox.resolveSibling("unmounted");
        Files.move(studio.inbox, aside);
        Until.holds("the outage", () -> studio.outages().standing("inbox:default").isPresent());
        studio.pass(Duration.ofHours(30));
        assertThat(studio.inbox).doesNotExist();
        assertThat(studio.shoot("gone")).satisfies(shoot -> {
            assertThat(shoot.step()).isEqualTo(Step.GATHER);
            assertThat(shoot.state()).isEqualTo("outage");
            assertThat(shoot.trouble().code()).isEqualTo("inbox-gone");
        });
        assertThat(studio.photos().of(studio.shoot("gone").id())).hasSize(2);
        Files.move(aside, studio.inbox);
        Until.holds("the outage is over", () -> studio.outages().standing("inbox:default").isEmpty());
        studio.until("gone", Step.DONE);
        Until.holds("the alert", () -> studio.alerts().size() > alerts);
        assertThat(studio.alerts()).hasSize(alerts + 1).anyMatch(alert -> alert.contains("outage of inbox:default"));
        assertThat(studio.sim.billed()).first().satisfies(bill -> assertThat(bill.images()).isEqualTo(2));
    }

    @Test
    void anEmptyMountPointIsNotAnInboxWhosePhotosWereTakenAway() throws IOException {
        studio.shoot("unmounted", 2);
        studio.fire();
        Path aside = studio.inbox.resolveSibling("share");
        Files.move(studio.inbox, aside);
        Files.createDirectory(studio.inbox);
        studio.pass(Duration.ofHours(2));
        assertThat(studio.shoot("unmounted").state()).isEqualTo("outage");
        assertThat(studio.shoot("unmounted").trouble().code()).isEqualTo("inbox-gone");
        Files.delete(studio.inbox);
        Files.move(aside, studio.inbox);
        studio.until("unmounted", Step.DONE);
        assertThat(studio.sim.billed()).first().satisfies(bill -> assertThat(bill.images()).isEqualTo(2));
    }

    @Test
    void anInboxThatGoesInTheMiddleOfUploadingHoldsNobodysPhotosAgainstThem() throws IOException {
        studio.shoot("midway", 2);
        studio.until("midway", Step.UPLOAD);
        Path aside = studio.inbox.resolveSibling("midway-share");
        Files.move(studio.inbox, aside);
        assertThat(studio.until("midway", "outage").trouble().code()).isEqualTo("inbox-gone");
        studio.pass(Duration.ofHours(1));
        assertThat(studio.shoot("midway").state()).isEqualTo("outage");
        Files.move(aside, studio.inbox);
        studio.until("midway", Step.DONE);
    }

    private Path listings() {
        return studio.inbox.resolveSibling("in-listings");
    }
}
