package studio.darkroom.routes;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import studio.darkroom.inbox.settle.ShootCloser;
import studio.darkroom.inbox.settle.ShootGatherer;
import studio.darkroom.ledger.Photo;
import studio.darkroom.ledger.Result;
import studio.darkroom.ledger.Shoot;
import studio.darkroom.lifecycle.Step;
import studio.darkroom.lifecycle.Trouble.TransientFailure;
import studio.darkroom.sim.Fault;
import studio.darkroom.testing.LedgerWriter;
import studio.darkroom.testing.TestDarkroom;
import studio.darkroom.testing.TestPictures;

/** No photo is lost and none is called delivered that is not (DESIGN, promises 1, 2 and 5). */
class PhotoPromisesTest {

    @TempDir Path folder;
    private TestDarkroom studio;

    @AfterEach
    void close() {
        studio.close();
    }

    private void open(Consumer<Map<String, String>> keys) {
        studio = new TestDarkroom(folder, keys);
    }

    @Test
    void aPhotoSeenWhileAnEmptyShootIsBeingClosedIsGathered() throws Exception {
        open(keys -> { });
        studio.dropShoot("e", 1);
        studio.runUntil("e", Step.DONE);
        Files.setLastModifiedTime(studio.inbox.resolve("e/A_1.JPG"), FileTime.fromMillis(1_700_000_000_000L));
        studio.recordTouch("e/A_1.JPG");
        studio.awaitScanned("default", "e/A_1.JPG");
        ShootGatherer gathering = studio.findBean("shootGatherer", ShootGatherer.class);
        ShootGatherer.GatherState look = null;
        Shoot held = null;
        for (int i = 0; i < 50 && (look == null || !look.ready()); i++) {
            studio.clock.advance(Duration.ofSeconds(31));
            held = studio.ledger().claimShoot(studio.findShoot("e-2").id()).orElseThrow();
            look = gathering.checkShoot(held);
            if (!look.ready()) {
                studio.ledger().again(held, studio.clock.instant());
            }
        }
        studio.dropFile("e/A_2.JPG", TestPictures.jpeg(2));
        studio.awaitScanned("default", "e/A_2.JPG");
        try {
            studio.ledger().next(held, Step.OPEN, studio.findBean("shootCloser", ShootCloser.class).planClosing(held, look).update());
        } catch (TransientFailure moreCame) {
            studio.ledger().again(held, studio.clock.instant());
        }
        assertThat(studio.findShoot("e-2").step()).isEqualTo(Step.GATHER);
    }

    @Test
    void aPhotoWithItsEditsButWithoutItsJpegIsMissing() {
        open(keys -> { });
        studio.writeFile("lane.yaml", "profile: BRIGHT LISTING\ndeliver: [jpeg, edits]\n");
        studio.dropShoot("k", 2);
        studio.runUntil("k", Step.DELIVER);
        Shoot shoot = studio.ledger().claimShoot(studio.findShoot("k").id()).orElseThrow();
        Photo photo = studio.photos().listByShoot(shoot.id()).get(0);
        studio.results().addOffered(shoot, List.of(
                new Result(null, shoot.id(), "A_1.xmp", "A_1.xmp", "edits", photo.id(), null, null, 0, null)));
        Result only = studio.results().listByShoot(shoot.id()).get(0);
        studio.results().recordDelivery(shoot, only, only.name(), 1, "x");
        assertThat(studio.photos().recordFinalStates(shoot, 2, "no JPEG", false)).contains(photo.name());
        assertThat(studio.photos().getPhoto(photo.id()).state()).isEqualTo(Photo.MISSING);
    }

    @Test
    void aPartThatAKillLeftLinkedToADeliveredFileIsNotWrittenInto() throws Exception {
        open(keys -> { });
        studio.dropShoot("t", 1);
        studio.runUntil("t", Step.DONE);
        Path dir = studio.delivery.resolve("t");
        Result result = studio.results().listByShoot(studio.findShoot("t").id()).get(0);
        Path file = dir.resolve(result.name());
        byte[] whole = Files.readAllBytes(file);
        // Killed after the file got its final name and before the ledger knew.
        Files.createLink(dir.resolve(".darkroom-" + result.id() + ".part"), file);
        LedgerWriter killed = new LedgerWriter(folder.resolve("home"));
        killed.executeUpdate("update shoot set step = 'deliver', ended = null");
        killed.executeUpdate("update result set delivered = null");
        studio.sim.faults().add(Fault.on("get").cut());
        studio.runDueShoots();
        assertThat(Files.readAllBytes(file)).isEqualTo(whole);
        studio.runUntil("t", Step.DONE);
        assertThat(Files.readAllBytes(file)).isEqualTo(whole);
        assertThat(TestDarkroom.listFiles(dir)).noneMatch(name -> name.endsWith(".part"));
    }

    @Test
    void anOriginalWhoseBracketNeverCameBackIsNotDeleted() {
        open(keys -> keys.put("darkroom.lane.default.archive", "delete"));
        studio.writeFile("lane.yaml", "profile: BRIGHT LISTING\nedit:\n  hdr_merge: true\n");
        studio.sim.switches().set("drop-results", 1);
        studio.dropShoot("h", 6);
        studio.runUntil("h", Step.DONE);
        studio.originals.forgetAll();
        assertThat(TestDarkroom.listFiles(studio.inbox)).as("originals of the bracket without a result").isNotEmpty();
    }

    @Test
    void onePhotoThatTheStoreNeverTakesIsTheShootsOwnTrouble() {
        open(keys -> { });
        studio.sim.faults().add(Fault.on("put").status(500).matching("A_2").always());
        studio.dropShoot("b", 2);
        studio.runUntil("b", Step.UPLOAD);
        studio.passTime(Duration.ofHours(2));
        assertThat(studio.findShoot("b").state()).isEqualTo("problem");
    }
}
