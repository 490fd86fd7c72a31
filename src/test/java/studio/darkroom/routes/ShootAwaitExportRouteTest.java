package studio.darkroom.routes;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import studio.darkroom.ledger.Shoot;
import studio.darkroom.ledger.Step;
import studio.darkroom.sim.Fault;
import studio.darkroom.testing.SharedStudio;
import studio.darkroom.testing.Studio;

/** shoot-await-export: looks until the JPEGs are made. */
class ShootAwaitExportRouteTest {

    @RegisterExtension
    static final SharedStudio STUDIO = new SharedStudio(keys -> keys.put("darkroom.vendor.imagen.poll.most", "30m"));

    private final Studio studio = STUDIO.get();

    @Test
    void aSlowExportIsLookedAtUntilItIsDone() {
        studio.sim.switches().set("export-outcome", "stuck");
        studio.sim.faults().add(Fault.on("export-status").html(502).skip(2));
        waiting("slow");
        studio.pass(Duration.ofMinutes(10));
        assertThat(studio.shoot("slow").step()).isEqualTo(Step.AWAIT_EXPORT);
        studio.sim.complete(studio.sim.projects().get(0));
        studio.until("slow", Step.DONE);
        assertThat(studio.sim.requests("export")).hasSize(1);
    }

    @Test
    void aFailedExportIsAProblem() {
        studio.sim.switches().set("export-outcome", "failed");
        waiting("failed");
        Shoot shoot = studio.until("failed", "problem");
        assertThat(shoot.trouble().code()).isEqualTo("export-failed");
        assertThat(studio.sim.requests("export")).hasSize(1);
    }

    @Test
    void anExportThatNeverEndsIsAskedAbout() {
        studio.sim.switches().set("export-outcome", "stuck");
        waiting("endless");
        assertThat(studio.until("endless", "decision").trouble().code()).isEqualTo("export-late");
        assertThat(studio.sim.requests("export")).hasSize(1);
    }

    private void waiting(String name) {
        studio.shoot(name, 1);
        studio.until(name, Step.AWAIT_EXPORT);
    }
}
