package studio.darkroom.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import studio.darkroom.clock.Office;
import studio.darkroom.ledger.Sightings;
import studio.darkroom.ledger.Views;
import studio.darkroom.ledger.Views.Pile;
import studio.darkroom.testing.Pictures;
import studio.darkroom.testing.Studio;

/** Nothing disappears: seen = delivered + waiting + held + ignored, at every moment. */
class ReportsTest {

    @TempDir
    Path folder;

    @Test
    void theEquationHoldsThroughTheWholeLifeOfShoots() {
        try (Studio studio = new Studio(folder)) {
            Views views = new Views(studio.ledger());
            studio.drop("good/A_1.JPG", Pictures.jpeg(1));
            studio.drop("good/A_2.JPG", Pictures.jpeg(2));
            studio.drop("good/notes.txt", "not a photo");
            studio.drop("good/darkroom.ready", "");
            studio.drop("bad/darkroom.yaml", "nonsense: true\n");
            studio.drop("bad/B_1.JPG", Pictures.jpeg(3));
            studio.drop("given-up/C_1.JPG", Pictures.jpeg(4));
            studio.seen("default", "good/A_1.JPG", "good/A_2.JPG", "good/notes.txt", "good/darkroom.ready",
                    "bad/darkroom.yaml", "bad/B_1.JPG", "given-up/C_1.JPG");
            assertThat(reckoning(views)).isEqualTo(new Reckoning(5, 4, 0, 0, 1));
            Office office = studio.context().getRegistry().lookupByNameAndType("office", Office.class);
            assertThat(office.cancel(studio.shoot("given-up"))).isEmpty();
            assertThat(reckoning(views)).isEqualTo(new Reckoning(5, 3, 0, 0, 2));
            for (String step : List.of("open", "upload", "edit", "await-edit", "deliver", "done")) {
                studio.until("good", step);
                assertThat(reckoning(views).unreconciled()).as(step).isZero();
            }
            studio.until("bad", "problem");
            assertThat(reckoning(views)).isEqualTo(new Reckoning(5, 0, 2, 1, 2));
            assertThat(office.cancel(studio.shoot("bad"))).isEmpty();
            assertThat(reckoning(views)).isEqualTo(new Reckoning(5, 0, 2, 0, 3));
        }
    }

    @Test
    void eachFileIsCountedByWhatItIs() {
        assertThat(one("missing", "done", null)).isEqualTo(new Reckoning(1, 0, 0, 1, 0));
        assertThat(one("missing", "cancelled", null)).isEqualTo(new Reckoning(1, 0, 0, 0, 1));
        assertThat(one("uploaded", "await-edit", "decision")).isEqualTo(new Reckoning(1, 0, 0, 1, 0));
        assertThat(one("uploaded", "await-edit", "outage")).isEqualTo(new Reckoning(1, 1, 0, 0, 0));
        assertThat(one("delivered", "cancelled", null)).isEqualTo(new Reckoning(1, 0, 1, 0, 0));
    }

    @Test
    void aFileThatIsNowhereIsNoticed() {
        assertThat(one("uploaded", "done", null).unreconciled()).isOne();
        assertThat(one("seen", null, null).unreconciled()).isOne();
        assertThat(one("lost", "upload", null).unreconciled()).isOne();
    }

    @Test
    void thousandsOfShootsAreListedWithOneQuery() {
        try (Studio studio = new Studio(folder)) {
            Sightings sightings = new Sightings(studio.ledger());
            IntStream.range(0, 2_000).forEach(shoot -> sightings.sighted(new Sightings.Sighting("default", "s" + shoot,
                    "s" + shoot + "/A.JPG", 1, 1, "jpeg", null), java.time.Duration.ZERO));
            Views views = new Views(studio.ledger());
            long begin = System.nanoTime();
            List<Views.Line> lines = views.lines(null, null);
            long millis = (System.nanoTime() - begin) / 1_000_000;
            assertThat(lines).hasSize(2_000).allMatch(line -> line.photos() == 1 && line.uploaded() == 0);
            assertThat(lines.get(0).shoot().name()).isEqualTo("s1999");
            assertThat(millis).isLessThan(2_000);
        }
    }

    private static Reckoning reckoning(Views views) {
        return Reckoning.of(views.piles()).get("default");
    }

    private static Reckoning one(String state, String step, String trouble) {
        return Reckoning.of(List.of(new Pile("default", state, step, trouble, 1))).get("default");
    }
}
