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
import studio.darkroom.api.ApiResponses.ApiRefusal;
import studio.darkroom.ledger.ChargeRepository;
import studio.darkroom.ledger.ChargeRepository.Charge;
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

    private SpendReport.Spend report(String since, String until, String lane) {
        return new SpendReport(new ChargeRepository(studio.ledger())).buildReport(since, until, lane);
    }

    private Map<String, String> statesByShoot() {
        return report(begin, null, null).shoots().stream()
                .collect(Collectors.toMap(SpendReport.ShootSpend::name, SpendReport.ShootSpend::is));
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
        assertThat(statesByShoot()).isEqualTo(Map.of("whole", "settled", "stopped", "given-up", "refused", "free", "lost",
                "unknown", "looking", "waiting"));
        SpendReport.Spend all = report(begin, null, null);
        assertThat(List.of(all.edits(), all.photos(), all.unknown(), all.delivered())).containsExactly(3, 6, 1, 3);
        assertThat(all.agrees()).isTrue();
        assertThat(studio.sim.billItems().stream().filter(bill -> bill.action().equals("edit"))).as("what the vendor says")
                .extracting(bill -> bill.images()).containsExactlyInAnyOrder(3, 2, 1);
        assertThat(studio.actions().answerDecision(studio.findShoot("lost"), "resend")).isEmpty();
        studio.runUntil("lost", Step.DONE);
        assertThat(statesByShoot()).containsEntry("lost", "settled");
        assertThat(report(begin, null, null).unknown()).isZero();
        assertThat(report(begin, null, null).edits()).isEqualTo(4);
    }

    @Test
    void aDoneShootWithoutAllOfItsPhotosIsShort() {
        studio.dropShoot("short", 3);
        studio.sim.switches().set("drop-results", 1);
        studio.runUntil("short", Step.DONE);
        assertThat(statesByShoot()).containsEntry("short", "short");
        assertThat(report(begin, null, null).photos()).isEqualTo(3);
        assertThat(report(begin, null, null).agrees()).isTrue();
    }

    @Test
    void whatWasPaidTwiceOrNeverDoesNotAgree() {
        done("twice", 1);
        done("unpaid", 1);
        LedgerWriter ledger = new LedgerWriter(studio.inbox.resolveSibling("home"));
        ledger.executeUpdate("insert into charge select 'x', shoot, 'another', what, outcome, units, detail, at, seq + 10 from charge"
                + " where outcome = 'accepted' and what = 'edit' and shoot = '" + studio.findShoot("twice").id() + "'");
        assertThat(report(begin, null, null).agrees()).isFalse();
        assertThat(statesByShoot()).isEqualTo(Map.of("twice", "twice", "unpaid", "settled"));
        ledger.executeUpdate("delete from charge where id = 'x' or (what = 'edit' and outcome = 'accepted' and shoot = '"
                + studio.findShoot("unpaid").id() + "')");
        assertThat(statesByShoot()).isEqualTo(Map.of("twice", "settled", "unpaid", "unpaid"));
        assertThat(report(begin, null, null).agrees()).isFalse();
    }

    @Test
    void daysAndLanesChoose() {
        done("monday", 1);
        studio.passTime(Duration.ofDays(1));
        String tuesday = begin(studio.clock.instant());
        done("tuesday", 2);
        assertThat(report(tuesday, null, null).photos()).isEqualTo(2);
        assertThat(report(tuesday, null, null).edits()).isOne();
        assertThat(report(begin, tuesday, "default").photos()).isOne();
        assertThat(report(begin, "2027-01-01", "").photos()).isEqualTo(3);
        assertThat(report(null, null, "elsewhere")).isEqualTo(new SpendReport.Spend(0, 0, 0, 0, 0, true, List.of()));
        assertThatThrownBy(() -> report("yesterday", null, null)).isInstanceOfSatisfying(ApiRefusal.class,
                refusal -> assertThat(refusal.code()).isEqualTo("time-invalid"));
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
        assertThat(statesByShoot()).containsEntry("late", "unknown");
        studio.runUntil("late", Step.DONE);
        assertThat(statesByShoot()).containsEntry("late", "settled");
    }
}
