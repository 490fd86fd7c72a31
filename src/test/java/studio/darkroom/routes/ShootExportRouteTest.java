package studio.darkroom.routes;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import studio.darkroom.ledger.ChargeRepository.Charge;
import studio.darkroom.lifecycle.Step;
import studio.darkroom.sim.Fault;
import studio.darkroom.sim.LoggedRequest;
import studio.darkroom.testing.SharedTestDarkroom;
import studio.darkroom.testing.TestDarkroom;

/** shoot-export: asks for JPEGs once, after having read whether they are made already. */
class ShootExportRouteTest {

    @RegisterExtension
    static final SharedTestDarkroom STUDIO = new SharedTestDarkroom();

    private final TestDarkroom studio = STUDIO.get();

    @Test
    void theStateIsReadBeforeTheExportIsAskedFor() {
        ready("plain", "");
        studio.runDueShoots();
        assertThat(asked()).containsSubsequence("export-status", "project", "export");
        assertThat(studio.sim.requests("export")).singleElement().satisfies(export -> {
            assertThat(export.header("Content-Type")).isNull();
            assertThat(export.header("Content-Length")).isEqualTo("0");
        });
        assertThat(outcomes("plain")).containsExactly(Charge.INTENDED, Charge.ACCEPTED);
    }

    @Test
    void anExportThatRunsAlreadyIsNotAskedForAgain() {
        studio.sim.switches().set("export-outcome", "stuck");
        studio.sim.faults().add(Fault.on("export").dropAfter());
        ready("running", "");
        studio.runDueShoots();
        studio.sim.completeJob(studio.sim.projects().get(0));
        studio.runUntil("running", Step.DONE);
        assertThat(studio.sim.requests("export")).hasSize(1);
        assertThat(outcomes("running")).containsExactly(Charge.INTENDED, Charge.LOST, Charge.ACCEPTED);
        assertThat(exportBills()).isEqualTo(1);
    }

    @Test
    void anExportThatNeverArrivedIsAskedForAgainAfterAMinute() {
        studio.sim.faults().add(Fault.on("export").dropBefore());
        ready("never", "");
        studio.runUntil("never", Step.DONE);
        assertThat(studio.sim.requests("export")).hasSize(2);
        assertThat(exportBills()).isEqualTo(1);
        List<Charge> charges = studio.charges().listByShoot(studio.findShoot("never").id()).stream()
                .filter(charge -> charge.operation().equals("export")).toList();
        assertThat(charges).extracting(Charge::outcome)
                .containsExactly(Charge.INTENDED, Charge.LOST, Charge.UNSENT, Charge.INTENDED, Charge.ACCEPTED);
        assertThat(charges.get(3).at()).isAfterOrEqualTo(charges.get(0).at().plusSeconds(60));
    }

    @Test
    void aBusyVendorIsAskedAgainWhenItSaid() {
        studio.sim.faults().add(Fault.on("export").retryAfter(90, 503));
        ready("busy", "");
        studio.runDueShoots();
        assertThat(studio.sim.requests("export")).hasSize(1);
        assertThat(studio.findShoot("busy").dueAt()).isEqualTo(studio.clock.instant().plusSeconds(90));
        studio.runUntil("busy", Step.DONE);
        assertThat(exportBills()).isEqualTo(1);
    }

    @Test
    void anEditThatExportsByItselfIsOnlyWaitedFor() {
        studio.sim.switches().set("export-gap-ms", 600_000);
        ready("itself", "edit:\n  export: true\n");
        studio.runUntil("itself", Step.AWAIT_EXPORT);
        studio.runDueShoots();
        assertThat(studio.findShoot("itself").step()).isEqualTo(Step.AWAIT_EXPORT);
        studio.sim.clock().advance(java.time.Duration.ofMinutes(10));
        studio.runUntil("itself", Step.DONE);
        assertThat(studio.sim.requests("export")).isEmpty();
        assertThat(exportBills()).isEqualTo(1);
    }

    @Test
    void whoWantsOnlyEditsPaysForNoExport() {
        ready("sidecars", "deliver: [edits]\n");
        studio.runUntil("sidecars", Step.DONE);
        assertThat(asked()).doesNotContain("export", "export-status", "export-links");
        assertThat(exportBills()).isZero();
        assertThat(TestDarkroom.listFiles(studio.delivery.resolve("sidecars"))).containsExactly("A_1.JPG", "receipt.json");
    }

    private void ready(String name, String ticket) {
        if (!ticket.isEmpty()) {
            studio.dropFile(name + "/darkroom.yaml", ticket);
            studio.awaitScanned("default", name + "/darkroom.yaml");
        }
        studio.dropShoot(name, 1);
        studio.runUntil(name, Step.EXPORT);
    }

    private List<String> asked() {
        return studio.sim.requests().stream().map(LoggedRequest::call).toList();
    }

    private long exportBills() {
        return studio.sim.billItems().stream().filter(bill -> bill.action().equals("export")).count();
    }

    private List<String> outcomes(String name) {
        return studio.charges().listByShoot(studio.findShoot(name).id()).stream().filter(charge -> charge.operation().equals("export"))
                .map(Charge::outcome).toList();
    }
}
