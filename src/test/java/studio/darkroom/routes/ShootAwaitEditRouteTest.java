package studio.darkroom.routes;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import studio.darkroom.ledger.Shoot;
import studio.darkroom.lifecycle.Step;
import studio.darkroom.sim.Fault;
import studio.darkroom.testing.SharedTestDarkroom;
import studio.darkroom.testing.TestDarkroom;

/** shoot-await-edit: looks until it is over, by the clock, and never edits again. */
class ShootAwaitEditRouteTest {

    @RegisterExtension
    static final SharedTestDarkroom STUDIO =
            new SharedTestDarkroom(keys -> keys.put("darkroom.vendor.imagen.poll.max-delay", "30m"));

    private final TestDarkroom studio = STUDIO.get();

    @Test
    void looksGrowRarerByTheClock() {
        studio.sim.switches().set("edit-outcome", "stuck");
        waiting("rhythm");
        List<Long> waits = new ArrayList<>();
        for (int look = 0; look < 12; look++) {
            studio.runDueShoots();
            Instant due = studio.findShoot("rhythm").dueAt();
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
        studio.passTime(Duration.ofMinutes(10));
        assertThat(studio.findShoot("polishing").step()).isEqualTo(Step.AWAIT_EDIT);
        assertThat(studio.findShoot("polishing").state()).isEqualTo("active");
        studio.sim.completeJob(studio.sim.projects().get(0));
        studio.runUntil("polishing", Step.DONE);
    }

    @Test
    void aFailedEditIsAProblemAndNeverStartedAgainByItself() {
        studio.sim.switches().set("edit-outcome", "failed");
        waiting("failed");
        Shoot shoot = studio.runUntil("failed", "problem");
        assertThat(shoot.trouble().code()).isEqualTo("edit-failed");
        assertThat(shoot.trouble().fix()).contains(shoot.remoteId());
        assertThat(studio.actions().retryShoot(shoot)).isEmpty();
        studio.runUntil("failed", "problem");
        assertThat(studio.sim.requests("edit")).hasSize(1);
        assertThat(studio.sim.requests("status")).hasSizeGreaterThanOrEqualTo(2);
    }

    @Test
    void aLookThatFailsCostsNothing() {
        studio.sim.faults().add(Fault.on("status").status(500));
        studio.sim.faults().add(Fault.on("status").dropBefore());
        studio.sim.faults().add(Fault.on("status").cut().skip(1));
        waiting("shaky");
        studio.runDueShoots();
        assertThat(studio.findShoot("shaky")).satisfies(shoot -> {
            assertThat(shoot.state()).isEqualTo("active");
            assertThat(shoot.tries()).isEqualTo(1);
            assertThat(shoot.dueAt()).isAfter(studio.clock.instant());
        });
        studio.runUntil("shaky", Step.DONE);
        assertThat(studio.sim.requests("edit")).hasSize(1);
    }

    @Test
    void anEditThatNeverEndsIsAskedAboutAfterTwentyHours() {
        studio.sim.switches().set("edit-outcome", "stuck");
        waiting("endless");
        Instant began = studio.clock.instant();
        Shoot asked = studio.runUntil("endless", "decision");
        assertThat(asked.trouble().code()).isEqualTo("edit-late");
        assertThat(Duration.between(began, studio.clock.instant())).isBetween(Duration.ofHours(20), Duration.ofHours(21));
        assertThat(studio.actions().answerDecision(asked, "resend")).isPresent();
        assertThat(studio.actions().answerDecision(asked, "accept")).isEmpty();
        studio.runDueShoots();
        assertThat(studio.findShoot("endless").state()).isEqualTo("active");
        studio.sim.completeJob(studio.sim.projects().get(0));
        studio.runUntil("endless", Step.DONE);
        assertThat(studio.sim.requests("edit")).hasSize(1);
    }

    @Test
    void pendingIsNotTakenForNeverAsked() {
        studio.sim.switches().set("pending-ms", Duration.ofHours(1).toMillis());
        waiting("pending");
        studio.passTime(Duration.ofMinutes(5));
        assertThat(studio.findShoot("pending").step()).isEqualTo(Step.AWAIT_EDIT);
        studio.sim.switches().set("pending-ms", 0);
        studio.sim.clock().advance(Duration.ofHours(1));
        studio.runUntil("pending", Step.DONE);
        assertThat(studio.sim.requests("edit")).hasSize(1);
    }

    private void waiting(String name) {
        studio.dropShoot(name, 1);
        studio.runUntil(name, Step.AWAIT_EDIT);
    }
}
