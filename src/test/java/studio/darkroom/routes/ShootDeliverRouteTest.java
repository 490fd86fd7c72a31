package studio.darkroom.routes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import studio.darkroom.ledger.Photo;
import studio.darkroom.ledger.Shoot;
import studio.darkroom.lifecycle.Step;
import studio.darkroom.sim.Fault;
import studio.darkroom.testing.Await;
import studio.darkroom.testing.SharedTestDarkroom;
import studio.darkroom.testing.TestDarkroom;
import studio.darkroom.testing.TestPictures;

/** shoot-deliver: each photo comes back once, whole, or its absence is explained. */
class ShootDeliverRouteTest {

    @RegisterExtension
    static final SharedTestDarkroom STUDIO = new SharedTestDarkroom();

    private final TestDarkroom studio = STUDIO.get();

    @Test
    void everyPageOfResultsIsFetched() {
        studio.sim.switches().set("links-page", 3);
        studio.dropShoot("pages", 8);
        studio.runUntil("pages", Step.DONE);
        assertThat(delivered("pages")).hasSize(9);
        assertThat(studio.sim.requests("export-links")).hasSizeGreaterThan(1);
        assertThat(studio.photos().listByShoot(studio.findShoot("pages").id())).allMatch(photo -> photo.state().equals(Photo.DELIVERED));
    }

    @Test
    void aBodyThatIsCutNeverStandsUnderTheFinalName() {
        studio.sim.faults().add(Fault.on("get").cut().matching("A_2"));
        ready("cut", 3);
        studio.runDueShoots();
        assertThat(delivered("cut")).containsExactly("A_1.JPG", "A_3.JPG");
        studio.runUntil("cut", Step.DONE);
        assertThat(delivered("cut")).containsExactly("A_1.JPG", "A_2.JPG", "A_3.JPG", "receipt.json");
        assertSameAsInTheStore("cut", "A_2.JPG");
        assertThat(gets("A_1")).isEqualTo(1);
    }

    @Test
    void downloadLinksThatHadExpiredAreAskedForAgain() {
        studio.sim.faults().add(Fault.on("export-links").expiredLink());
        studio.dropShoot("expired", 2);
        studio.runUntil("expired", Step.DONE);
        assertThat(delivered("expired")).hasSize(3);
        assertThat(studio.sim.requests("export-links")).hasSize(2);
    }

    @Test
    void aRestartGoesOnWithTheResultsThatAreNotDelivered() {
        studio.sim.faults().add(Fault.on("get").status(503).matching("A_3").always());
        ready("restart", 3);
        studio.runDueShoots();
        studio.stop();
        studio.sim.faults().clear();
        studio.start();
        studio.runUntil("restart", Step.DONE);
        assertThat(gets("A_1")).isEqualTo(1);
        assertThat(gets("A_2")).isEqualTo(1);
        assertThat(delivered("restart")).hasSize(4);
    }

    @Test
    void aResultThatTheStoreKeepsRefusingIsAProblemThatNamesIt() {
        studio.sim.faults().add(Fault.on("get").status(404).matching("A_2").always());
        studio.dropShoot("refused", 2);
        Shoot shoot = studio.runUntil("refused", "problem");
        assertThat(shoot.trouble().code()).isEqualTo("download-refused");
        assertThat(shoot.trouble().text()).contains("A_2.JPG", "404").doesNotContain("X-Amz");
        assertThat(delivered("refused")).containsExactly("A_1.JPG");
        studio.sim.faults().clear();
        assertThat(studio.actions().retryShoot(shoot)).isEmpty();
        studio.runUntil("refused", Step.DONE);
        assertThat(gets("A_1")).isEqualTo(1);
    }

    @Test
    void fewerResultsThanPhotosIsTold() {
        studio.sim.switches().set("drop-results", 1);
        studio.dropShoot("fewer", 3);
        studio.runUntil("fewer", Step.DONE);
        List<Photo> photos = studio.photos().listByShoot(studio.findShoot("fewer").id());
        assertThat(photos).extracting(Photo::state).containsExactlyInAnyOrder(Photo.DELIVERED, Photo.DELIVERED, Photo.MISSING);
        assertThat(photos).filteredOn(photo -> photo.state().equals(Photo.MISSING)).singleElement().satisfies(photo -> {
            assertThat(photo.name()).isEqualTo("A_3.JPG");
            assertThat(photo.reason()).contains("imagen");
        });
        assertThat(studio.events.findByShoot(studio.findShoot("fewer").id())).anyMatch(line -> line.startsWith("missing A_3.JPG"));
        assertThat(TestDarkroom.readText(studio.delivery.resolve("fewer/receipt.json")))
                .contains("\"state\" : \"missing\"");
        Await.untilTrue("a person is told", () -> studio.readAlerts().stream().anyMatch(told -> told.contains("fewer")
                && told.contains("A_3.JPG")));
    }

    @Test
    void bracketsThatWereMergedAreAccountedFor() {
        studio.dropFile("hdr/darkroom.yaml", "profile: ELEGANT HOME\nedit:\n  hdr_merge: true\ndeliver: [jpeg, edits]\n");
        for (int i = 1; i <= 3; i++) {
            studio.dropFile("hdr/D_" + i + ".NEF", TestPictures.nef(i));
        }
        studio.awaitScanned("default", "hdr/darkroom.yaml", "hdr/D_1.NEF", "hdr/D_2.NEF", "hdr/D_3.NEF");
        studio.runUntil("hdr", Step.DONE);
        assertThat(delivered("hdr")).containsExactly("D_1.DNG", "D_1.JPG", "receipt.json");
        assertThat(studio.photos().listByShoot(studio.findShoot("hdr").id())).hasSize(3)
                .filteredOn(photo -> photo.state().equals(Photo.MERGED)).hasSize(2)
                .noneMatch(photo -> photo.reason().isBlank());
    }

    @Test
    void editsAndJpegsOfOneNameStandSideBySide() {
        studio.dropFile("both/darkroom.yaml", "deliver: [jpeg, edits]\n");
        studio.awaitScanned("default", "both/darkroom.yaml");
        studio.dropShoot("both", 2);
        studio.runUntil("both", Step.DONE);
        assertThat(delivered("both")).containsExactly("A_1-2.JPG", "A_1.JPG", "A_2-2.JPG", "A_2.JPG", "receipt.json");
        assertThat(studio.results().listByShoot(studio.findShoot("both").id())).hasSize(4).allMatch(result -> result.photoId() != null);
    }

    @Test
    void aFileThatWasThereBeforeIsNeverReplaced() throws IOException {
        Path foreign = studio.writeFile("delivery/taken/A_1.JPG", "the studio's own");
        Path receipt = studio.writeFile("delivery/taken/receipt.json", "the studio's own bookkeeping");
        studio.dropShoot("taken", 2);
        studio.runUntil("taken", Step.DONE);
        assertThat(foreign).hasContent("the studio's own");
        assertThat(receipt).hasContent("the studio's own bookkeeping");
        assertThat(delivered("taken")).containsExactly("A_1-2.JPG", "A_1.JPG", "A_2.JPG", "receipt-2.json", "receipt.json");
        assertSameAsInTheStore("taken", "A_1-2.JPG");
    }

    @Test
    void aSecondDeliveryReplacesNothingAndDoublesNothing() {
        studio.dropShoot("again", 2);
        Shoot done = studio.runUntil("again", Step.DONE);
        assertThat(studio.actions().redeliverShoot(done)).isEmpty();
        studio.runUntil("again", Step.DONE);
        assertThat(delivered("again")).containsExactly("A_1.JPG", "A_2.JPG", "receipt.json");
        assertThat(studio.sim.requests("get")).hasSize(4);
    }

    private void ready(String name, int photos) {
        studio.dropShoot(name, photos);
        studio.runUntil(name, Step.DELIVER);
    }

    private List<String> delivered(String name) {
        return TestDarkroom.listFiles(studio.delivery.resolve(name));
    }

    private long gets(String name) {
        return studio.sim.requests("get").stream().filter(get -> get.path().contains(name)).count();
    }

    private void assertSameAsInTheStore(String shoot, String file) {
        String key = studio.sim.projects().get(0).prefix() + "export/" + file.replace("-2", "");
        try (var stored = studio.sim.store().get(studio.sim.bucket(), key)) {
            assertThat(Files.readAllBytes(studio.delivery.resolve(shoot).resolve(file))).isEqualTo(stored.readAllBytes());
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
