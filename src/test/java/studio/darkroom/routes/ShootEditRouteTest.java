package studio.darkroom.routes;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import studio.darkroom.ledger.ChargeRepository.Charge;
import studio.darkroom.ledger.Shoot;
import studio.darkroom.lifecycle.Step;
import studio.darkroom.sim.Fault;
import studio.darkroom.testing.SharedTestDarkroom;
import studio.darkroom.testing.TestDarkroom;

/** shoot-edit: the call that costs money is made once, whatever becomes of its answer. */
class ShootEditRouteTest {

    @RegisterExtension
    static final SharedTestDarkroom STUDIO = new SharedTestDarkroom();

    private final TestDarkroom studio = STUDIO.get();

    @Test
    void theJsonOfAnEditGoesOutUnderAnEmptyContentType() {
        ready("typed", 2);
        studio.runDueShoots();
        assertThat(studio.sim.requests("edit")).singleElement().satisfies(edit -> {
            assertThat(edit.header("Content-Type")).isEmpty();
            assertThat(edit.body()).isEqualTo("{\"profile_key\":5701}");
            assertThat(edit.status()).isEqualTo(200);
        });
        assertThat(outcomes("typed")).containsExactly(Charge.INTENDED, Charge.ACCEPTED);
        assertThat(studio.charges().listByShoot(studio.findShoot("typed").id())).allMatch(charge -> charge.units() == 2);
    }

    @Test
    void anEditAnswered503IsNotSentAgainByAnybody() {
        studio.sim.faults().add(Fault.on("edit").status(503));
        ready("down", 1);
        studio.runDueShoots();
        assertThat(edits()).isEqualTo(1);
        assertThat(outcomes("down")).containsExactly(Charge.INTENDED, Charge.LOST);
        Shoot shoot = studio.runUntil("down", "decision");
        assertThat(shoot.trouble().code()).isEqualTo("edit-undecided");
        assertThat(edits()).isEqualTo(1);
        assertThat(Duration.between(shoot.stepSince(), studio.clock.instant())).isGreaterThan(Duration.ofMinutes(15));
    }

    @Test
    void anEditAnswered429IsSentAgainWhenTheVendorSaidAndPaidOnce() {
        studio.sim.faults().add(Fault.on("edit").retryAfter(120, 429));
        ready("busy", 1);
        studio.runDueShoots();
        assertThat(edits()).isEqualTo(1);
        assertThat(studio.findShoot("busy")).satisfies(shoot -> {
            assertThat(shoot.state()).isEqualTo("outage");
            assertThat(shoot.trouble().code()).isEqualTo("vendor-busy");
            assertThat(shoot.dueAt()).isEqualTo(studio.clock.instant().plusSeconds(120));
        });
        assertThat(outcomes("busy")).containsExactly(Charge.INTENDED, Charge.REFUSED);
        studio.clock.advance(Duration.ofSeconds(119));
        assertThat(studio.runDueShoots()).isZero();
        studio.runUntil("busy", Step.DONE);
        assertThat(edits()).isEqualTo(2);
        assertThat(bills("edit")).isEqualTo(1);
    }

    @Test
    void lostAnswer_editAccepted_stateOfTheVendorDecides() {
        studio.sim.faults().add(Fault.on("edit").dropAfter());
        ready("lost-after", 2);
        studio.runUntil("lost-after", Step.DONE);
        assertThat(edits()).isEqualTo(1);
        assertThat(bills("edit")).isEqualTo(1);
        assertThat(outcomes("lost-after")).startsWith(Charge.INTENDED, Charge.LOST, Charge.ACCEPTED);
    }

    @Test
    void aServerErrorAfterTheEffectIsNoReasonToPayTwice() {
        studio.sim.faults().add(Fault.on("edit").statusAfter(500));
        ready("error-after", 1);
        studio.runUntil("error-after", Step.DONE);
        assertThat(edits()).isEqualTo(1);
        assertThat(bills("edit")).isEqualTo(1);
    }

    @Test
    void lostAnswer_editNotAccepted_isADecisionAfterTheWait() {
        studio.sim.faults().add(Fault.on("edit").dropBefore());
        ready("lost-before", 1);
        studio.runDueShoots();
        assertThat(studio.findShoot("lost-before").state()).isEqualTo("active");
        Shoot asked = studio.runUntil("lost-before", "decision");
        assertThat(asked.trouble().code()).isEqualTo("edit-undecided");
        assertThat(asked.trouble().fix()).contains("resend", "accept", "cancel");
        assertThat(edits()).isEqualTo(1);
        assertThat(bills("edit")).isZero();
        assertThat(studio.actions().answerDecision(asked, "resend")).isEmpty();
        studio.runUntil("lost-before", Step.DONE);
        assertThat(edits()).isEqualTo(2);
        assertThat(bills("edit")).isEqualTo(1);
    }

    @Test
    void aVendorThatRefusesToTellOfAnEditItNeverGotIsReadAsSilent() {
        studio.sim.switches().set("status-before-edit", "400");
        studio.sim.faults().add(Fault.on("edit").dropBefore());
        ready("silent", 1);
        Shoot asked = studio.runUntil("silent", "decision");
        assertThat(asked.trouble().code()).isEqualTo("edit-undecided");
        assertThat(edits()).isEqualTo(1);
    }

    @Test
    void aPersonMayAcceptALostEditWithoutAnotherCall() {
        studio.sim.faults().add(Fault.on("edit").dropBefore());
        ready("accepted", 1);
        Shoot asked = studio.runUntil("accepted", "decision");
        assertThat(studio.actions().answerDecision(asked, "accept")).isEmpty();
        assertThat(studio.runUntil("accepted", Step.AWAIT_EDIT).state()).isEqualTo("active");
        assertThat(edits()).isEqualTo(1);
        assertThat(outcomes("accepted")).endsWith(Charge.ACCEPTED);
    }

    @Test
    void aRefusalIsAProblemWithTheVendorsReasonAndNothingIsOwed() {
        studio.sim.faults().add(Fault.on("edit").status(422));
        ready("refused", 1);
        Shoot shoot = studio.runUntil("refused", "problem");
        assertThat(shoot.trouble().code()).isEqualTo("vendor-refused");
        assertThat(shoot.trouble().text()).contains("422", "Simulated fault");
        assertThat(outcomes("refused")).containsExactly(Charge.INTENDED, Charge.REFUSED);
        assertThat(studio.actions().retryShoot(shoot)).isEmpty();
        studio.runUntil("refused", Step.DONE);
        assertThat(edits()).isEqualTo(2);
        assertThat(bills("edit")).isEqualTo(1);
    }

    @Test
    void correctedTicket_afterRefusal_isReadAgain() {
        Shoot shoot = refused("mended");
        studio.dropFile("mended/darkroom.yaml", "profile: BRIGHT LISTING\nedit:\n  straighten: true\n");
        assertThat(studio.actions().retryShoot(shoot)).isEmpty();
        studio.runUntil("mended", Step.DONE);
        assertThat(studio.sim.requests("edit")).hasSize(2);
        assertThat(studio.sim.requests("edit").get(1).body()).contains("straighten").doesNotContain("\"crop\"");
        assertThat(studio.sim.requests("put")).hasSize(1);
        assertThat(studio.sim.requests("create")).hasSize(1);
        assertThat(TestDarkroom.readText(studio.delivery.resolve("mended/receipt.json"))).contains("straighten");
        assertThat(bills("edit")).isEqualTo(1);
    }

    @Test
    void wrongTicket_afterRefusal_isReported_andShootStaysHeld() {
        Shoot shoot = refused("wrong");
        studio.dropFile("wrong/darkroom.yaml", "edit:\n  strighten: true\n");
        assertThat(studio.actions().retryShoot(shoot)).hasValueSatisfying(refusal ->
                assertThat(refusal.text()).contains("strighten"));
        studio.dropFile("wrong/darkroom.yaml", "vendor: imagen-smart\n");
        assertThat(studio.actions().retryShoot(studio.findShoot("wrong"))).hasValueSatisfying(refusal ->
                assertThat(refusal.text()).containsPattern("imagen-smart.*imagen\\b"));
        assertThat(studio.findShoot("wrong").state()).isEqualTo("problem");
        assertThat(edits()).isEqualTo(1);
    }

    @Test
    void aTicketThatIsGoneAfterARefusalStaysAsItWas() {
        Shoot shoot = refused("gone");
        studio.removeFile("gone/darkroom.yaml");
        assertThat(studio.actions().retryShoot(shoot)).isEmpty();
        studio.runUntil("gone", Step.DONE);
        assertThat(studio.sim.requests("edit").get(1).body()).contains("\"crop\":true");
    }

    /** A shoot whose own ticket asks for a crop that the vendor refuses once. */
    private Shoot refused(String name) {
        studio.dropFile(name + "/darkroom.yaml", "profile: BRIGHT LISTING\nedit:\n  crop: true\n");
        studio.awaitScanned("default", name + "/darkroom.yaml");
        studio.sim.faults().add(Fault.on("edit").status(422).times(1));
        studio.dropShoot(name, 1);
        return studio.runUntil(name, "problem");
    }

    @Test
    void refusedContentType_isSentAgainAsJson_atNoCost() {
        studio.sim.switches().set("edit-content-type", "json");
        ready("declared", 1);
        studio.runUntil("declared", Step.DONE);
        assertThat(studio.sim.requests("edit")).extracting(edit -> edit.header("Content-Type"))
                .containsExactly("", "application/json");
        assertThat(bills("edit")).isEqualTo(1);
    }

    @Test
    void aCrashBetweenIntentAndCallIsMadeGoodOnlyAfterTheGraceTime() {
        ready("crashed", 1);
        Shoot held = studio.ledger().claimShoot(studio.findShoot("crashed").id()).orElseThrow();
        studio.charges().recordIntent(held, "edit", 1);
        studio.stop();
        studio.start();
        studio.runDueShoots();
        assertThat(edits()).isZero();
        studio.runUntil("crashed", Step.DONE);
        assertThat(Duration.between(held.stepSince(), studio.charges().findLast(held, "edit").orElseThrow().at()))
                .isGreaterThan(Duration.ofMinutes(15));
        assertThat(edits()).isEqualTo(1);
        assertThat(bills("edit")).isEqualTo(1);
    }

    @Test
    void nothingIsPaidForBeforeTheVendorKnowsEveryPhoto() {
        studio.sim.switches().set("registered-lag", 600_000);
        ready("lagging", 2);
        studio.runDueShoots();
        assertThat(studio.findShoot("lagging").step()).isEqualTo(Step.EDIT);
        assertThat(edits()).isZero();
        studio.sim.clock().advance(Duration.ofMinutes(10));
        studio.runUntil("lagging", Step.DONE);
        assertThat(edits()).isEqualTo(1);
        assertThat(studio.sim.billItems()).first().satisfies(bill -> assertThat(bill.images()).isEqualTo(2));
    }

    @Test
    void photosThatTheVendorNeverRegistersAreAQuestionToAPerson() {
        studio.sim.switches().set("registered-lag", Duration.ofHours(1).toMillis());
        studio.sim.faults().add(Fault.on("put").status(500).matching("A_2"));
        studio.dropShoot("partly", 2);
        studio.runUntil("partly", Step.UPLOAD);
        studio.runDueShoots();
        studio.sim.clock().advance(Duration.ofMinutes(50));
        studio.runUntil("partly", Step.EDIT);
        studio.sim.clock().advance(Duration.ofMinutes(20));
        Shoot asked = studio.runUntil("partly", "decision");
        assertThat(asked.trouble().code()).isEqualTo("photos-unregistered");
        assertThat(edits()).isZero();
        assertThat(studio.actions().answerDecision(asked, "accept")).isEmpty();
        studio.runUntil("partly", Step.AWAIT_EDIT);
        assertThat(edits()).isEqualTo(1);
    }

    private void ready(String name, int photos) {
        studio.dropShoot(name, photos);
        studio.runUntil(name, Step.EDIT);
    }

    private int edits() {
        return studio.sim.requests("edit").size();
    }

    private long bills(String action) {
        return studio.sim.billItems().stream().filter(bill -> bill.action().equals(action)).count();
    }

    private List<String> outcomes(String name) {
        return studio.charges().listByShoot(studio.findShoot(name).id()).stream().filter(charge -> charge.operation().equals("edit"))
                .map(Charge::outcome).toList();
    }
}
