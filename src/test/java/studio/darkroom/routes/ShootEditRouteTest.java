package studio.darkroom.routes;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import studio.darkroom.ledger.Charge;
import studio.darkroom.ledger.Shoot;
import studio.darkroom.ledger.Step;
import studio.darkroom.sim.Fault;
import studio.darkroom.testing.SharedStudio;
import studio.darkroom.testing.Studio;

/** shoot-edit: the call that costs money is made once, whatever becomes of its answer. */
class ShootEditRouteTest {

    @RegisterExtension
    static final SharedStudio STUDIO = new SharedStudio();

    private final Studio studio = STUDIO.get();

    @Test
    void theJsonOfAnEditGoesOutUnderAnEmptyContentType() {
        ready("typed", 2);
        studio.fire();
        assertThat(studio.sim.requests("edit")).singleElement().satisfies(edit -> {
            assertThat(edit.header("Content-Type")).isEmpty();
            assertThat(edit.body()).isEqualTo("{\"profile_key\":5701}");
            assertThat(edit.status()).isEqualTo(200);
        });
        assertThat(outcomes("typed")).containsExactly(Charge.INTENDED, Charge.ACCEPTED);
        assertThat(studio.charges().of(studio.shoot("typed").id())).allMatch(charge -> charge.units() == 2);
    }

    @Test
    void anEditAnswered503IsNotSentAgainByAnybody() {
        studio.sim.faults().add(Fault.on("edit").status(503));
        ready("down", 1);
        studio.fire();
        assertThat(edits()).isEqualTo(1);
        assertThat(outcomes("down")).containsExactly(Charge.INTENDED, Charge.LOST);
        Shoot shoot = studio.until("down", "decision");
        assertThat(shoot.trouble().code()).isEqualTo("edit-undecided");
        assertThat(edits()).isEqualTo(1);
        assertThat(Duration.between(shoot.stepSince(), studio.clock.instant())).isGreaterThan(Duration.ofMinutes(15));
    }

    @Test
    void anEditAnswered429IsSentAgainWhenTheVendorSaidAndPaidOnce() {
        studio.sim.faults().add(Fault.on("edit").retryAfter(120, 429));
        ready("busy", 1);
        studio.fire();
        assertThat(edits()).isEqualTo(1);
        assertThat(studio.shoot("busy")).satisfies(shoot -> {
            assertThat(shoot.state()).isEqualTo("outage");
            assertThat(shoot.trouble().code()).isEqualTo("vendor-busy");
            assertThat(shoot.due()).isEqualTo(studio.clock.instant().plusSeconds(120));
        });
        assertThat(outcomes("busy")).containsExactly(Charge.INTENDED, Charge.REFUSED);
        studio.clock.advance(Duration.ofSeconds(119));
        assertThat(studio.fire()).isZero();
        studio.until("busy", Step.DONE);
        assertThat(edits()).isEqualTo(2);
        assertThat(bills("edit")).isEqualTo(1);
    }

    @Test
    void anAnswerLostAfterTheEditTookEffectIsReplacedByTheVendorsState() {
        studio.sim.faults().add(Fault.on("edit").dropAfter());
        ready("lost-after", 2);
        studio.until("lost-after", Step.DONE);
        assertThat(edits()).isEqualTo(1);
        assertThat(bills("edit")).isEqualTo(1);
        assertThat(outcomes("lost-after")).startsWith(Charge.INTENDED, Charge.LOST, Charge.ACCEPTED);
    }

    @Test
    void aServerErrorAfterTheEffectIsNoReasonToPayTwice() {
        studio.sim.faults().add(Fault.on("edit").statusAfter(500));
        ready("error-after", 1);
        studio.until("error-after", Step.DONE);
        assertThat(edits()).isEqualTo(1);
        assertThat(bills("edit")).isEqualTo(1);
    }

    @Test
    void anEditLostBeforeItsEffectWaitsForTheGraceTimeAndThenForAPerson() {
        studio.sim.faults().add(Fault.on("edit").dropBefore());
        ready("lost-before", 1);
        studio.fire();
        assertThat(studio.shoot("lost-before").state()).isEqualTo("active");
        Shoot asked = studio.until("lost-before", "decision");
        assertThat(asked.trouble().code()).isEqualTo("edit-undecided");
        assertThat(asked.trouble().fix()).contains("resend", "accept", "cancel");
        assertThat(edits()).isEqualTo(1);
        assertThat(bills("edit")).isZero();
        assertThat(studio.office().decide(asked, "resend")).isEmpty();
        studio.until("lost-before", Step.DONE);
        assertThat(edits()).isEqualTo(2);
        assertThat(bills("edit")).isEqualTo(1);
    }

    @Test
    void aVendorThatRefusesToTellOfAnEditItNeverGotIsReadAsSilent() {
        studio.sim.switches().set("status-before-edit", "400");
        studio.sim.faults().add(Fault.on("edit").dropBefore());
        ready("silent", 1);
        Shoot asked = studio.until("silent", "decision");
        assertThat(asked.trouble().code()).isEqualTo("edit-undecided");
        assertThat(edits()).isEqualTo(1);
    }

    @Test
    void aPersonMayAcceptALostEditWithoutAnotherCall() {
        studio.sim.faults().add(Fault.on("edit").dropBefore());
        ready("accepted", 1);
        Shoot asked = studio.until("accepted", "decision");
        assertThat(studio.office().decide(asked, "accept")).isEmpty();
        assertThat(studio.until("accepted", Step.AWAIT_EDIT).state()).isEqualTo("active");
        assertThat(edits()).isEqualTo(1);
        assertThat(outcomes("accepted")).endsWith(Charge.ACCEPTED);
    }

    @Test
    void aRefusalIsAProblemWithTheVendorsReasonAndNothingIsOwed() {
        studio.sim.faults().add(Fault.on("edit").status(422));
        ready("refused", 1);
        Shoot shoot = studio.until("refused", "problem");
        assertThat(shoot.trouble().code()).isEqualTo("vendor-refused");
        assertThat(shoot.trouble().text()).contains("422", "Simulated fault");
        assertThat(outcomes("refused")).containsExactly(Charge.INTENDED, Charge.REFUSED);
        assertThat(studio.office().retry(shoot)).isEmpty();
        studio.until("refused", Step.DONE);
        assertThat(edits()).isEqualTo(2);
        assertThat(bills("edit")).isEqualTo(1);
    }

    @Test
    void aTicketThatIsMendedAfterARefusalIsReadAnewAndNothingIsSentTwice() {
        Shoot shoot = refused("mended");
        studio.drop("mended/darkroom.yaml", "profile: BRIGHT LISTING\nedit:\n  straighten: true\n");
        assertThat(studio.office().retry(shoot)).isEmpty();
        studio.until("mended", Step.DONE);
        assertThat(studio.sim.requests("edit")).hasSize(2);
        assertThat(studio.sim.requests("edit").get(1).body()).contains("straighten").doesNotContain("\"crop\"");
        assertThat(studio.sim.requests("put")).hasSize(1);
        assertThat(studio.sim.requests("create")).hasSize(1);
        assertThat(Studio.text(studio.delivery.resolve("mended/receipt.json"))).contains("straighten");
        assertThat(bills("edit")).isEqualTo(1);
    }

    @Test
    void aTicketThatIsWrongAfterARefusalIsToldAtOnceAndTheShootStaysHeld() {
        Shoot shoot = refused("wrong");
        studio.drop("wrong/darkroom.yaml", "edit:\n  strighten: true\n");
        assertThat(studio.office().retry(shoot)).hasValueSatisfying(why -> assertThat(why).contains("strighten"));
        studio.drop("wrong/darkroom.yaml", "vendor: imagen-smart\n");
        assertThat(studio.office().retry(studio.shoot("wrong"))).hasValueSatisfying(why -> assertThat(why)
                .contains("names imagen-smart, and the photos are at imagen"));
        assertThat(studio.shoot("wrong").state()).isEqualTo("problem");
        assertThat(edits()).isEqualTo(1);
    }

    @Test
    void aTicketThatIsGoneAfterARefusalStaysAsItWas() {
        Shoot shoot = refused("gone");
        studio.remove("gone/darkroom.yaml");
        assertThat(studio.office().retry(shoot)).isEmpty();
        studio.until("gone", Step.DONE);
        assertThat(studio.sim.requests("edit").get(1).body()).contains("\"crop\":true");
    }

    /** A shoot whose own ticket asks for a crop that the vendor refuses once. */
    private Shoot refused(String name) {
        studio.drop(name + "/darkroom.yaml", "profile: BRIGHT LISTING\nedit:\n  crop: true\n");
        studio.seen("default", name + "/darkroom.yaml");
        studio.sim.faults().add(Fault.on("edit").status(422).times(1));
        studio.shoot(name, 1);
        return studio.until(name, "problem");
    }

    @Test
    void aVendorThatWantsJsonDeclaredGetsItAfterARefusalThatCostsNothing() {
        studio.sim.switches().set("edit-content-type", "json");
        ready("declared", 1);
        studio.until("declared", Step.DONE);
        assertThat(studio.sim.requests("edit")).extracting(edit -> edit.header("Content-Type"))
                .containsExactly("", "application/json");
        assertThat(bills("edit")).isEqualTo(1);
    }

    @Test
    void aCrashBetweenIntentAndCallIsMadeGoodOnlyAfterTheGraceTime() {
        ready("crashed", 1);
        Shoot held = studio.ledger().claim(studio.shoot("crashed").id()).orElseThrow();
        studio.charges().intended(held, "edit", 1);
        studio.stop();
        studio.start();
        studio.fire();
        assertThat(edits()).isZero();
        studio.until("crashed", Step.DONE);
        assertThat(Duration.between(held.stepSince(), studio.charges().last(held, "edit").orElseThrow().at()))
                .isGreaterThan(Duration.ofMinutes(15));
        assertThat(edits()).isEqualTo(1);
        assertThat(bills("edit")).isEqualTo(1);
    }

    @Test
    void nothingIsPaidForBeforeTheVendorKnowsEveryPhoto() {
        studio.sim.switches().set("registered-lag", 600_000);
        ready("lagging", 2);
        studio.fire();
        assertThat(studio.shoot("lagging").step()).isEqualTo(Step.EDIT);
        assertThat(edits()).isZero();
        studio.sim.clock().advance(Duration.ofMinutes(10));
        studio.until("lagging", Step.DONE);
        assertThat(edits()).isEqualTo(1);
        assertThat(studio.sim.billed()).first().satisfies(bill -> assertThat(bill.images()).isEqualTo(2));
    }

    @Test
    void photosThatTheVendorNeverRegistersAreAQuestionToAPerson() {
        studio.sim.switches().set("registered-lag", Duration.ofHours(1).toMillis());
        studio.sim.faults().add(Fault.on("put").status(500).matching("A_2"));
        studio.shoot("partly", 2);
        studio.until("partly", Step.UPLOAD);
        studio.fire();
        studio.sim.clock().advance(Duration.ofMinutes(50));
        studio.until("partly", Step.EDIT);
        studio.sim.clock().advance(Duration.ofMinutes(20));
        Shoot asked = studio.until("partly", "decision");
        assertThat(asked.trouble().code()).isEqualTo("photos-unregistered");
        assertThat(edits()).isZero();
        assertThat(studio.office().decide(asked, "accept")).isEmpty();
        studio.until("partly", Step.AWAIT_EDIT);
        assertThat(edits()).isEqualTo(1);
    }

    private void ready(String name, int photos) {
        studio.shoot(name, photos);
        studio.until(name, Step.EDIT);
    }

    private int edits() {
        return studio.sim.requests("edit").size();
    }

    private long bills(String action) {
        return studio.sim.billed().stream().filter(bill -> bill.action().equals(action)).count();
    }

    private List<String> outcomes(String name) {
        return studio.charges().of(studio.shoot(name).id()).stream().filter(charge -> charge.what().equals("edit"))
                .map(Charge::outcome).toList();
    }
}
