package studio.darkroom.routes;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import studio.darkroom.ledger.Shoot;
import studio.darkroom.ledger.Step;
import studio.darkroom.sim.Fault;
import studio.darkroom.testing.LedgerFile;
import studio.darkroom.testing.Studio;
import studio.darkroom.vendor.Billing;

/** Nothing is paid twice by us, nor without being asked (DESIGN, promise 3). */
class MoneyPromisesTest {

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
    void anAnswerThatComesTooLateChangesNothing() {
        open(keys -> { });
        studio.sim.faults().add(Fault.on("edit").dropBefore());
        studio.shoot("d", 1);
        Shoot asked = studio.until("d", "decision");
        assertThat(studio.office().decide(asked, "accept")).isEmpty();
        assertThat(studio.office().decide(asked, "resend")).as("why it is refused").isPresent();
        int before = studio.sim.requests("edit").size();
        studio.fire();
        assertThat(studio.sim.requests("edit")).hasSize(before);
    }

    @Test
    void twoShootsAtTheSameMomentShareTheDaysCap() {
        open(keys -> keys.put("darkroom.spend.edits-per-day", "1"));
        studio.shoot("c1", 1);
        studio.shoot("c2", 1);
        studio.until("c1", Step.EDIT);
        studio.until("c2", Step.EDIT);
        studio.sim.switches().set("latency-ms", 300);
        List<String> ids = List.of(studio.shoot("c1").id(), studio.shoot("c2").id());
        CompletableFuture.allOf(ids.stream()
                .map(id -> CompletableFuture.runAsync(() -> studio.desk().work(id)))
                .toArray(CompletableFuture[]::new)).join();
        assertThat(studio.sim.requests("edit")).hasSize(1);
    }

    @Test
    void aRenamedFolderIsNotEditedAgainUnasked() throws Exception {
        open(keys -> { });
        studio.shoot("old", 2);
        studio.until("old", Step.DONE);
        for (String name : List.of("A_1.JPG", "A_2.JPG")) {
            FileTime time = Files.getLastModifiedTime(studio.inbox.resolve("old/" + name));
            byte[] bytes = Files.readAllBytes(studio.inbox.resolve("old/" + name));
            studio.remove("old/" + name);
            studio.drop("new name/" + name, bytes);
            Files.setLastModifiedTime(studio.inbox.resolve("new name/" + name), time);
            studio.touched("new name/" + name);
        }
        studio.seen("default", "new name/A_1.JPG", "new name/A_2.JPG");
        Shoot asked = studio.until("new name", "decision");
        assertThat(asked.trouble().code()).isEqualTo("photos-known");
        assertThat(studio.sim.requests("edit")).hasSize(1);
    }

    @Test
    void theLastLineOfTheBillingJournalCountsWhateverTheClocksOfTheNodesSay() {
        open(keys -> { });
        studio.shoot("u", 1);
        studio.until("u", Step.EDIT);
        Shoot shoot = studio.shoot("u");
        LedgerFile ahead = new LedgerFile(folder.resolve("home"));
        ahead.change("insert into charge (id, shoot, intent, what, outcome, units, at, seq) values "
                + "('7ZZZZZZZZZZZZZZZZZZZZZZZZY', '" + shoot.id() + "', 'i1', 'edit', 'intended', 1, 0, 1)");
        ahead.change("insert into charge (id, shoot, intent, what, outcome, units, at, seq) values "
                + "('7ZZZZZZZZZZZZZZZZZZZZZZZZZ', '" + shoot.id() + "', 'i1', 'edit', 'refused', 1, 0, 2)");
        Shoot held = studio.ledger().claim(shoot.id()).orElseThrow();
        Billing billing = studio.bean("billing", Billing.class);
        billing.intend(held, "edit");
        assertThat(billing.stand(held, "edit")).isEqualTo("open");
    }
}
