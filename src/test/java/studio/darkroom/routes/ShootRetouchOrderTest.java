package studio.darkroom.routes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import studio.darkroom.ledger.Shoot;
import studio.darkroom.lifecycle.Step;
import studio.darkroom.sim.Fault;
import studio.darkroom.testing.TestDarkroom;
import studio.darkroom.ticket.Ticket.Retouch;

/** shoot-retouch as a person orders it after the delivery: retouches and resets of delivered results. */
class ShootRetouchOrderTest extends RetouchTests {

    @Test
    void order_afterDelivery_buildsOnLastVersionAndKeepsFile() throws IOException {
        studio.sim.switches().set("late-copilot", "allow");
        dropShoot("later", 2, DARK);
        Shoot done = studio.runUntil("later", Step.DONE);
        Path folder = studio.delivery.resolve("later");
        byte[] dark = Files.readAllBytes(folder.resolve("A_1.JPG"));
        byte[] other = Files.readAllBytes(folder.resolve("A_2.JPG"));
        assertThat(studio.actions().retouchResults(done, new Retouch("A_1*", "a blue sky", null))).isEmpty();
        studio.runUntil("later", Step.DONE);
        assertThat(listCalls("A_1.JPG").get(1).body()).contains(parent(versions("later", "A_1.JPG").get(0)));
        assertThat(TestDarkroom.listFiles(folder)).containsExactly("A_1.JPG", "A_1.before-1.JPG", "A_2.JPG", "receipt.json");
        assertThat(Files.readAllBytes(folder.resolve("A_1.before-1.JPG"))).isEqualTo(dark);
        assertThat(Files.readAllBytes(folder.resolve("A_2.JPG"))).isEqualTo(other);
        int[] before = colour(folder.resolve("A_1.before-1.JPG"));
        int[] now = colour(folder.resolve("A_1.JPG"));
        assertThat(now[2] - now[0]).isGreaterThan(before[2] - before[0] + 10);
        assertThat(countBills("copilot")).isEqualTo(3);
        assertThat(studio.sim.requests("get")).hasSize(3);
    }

    @Test
    void order_fileChangedInDelivery_isKept() throws IOException {
        dropShoot("changed", 1, "");
        Shoot done = studio.runUntil("changed", Step.DONE);
        Path folder = studio.delivery.resolve("changed");
        Files.writeString(folder.resolve("A_1.JPG"), "mine");
        Files.writeString(folder.resolve("A_1.before-1.JPG"), "older");
        assertThat(studio.actions().retouchResults(done, new Retouch("*", null, "green_grass"))).isEmpty();
        studio.runUntil("changed", Step.DONE);
        assertThat(TestDarkroom.readText(folder.resolve("A_1.before-1.JPG"))).isEqualTo("older");
        assertThat(TestDarkroom.readText(folder.resolve("A_1.before-2.JPG"))).isEqualTo("mine");
        assertThat(colour(folder.resolve("A_1.JPG"))).hasSize(3);
    }

    @Test
    void delivery_killedAfterBackup_makesNoSecondCopy() throws IOException {
        dropShoot("cut", 1, "");
        Shoot done = studio.runUntil("cut", Step.DONE);
        Path folder = studio.delivery.resolve("cut");
        Files.copy(folder.resolve("A_1.JPG"), folder.resolve("A_1.before-1.JPG"));
        assertThat(studio.actions().retouchResults(done, new Retouch("*", "make it dark", null))).isEmpty();
        studio.runUntil("cut", Step.DONE);
        byte[] dark = Files.readAllBytes(folder.resolve("A_1.JPG"));
        assertThat(studio.actions().redeliverShoot(studio.findShoot("cut"))).isEmpty();
        studio.runUntil("cut", Step.DONE);
        assertThat(Files.readAllBytes(folder.resolve("A_1.JPG"))).isEqualTo(dark);
        assertThat(TestDarkroom.listFiles(folder)).containsExactly("A_1.JPG", "A_1.before-1.JPG", "receipt.json");
    }

    @Test
    void order_finalizedProject_isProblemAndDeliveryStays() {
        dropShoot("locked", 1, DARK);
        Shoot done = studio.runUntil("locked", Step.DONE);
        assertThat(studio.actions().resetResults(done, "*")).isEmpty();
        Shoot held = studio.runUntil("locked", "problem");
        assertThat(held.trouble().text()).contains("A_1.JPG", "reset", "finalized");
        assertThat(studio.actions().retryShoot(held)).isEmpty();
        studio.runUntil("locked", Step.DONE);
        assertThat(TestDarkroom.listFiles(studio.delivery.resolve("locked"))).containsExactly("A_1.JPG", "receipt.json");
        assertThat(countBills("copilot")).isEqualTo(1);
    }

    @Test
    void reset_oneResult_leavesOthers() throws IOException {
        studio.sim.switches().set("late-copilot", "allow");
        dropShoot("back", 2, "");
        studio.runUntil("back", Step.DONE);
        Path folder = studio.delivery.resolve("back");
        byte[] edited = Files.readAllBytes(folder.resolve("A_1.JPG"));
        assertThat(studio.actions().retouchResults(studio.findShoot("back"), new Retouch("*", "make it dark", null))).isEmpty();
        studio.runUntil("back", Step.DONE);
        studio.sim.faults().add(Fault.on("copilot-reset").dropAfter());
        assertThat(studio.actions().resetResults(studio.findShoot("back"), "A_1.*")).isEmpty();
        studio.runUntil("back", Step.DONE);
        assertThat(Files.readAllBytes(folder.resolve("A_1.JPG"))).isEqualTo(edited);
        assertThat(colour(folder.resolve("A_2.JPG"))[1]).isLessThan(colour(folder.resolve("A_2.before-1.JPG"))[1] - 10);
        assertThat(studio.actions().retouchResults(studio.findShoot("back"), new Retouch("A_1.*", "warmer", null))).isEmpty();
        studio.runUntil("back", Step.DONE);
        assertThat(listCalls("A_1.JPG").get(1).body()).doesNotContain("parent_version_id");
        assertThat(studio.sim.requests("finalize")).hasSize(2);
    }
}
