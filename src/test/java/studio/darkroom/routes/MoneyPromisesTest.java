package studio.darkroom.routes;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import studio.darkroom.ledger.Shoot;
import studio.darkroom.lifecycle.Step;
import studio.darkroom.sim.Fault;
import studio.darkroom.testing.LedgerWriter;
import studio.darkroom.testing.TestDarkroom;
import studio.darkroom.vendor.Billing;

/** Nothing is paid twice by us, nor without being asked (DESIGN, promise 3). */
class MoneyPromisesTest {

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
    void anAnswerThatComesTooLateChangesNothing() {
        open(keys -> { });
        studio.sim.faults().add(Fault.on("edit").dropBefore());
        studio.dropShoot("d", 1);
        Shoot asked = studio.runUntil("d", "decision");
        assertThat(studio.actions().answerDecision(asked, "accept")).isEmpty();
        assertThat(studio.actions().answerDecision(asked, "resend")).as("why it is refused").isPresent();
        int before = studio.sim.requests("edit").size();
        studio.runDueShoots();
        assertThat(studio.sim.requests("edit")).hasSize(before);
    }

    @Test
    void twoShootsAtTheSameMomentShareTheDaysCap() {
        open(keys -> keys.put("darkroom.spend.edits-per-day", "1"));
        studio.dropShoot("c1", 1);
        studio.dropShoot("c2", 1);
        studio.runUntil("c1", Step.EDIT);
        studio.runUntil("c2", Step.EDIT);
        studio.sim.switches().set("latency-ms", 300);
        List<String> ids = List.of(studio.findShoot("c1").id(), studio.findShoot("c2").id());
        CompletableFuture.allOf(ids.stream()
                .map(id -> CompletableFuture.runAsync(() -> studio.runner().runShoot(id)))
                .toArray(CompletableFuture[]::new)).join();
        assertThat(studio.sim.requests("edit")).hasSize(1);
    }

    @Test
    void aRenamedFolderIsNotEditedAgainUnasked() throws Exception {
        open(keys -> { });
        studio.dropShoot("old", 2);
        studio.runUntil("old", Step.DONE);
        for (String name : List.of("A_1.JPG", "A_2.JPG")) {
            FileTime time = Files.getLastModifiedTime(studio.inbox.resolve("old/" + name));
            byte[] bytes = Files.readAllBytes(studio.inbox.resolve("old/" + name));
            studio.removeFile("old/" + name);
            studio.dropFile("new name/" + name, bytes);
            Files.setLastModifiedTime(studio.inbox.resolve("new name/" + name), time);
            studio.recordTouch("new name/" + name);
        }
        studio.awaitScanned("default", "new name/A_1.JPG", "new name/A_2.JPG");
        Shoot asked = studio.runUntil("new name", "decision");
        assertThat(asked.trouble().code()).isEqualTo("photos-known");
        assertThat(studio.sim.requests("edit")).hasSize(1);
    }

    @Test
    void theLastLineOfTheBillingJournalCountsWhateverTheClocksOfTheNodesSay() {
        open(keys -> { });
        studio.dropShoot("u", 1);
        studio.runUntil("u", Step.EDIT);
        Shoot shoot = studio.findShoot("u");
        LedgerWriter ahead = new LedgerWriter(folder.resolve("home"));
        ahead.executeUpdate("insert into charge (id, shoot, intent, what, outcome, units, at, seq) values "
                + "('7ZZZZZZZZZZZZZZZZZZZZZZZZY', '" + shoot.id() + "', 'i1', 'edit', 'intended', 1, 0, 1)");
        ahead.executeUpdate("insert into charge (id, shoot, intent, what, outcome, units, at, seq) values "
                + "('7ZZZZZZZZZZZZZZZZZZZZZZZZZ', '" + shoot.id() + "', 'i1', 'edit', 'refused', 1, 0, 2)");
        Shoot held = studio.ledger().claimShoot(shoot.id()).orElseThrow();
        Billing billing = studio.findBean("billing", Billing.class);
        billing.recordIntent(held, "edit");
        assertThat(billing.findCallState(held, "edit")).isEqualTo("in-doubt");
    }
}
