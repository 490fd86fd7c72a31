package studio.darkroom.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import studio.darkroom.ledger.Ledger;
import studio.darkroom.ledger.ReportQueries;
import studio.darkroom.ledger.Shoot;
import studio.darkroom.sim.Fault;
import studio.darkroom.testing.Await;
import studio.darkroom.testing.TestDarkroom;
import studio.darkroom.testing.TestPictures;

/** seen = delivered + waiting + held + ignored, per lane, after every single step of shoots of every fate. */
class FileAccountingTest {

    @TempDir Path folder;

    /** Fires every shoot of the ledger one by one and looks after each. @return how many looks were taken */
    private int run(TestDarkroom studio, Duration time) {
        int looks = 0;
        Instant end = studio.clock.instant().plus(time);
        while (studio.clock.instant().isBefore(end)) {
            Await.isTrueWithin(Duration.ofMillis(100), studio::isSimulatorDone);
            List<Shoot> due = new ArrayList<>(studio.ledger().listSchedulable());
            due.removeIf(shoot -> shoot.dueAt().isAfter(studio.clock.instant()));
            for (Shoot shoot : due) {
                studio.runner().runShoot(shoot.id());
                holds(studio.ledger(), shoot.name() + " at " + shoot.step());
                looks++;
            }
            if (due.isEmpty()) {
                studio.clock.set(studio.ledger().listSchedulable().stream().map(Shoot::dueAt).min(Instant::compareTo).orElse(end));
            }
        }
        return looks;
    }

    private static Map<String, FileAccounting> holds(Ledger ledger, String when) {
        Map<String, FileAccounting> lanes = FileAccounting.countByLane(new ReportQueries(ledger).countFiles());
        assertThat(lanes.values()).as(when).allMatch(lane -> lane.unreconciled() == 0);
        return lanes;
    }

    @Test
    void theEquationHoldsAfterEveryStepOfEveryFate() throws IOException {
        Path second = Files.createDirectories(folder.resolve("inbox-2"));
        try (TestDarkroom studio = new TestDarkroom(folder, keys -> {
            keys.put("darkroom.lanes", "default,second");
            keys.put("darkroom.lane.second.inbox", "folder:" + second);
            keys.put("darkroom.lane.second.delivery", "folder:" + folder.resolve("delivery-2"));
            keys.put("darkroom.lane.second.ticket", keys.get("darkroom.lane.default.ticket"));
            keys.put("darkroom.lane.second.spend.edits-per-day", "1");
            keys.put("darkroom.inbox.incomplete-after", "10m");
        })) {
            studio.sim.switches().set("drop-results", 1);
            studio.dropShoot("short", 3);
            studio.dropShoot("twins", 2);
            studio.dropFile("twins/A_1.CR2", new byte[] {1, 2, 3});
            studio.dropFile("twins/.DS_Store", "ghost");
            studio.dropFile("empty/notes.txt", "nothing else");
            studio.dropShoot("asked", 2);
            studio.sim.faults().add(Fault.on("edit").dropBefore().matching("asked"));
            studio.dropShoot("overwritten", 2);
            studio.dropFile("half/H_1.JPG", java.util.Arrays.copyOf(TestPictures.jpeg(1), 200));
            for (String name : List.of("s1", "s2")) {
                Files.createDirectories(second.resolve(name));
                Files.write(second.resolve(name).resolve("S_1.JPG"), TestPictures.jpeg(5));
            }
            Await.untilTrue("lane two is seen", () -> studio.findShoots().stream().anyMatch(shoot -> shoot.name().equals("s2")));
            studio.awaitScanned("default", "twins/A_1.CR2", "twins/.DS_Store", "empty/notes.txt", "half/H_1.JPG");
            assertThat(holds(studio.ledger(), "at first sight").get("default").seen()).isEqualTo(13);
            int looks = run(studio, Duration.ofMinutes(5));
            studio.dropShoot("taken-away", 2);
            studio.dropFile("overwritten/A_1.JPG", TestPictures.jpeg(77));
            studio.dropFile("short/A_9.JPG", TestPictures.jpeg(78));
            studio.awaitScanned("default", "overwritten/A_1.JPG", "short/A_9.JPG");
            studio.removeFile("taken-away/A_2.JPG");
            holds(studio.ledger(), "new photos in old folders");
            looks += run(studio, Duration.ofMinutes(40));
            Map<String, FileAccounting> end = holds(studio.ledger(), "at the end");
            assertThat(studio.findShoots()).extracting(Shoot::state).contains("done", "problem", "decision");
            assertThat(end.get("default").held()).isPositive();
            assertThat(end.get("default").ignored()).isPositive();
            assertThat(end.get("second").seen()).isEqualTo(2);
            for (Shoot shoot : studio.findShoots()) {
                if (!shoot.isEnded()) {
                    studio.actions().cancelShoot(shoot);
                    holds(studio.ledger(), shoot.name() + " cancelled");
                }
            }
            assertThat(holds(studio.ledger(), "all over").values()).allMatch(lane -> lane.waiting() == 0);
            assertThat(looks).isGreaterThan(60);
        }
    }
}
