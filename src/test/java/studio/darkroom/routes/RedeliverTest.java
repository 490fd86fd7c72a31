package studio.darkroom.routes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import studio.darkroom.delivery.receipt.ReceiptVerifier;
import studio.darkroom.delivery.receipt.ReceiptVerifier.FileStatus;
import studio.darkroom.ledger.LaneRepository;
import studio.darkroom.ledger.Result;
import studio.darkroom.ledger.Shoot;
import studio.darkroom.lifecycle.Step;
import studio.darkroom.sim.Fault;
import studio.darkroom.testing.Await;
import studio.darkroom.testing.SharedTestDarkroom;
import studio.darkroom.testing.StubImagenServer;
import studio.darkroom.testing.TestDarkroom;
import studio.darkroom.testing.TestPictures;

/** Redeliver: everything the vendor still has once more, without a charge, and without losing what was delivered. */
class RedeliverTest {

    @RegisterExtension
    static final SharedTestDarkroom SHARED = new SharedTestDarkroom(RedeliverTest::shredder);

    private final TestDarkroom studio = SHARED.get();

    private static void shredder(Map<String, String> keys) {
        Path folder = Path.of(keys.get("darkroom.home")).getParent();
        keys.put("darkroom.lanes", "default,shredder");
        keys.put("darkroom.lane.shredder.inbox", "folder:" + made(folder.resolve("in")));
        keys.put("darkroom.lane.shredder.delivery", "folder:" + made(folder.resolve("out")));
        keys.put("darkroom.lane.shredder.ticket", keys.get("darkroom.lane.default.ticket"));
        keys.put("darkroom.lane.shredder.archive", "delete");
    }

    private static Path made(Path folder) {
        try {
            return Files.createDirectories(folder);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private Path delivered(String shoot, int photos) {
        studio.dropShoot(shoot, photos);
        studio.runUntil(shoot, Step.DONE);
        return studio.delivery.resolve(shoot);
    }

    private List<FileStatus> marks(Path delivery) throws IOException {
        return new ReceiptVerifier(Optional.empty()).checkFolder(delivery).stream().map(ReceiptVerifier.Finding::status).toList();
    }

    private void again(String shoot) {
        assertThat(studio.actions().redeliverShoot(studio.findShoot(shoot))).isEmpty();
        studio.runUntil(shoot, Step.DONE);
    }

    @Test
    void lostFilesComeBackAsTheyWereAndNothingIsPaid() throws IOException {
        Path folder = delivered("lost", 3);
        byte[] first = Files.readAllBytes(folder.resolve("A_1.JPG"));
        int bills = studio.sim.billItems().size();
        int calls = studio.sim.requests("edit").size() + studio.sim.requests("export").size();
        Files.delete(folder.resolve("A_1.JPG"));
        Files.delete(folder.resolve("receipt.json"));
        again("lost");
        assertThat(folder.resolve("A_1.JPG")).hasBinaryContent(first);
        assertThat(marks(folder)).containsOnly(FileStatus.WHOLE).hasSize(4);
        assertThat(studio.sim.billItems()).hasSize(bills);
        assertThat(studio.sim.requests("edit").size() + studio.sim.requests("export").size()).isEqualTo(calls);
        assertThat(studio.charges().listByShoot(studio.findShoot("lost").id())).filteredOn(charge -> charge.operation().equals("edit"))
                .hasSize(2);
    }

    @Test
    void aFileThatSomebodyChangedIsLeftAndTheRealOneStandsBesideIt() throws IOException {
        Path folder = delivered("changed", 1);
        byte[] first = Files.readAllBytes(folder.resolve("A_1.JPG"));
        Files.writeString(folder.resolve("A_1.JPG"), "somebody's");
        again("changed");
        assertThat(folder.resolve("A_1.JPG")).hasContent("somebody's");
        assertThat(folder.resolve("A_1-2.JPG")).hasBinaryContent(first);
        again("changed");
        assertThat(TestDarkroom.listFiles(folder)).containsExactly("A_1-2.JPG", "A_1.JPG", "receipt.json");
        assertThat(marks(folder)).containsExactlyInAnyOrder(FileStatus.WHOLE, FileStatus.WHOLE, FileStatus.EXTRA);
    }

    @Test
    void aStoreThatRefusesWhatItHadLeavesTheFirstDeliveryAsItIs() throws IOException {
        Path folder = delivered("refused", 2);
        studio.sim.faults().add(Fault.on("get").status(404).matching("A_2").always());
        again("refused");
        assertThat(marks(folder)).containsOnly(FileStatus.WHOLE).hasSize(3);
        assertThat(studio.findShoot("refused").state()).isEqualTo("done");
    }

    /** A vendor that keeps results for a while and not for ever. */
    @Test
    void whatTheVendorHasNoMoreStaysToldAsItWasDeliveredAndNoOriginalIsDeletedForIt(@TempDir Path home) throws IOException {
        try (StubImagenServer vendor = new StubImagenServer(); TestDarkroom old = new TestDarkroom(home, keys -> {
            keys.put("darkroom.vendor.imagen.url", vendor.url());
            shredder(keys);
        })) {
            for (int i = 1; i <= 3; i++) {
                vendor.addResult("A_" + i + ".JPG", TestPictures.jpeg(20 + i));
            }
            old.dropShoot("old", 3);
            old.runUntil("old", Step.DONE);
            Path inbox = Files.createDirectories(home.resolve("in/gone"));
            for (int i = 1; i <= 3; i++) {
                Files.write(inbox.resolve("A_" + i + ".JPG"), TestPictures.jpeg(i));
            }
            old.awaitScanned("shredder", "gone/A_1.JPG", "gone/A_2.JPG", "gone/A_3.JPG");
            old.runUntil("gone", Step.ARCHIVE);
            new LaneRepository(old.ledger()).setLanePaused("shredder", true);
            vendor.removeResult("A_3.JPG");
            Files.delete(old.delivery.resolve("old/A_1.JPG"));
            assertThat(old.actions().redeliverShoot(old.findShoot("old"))).isEmpty();
            old.runUntil("old", Step.DONE);
            assertThat(marks(old.delivery.resolve("old"))).as("what stands is known to be ours").containsOnly(FileStatus.WHOLE)
                    .hasSize(4);
            assertThat(old.events.findByShoot(old.findShoot("old").id())).filteredOn(line -> line.startsWith("redelivery-short"))
                    .singleElement().asString().contains("A_3.JPG");
            Await.untilTrue("it is told", () -> old.readAlerts().stream().anyMatch(told -> told.contains("Shoot old ") && told.contains("A_3.JPG")));
            assertThat(old.results().listByShoot(old.findShoot("old").id())).noneMatch(Result::fetchAgain)
                    .allMatch(result -> result.deliveredAt() != null);
            Files.delete(home.resolve("out/gone/A_3.JPG"));
            new LaneRepository(old.ledger()).setLanePaused("shredder", false);
            Shoot held = old.runUntil("gone", "problem");
            assertThat(held.trouble().code()).isEqualTo("delivery-changed");
            assertThat(old.actions().redeliverShoot(held)).isEmpty();
            assertThat(old.runUntil("gone", "problem").trouble().code()).isEqualTo("delivery-changed");
            assertThat(TestDarkroom.listFiles(inbox)).containsExactly("A_1.JPG", "A_2.JPG", "A_3.JPG");
        }
    }

    @Test
    void aShootThatIsNotThatFarSaysSo() {
        studio.dropShoot("early", 1);
        studio.runUntil("early", Step.AWAIT_EDIT);
        assertThat(studio.actions().redeliverShoot(studio.findShoot("early"))).hasValueSatisfying(refusal -> {
            assertThat(refusal.code()).isEqualTo("not-delivered");
            assertThat(refusal.text()).contains("at imagen").doesNotContain("await-edit");
        });
    }
}
