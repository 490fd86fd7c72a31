package studio.darkroom.routes;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import studio.darkroom.ledger.Shoot;
import studio.darkroom.ledger.Step;
import studio.darkroom.sim.Fault;
import studio.darkroom.testing.SharedStudio;
import studio.darkroom.testing.Studio;

/** shoot-await-edit: looks until it is over, by the clock, and never edits again. */
class ShootAwaitEditRouteTest {

    @RegisterExtension
    static final SharedStudio STUDIO =
            new SharedStudio(keys -> keys.put("darkroom.vendor.imagen.poll.most", "30m"));

    private final Studio studio = STUDIO.get();

    @Test
    void looksGrowRarerByTheClock() {
        studio.sim.switches().set("edit-outcome", "stuck");
        waiting("rhythm");
        List<Long> waits = new ArrayList<>();
        for (int look = 0; look < 12; look++) {
            studio.fire();
            Instant due = studio.shoot("rhythm").due();
            waits.add(Duration.between(studio.clock.instant(), due).toMillis());
            studio.clock.set(due);
        }
        assertThat(waits.get(0)).isBetween(9_000L, 10_000L);
        assertThat(waits.get(11)).isBetween(45_000L, 90_000L);
        assertThat(studio.sim.requests("status")).hasSize(12);
    }

    @Test
    void anUnknownStatusWordMeansNotFinished() {
        studio.sim.switches().set("edit-outcome", "stuck").set("working-word", "Polishing");
        waiting("polishing");
        studio.pass(Duration.ofMinutes(10));
        assertThat(studio.shoot("polishing").step()).isEqualTo(Step.AWAIT_EDIT);
        assertThat(studio.shoot("polishing").state()).isEqualTo("active");
        studio.sim.complete(studio.sim.projects().get(0));
        studio.until("polishing", Step.DONE);
    }

    @Test
    void aFailedEditIsAProblemAndNeverStartedAgainByItself() {
        studio.sim.switches().set("edit-outcome", "failed");
        waiting("failed");
        Shoot shoot = studio.until("failed", "problem");
        assertThat(shoot.trouble().code()).isEqualTo("edit-failed");
        assertThat(shoot.trouble().fix()).contains(shoot.remote());
        assertThat(studio.office().retry(shoot)).isEmpty();
        studio.until("failed", "problem");
        assertThat(studio.sim.requests("edit")).hasSize(1);
        assertThat(studio.sim.requests("status")).hasSizeGreaterThanOrEqualTo(2);
    }

    @Test
    void aLookThatFailsCostsNothing() {
        studio.sim.faults().add(Fault.on("status").status(500));
        studio.sim.faults().add(Fault.on("status").dropBefore());
        studio.sim.faults().add(Fault.on("status").cut().skip(1));
        waiting("shaky");
        studio.fire();
        assertThat(studio.shoot("shaky")).satisfies(shoot -> {
            assertThat(shoot.state()).isEqualTo("active");
            assertThat(shoot.tries()).isEqualTo(1);
            assertThat(shoot.due()).isAfter(studio.clock.instant());
        });
        studio.until("shaky", Step.DONE);
        assertThat(studio.sim.requests("edit")).hasSize(1);
    }

    @Test
    void anEditThatNeverEndsIsAskedAboutAfterTwentyHours() {
        studio.sim.switches().set("edit-outcome", "stuck");
        waiting("endless");
        Instant began = studio.clock.instant();
        Shoot asked = studio.until("endless", "decision");
        assertThat(asked.trouble().code()).isEqualTo("edit-late");
        assertThat(Duration.between(began, studio.clock.instant())).isBetween(Duration.ofHours(20), Duration.ofHours(21));
        assertThat(studio.office().decide(asked, "resend")).isPresent();
        assertThat(studio.office().decide(asked, "accept")).isEmpty();
        studio.fire();
        assertThat(studio.shoot("endless").state()).isEqualTo("active");
        studio.sim.complete(studio.sim.projects().get(0));
        studio.until("endless", Step.DONE);
        assertThat(studio.sim.requests("edit")).hasSize(1);
    }

    @Test
    void pendingIsNotTakenForNeverAsked() {
        studio.sim.switches().set("pending-ms", Duration.ofHours(1).toMillis());
        waiting("pending");
        studio.pass(Duration.ofMinutes(5));
        assertThat(studio.shoot("pending").step()).isEqualTo(Step.AWAIT_EDIT);
        studio.sim.switches().set("pending-ms", 0);
        studio.sim.clock().advance(Duration.ofHours(1));
        studio.until("pending", Step.DONE);
        assertThat(studio.sim.requests("edit")).hasSize(1);
    }

    private void waiting(String name) {
        studio.shoot(name, 1);
        studio.until(name, Step.AWAIT_EDIT);
    }
}
