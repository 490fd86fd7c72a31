package studio.darkroom.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import studio.darkroom.ledger.Charge;
import studio.darkroom.ledger.SpendQueries;
import studio.darkroom.lifecycle.Step;
import studio.darkroom.sim.Fault;
import studio.darkroom.testing.LedgerWriter;
import studio.darkroom.testing.SharedTestDarkroom;
import studio.darkroom.testing.TestDarkroom;

/** What was spent, held against what was delivered and against what the vendor says that it billed. */
class SpendReportTest {

    @RegisterExtension
    static final SharedTestDarkroom SHARED = new SharedTestDarkroom();

    private TestDarkroom studio;
    private String begin;

    @BeforeEach
    void open() {
        studio = SHARED.get();
        studio.passTime(Duration.ofMinutes(1));
        begin = studio.clock.instant().toString();
    }

    private Map<String, Object> told(String since, String until, String lane) {
        return new SpendReport(new SpendQueries(studio.ledger())).buildReport(since, until, lane);
    }

    private Map<Object, Object> words() {
        return ((List<?>) told(begin, null, null).get("shoots")).stream().map(row -> (Map<?, ?>) row)
                .collect(Collectors.toMap(row -> row.get("name"), row -> row.get("is")));
    }

    private void done(String name, int photos) {
        studio.dropShoot(name, photos);
        studio.runUntil(name, Step.DONE);
    }

    @Test
    void everyEndOfAShootHasItsWord() {
        done("whole", 3);
        studio.dropShoot("stopped", 2);
        studio.runUntil("stopped", Step.AWAIT_EDIT);
        studio.actions().cancelShoot(studio.findShoot("stopped"));
        studio.sim.faults().add(Fault.on("edit").status(400));
        studio.dropShoot("refused", 1);
        studio.runUntil("refused", "problem");
        studio.sim.faults().add(Fault.on("edit").dropBefore());
        studio.dropShoot("lost", 1);
        studio.runUntil("lost", "decision");
        studio.dropShoot("looking", 1);
        studio.runUntil("looking", Step.AWAIT_EDIT);
        studio.dropShoot("untouched", 1);
        assertThat(words()).isEqualTo(Map.of("whole", "settled", "stopped", "given-up", "refused", "free", "lost",
                "unknown", "looking", "waiting"));
        Map<String, Object> all = told(begin, null, null);
        assertThat(all).containsEntry("edits", 3).containsEntry("photos", 6).containsEntry("unknown", 1)
                .containsEntry("delivered", 3).containsEntry("agrees", true);
        assertThat(studio.sim.billItems().stream().filter(bill -> bill.action().equals("edit"))).as("what the vendor says")
                .extracting(bill -> bill.images()).containsExactlyInAnyOrder(3, 2, 1);
        assertThat(studio.actions().answerDecision(studio.findShoot("lost"), "resend")).isEmpty();
        studio.runUntil("lost", Step.DONE);
        assertThat(words()).containsEntry("lost", "settled");
        assertThat(told(begin, null, null)).containsEntry("unknown", 0).containsEntry("edits", 4);
    }

    @Test
    void aDoneShootWithoutAllOfItsPhotosIsShort() {
        studio.dropShoot("short", 3);
        studio.sim.switches().set("drop-results", 1);
        studio.runUntil("short", Step.DONE);
        assertThat(words()).containsEntry("short", "short");
        assertThat(told(begin, null, null)).containsEntry("photos", 3).containsEntry("agrees", true);
    }

    @Test
    void whatWasPaidTwiceOrNeverDoesNotAgree() {
        done("twice", 1);
        done("unpaid", 1);
        LedgerWriter ledger = new LedgerWriter(studio.inbox.resolveSibling("home"));
        ledger.executeUpdate("insert into charge select 'x', shoot, 'another', what, outcome, units, detail, at, seq + 10 from charge"
                + " where outcome = 'accepted' and what = 'edit' and shoot = '" + studio.findShoot("twice").id() + "'");
        assertThat(told(begin, null, null)).containsEntry("agrees", false);
        assertThat(words()).isEqualTo(Map.of("twice", "twice", "unpaid", "settled"));
        ledger.executeUpdate("delete from charge where id = 'x' or (what = 'edit' and outcome = 'accepted' and shoot = '"
                + studio.findShoot("unpaid").id() + "')");
        assertThat(words()).isEqualTo(Map.of("twice", "settled", "unpaid", "unpaid"));
        assertThat(told(begin, null, null)).containsEntry("agrees", false);
    }

    @Test
    void daysAndLanesChoose() {
        done("monday", 1);
        studio.passTime(Duration.ofDays(1));
        String tuesday = begin(studio.clock.instant());
        done("tuesday", 2);
        assertThat(told(tuesday, null, null)).containsEntry("photos", 2).containsEntry("edits", 1);
        assertThat(told(begin, tuesday, "default")).containsEntry("photos", 1);
        assertThat(told(begin, "2027-01-01", "")).containsEntry("photos", 3);
        assertThat(told(null, null, "elsewhere")).containsEntry("shoots", List.of()).containsEntry("agrees", true);
        assertThatThrownBy(() -> told("yesterday", null, null)).isInstanceOf(ApiRefusal.class)
                .hasMessageContaining("2026-06-01");
    }

    private static String begin(Instant day) {
        return day.toString().substring(0, 10);
    }

    @Test
    void aCallThatIsNotDecidedYetIsTold() {
        studio.sim.faults().add(Fault.on("edit").dropAfter());
        studio.dropShoot("late", 1);
        studio.runUntil("late", Step.EDIT);
        studio.runDueShoots();
        assertThat(studio.charges().findLast(studio.findShoot("late"), "edit").orElseThrow().outcome()).isEqualTo(Charge.LOST);
        assertThat(words()).containsEntry("late", "unknown");
        studio.runUntil("late", Step.DONE);
        assertThat(words()).containsEntry("late", "settled");
    }
}
