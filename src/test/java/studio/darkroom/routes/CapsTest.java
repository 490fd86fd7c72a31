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
import studio.darkroom.ledger.Outages;
import studio.darkroom.ledger.Shoot;
import studio.darkroom.ledger.Step;
import studio.darkroom.sim.Fault;
import studio.darkroom.testing.Pictures;
import studio.darkroom.testing.Studio;
import studio.darkroom.testing.Until;

/** Caps: a lane that reached one waits, tells it once, and fails nothing. */
class CapsTest {

    @TempDir Path folder;
    private Studio studio;

    @AfterEach
    void close() {
        studio.close();
    }

    private void open(Consumer<Map<String, String>> caps) throws IOException {
        Path second = Files.createDirectories(folder.resolve("inbox-2"));
        studio = new Studio(folder, keys -> {
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
        Files.write(photo, Pictures.jpeg(name.hashCode() & 31));
        Until.holds(name + " is seen", () -> studio.shoots().stream().anyMatch(shoot -> shoot.name().equals(name)));
    }

    private int edits() {
        return studio.sim.requests("edit").size();
    }

    @Test
    void aLaneAtItsCapWaitsForTheNextDayAndTheOtherLaneGoesOn() throws IOException {
        open(keys -> keys.put("darkroom.lane.default.spend.edits-per-day", "1"));
        studio.shoot("first", 1);
        studio.shoot("late", 1);
        studio.shoot("later", 1);
        studio.until("first", Step.DONE);
        Shoot waits = studio.until("late", "outage");
        assertThat(waits.trouble().code()).isEqualTo("spend-day");
        assertThat(waits.trouble().text()).contains("All 1 edits of this day for lane default",
                "darkroom.lane.default.spend.edits-per-day");
        second("other");
        second("another");
        studio.until("other", Step.DONE);
        studio.until("another", Step.DONE);
        assertThat(edits()).isEqualTo(3);
        studio.pass(Duration.between(studio.clock.instant(), Instant.parse("2026-06-01T23:59:00Z")));
        assertThat(edits()).isEqualTo(3);
        assertThat(studio.outages().standing()).extracting(Outages.Outage::scope).containsExactly("spend:default");
        Until.holds("one alert", () -> !studio.alerts().isEmpty());
        assertThat(studio.alerts()).hasSize(1).first().asString().contains("spend:default", "spend-day");
        studio.until("late", Step.DONE);
        assertThat(studio.clock.instant()).isBetween(Instant.parse("2026-06-02T00:00:00Z"),
                Instant.parse("2026-06-02T00:10:00Z"));
        assertThat(edits()).as("one more a day").isEqualTo(4);
        studio.until("later", Step.DONE);
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
        studio.until("s1", Step.DONE);
        second("s2");
        assertThat(studio.until("s2", "outage").trouble().text()).contains("for lane second");
        studio.shoot("d1", 1);
        studio.until("d1", Step.DONE);
        studio.shoot("d2", 1);
        assertThat(studio.until("d2", "outage").trouble().text()).startsWith("All 2 edits of this day are used")
                .contains("(darkroom.spend.edits-per-day)");
        assertThat(edits()).isEqualTo(2);
    }

    @Test
    void aRaisedCapCountsFromTheNextStartOn() throws IOException {
        open(keys -> keys.put("darkroom.lane.default.spend.edits-per-day", "1"));
        studio.shoot("first", 1);
        studio.until("first", Step.DONE);
        studio.shoot("late", 1);
        studio.until("late", "outage");
        studio.stop();
        studio.set("darkroom.lane.default.spend.edits-per-day", "2");
        studio.start();
        studio.until("late", Step.DONE);
        assertThat(studio.clock.instant()).isBefore(Instant.parse("2026-06-02T00:00:00Z"));
        assertThat(studio.outages().standing()).isEmpty();
    }

    @Test
    void aShootAboveItsCapWaitsByItselfUntilTheCapIsRaised() throws IOException {
        open(keys -> keys.put("darkroom.spend.photos-per-shoot", "2"));
        studio.shoot("big", 3);
        assertThat(studio.until("big", "outage").trouble().code()).isEqualTo("spend-shoot");
        studio.shoot("small", 2);
        studio.until("small", Step.DONE);
        studio.pass(Duration.ofDays(3));
        assertThat(edits()).as("no other one waits for it, and it is not edited").isEqualTo(1);
        assertThat(studio.shoot("big").trouble().text()).contains("3 photos; at most 2", "darkroom.spend.photos-per-shoot");
        assertThat(studio.outages().standing()).extracting(Outages.Outage::scope).containsExactly("spend:default/big");
        Until.holds("one alert", () -> !studio.alerts().isEmpty());
        assertThat(studio.alerts()).singleElement().asString().contains("spend:default/big", "Nothing else of the lane waits for it.");
        studio.stop();
        studio.set("darkroom.spend.photos-per-shoot", "3");
        studio.start();
        studio.until("big", Step.DONE);
        assertThat(studio.outages().standing()).isEmpty();
        assertThat(edits()).isEqualTo(2);
    }

    @Test
    void anEditThatWasTakenThoughItWasAnsweredAsRefusedCountsTowardsTheCap() throws IOException {
        open(keys -> keys.put("darkroom.lane.default.spend.edits-per-day", "1"));
        studio.sim.faults().add(Fault.on("edit").statusAfter(429));
        studio.shoot("taken", 1);
        studio.until("taken", Step.DONE);
        studio.shoot("late", 1);
        assertThat(studio.until("late", "outage").trouble().code()).isEqualTo("spend-day");
        assertThat(edits()).isEqualTo(1);
    }

    @Test
    void anEditWhoseAnswerWasLostIsLookedAfterThoughTheCapIsReached() throws IOException {
        open(keys -> keys.put("darkroom.lane.default.spend.edits-per-day", "1"));
        studio.sim.faults().add(Fault.on("edit").dropAfter());
        studio.shoot("lost", 1);
        studio.until("lost", Step.EDIT);
        studio.fire();
        studio.shoot("late", 1);
        studio.until("late", "outage");
        studio.until("lost", Step.DONE);
        assertThat(studio.clock.instant()).isBefore(Instant.parse("2026-06-02T00:00:00Z"));
        assertThat(edits()).isEqualTo(1);
    }
}
