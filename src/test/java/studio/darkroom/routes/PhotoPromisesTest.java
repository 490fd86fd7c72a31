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
import studio.darkroom.inbox.Gathering;
import studio.darkroom.ledger.Photo;
import studio.darkroom.ledger.Result;
import studio.darkroom.ledger.Shoot;
import studio.darkroom.ledger.Step;
import studio.darkroom.sim.Fault;
import studio.darkroom.testing.LedgerFile;
import studio.darkroom.testing.Pictures;
import studio.darkroom.testing.Studio;
import studio.darkroom.trouble.Passing;

/** No photo is lost and none is called delivered that is not (DESIGN, promises 1, 2 and 5). */
class PhotoPromisesTest {

    @TempDir Path folder;
    private Studio studio;

    @AfterEach
    void close() {
        studio.close();
    }

    private void open(Consumer<Map<String, String>> keys) {
        studio = new Studio(folder, keys);
    }

    @Test
    void aPhotoSeenWhileAnEmptyShootIsBeingClosedIsGathered() throws Exception {
        open(keys -> { });
        studio.shoot("e", 1);
        studio.until("e", Step.DONE);
        Files.setLastModifiedTime(studio.inbox.resolve("e/A_1.JPG"), FileTime.fromMillis(1_700_000_000_000L));
        studio.touched("e/A_1.JPG");
        studio.seen("default", "e/A_1.JPG");
        Gathering gathering = studio.bean("gathering", Gathering.class);
        Gathering.Look look = null;
        Shoot held = null;
        for (int i = 0; i < 50 && (look == null || !look.ready()); i++) {
            studio.clock.advance(Duration.ofSeconds(31));
            held = studio.ledger().claim(studio.shoot("e-2").id()).orElseThrow();
            look = gathering.look(held);
            if (!look.ready()) {
                studio.ledger().again(held, studio.clock.instant());
            }
        }
        studio.drop("e/A_2.JPG", Pictures.jpeg(2));
        studio.seen("default", "e/A_2.JPG");
        try {
            gathering.close(held, look);
        } catch (Passing moreCame) {
            studio.ledger().again(held, studio.clock.instant());
        }
        assertThat(studio.shoot("e-2").step()).isEqualTo(Step.GATHER);
    }

    @Test
    void aPhotoWithItsEditsButWithoutItsJpegIsMissing() {
        open(keys -> { });
        studio.write("lane.yaml", "profile: BRIGHT LISTING\ndeliver: [jpeg, edits]\n");
        studio.shoot("k", 2);
        studio.until("k", Step.DELIVER);
        Shoot shoot = studio.ledger().claim(studio.shoot("k").id()).orElseThrow();
        Photo photo = studio.photos().of(shoot.id()).get(0);
        studio.results().offered(shoot, List.of(
                new Result(null, shoot.id(), "A_1.xmp", "A_1.xmp", "edits", photo.id(), null, null, 0, null)));
        Result only = studio.results().of(shoot.id()).get(0);
        studio.results().delivered(shoot, only, only.name(), 1, "x");
        assertThat(studio.photos().accounted(shoot, 2, "no JPEG", false)).contains(photo.name());
        assertThat(studio.photos().find(photo.id()).state()).isEqualTo(Photo.MISSING);
    }

    @Test
    void aPartThatAKillLeftLinkedToADeliveredFileIsNotWrittenInto() throws Exception {
        open(keys -> { });
        studio.shoot("t", 1);
        studio.until("t", Step.DONE);
        Path dir = studio.delivery.resolve("t");
        Result result = studio.results().of(studio.shoot("t").id()).get(0);
        Path file = dir.resolve(result.name());
        byte[] whole = Files.readAllBytes(file);
        // Killed after the file got its final name and before the ledger knew.
        Files.createLink(dir.resolve(".darkroom-" + result.id() + ".part"), file);
        LedgerFile killed = new LedgerFile(folder.resolve("home"));
        killed.change("update shoot set step = 'deliver', ended = null");
        killed.change("update result set delivered = null");
        studio.sim.faults().add(Fault.on("get").cut());
        studio.fire();
        assertThat(Files.readAllBytes(file)).isEqualTo(whole);
        studio.until("t", Step.DONE);
        assertThat(Files.readAllBytes(file)).isEqualTo(whole);
        assertThat(Studio.files(dir)).noneMatch(name -> name.endsWith(".part"));
    }

    @Test
    void anOriginalWhoseBracketNeverCameBackIsNotDeleted() {
        open(keys -> keys.put("darkroom.lane.default.archive", "delete"));
        studio.write("lane.yaml", "profile: BRIGHT LISTING\nedit:\n  hdr_merge: true\n");
        studio.sim.switches().set("drop-results", 1);
        studio.shoot("h", 6);
        studio.until("h", Step.DONE);
        studio.originals.mayGo();
        assertThat(Studio.files(studio.inbox)).as("originals of the bracket without a result").isNotEmpty();
    }

    @Test
    void onePhotoThatTheStoreNeverTakesIsTheShootsOwnTrouble() {
        open(keys -> { });
        studio.sim.faults().add(Fault.on("put").status(500).matching("A_2").always());
        studio.shoot("b", 2);
        studio.until("b", Step.UPLOAD);
        studio.pass(Duration.ofHours(2));
        assertThat(studio.shoot("b").state()).isEqualTo("problem");
    }
}
