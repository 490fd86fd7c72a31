package studio.darkroom.report;

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
import studio.darkroom.ledger.Accounts;
import studio.darkroom.ledger.Charge;
import studio.darkroom.ledger.Step;
import studio.darkroom.sim.Fault;
import studio.darkroom.testing.LedgerFile;
import studio.darkroom.testing.SharedStudio;
import studio.darkroom.testing.Studio;

/** What was spent, held against what was delivered and against what the vendor says that it billed. */
class SpendingTest {

    @RegisterExtension
    static final SharedStudio SHARED = new SharedStudio();

    private Studio studio;
    private String begin;

    @BeforeEach
    void open() {
        studio = SHARED.get();
        studio.pass(Duration.ofMinutes(1));
        begin = studio.clock.instant().toString();
    }

    private Map<String, Object> told(String since, String until, String lane) {
        return new Spending(new Accounts(studio.ledger())).told(since, until, lane);
    }

    private Map<Object, Object> words() {
        return ((List<?>) told(begin, null, null).get("shoots")).stream().map(row -> (Map<?, ?>) row)
                .collect(Collectors.toMap(row -> row.get("name"), row -> row.get("is")));
    }

    private void done(String name, int photos) {
        studio.shoot(name, photos);
        studio.until(name, Step.DONE);
    }

    @Test
    void everyEndOfAShootHasItsWord() {
        done("whole", 3);
        studio.shoot("stopped", 2);
        studio.until("stopped", Step.AWAIT_EDIT);
        studio.office().cancel(studio.shoot("stopped"));
        studio.sim.faults().add(Fault.on("edit").status(400));
        studio.shoot("refused", 1);
        studio.until("refused", "problem");
        studio.sim.faults().add(Fault.on("edit").dropBefore());
        studio.shoot("lost", 1);
        studio.until("lost", "decision");
        studio.shoot("looking", 1);
        studio.until("looking", Step.AWAIT_EDIT);
        studio.shoot("untouched", 1);
        assertThat(words()).isEqualTo(Map.of("whole", "settled", "stopped", "given-up", "refused", "free", "lost",
                "unknown", "looking", "waiting"));
        Map<String, Object> all = told(begin, null, null);
        assertThat(all).containsEntry("edits", 3).containsEntry("photos", 6).containsEntry("unknown", 1)
                .containsEntry("delivered", 3).containsEntry("agrees", true);
        assertThat(studio.sim.billed().stream().filter(bill -> bill.action().equals("edit"))).as("what the vendor says")
                .extracting(bill -> bill.images()).containsExactlyInAnyOrder(3, 2, 1);
        assertThat(studio.office().decide(studio.shoot("lost"), "resend")).isEmpty();
        studio.until("lost", Step.DONE);
        assertThat(words()).containsEntry("lost", "settled");
        assertThat(told(begin, null, null)).containsEntry("unknown", 0).containsEntry("edits", 4);
    }

    @Test
    void aDoneShootWithoutAllOfItsPhotosIsShort() {
        studio.shoot("short", 3);
        studio.sim.switches().set("drop-results", 1);
        studio.until("short", Step.DONE);
        assertThat(words()).containsEntry("short", "short");
        assertThat(told(begin, null, null)).containsEntry("photos", 3).containsEntry("agrees", true);
    }

    @Test
    void whatWasPaidTwiceOrNeverDoesNotAgree() {
        done("twice", 1);
        done("unpaid", 1);
        LedgerFile ledger = new LedgerFile(studio.inbox.resolveSibling("home"));
        ledger.change("insert into charge select 'x', shoot, 'another', what, outcome, units, detail, at, seq + 10 from charge"
                + " where outcome = 'accepted' and what = 'edit' and shoot = '" + studio.shoot("twice").id() + "'");
        assertThat(told(begin, null, null)).containsEntry("agrees", false);
        assertThat(words()).isEqualTo(Map.of("twice", "twice", "unpaid", "settled"));
        ledger.change("delete from charge where id = 'x' or (what = 'edit' and outcome = 'accepted' and shoot = '"
                + studio.shoot("unpaid").id() + "')");
        assertThat(words()).isEqualTo(Map.of("twice", "settled", "unpaid", "unpaid"));
        assertThat(told(begin, null, null)).containsEntry("agrees", false);
    }

    @Test
    void daysAndLanesChoose() {
        done("monday", 1);
        studio.pass(Duration.ofDays(1));
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
        studio.shoot("late", 1);
        studio.until("late", Step.EDIT);
        studio.fire();
        assertThat(studio.charges().last(studio.shoot("late"), "edit").orElseThrow().outcome()).isEqualTo(Charge.LOST);
        assertThat(words()).containsEntry("late", "unknown");
        studio.until("late", Step.DONE);
        assertThat(words()).containsEntry("late", "settled");
    }
}
