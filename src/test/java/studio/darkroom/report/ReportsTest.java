package studio.darkroom.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import studio.darkroom.clock.Office;
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
    void fiveThousandShootsOfHundredThousandPhotosAreListedAtOnce() throws SQLException {
        try (Studio studio = new Studio(folder)) {
            fill();
            Views views = new Views(studio.ledger());
            long begin = System.nanoTime();
            List<Views.Line> lines = views.lines(null, null);
            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(3));
            assertThat(lines).hasSize(5_000).allMatch(line -> line.photos() == 20 && line.uploaded() == 10);
            assertThat(lines.get(0).shoot().name()).isEqualTo("s5000");
            assertThat(views.lines("active", "default")).hasSize(5_000);
            assertThat(views.lines("done", null)).isEmpty();
        }
    }

    private void fill() throws SQLException {
        try (Connection ledger = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("home/ledger.db"));
                Statement statement = ledger.createStatement()) {
            ledger.setAutoCommit(false);
            statement.execute("""
                    insert into shoot (id, lane, folder, name, step, step_since, due, created)
                    with recursive n(i) as (select 1 union all select i + 1 from n where i < 5000)
                    select printf('%05d', i), 'default', 's' || i, 's' || i, 'upload', 0, 9999999999999, 0 from n""");
            statement.execute("""
                    insert into photo (id, lane, folder, path, shoot, kind, size, modified, seen, state)
                    with recursive n(i) as (select 0 union all select i + 1 from n where i < 99999)
                    select printf('%06d', i), 'default', 's', 's/' || i, printf('%05d', i / 20 + 1), 'jpeg', 1, 1, 1,
                    case when i % 2 = 0 then 'uploaded' else 'waiting' end from n""");
            ledger.commit();
        }
    }

    private static Reckoning reckoning(Views views) {
        return Reckoning.of(views.piles()).get("default");
    }

    private static Reckoning one(String state, String step, String trouble) {
        return Reckoning.of(List.of(new Pile("default", state, step, trouble, 1))).get("default");
    }
}
