package studio.darkroom.api;

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
import studio.darkroom.ledger.ReportQueries;
import studio.darkroom.ledger.ReportQueries.FileCount;
import studio.darkroom.lifecycle.Step;
import studio.darkroom.runner.ShootActions;
import studio.darkroom.testing.TestDarkroom;
import studio.darkroom.testing.TestPictures;
import studio.darkroom.ticket.Ticket.Retouch;

/** Nothing disappears: seen = delivered + waiting + held + ignored, at every moment. */
class ReportsTest {

    @TempDir
    Path folder;

    @Test
    void theEquationHoldsThroughTheWholeLifeOfShoots() {
        try (TestDarkroom studio = new TestDarkroom(folder)) {
            ReportQueries views = new ReportQueries(studio.ledger());
            studio.dropFile("good/A_1.JPG", TestPictures.jpeg(1));
            studio.dropFile("good/A_2.JPG", TestPictures.jpeg(2));
            studio.dropFile("good/notes.txt", "not a photo");
            studio.dropFile("good/darkroom.ready", "");
            studio.dropFile("bad/darkroom.yaml", "nonsense: true\n");
            studio.dropFile("bad/B_1.JPG", TestPictures.jpeg(3));
            studio.dropFile("given-up/C_1.JPG", TestPictures.jpeg(4));
            studio.awaitScanned("default", "good/A_1.JPG", "good/A_2.JPG", "good/notes.txt", "good/darkroom.ready",
                    "bad/darkroom.yaml", "bad/B_1.JPG", "given-up/C_1.JPG");
            assertThat(reckoning(views)).isEqualTo(new FileAccounting(5, 4, 0, 0, 1));
            ShootActions office = studio.context().getRegistry().lookupByNameAndType("shootActions", ShootActions.class);
            assertThat(office.cancelShoot(studio.findShoot("given-up"))).isEmpty();
            assertThat(reckoning(views)).isEqualTo(new FileAccounting(5, 3, 0, 0, 2));
            for (String step : List.of("open", "upload", "edit", "await-edit", "deliver", "done")) {
                studio.runUntil("good", step);
                assertThat(reckoning(views).unreconciled()).as(step).isZero();
            }
            studio.runUntil("bad", "problem");
            assertThat(reckoning(views)).isEqualTo(new FileAccounting(5, 0, 2, 1, 2));
            assertThat(office.cancelShoot(studio.findShoot("bad"))).isEmpty();
            assertThat(reckoning(views)).isEqualTo(new FileAccounting(5, 0, 2, 0, 3));
        }
    }

    @Test
    void eachFileIsCountedByWhatItIs() {
        assertThat(one("missing", Step.of("done"), null)).isEqualTo(new FileAccounting(1, 0, 0, 1, 0));
        assertThat(one("missing", Step.of("cancelled"), null)).isEqualTo(new FileAccounting(1, 0, 0, 0, 1));
        assertThat(one("uploaded", Step.of("await-edit"), "decision")).isEqualTo(new FileAccounting(1, 0, 0, 1, 0));
        assertThat(one("uploaded", Step.of("await-edit"), "outage")).isEqualTo(new FileAccounting(1, 1, 0, 0, 0));
        assertThat(one("delivered", Step.of("cancelled"), null)).isEqualTo(new FileAccounting(1, 0, 1, 0, 0));
    }

    @Test
    void aFileThatIsNowhereIsNoticed() {
        assertThat(one("uploaded", Step.of("done"), null).unreconciled()).isOne();
        assertThat(one("seen", null, null).unreconciled()).isOne();
        assertThat(one("lost", Step.of("upload"), null).unreconciled()).isOne();
    }

    @Test
    void presets_retouchedShoot_areReported() {
        try (TestDarkroom studio = new TestDarkroom(folder)) {
            studio.dropShoot("dark", 1);
            studio.runUntil("dark", Step.DONE);
            assertThat(studio.actions().retouchResults(studio.findShoot("dark"), new Retouch("*", "make it dark", null))).isEmpty();
            studio.runUntil("dark", Step.DONE);
            assertThat(studio.findBean("reports", Reports.class).describeShoot("dark").tools()).contains("green_grass");
        }
    }

    @Test
    void fiveThousandShootsOfHundredThousandPhotosAreListedAtOnce() throws SQLException {
        try (TestDarkroom studio = new TestDarkroom(folder)) {
            fill();
            ReportQueries views = new ReportQueries(studio.ledger());
            long begin = System.nanoTime();
            List<ReportQueries.ShootSummary> lines = views.listShoots(null, null);
            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(3));
            assertThat(lines).hasSize(5_000).allMatch(line -> line.photos() == 20 && line.uploaded() == 10);
            assertThat(lines.get(0).shoot().name()).isEqualTo("s5000");
            assertThat(views.listShoots("active", "default")).hasSize(5_000);
            assertThat(views.listShoots("done", null)).isEmpty();
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

    private static FileAccounting reckoning(ReportQueries views) {
        return FileAccounting.countByLane(views.countFiles()).get("default");
    }

    private static FileAccounting one(String state, Step step, String trouble) {
        return FileAccounting.countByLane(List.of(new FileCount("default", state, step, trouble, 1))).get("default");
    }
}
