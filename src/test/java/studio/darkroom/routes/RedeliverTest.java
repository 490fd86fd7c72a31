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
import studio.darkroom.delivery.ReceiptCheck;
import studio.darkroom.delivery.ReceiptCheck.Mark;
import studio.darkroom.ledger.Result;
import studio.darkroom.ledger.Shoot;
import studio.darkroom.ledger.Step;
import studio.darkroom.sim.Fault;
import studio.darkroom.testing.Pictures;
import studio.darkroom.testing.SharedStudio;
import studio.darkroom.testing.StrangeVendor;
import studio.darkroom.testing.Studio;
import studio.darkroom.testing.Until;

/** Redeliver: everything the vendor still has once more, without a charge, and without losing what was delivered. */
class RedeliverTest {

    @RegisterExtension
    static final SharedStudio SHARED = new SharedStudio(RedeliverTest::shredder);

    private final Studio studio = SHARED.get();

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
        studio.shoot(shoot, photos);
        studio.until(shoot, Step.DONE);
        return studio.delivery.resolve(shoot);
    }

    private List<Mark> marks(Path delivery) throws IOException {
        return new ReceiptCheck(Optional.empty()).check(delivery).stream().map(ReceiptCheck.Found::mark).toList();
    }

    private void again(String shoot) {
        assertThat(studio.office().redeliver(studio.shoot(shoot))).isEmpty();
        studio.until(shoot, Step.DONE);
    }

    @Test
    void lostFilesComeBackAsTheyWereAndNothingIsPaid() throws IOException {
        Path folder = delivered("lost", 3);
        byte[] first = Files.readAllBytes(folder.resolve("A_1.JPG"));
        int bills = studio.sim.billed().size();
        int calls = studio.sim.requests("edit").size() + studio.sim.requests("export").size();
        Files.delete(folder.resolve("A_1.JPG"));
        Files.delete(folder.resolve("receipt.json"));
        again("lost");
        assertThat(folder.resolve("A_1.JPG")).hasBinaryContent(first);
        assertThat(marks(folder)).containsOnly(Mark.WHOLE).hasSize(4);
        assertThat(studio.sim.billed()).hasSize(bills);
        assertThat(studio.sim.requests("edit").size() + studio.sim.requests("export").size()).isEqualTo(calls);
        assertThat(studio.charges().of(studio.shoot("lost").id())).filteredOn(charge -> charge.what().equals("edit"))
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
        assertThat(Studio.files(folder)).containsExactly("A_1-2.JPG", "A_1.JPG", "receipt.json");
        assertThat(marks(folder)).containsExactlyInAnyOrder(Mark.WHOLE, Mark.WHOLE, Mark.EXTRA);
    }

    @Test
    void aStoreThatRefusesWhatItHadLeavesTheFirstDeliveryAsItIs() throws IOException {
        Path folder = delivered("refused", 2);
        studio.sim.faults().add(Fault.on("get").status(404).matching("A_2").always());
        again("refused");
        assertThat(marks(folder)).containsOnly(Mark.WHOLE).hasSize(3);
        assertThat(studio.shoot("refused").state()).isEqualTo("done");
    }

    /** A vendor that keeps results for a while and not for ever. */
    @Test
    void whatTheVendorHasNoMoreStaysToldAsItWasDeliveredAndNoOriginalIsDeletedForIt(@TempDir Path home) throws IOException {
        try (StrangeVendor vendor = new StrangeVendor(); Studio old = new Studio(home, keys -> {
            keys.put("darkroom.vendor.imagen.url", vendor.url());
            shredder(keys);
        })) {
            for (int i = 1; i <= 3; i++) {
                vendor.result("A_" + i + ".JPG", Pictures.jpeg(20 + i));
            }
            old.shoot("old", 3);
            old.until("old", Step.DONE);
            Path inbox = Files.createDirectories(home.resolve("in/gone"));
            for (int i = 1; i <= 3; i++) {
                Files.write(inbox.resolve("A_" + i + ".JPG"), Pictures.jpeg(i));
            }
            old.seen("shredder", "gone/A_1.JPG", "gone/A_2.JPG", "gone/A_3.JPG");
            old.until("gone", Step.ARCHIVE);
            old.ledger().pause("shredder", true);
            vendor.forgets("A_3.JPG");
            Files.delete(old.delivery.resolve("old/A_1.JPG"));
            assertThat(old.office().redeliver(old.shoot("old"))).isEmpty();
            old.until("old", Step.DONE);
            assertThat(marks(old.delivery.resolve("old"))).as("what stands is known to be ours").containsOnly(Mark.WHOLE)
                    .hasSize(4);
            assertThat(old.diary.of(old.shoot("old").id())).filteredOn(line -> line.startsWith("redelivery-short"))
                    .singleElement().asString().contains("A_3.JPG", "does not offer it any more");
            Until.holds("it is told", () -> old.alerts().stream().anyMatch(told -> told.contains("old of lane default cannot"
                    + " be delivered again in full: A_3.JPG")));
            assertThat(old.results().of(old.shoot("old").id())).noneMatch(Result::again)
                    .allMatch(result -> result.delivered() != null);
            Files.delete(home.resolve("out/gone/A_3.JPG"));
            old.ledger().pause("shredder", false);
            Shoot held = old.until("gone", "problem");
            assertThat(held.trouble().code()).isEqualTo("delivery-changed");
            assertThat(old.office().redeliver(held)).isEmpty();
            assertThat(old.until("gone", "problem").trouble().code()).isEqualTo("delivery-changed");
            assertThat(Studio.files(inbox)).containsExactly("A_1.JPG", "A_2.JPG", "A_3.JPG");
        }
    }

    @Test
    void aShootThatIsNotThatFarSaysSo() {
        studio.shoot("early", 1);
        studio.until("early", Step.AWAIT_EDIT);
        assertThat(studio.office().redeliver(studio.shoot("early")).orElseThrow()).contains("nothing delivered yet",
                "await-edit");
    }
}
