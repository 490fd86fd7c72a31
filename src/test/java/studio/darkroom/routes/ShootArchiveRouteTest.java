package studio.darkroom.routes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import studio.darkroom.ledger.Shoot;
import studio.darkroom.lifecycle.Step;
import studio.darkroom.sim.Fault;
import studio.darkroom.testing.SharedTestDarkroom;
import studio.darkroom.testing.TestDarkroom;
import studio.darkroom.testing.TestPictures;

/** shoot-archive: originals go only where the lane says, and only after every delivered file was found whole. */
class ShootArchiveRouteTest {

    @RegisterExtension
    static final SharedTestDarkroom STUDIO = new SharedTestDarkroom(ShootArchiveRouteTest::lanes);

    private final TestDarkroom studio = STUDIO.get();

    private static void lanes(Map<String, String> keys) {
        Path root = Path.of(keys.get("darkroom.lane.default.inbox").substring("folder:".length())).getParent();
        keys.put("darkroom.lanes", "default, mover, shredder");
        for (String lane : new String[] {"mover", "shredder"}) {
            String of = "darkroom.lane." + lane + ".";
            try {
                keys.put(of + "inbox", "folder:" + Files.createDirectories(root.resolve("in-" + lane)));
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
            keys.put(of + "delivery", "folder:" + root.resolve("out-" + lane));
            keys.put(of + "ticket", keys.get("darkroom.lane.default.ticket"));
            keys.put(of + "archive", lane.equals("mover") ? "move:" + root.resolve("archived") : "delete");
        }
    }

    @Test
    void originalsStayWhereTheyAreUnlessTheLaneSaysOtherwise() {
        studio.dropShoot("stays", 2);
        studio.runUntil("stays", Step.DONE);
        assertThat(TestDarkroom.listFiles(studio.inbox.resolve("stays"))).containsExactly("A_1.JPG", "A_2.JPG");
        studio.originals.assertUnchanged();
    }

    @Test
    void originalsAreMovedAfterDeliveryByteForByte() throws IOException {
        dropped("mover", "moved", 2);
        studio.runUntil("moved", Step.DONE);
        assertThat(in("mover").resolve("moved/A_1.JPG")).doesNotExist();
        assertThat(Files.readAllBytes(beside("archived").resolve("moved/A_2.JPG"))).isEqualTo(TestPictures.jpeg(2));
        assertThat(TestDarkroom.listFiles(beside("archived").resolve("moved"))).containsExactly("A_1.JPG", "A_2.JPG");
    }

    @Test
    void originalsAreDeletedAfterDeliveryWhereAskedFor() throws IOException {
        dropped("shredder", "shredded", 2);
        studio.runUntil("shredded", Step.ARCHIVE);
        assertThat(TestDarkroom.listFiles(in("shredder").resolve("shredded"))).hasSize(2);
        studio.runUntil("shredded", Step.DONE);
        assertThat(TestDarkroom.listFiles(in("shredder"))).noneMatch(file -> file.startsWith("shredded/"));
        assertThat(TestDarkroom.listFiles(beside("out-shredder").resolve("shredded"))).hasSize(3);
    }

    @Test
    void changedDelivery_keepsTheOriginals() throws IOException {
        dropped("shredder", "altered", 2);
        studio.runUntil("altered", Step.ARCHIVE);
        Path delivered = beside("out-shredder").resolve("altered/A_1.JPG");
        byte[] bytes = Files.readAllBytes(delivered);
        bytes[bytes.length / 2] ^= 1;
        Files.write(delivered, bytes);
        Shoot shoot = studio.runUntil("altered", "problem");
        assertThat(shoot.trouble().code()).isEqualTo("delivery-changed");
        assertThat(shoot.trouble().text()).contains("A_1.JPG");
        assertThat(TestDarkroom.listFiles(in("shredder").resolve("altered"))).hasSize(2);
        Files.delete(delivered);
        assertThat(studio.actions().redeliverShoot(shoot)).isEmpty();
        studio.runUntil("altered", Step.DONE);
        assertThat(in("shredder").resolve("altered/A_1.JPG")).doesNotExist();
    }

    @Test
    void anOriginalWhoseResultIsMissingIsLeftWhereItIs() throws IOException {
        studio.sim.switches().set("drop-results", 1);
        dropped("shredder", "missing", 3);
        studio.runUntil("missing", Step.DONE);
        assertThat(TestDarkroom.listFiles(in("shredder").resolve("missing"))).containsExactly("A_3.JPG");
    }

    @Test
    void anOriginalThatWasOverwrittenSinceIsNotDeleted() throws IOException {
        dropped("shredder", "newer", 2);
        studio.runUntil("newer", Step.ARCHIVE);
        Files.write(in("shredder").resolve("newer/A_1.JPG"), TestPictures.jpeg(99));
        Shoot shoot = studio.runUntil("newer", "problem");
        assertThat(shoot.trouble().code()).isEqualTo("photo-changed");
        assertThat(Files.readAllBytes(in("shredder").resolve("newer/A_1.JPG"))).isEqualTo(TestPictures.jpeg(99));
    }

    @Test
    void anotherFileInTheArchiveIsNotReplaced() throws IOException {
        Path taken = beside("archived").resolve("occupied/A_1.JPG");
        Files.createDirectories(taken.getParent());
        Files.writeString(taken, "from last year");
        dropped("mover", "occupied", 1);
        Shoot shoot = studio.runUntil("occupied", "problem");
        assertThat(shoot.trouble().code()).isEqualTo("archive-taken");
        assertThat(taken).hasContent("from last year");
        assertThat(in("mover").resolve("occupied/A_1.JPG")).exists();
        Files.delete(taken);
        assertThat(studio.actions().retryShoot(shoot)).isEmpty();
        studio.runUntil("occupied", Step.DONE);
        assertThat(in("mover").resolve("occupied/A_1.JPG")).doesNotExist();
    }

    @Test
    void theReceiptTellsWhatWasSentWhatCameBackAndWhatItCost() throws IOException {
        studio.sim.faults().add(Fault.on("edit").dropAfter());
        studio.dropShoot("receipt", 2);
        Shoot shoot = studio.runUntil("receipt", Step.DONE);
        JsonNode receipt = new ObjectMapper().readTree(studio.delivery.resolve("receipt/receipt.json").toFile());
        assertThat(receipt.path("shoot").asText()).isEqualTo("receipt");
        assertThat(receipt.path("project").asText()).isEqualTo(shoot.remoteId());
        assertThat(receipt.path("ticket").path("profile").asText()).isEqualTo("BRIGHT LISTING");
        assertThat(receipt.path("photos")).hasSize(2).allMatch(photo -> photo.path("state").asText().equals("delivered"));
        assertThat(receipt.path("results")).hasSize(2).allMatch(result -> result.path("sha256").asText().length() == 64);
        assertThat(receipt.path("charges").findValuesAsText("outcome"))
                .containsExactly("intended", "lost", "accepted", "intended", "accepted");
        assertThat(receipt.toString()).doesNotContain("X-Amz", studio.sim.key());
    }

    private void dropped(String lane, String name, int photos) throws IOException {
        String[] paths = new String[photos];
        Files.createDirectories(in(lane).resolve(name));
        for (int i = 0; i < photos; i++) {
            paths[i] = name + "/A_" + (i + 1) + ".JPG";
            Files.write(in(lane).resolve(paths[i]), TestPictures.jpeg(i + 1));
        }
        studio.awaitScanned(lane, paths);
    }

    private Path in(String lane) {
        return beside("in-" + lane);
    }

    private Path beside(String name) {
        return studio.inbox.resolveSibling(name);
    }
}
