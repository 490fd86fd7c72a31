package studio.darkroom.runner;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.apache.camel.component.quartz.QuartzComponent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.quartz.Scheduler;
import org.quartz.SchedulerException;
import org.quartz.impl.matchers.GroupMatcher;
import studio.darkroom.ledger.LaneRepository;
import studio.darkroom.ledger.OutageRepository;
import studio.darkroom.lifecycle.Step;
import studio.darkroom.sim.Fault;
import studio.darkroom.testing.Await;
import studio.darkroom.testing.LedgerWriter;
import studio.darkroom.testing.TestDarkroom;

/** Shoots that wait cost nothing, and none is forgotten. */
class ShootRunnerTest {

    @TempDir Path folder;
    private TestDarkroom studio;

    @BeforeEach
    void open() {
        studio = new TestDarkroom(folder);
    }

    @AfterEach
    void close() {
        studio.close();
    }

    @Test
    void aPausedLaneHasNoAppointments() throws Exception {
        dueNow("p");
        studio.actions().pauseLane("default");
        Scheduler clock = clock();
        clock.start();
        Await.untilTrue("the clock has nothing to fire", () -> appointments(clock) == 0);
        clock.standby();
        assertThat(studio.findShoot("p").step()).isEqualTo(Step.UPLOAD);
        studio.actions().resumeLane("default");
        assertThat(appointments(clock)).isEqualTo(1);
    }

    @Test
    void scheduleOrphans_triggerInError_runsTheShoot() throws Exception {
        dueNow("stuck");
        new LedgerWriter(folder.resolve("home")).executeUpdate("update QRTZ_TRIGGERS set TRIGGER_STATE = 'ERROR'");
        studio.runner().scheduleOrphans(Duration.ZERO);
        Scheduler clock = clock();
        clock.start();
        Await.untilTrue("the shoot has run", () -> studio.findShoot("stuck").step() != Step.UPLOAD);
        clock.standby();
    }

    @Test
    void aShootWhoseVendorIsGoneIsHeldAndSaysSo() throws Exception {
        dueNow("v");
        new LedgerWriter(folder.resolve("home")).executeUpdate("update shoot set vendor = 'mine'");
        Scheduler clock = clock();
        clock.start();
        Await.untilTrue("the shoot is held", () -> studio.findShoot("v").state().equals("problem"));
        Await.untilTrue("the clock has nothing to fire", () -> appointments(clock) == 0);
        clock.standby();
        assertThat(studio.findShoot("v").trouble().text()).contains("mine");
        new LedgerWriter(folder.resolve("home")).executeUpdate("update shoot set vendor = 'imagen'");
    }

    @Test
    void anOutageGoesOnBeingLookedAtWhenTheShootThatTriedIsCancelled() {
        studio.dropShoot("o1", 1);
        studio.runUntil("o1", Step.OPEN);
        studio.sim.faults().add(Fault.on("profiles").status(503).always());
        studio.passTime(Duration.ofMinutes(2));
        studio.dropShoot("o2", 1);
        studio.runUntil("o2", "outage");
        studio.actions().cancelShoot(studio.findShoot("o1"));
        studio.passTime(Duration.ofMinutes(1));
        studio.sim.faults().clear();
        studio.passTime(Duration.ofMinutes(3));
        assertThat(studio.outages().listActive()).isEmpty();
    }

    @Test
    void outage_withoutWaitingShoots_ends() {
        studio.dropShoot("last", 1);
        studio.runUntil("last", Step.OPEN);
        studio.sim.faults().add(Fault.on("profiles").status(401));
        studio.runUntil("last", "outage");
        studio.sim.faults().add(Fault.on("create").status(422));
        studio.runUntil("last", "problem");
        assertThat(studio.outages().listActive()).hasSize(1);
        studio.runner().endUnusedOutages(Duration.ofSeconds(30), Set.of());
        assertThat(studio.outages().listActive()).as("it was only just found").hasSize(1);
        studio.clock.advance(Duration.ofMinutes(11));
        studio.runner().endUnusedOutages(Duration.ofSeconds(30), Set.of());
        assertThat(studio.outages().listActive()).isEmpty();
        studio.sim.faults().add(Fault.on("profiles").status(401).always());
        studio.dropShoot("waits", 1);
        studio.runUntil("waits", "outage");
        studio.actions().pauseLane("default");
        studio.clock.advance(Duration.ofHours(11));
        studio.runner().endUnusedOutages(Duration.ofSeconds(30), Set.of());
        assertThat(studio.outages().listActive()).hasSize(1);
    }

    @Test
    void inboxOutage_withoutWaitingShoots_endsUnlessInboxIsMissing() throws IOException {
        studio.dropShoot("away", 1);
        studio.runUntil("away", Step.UPLOAD);
        studio.removeFile("away/A_1.JPG");
        Files.delete(studio.inbox.resolve("away"));
        studio.runUntil("away", "outage");
        assertThat(studio.outages().listActive()).extracting(OutageRepository.ActiveOutage::scope)
                .containsExactly("inbox:default");
        studio.actions().cancelShoot(studio.findShoot("away"));
        studio.clock.advance(Duration.ofMinutes(1));
        studio.runner().endUnusedOutages(Duration.ofSeconds(30), Set.of("inbox:default"));
        assertThat(studio.outages().listActive()).hasSize(1);
        studio.runner().endUnusedOutages(Duration.ofSeconds(30), Set.of());
        assertThat(studio.outages().listActive()).isEmpty();
    }

    private void dueNow(String name) {
        studio.dropShoot(name, 1);
        studio.runUntil(name, Step.UPLOAD);
        studio.clock.set(Instant.now());
        new LedgerWriter(folder.resolve("home")).executeUpdate("update shoot set due = " + studio.clock.millis());
        new LaneRepository(studio.ledger()).setLanePaused("default", false);
    }

    private Scheduler clock() {
        return studio.context().getComponent("clock", QuartzComponent.class).getScheduler();
    }

    private static int appointments(Scheduler clock) {
        try {
            return clock.getTriggerKeys(GroupMatcher.anyGroup()).size();
        } catch (SchedulerException e) {
            throw new IllegalStateException(e);
        }
    }
}
