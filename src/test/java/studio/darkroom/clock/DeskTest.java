package studio.darkroom.clock;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.apache.camel.component.quartz.QuartzComponent;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.quartz.Scheduler;
import org.quartz.SchedulerException;
import org.quartz.impl.matchers.GroupMatcher;
import studio.darkroom.ledger.Outages;
import studio.darkroom.ledger.Step;
import studio.darkroom.sim.Fault;
import studio.darkroom.testing.LedgerFile;
import studio.darkroom.testing.Studio;
import studio.darkroom.testing.Until;

/** Shoots that wait cost nothing, and none is forgotten. */
class DeskTest {

    @TempDir Path folder;
    private Studio studio;

    @BeforeEach
    void open() {
        studio = new Studio(folder);
    }

    @AfterEach
    void close() {
        studio.close();
    }

    @Test
    void aPausedLaneHasNoAppointments() throws Exception {
        dueNow("p");
        studio.office().pause("default");
        Scheduler clock = clock();
        clock.start();
        Until.holds("the clock has nothing to fire", () -> appointments(clock) == 0);
        clock.standby();
        assertThat(studio.shoot("p").step()).isEqualTo(Step.UPLOAD);
        studio.office().resume("default");
        assertThat(appointments(clock)).isEqualTo(1);
    }

    @Test
    void aShootWhoseVendorIsGoneIsHeldAndSaysSo() throws Exception {
        dueNow("v");
        new LedgerFile(folder.resolve("home")).change("update shoot set vendor = 'mine'");
        Scheduler clock = clock();
        clock.start();
        Until.holds("the shoot is held", () -> studio.shoot("v").state().equals("problem"));
        Until.holds("the clock has nothing to fire", () -> appointments(clock) == 0);
        clock.standby();
        assertThat(studio.shoot("v").trouble().text()).contains("\"mine\"");
        new LedgerFile(folder.resolve("home")).change("update shoot set vendor = 'imagen'");
    }

    @Test
    void anOutageGoesOnBeingLookedAtWhenTheShootThatTriedIsCancelled() {
        studio.shoot("o1", 1);
        studio.until("o1", Step.OPEN);
        studio.sim.faults().add(Fault.on("profiles").status(503).always());
        studio.pass(Duration.ofMinutes(2));
        studio.shoot("o2", 1);
        studio.until("o2", "outage");
        studio.office().cancel(studio.shoot("o1"));
        studio.pass(Duration.ofMinutes(1));
        studio.sim.faults().clear();
        studio.pass(Duration.ofMinutes(3));
        assertThat(studio.outages().standing()).isEmpty();
    }

    @Test
    void anOutageThatNobodyWaitsForAnyMoreIsOverAndOneThatSomebodyWaitsForIsNot() {
        studio.shoot("last", 1);
        studio.until("last", Step.OPEN);
        studio.sim.faults().add(Fault.on("profiles").status(401));
        studio.until("last", "outage");
        studio.sim.faults().add(Fault.on("create").status(422));
        studio.until("last", "problem");
        assertThat(studio.outages().standing()).hasSize(1);
        studio.desk().forsake(Duration.ofSeconds(30), Set.of());
        assertThat(studio.outages().standing()).as("it was only just found").hasSize(1);
        studio.clock.advance(Duration.ofMinutes(11));
        studio.desk().forsake(Duration.ofSeconds(30), Set.of());
        assertThat(studio.outages().standing()).isEmpty();
        studio.sim.faults().add(Fault.on("profiles").status(401).always());
        studio.shoot("waits", 1);
        studio.until("waits", "outage");
        studio.office().pause("default");
        studio.clock.advance(Duration.ofHours(11));
        studio.desk().forsake(Duration.ofSeconds(30), Set.of());
        assertThat(studio.outages().standing()).hasSize(1);
    }

    @Test
    void anOutageOfAnInboxThatNobodyWaitsForIsOverUnlessTheInboxIsGone() throws IOException {
        studio.shoot("away", 1);
        studio.until("away", Step.UPLOAD);
        studio.remove("away/A_1.JPG");
        Files.delete(studio.inbox.resolve("away"));
        studio.until("away", "outage");
        assertThat(studio.outages().standing()).extracting(Outages.Outage::scope).containsExactly("inbox:default");
        studio.office().cancel(studio.shoot("away"));
        studio.clock.advance(Duration.ofMinutes(1));
        studio.desk().forsake(Duration.ofSeconds(30), Set.of("inbox:default"));
        assertThat(studio.outages().standing()).hasSize(1);
        studio.desk().forsake(Duration.ofSeconds(30), Set.of());
        assertThat(studio.outages().standing()).isEmpty();
    }

    private void dueNow(String name) {
        studio.shoot(name, 1);
        studio.until(name, Step.UPLOAD);
        studio.clock.set(Instant.now());
        new LedgerFile(folder.resolve("home")).change("update shoot set due = " + studio.clock.millis());
        studio.desk().appoint(studio.shoot(name).id());
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
