package studio.darkroom.routes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import studio.darkroom.ledger.Result;
import studio.darkroom.ledger.Shoot;
import studio.darkroom.lifecycle.Step;
import studio.darkroom.testing.Await;
import studio.darkroom.testing.SmallDisk;
import studio.darkroom.testing.TestDarkroom;

/** Real disks without room, and read only: everything waits, nothing is left half written, and all goes on by itself. */
class DiskFullTest {

    private static final int SIZE = 150_000;

    @TempDir
    Path folder;

    @Test
    void aDeliveryThatFillsUpInTheMiddleOfAPictureIsAnOutageAndGoesOnWhenThereIsRoom() throws IOException {
        try (SmallDisk disk = new SmallDisk(folder.resolve("delivery"), "256k"); TestDarkroom studio = new TestDarkroom(folder)) {
            studio.sim.switches().set("result-bytes", SIZE);
            studio.dropShoot("full", 3);
            Shoot held = studio.runUntil("full", "outage");
            assertThat(held.trouble().code()).isEqualTo("delivery-unwritable");
            assertThat(held.trouble().text()).contains("No space left on device");
            assertThat(delivered(studio)).as("nothing is left of a picture that has no room").allSatisfy(file ->
                    assertThat(file).hasSize(SIZE));
            studio.passTime(Duration.ofMinutes(10));
            assertThat(studio.findShoot("full").trouble().code()).isEqualTo("delivery-unwritable");
            assertThat(studio.readAlerts()).hasSize(1);
            disk.remount("size=8m");
            studio.runUntil("full", Step.DONE);
            assertThat(TestDarkroom.listFiles(studio.delivery)).containsExactly("full/A_1.JPG", "full/A_2.JPG", "full/A_3.JPG",
                    "full/receipt.json");
            assertThat(delivered(studio)).hasSize(3).allSatisfy(file -> assertThat(file).hasSize(SIZE));
            once(studio);
        }
    }

    @Test
    void aDeliveryWithoutRoomForTheReceiptIsAnOutageToo() throws IOException {
        try (SmallDisk disk = new SmallDisk(folder.resolve("delivery"), "1m"); TestDarkroom studio = new TestDarkroom(folder)) {
            studio.dropShoot("receipt", 1);
            studio.runUntil("receipt", Step.ARCHIVE);
            Path filler = disk.fillUp();
            assertThat(studio.runUntil("receipt", "outage").trouble().code()).isEqualTo("delivery-unwritable");
            Files.delete(filler);
            studio.runUntil("receipt", Step.DONE);
            assertThat(TestDarkroom.readText(studio.delivery.resolve("receipt/receipt.json"))).endsWith("}");
            assertThat(TestDarkroom.listFiles(studio.delivery)).containsExactly("receipt/A_1.JPG", "receipt/receipt.json");
            once(studio);
        }
    }

    @ParameterizedTest(name = "a part was left: {0}")
    @ValueSource(booleans = {false, true})
    void aDeliveryThatIsReadOnlyAllAtOnceIsAnOutageOfTheDeliveryAndOfNobodyElse(boolean left) throws IOException {
        try (SmallDisk disk = new SmallDisk(folder.resolve("delivery"), "256k"); TestDarkroom studio = new TestDarkroom(folder)) {
            studio.sim.switches().set("result-bytes", SIZE);
            studio.dropShoot("readonly", 3);
            studio.runUntil("readonly", "outage");
            disk.remount("size=8m");
            for (Result result : studio.results().listByShoot(studio.findShoot("readonly").id())) {
                if (left && result.deliveredAt() == null) {
                    Files.write(studio.delivery.resolve("readonly/.darkroom-" + result.id() + ".part"), new byte[99]);
                }
            }
            disk.remount("ro");
            studio.passTime(Duration.ofMinutes(10));
            assertThat(studio.findShoot("readonly").trouble()).satisfies(trouble -> {
                assertThat(trouble.code()).isEqualTo("delivery-unwritable");
                assertThat(trouble.text()).contains("Read-only file system");
            });
            assertThat(studio.outages().listActive()).extracting(outage -> outage.scope()).containsExactly("delivery:default");
            disk.remount("rw");
            studio.runUntil("readonly", Step.DONE);
            assertThat(TestDarkroom.listFiles(studio.delivery)).containsExactly("readonly/A_1.JPG", "readonly/A_2.JPG",
                    "readonly/A_3.JPG", "readonly/receipt.json");
            once(studio);
        }
    }

    @ParameterizedTest
    @EnumSource(value = Step.class, names = {"OPEN", "UPLOAD", "EDIT", "AWAIT_EDIT", "EXPORT", "DELIVER", "ARCHIVE"})
    void aHomeThatIsFullStopsEverythingBeforeItCostsAndGoesOnWhenThereIsRoom(Step step) throws IOException {
        try (SmallDisk disk = new SmallDisk(folder.resolve("home"), "16m"); TestDarkroom studio = new TestDarkroom(folder)) {
            studio.sim.switches().set("second-edit", "billed").set("second-export", "billed");
            studio.dropShoot("home", 2);
            Shoot before = studio.runUntil("home", step);
            int billed = studio.sim.billItems().size();
            Path filler = disk.fillUp();
            for (int look = 0; look < 3; look++) {
                studio.clock.advance(Duration.ofHours(8));
                studio.runner().runShoot(before.id());
            }
            assertThat(studio.findShoot("home").step()).isEqualTo(step);
            assertThat(studio.sim.billItems()).as("what was ordered though it could not be written down").hasSize(billed);
            Files.delete(filler);
            studio.runUntil("home", Step.DONE);
            assertThat(TestDarkroom.listFiles(studio.delivery)).containsExactly("home/A_1.JPG", "home/A_2.JPG", "home/receipt.json");
            once(studio);
        }
    }

    private static List<Path> delivered(TestDarkroom studio) {
        return TestDarkroom.listFiles(studio.delivery).stream().filter(name -> !name.endsWith("receipt.json"))
                .map(studio.delivery::resolve).toList();
    }

    private static void once(TestDarkroom studio) {
        assertThat(studio.sim.billItems()).extracting(bill -> bill.action()).containsExactly("edit", "export");
        Await.untilTrue("no outage", () -> studio.outages().listActive().isEmpty());
    }
}
