package studio.darkroom.routes;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import studio.darkroom.ledger.Shoot;
import studio.darkroom.lifecycle.Step;
import studio.darkroom.sim.Fault;
import studio.darkroom.testing.Await;
import studio.darkroom.testing.TestDarkroom;

/** A vendor that is down for a day, and clocks that are set. */
class LostTimeTest {

    private static final List<Step> STEPS = List.of(Step.OPEN, Step.UPLOAD, Step.EDIT, Step.AWAIT_EDIT, Step.DELIVER);

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"imagen", "imagen-smart", "fotolabs"})
    void aVendorThatIsDownForADayFailsNoShootWhateverItsStep(String vendor) {
        try (TestDarkroom studio = new TestDarkroom(folder, keys -> {
            keys.put("darkroom.lane.default.vendor", vendor);
            keys.put("darkroom.retry.max-delay", "2h");
            if (!vendor.equals("imagen")) {
                keys.remove("darkroom.lane.default.ticket");
            }
        })) {
            studio.sim.switches().set("second-edit", "billed").set("second-export", "billed");
            // Each stays where it is while the next one is brought on its way.
            for (Step step : STEPS) {
                studio.dropShoot("at-" + step, 1);
                alone(studio, "at-" + step, step.word());
            }
            studio.sim.faults().add(Fault.on("*").status(503).always());
            studio.passTime(Duration.ofHours(24));
            assertThat(STEPS).allSatisfy(step -> assertThat(studio.findShoot("at-" + step)).satisfies(shoot -> {
                assertThat(shoot.step()).isEqualTo(step);
                assertThat(shoot.state()).isEqualTo("outage");
            }));
            studio.sim.faults().clear();
            STEPS.forEach(step -> studio.runUntil("at-" + step, Step.DONE));
            assertThat(studio.outages().listActive()).isEmpty();
            assertThat(STEPS).allSatisfy(step -> assertThat(TestDarkroom.listFiles(studio.delivery.resolve("at-" + step))).hasSize(2));
            assertThat(studio.sim.billItems()).filteredOn(bill -> !bill.action().equals("export")).hasSize(STEPS.size())
                    .extracting(bill -> bill.project()).doesNotHaveDuplicates();
        }
    }

    /** Works on this shoot and no other. */
    private static void alone(TestDarkroom studio, String name, String step) {
        Await.untilTrue(name + " at " + step, () -> {
            Shoot shoot = studio.findShoot(name);
            if (shoot.step().word().equals(step)) {
                return true;
            }
            if (shoot.dueAt().isAfter(studio.clock.instant())) {
                studio.clock.set(shoot.dueAt());
            }
            studio.runner().runShoot(shoot.id());
            return false;
        });
    }

    @ParameterizedTest
    @CsvSource({"open, -2", "upload, -2", "edit, -2", "await-edit, -2", "export, -2", "deliver, -2", "open, 72",
        "upload, 72", "edit, 72", "await-edit, 72", "export, 72", "deliver, 72"})
    void aClockThatIsSetLosesNothingAndCostsNothing(String step, int hours) {
        try (TestDarkroom studio = new TestDarkroom(folder)) {
            studio.sim.switches().set("second-edit", "billed").set("second-export", "billed");
            studio.dropShoot("set", 2);
            studio.runUntil("set", step);
            Await.isTrueWithin(Duration.ofSeconds(1), studio::isSimulatorDone);
            Instant there = studio.clock.instant().plus(Duration.ofHours(hours));
            studio.clock.set(there);
            studio.runUntil("set", Step.DONE);
            assertThat(Duration.between(there, studio.clock.instant())).isLessThan(Duration.ofHours(3));
            assertThat(TestDarkroom.listFiles(studio.delivery)).containsExactly("set/A_1.JPG", "set/A_2.JPG", "set/receipt.json");
            assertThat(studio.sim.billItems()).extracting(bill -> bill.action()).containsExactly("edit", "export");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {-2, 72})
    void aLostAnswerAndAClockThatIsSetAreNotAnsweredWithASecondEdit(int hours) {
        try (TestDarkroom studio = new TestDarkroom(folder)) {
            studio.sim.switches().set("second-edit", "billed");
            studio.dropShoot("lost", 1);
            studio.runUntil("lost", Step.EDIT);
            studio.sim.faults().add(Fault.on("edit").dropAfter());
            studio.runDueShoots();
            studio.clock.advance(Duration.ofHours(hours));
            studio.runUntil("lost", Step.DONE);
            assertThat(studio.sim.requests("edit")).hasSize(1);
        }
    }
}
