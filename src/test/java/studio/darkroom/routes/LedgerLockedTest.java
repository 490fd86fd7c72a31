package studio.darkroom.routes;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import studio.darkroom.ledger.ChargeRepository.Charge;
import studio.darkroom.lifecycle.Step;
import studio.darkroom.sim.Fault;
import studio.darkroom.testing.Await;
import studio.darkroom.testing.TestDarkroom;

/** Somebody else holds the ledger's database for longer than anybody waits for it. */
class LedgerLockedTest {

    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource(value = Step.class, names = {"GATHER", "OPEN", "UPLOAD", "EDIT", "AWAIT_EDIT", "EXPORT", "DELIVER",
            "ARCHIVE"})
    void nothingIsOrderedWhileItIsLockedAndAllGoesOnAfterwards(Step step) throws SQLException {
        try (TestDarkroom studio = studio()) {
            studio.dropShoot("locked", 2);
            String id = studio.runUntil("locked", step).id();
            studio.clock.advance(Duration.ofMinutes(2));
            int billed = studio.sim.billItems().size();
            try (Connection lock = lock()) {
                studio.runner().runShoot(id);
                assertThat(studio.findShoot("locked").step()).isEqualTo(step);
                assertThat(studio.sim.billItems()).hasSize(billed);
                lock.createStatement().execute("rollback");
            }
            studio.runUntil("locked", Step.DONE);
            whole(studio);
        }
    }

    @Test
    void anEditWhoseAnswerCannotBeWrittenDownIsNotPaidForAgain() throws Exception {
        try (TestDarkroom studio = studio()) {
            studio.dropShoot("locked", 2);
            String id = studio.runUntil("locked", Step.EDIT).id();
            studio.sim.faults().add(Fault.on("edit").delay(1500));
            Thread worker = new Thread(() -> studio.runner().runShoot(id));
            worker.start();
            Await.untilTrue("the intent", () -> studio.charges().listByShoot(id).stream()
                    .anyMatch(charge -> charge.outcome().equals(Charge.INTENDED)));
            try (Connection lock = lock()) {
                Await.untilTrue("the edit", () -> !studio.sim.billItems().isEmpty());
                worker.join();
                assertThat(studio.charges().listByShoot(id)).extracting(Charge::outcome).containsOnly(Charge.INTENDED);
                lock.createStatement().execute("rollback");
            }
            studio.runUntil("locked", Step.DONE);
            whole(studio);
        }
    }

    private static void whole(TestDarkroom studio) {
        assertThat(TestDarkroom.listFiles(studio.delivery)).containsExactly("locked/A_1.JPG", "locked/A_2.JPG",
                "locked/receipt.json");
        assertThat(studio.sim.billItems()).extracting(bill -> bill.action()).containsExactly("edit", "export");
    }

    /** With little patience for a lock, so that the test needs little too; a second edit or export would cost. */
    private TestDarkroom studio() {
        TestDarkroom studio = new TestDarkroom(folder, keys -> keys.put("darkroom.ledger.url", "jdbc:sqlite:"
                + folder.resolve("home/ledger.db") + "?busy_timeout=200"));
        studio.sim.switches().set("second-edit", "billed").set("second-export", "billed");
        return studio;
    }

    private Connection lock() throws SQLException {
        Connection connection = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("home/ledger.db"));
        try (Statement statement = connection.createStatement()) {
            statement.execute("pragma busy_timeout = 20000");
            statement.execute("begin exclusive");
        }
        return connection;
    }
}
