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
import studio.darkroom.ledger.Step;
import studio.darkroom.sim.Fault;
import studio.darkroom.testing.Pictures;
import studio.darkroom.testing.SharedStudio;
import studio.darkroom.testing.Studio;

/** shoot-archive: originals go only where the lane says, and only after every delivered file was found whole. */
class ShootArchiveRouteTest {

    @RegisterExtension
    static final SharedStudio STUDIO = new SharedStudio(ShootArchiveRouteTest::lanes);

    private final Studio studio = STUDIO.get();

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
        studio.shoot("stays", 2);
        studio.until("stays", Step.DONE);
        assertThat(Studio.files(studio.inbox.resolve("stays"))).containsExactly("A_1.JPG", "A_2.JPG");
        studio.originals.unchanged();
    }

    @Test
    void originalsAreMovedAfterDeliveryByteForByte() throws IOException {
        dropped("mover", "moved", 2);
        studio.until("moved", Step.DONE);
        assertThat(in("mover").resolve("moved/A_1.JPG")).doesNotExist();
        assertThat(Files.readAllBytes(beside("archived").resolve("moved/A_2.JPG"))).isEqualTo(Pictures.jpeg(2));
        assertThat(Studio.files(beside("archived").resolve("moved"))).containsExactly("A_1.JPG", "A_2.JPG");
    }

    @Test
    void originalsAreDeletedAfterDeliveryWhereAskedFor() throws IOException {
        dropped("shredder", "shredded", 2);
        studio.until("shredded", Step.ARCHIVE);
        assertThat(Studio.files(in("shredder").resolve("shredded"))).hasSize(2);
        studio.until("shredded", Step.DONE);
        assertThat(Studio.files(in("shredder"))).noneMatch(file -> file.startsWith("shredded/"));
        assertThat(Studio.files(beside("out-shredder").resolve("shredded"))).hasSize(3);
    }

    @Test
    void aDeliveredFileThatIsNoLongerWhatWasDeliveredSavesTheOriginals() throws IOException {
        dropped("shredder", "altered", 2);
        studio.until("altered", Step.ARCHIVE);
        Path delivered = beside("out-shredder").resolve("altered/A_1.JPG");
        byte[] bytes = Files.readAllBytes(delivered);
        bytes[bytes.length / 2] ^= 1;
        Files.write(delivered, bytes);
        Shoot shoot = studio.until("altered", "problem");
        assertThat(shoot.trouble().code()).isEqualTo("delivery-changed");
        assertThat(shoot.trouble().text()).contains("A_1.JPG");
        assertThat(Studio.files(in("shredder").resolve("altered"))).hasSize(2);
        Files.delete(delivered);
        assertThat(studio.office().redeliver(shoot)).isEmpty();
        studio.until("altered", Step.DONE);
        assertThat(in("shredder").resolve("altered/A_1.JPG")).doesNotExist();
    }

    @Test
    void anOriginalWhoseResultIsMissingIsLeftWhereItIs() throws IOException {
        studio.sim.switches().set("drop-results", 1);
        dropped("shredder", "missing", 3);
        studio.until("missing", Step.DONE);
        assertThat(Studio.files(in("shredder").resolve("missing"))).containsExactly("A_3.JPG");
    }

    @Test
    void anOriginalThatWasOverwrittenSinceIsNotDeleted() throws IOException {
        dropped("shredder", "newer", 2);
        studio.until("newer", Step.ARCHIVE);
        Files.write(in("shredder").resolve("newer/A_1.JPG"), Pictures.jpeg(99));
        Shoot shoot = studio.until("newer", "problem");
        assertThat(shoot.trouble().code()).isEqualTo("photo-changed");
        assertThat(Files.readAllBytes(in("shredder").resolve("newer/A_1.JPG"))).isEqualTo(Pictures.jpeg(99));
    }

    @Test
    void anotherFileInTheArchiveIsNotReplaced() throws IOException {
        Path taken = beside("archived").resolve("occupied/A_1.JPG");
        Files.createDirectories(taken.getParent());
        Files.writeString(taken, "from last year");
        dropped("mover", "occupied", 1);
        Shoot shoot = studio.until("occupied", "problem");
        assertThat(shoot.trouble().code()).isEqualTo("archive-taken");
        assertThat(taken).hasContent("from last year");
        assertThat(in("mover").resolve("occupied/A_1.JPG")).exists();
        Files.delete(taken);
        assertThat(studio.office().retry(shoot)).isEmpty();
        studio.until("occupied", Step.DONE);
        assertThat(in("mover").resolve("occupied/A_1.JPG")).doesNotExist();
    }

    @Test
    void theReceiptTellsWhatWasSentWhatCameBackAndWhatItCost() throws IOException {
        studio.sim.faults().add(Fault.on("edit").dropAfter());
        studio.shoot("receipt", 2);
        Shoot shoot = studio.until("receipt", Step.DONE);
        JsonNode receipt = new ObjectMapper().readTree(studio.delivery.resolve("receipt/receipt.json").toFile());
        assertThat(receipt.path("shoot").asText()).isEqualTo("receipt");
        assertThat(receipt.path("project").asText()).isEqualTo(shoot.remote());
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
            Files.write(in(lane).resolve(paths[i]), Pictures.jpeg(i + 1));
        }
        studio.seen(lane, paths);
    }

    private Path in(String lane) {
        return beside("in-" + lane);
    }

    private Path beside(String name) {
        return studio.inbox.resolveSibling(name);
    }
}
