package studio.darkroom.routes;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import studio.darkroom.ledger.Shoot;
import studio.darkroom.lifecycle.Step;
import studio.darkroom.sim.Fault;
import studio.darkroom.testing.SharedTestDarkroom;
import studio.darkroom.testing.TestDarkroom;

/** shoot-await-export: looks until the JPEGs are made. */
class ShootAwaitExportRouteTest {

    @RegisterExtension
    static final SharedTestDarkroom STUDIO = new SharedTestDarkroom(keys -> keys.put("darkroom.vendor.imagen.poll.max-delay", "30m"));

    private final TestDarkroom studio = STUDIO.get();

    @Test
    void aSlowExportIsLookedAtUntilItIsDone() {
        studio.sim.switches().set("export-outcome", "stuck");
        studio.sim.faults().add(Fault.on("export-status").html(502).skip(2));
        waiting("slow");
        studio.passTime(Duration.ofMinutes(10));
        assertThat(studio.findShoot("slow").step()).isEqualTo(Step.AWAIT_EXPORT);
        studio.sim.completeJob(studio.sim.projects().get(0));
        studio.runUntil("slow", Step.DONE);
        assertThat(studio.sim.requests("export")).hasSize(1);
    }

    @Test
    void aFailedExportIsAProblem() {
        studio.sim.switches().set("export-outcome", "failed");
        waiting("failed");
        Shoot shoot = studio.runUntil("failed", "problem");
        assertThat(shoot.trouble().code()).isEqualTo("export-failed");
        assertThat(studio.sim.requests("export")).hasSize(1);
    }

    @Test
    void anExportThatNeverEndsIsAskedAbout() {
        studio.sim.switches().set("export-outcome", "stuck");
        waiting("endless");
        assertThat(studio.runUntil("endless", "decision").trouble().code()).isEqualTo("export-late");
        assertThat(studio.sim.requests("export")).hasSize(1);
    }

    private void waiting(String name) {
        studio.dropShoot(name, 1);
        studio.runUntil(name, Step.AWAIT_EXPORT);
    }
}
