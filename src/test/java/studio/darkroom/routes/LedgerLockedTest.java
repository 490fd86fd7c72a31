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
import org.junit.jupiter.params.provider.ValueSource;
import studio.darkroom.ledger.Charge;
import studio.darkroom.ledger.Step;
import studio.darkroom.sim.Fault;
import studio.darkroom.testing.Studio;
import studio.darkroom.testing.Until;

/** Somebody else holds the ledger's database for longer than anybody waits for it. */
class LedgerLockedTest {

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {Step.GATHER, Step.OPEN, Step.UPLOAD, Step.EDIT, Step.AWAIT_EDIT, Step.EXPORT, Step.DELIVER,
            Step.ARCHIVE})
    void nothingIsOrderedWhileItIsLockedAndAllGoesOnAfterwards(String step) throws SQLException {
        try (Studio studio = studio()) {
            studio.shoot("locked", 2);
            String id = studio.until("locked", step).id();
            studio.clock.advance(Duration.ofMinutes(2));
            int billed = studio.sim.billed().size();
            try (Connection lock = lock()) {
                studio.desk().work(id);
                assertThat(studio.shoot("locked").step()).isEqualTo(step);
                assertThat(studio.sim.billed()).hasSize(billed);
                lock.createStatement().execute("rollback");
            }
            studio.until("locked", Step.DONE);
            whole(studio);
        }
    }

    @Test
    void anEditWhoseAnswerCannotBeWrittenDownIsNotPaidForAgain() throws Exception {
        try (Studio studio = studio()) {
            studio.shoot("locked", 2);
            String id = studio.until("locked", Step.EDIT).id();
            studio.sim.faults().add(Fault.on("edit").delay(1500));
            Thread worker = new Thread(() -> studio.desk().work(id));
            worker.start();
            Until.holds("the intent", () -> studio.charges().of(id).stream()
                    .anyMatch(charge -> charge.outcome().equals(Charge.INTENDED)));
            try (Connection lock = lock()) {
                Until.holds("the edit", () -> !studio.sim.billed().isEmpty());
                worker.join();
                assertThat(studio.charges().of(id)).extracting(Charge::outcome).containsOnly(Charge.INTENDED);
                lock.createStatement().execute("rollback");
            }
            studio.until("locked", Step.DONE);
            whole(studio);
        }
    }

    private static void whole(Studio studio) {
        assertThat(Studio.files(studio.delivery)).containsExactly("locked/A_1.JPG", "locked/A_2.JPG",
                "locked/receipt.json");
        assertThat(studio.sim.billed()).extracting(bill -> bill.action()).containsExactly("edit", "export");
    }

    /** With little patience for a lock, so that the test needs little too; a second edit or export would cost. */
    private Studio studio() {
        Studio studio = new Studio(folder, keys -> keys.put("darkroom.ledger.url", "jdbc:sqlite:"
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
