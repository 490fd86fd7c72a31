package studio.darkroom.routes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import studio.darkroom.ledger.OutageRepository;
import studio.darkroom.ledger.Shoot;
import studio.darkroom.lifecycle.Step;
import studio.darkroom.sim.Fault;
import studio.darkroom.testing.Await;
import studio.darkroom.testing.TestDarkroom;
import studio.darkroom.testing.TestPictures;

/** Caps: a lane that reached one waits, tells it once, and fails nothing. */
class CapsTest {

    @TempDir Path folder;
    private TestDarkroom studio;

    @AfterEach
    void close() {
        studio.close();
    }

    private void open(Consumer<Map<String, String>> caps) throws IOException {
        Path second = Files.createDirectories(folder.resolve("inbox-2"));
        studio = new TestDarkroom(folder, keys -> {
            keys.put("darkroom.lanes", "default,second");
            keys.put("darkroom.lane.second.inbox", "folder:" + second);
            keys.put("darkroom.lane.second.delivery", "folder:" + folder.resolve("delivery-2"));
            keys.put("darkroom.lane.second.ticket", keys.get("darkroom.lane.default.ticket"));
            caps.accept(keys);
        });
    }

    private void second(String name) throws IOException {
        Path photo = folder.resolve("inbox-2").resolve(name).resolve("B_1.JPG");
        Files.createDirectories(photo.getParent());
        Files.write(photo, TestPictures.jpeg(name.hashCode() & 31));
        Await.untilTrue(name + " is seen", () -> studio.findShoots().stream().anyMatch(shoot -> shoot.name().equals(name)));
    }

    private int edits() {
        return studio.sim.requests("edit").size();
    }

    @Test
    void aLaneAtItsCapWaitsForTheNextDayAndTheOtherLaneGoesOn() throws IOException {
        open(keys -> keys.put("darkroom.lane.default.spend.edits-per-day", "1"));
        studio.dropShoot("first", 1);
        studio.dropShoot("late", 1);
        studio.dropShoot("later", 1);
        studio.runUntil("first", Step.DONE);
        Shoot waits = studio.runUntil("late", "outage");
        assertThat(waits.trouble().code()).isEqualTo("spend-day");
        assertThat(waits.trouble().text()).contains("limit of 1 edits per day for lane default",
                "darkroom.lane.default.spend.edits-per-day");
        second("other");
        second("another");
        studio.runUntil("other", Step.DONE);
        studio.runUntil("another", Step.DONE);
        assertThat(edits()).isEqualTo(3);
        studio.passTime(Duration.between(studio.clock.instant(), Instant.parse("2026-06-01T23:59:00Z")));
        assertThat(edits()).isEqualTo(3);
        assertThat(studio.outages().listActive()).extracting(OutageRepository.ActiveOutage::scope).containsExactly("spend:default");
        Await.untilTrue("one alert", () -> !studio.readAlerts().isEmpty());
        assertThat(studio.readAlerts()).hasSize(1).first().asString().contains("spend:default", "spend-day");
        studio.runUntil("late", Step.DONE);
        assertThat(studio.clock.instant()).isBetween(Instant.parse("2026-06-02T00:00:00Z"),
                Instant.parse("2026-06-02T00:10:00Z"));
        assertThat(edits()).as("one more a day").isEqualTo(4);
        studio.runUntil("later", Step.DONE);
        assertThat(studio.clock.instant()).isAfterOrEqualTo(Instant.parse("2026-06-03T00:00:00Z"));
        assertThat(edits()).isEqualTo(5);
    }

    @Test
    void theStricterOfBothCapsCounts() throws IOException {
        open(keys -> {
            keys.put("darkroom.spend.edits-per-day", "2");
            keys.put("darkroom.lane.second.spend.edits-per-day", "1");
        });
        second("s1");
        studio.runUntil("s1", Step.DONE);
        second("s2");
        assertThat(studio.runUntil("s2", "outage").trouble().text()).contains("for lane second");
        studio.dropShoot("d1", 1);
        studio.runUntil("d1", Step.DONE);
        studio.dropShoot("d2", 1);
        assertThat(studio.runUntil("d2", "outage").trouble().text()).startsWith("The limit of 2 edits per day is reached")
                .contains("(darkroom.spend.edits-per-day)");
        assertThat(edits()).isEqualTo(2);
    }

    @Test
    void aRaisedCapCountsFromTheNextStartOn() throws IOException {
        open(keys -> keys.put("darkroom.lane.default.spend.edits-per-day", "1"));
        studio.dropShoot("first", 1);
        studio.runUntil("first", Step.DONE);
        studio.dropShoot("late", 1);
        studio.runUntil("late", "outage");
        studio.stop();
        studio.setProperty("darkroom.lane.default.spend.edits-per-day", "2");
        studio.start();
        studio.runUntil("late", Step.DONE);
        assertThat(studio.clock.instant()).isBefore(Instant.parse("2026-06-02T00:00:00Z"));
        assertThat(studio.outages().listActive()).isEmpty();
    }

    @Test
    void aShootAboveItsCapWaitsByItselfUntilTheCapIsRaised() throws IOException {
        open(keys -> keys.put("darkroom.spend.photos-per-shoot", "2"));
        studio.dropShoot("big", 3);
        assertThat(studio.runUntil("big", "outage").trouble().code()).isEqualTo("spend-shoot");
        studio.dropShoot("small", 2);
        studio.runUntil("small", Step.DONE);
        studio.passTime(Duration.ofDays(3));
        assertThat(edits()).as("no other one waits for it, and it is not edited").isEqualTo(1);
        assertThat(studio.findShoot("big").trouble().text()).contains("3 photos; the limit is 2", "darkroom.spend.photos-per-shoot");
        assertThat(studio.outages().listActive()).extracting(OutageRepository.ActiveOutage::scope).containsExactly("spend:default/big");
        Await.untilTrue("one alert", () -> !studio.readAlerts().isEmpty());
        assertThat(studio.readAlerts()).singleElement().asString().contains("spend:default/big");
        studio.stop();
        studio.setProperty("darkroom.spend.photos-per-shoot", "3");
        studio.start();
        studio.runUntil("big", Step.DONE);
        assertThat(studio.outages().listActive()).isEmpty();
        assertThat(edits()).isEqualTo(2);
    }

    @Test
    void editAcceptedDespiteRefusal_countsTowardsTheCap() throws IOException {
        open(keys -> keys.put("darkroom.lane.default.spend.edits-per-day", "1"));
        studio.sim.faults().add(Fault.on("edit").statusAfter(429));
        studio.dropShoot("taken", 1);
        studio.runUntil("taken", Step.DONE);
        studio.dropShoot("late", 1);
        assertThat(studio.runUntil("late", "outage").trouble().code()).isEqualTo("spend-day");
        assertThat(edits()).isEqualTo(1);
    }

    @Test
    void anEditWhoseAnswerWasLostIsLookedAfterThoughTheCapIsReached() throws IOException {
        open(keys -> keys.put("darkroom.lane.default.spend.edits-per-day", "1"));
        studio.sim.faults().add(Fault.on("edit").dropAfter());
        studio.dropShoot("lost", 1);
        studio.runUntil("lost", Step.EDIT);
        studio.runDueShoots();
        studio.dropShoot("late", 1);
        studio.runUntil("late", "outage");
        studio.runUntil("lost", Step.DONE);
        assertThat(studio.clock.instant()).isBefore(Instant.parse("2026-06-02T00:00:00Z"));
        assertThat(edits()).isEqualTo(1);
    }
}
