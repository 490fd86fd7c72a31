package studio.darkroom.routes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import studio.darkroom.ledger.ChargeRepository.Charge;
import studio.darkroom.ledger.Shoot;
import studio.darkroom.ledger.Version;
import studio.darkroom.ledger.VersionRepository;
import studio.darkroom.lifecycle.Step;
import studio.darkroom.sim.Fault;
import studio.darkroom.testing.TestDarkroom;

/** shoot-retouch after lost responses and restarts: no retouch is lost or paid for twice. */
class ShootRetouchDoubtTest extends RetouchTests {

    /** How many versions a picture has afterwards, of which Darkroom's lost call made at most one. */
    @ParameterizedTest
    @CsvSource({"1, done", "2, decision"})
    void lostResponse_numberOfVersions_decides(int versions, String outcome) throws Exception {
        String name = "counted-" + versions;
        dropShoot(name, 1, DARK);
        studio.runUntil(name, Step.RETOUCH);
        studio.sim.faults().add(Fault.on("ai-tools").status(500));
        studio.runDueShoots();
        studio.clock.set(studio.findShoot(name).dueAt());
        Shoot held = studio.ledger().claimShoot(studio.findShoot(name).id()).orElseThrow();
        Version first = new VersionRepository(studio.ledger()).listByShoot(held.id()).get(0);
        new VersionRepository(studio.ledger()).recordIntent(held, first, null, "[]", "test");
        studio.stop();
        studio.start();
        studio.sim.switches().set("copilot-branch", "keep");
        for (int i = 0; i < versions; i++) {
            atVendor(name, "in other words");
        }
        Shoot ended = studio.runUntil(name, "done", "decision");
        assertThat(ended.isEnded() ? "done" : ended.trouble().code()).isEqualTo(outcome.equals("done") ? "done" : "retouch-undecided");
        assertThat(studio.sim.requests("copilot")).hasSize(versions);
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 401, 403, 409, 422, 429})
    void refusal_versionListed_isNotPaidAgain(int status) {
        studio.sim.faults().add(Fault.on("copilot").statusAfter(status).times(2));
        String name = "refused-" + status;
        dropShoot(name, 1, DARK);
        Shoot shoot = studio.runUntil(name, "done", "problem");
        if (!shoot.isEnded()) {
            assertThat(studio.actions().retryShoot(shoot)).isEmpty();
        }
        studio.runUntil(name, Step.DONE);
        assertDark(name, "A_1.JPG");
        assertThat(studio.sim.requests("copilot")).hasSize(1);
        assertThat(countBills("copilot")).isEqualTo(1);
    }

    @Test
    void finalLinks_ofFinalize_areDelivered() {
        plain();
        studio.sim.switches().set("final-links", "unchanged");
        dropShoot("final", 2, "retouch:\n  - photos: A_1*\n    prompt: make it dark\n");
        studio.runUntil("final", Step.DONE);
        assertDark("final", "A_1.JPG");
        assertThat(green("final", "A_2.JPG")).isEqualTo(green("plain", "A_2.JPG"));
        assertThat(studio.sim.requests("finalize")).hasSize(1);
        assertThat(studio.actions().redeliverShoot(studio.findShoot("final"))).isEmpty();
        studio.runUntil("final", Step.DONE);
        assertThat(TestDarkroom.listFiles(studio.delivery.resolve("final"))).containsExactly("A_1.JPG", "A_2.JPG", "receipt.json");
        assertThat(countBills("finalize")).isEqualTo(1);
    }

    @Test
    void finalLinks_lostAtRestart_areRequestedAgain() {
        plain();
        studio.sim.switches().set("final-links", "unchanged");
        dropShoot("killed", 1, DARK);
        studio.runUntil("killed", Step.DELIVER);
        studio.stop();
        studio.start();
        studio.runUntil("killed", Step.DONE);
        assertDark("killed", "A_1.JPG");
        assertThat(studio.sim.requests("finalize")).hasSize(2);
    }

    @Test
    void finalLinks_expired_areRequestedAgain() {
        plain();
        studio.sim.switches().set("final-links", "unchanged");
        studio.sim.faults().add(Fault.on("finalize").expiredLink());
        dropShoot("expired", 1, DARK);
        studio.runUntil("expired", Step.DONE);
        assertDark("expired", "A_1.JPG");
    }

    @Test
    void finalize_refusedAfterLostOne_isDelivered() {
        plain();
        studio.sim.faults().add(Fault.on("finalize").dropAfter());
        studio.sim.faults().add(Fault.on("finalize").status(400).always());
        dropShoot("stuck", 1, DARK);
        studio.runUntil("stuck", Step.DONE);
        assertDark("stuck", "A_1.JPG");
        assertThat(studio.events.findByShoot(studio.findShoot("stuck").id())).anyMatch(line -> line.startsWith("finalized"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"accept", "resend"})
    void finalize_refused_isDecision(String answer) {
        studio.sim.faults().add(Fault.on("finalize").status(400).times(1));
        dropShoot("way-" + answer, 1, DARK);
        Shoot asked = studio.runUntil("way-" + answer, "decision");
        assertThat(asked.trouble().code()).isEqualTo("finalize-refused");
        assertThat(asked.trouble().text()).contains("imagen refuses to finalize");
        assertThat(asked.trouble().fix()).contains("resend", "accept", "cancel");
        assertThat(studio.actions().answerDecision(asked, answer)).isEmpty();
        studio.runUntil("way-" + answer, Step.DONE);
        assertThat(TestDarkroom.listFiles(studio.delivery.resolve("way-" + answer))).contains("A_1.JPG");
        assertThat(studio.sim.requests("finalize")).hasSize(answer.equals("accept") ? 1 : 2);
        assertThat(countBills("copilot")).isEqualTo(1);
    }

    @Test
    void acceptedVersion_withoutId_isNotBuiltOn() {
        studio.sim.switches().set("ai-tools-shape", "prompts");
        studio.sim.faults().add(Fault.on("copilot").dropAfter());
        dropShoot("accepted", 1, DARK + "  - photos: \"*\"\n    prompt: a blue sky\n");
        Shoot asked = studio.runUntil("accepted", "decision");
        assertThat(asked.trouble().code()).isEqualTo("retouch-undecided");
        assertThat(studio.actions().answerDecision(asked, "accept")).isEmpty();
        Shoot held = studio.runUntil("accepted", "problem");
        assertThat(held.trouble().code()).isEqualTo("retouch-refused");
        assertThat(held.trouble().text()).contains("A_1.JPG (a blue sky");
        assertThat(studio.sim.requests("copilot")).hasSize(1);
        assertThat(studio.actions().retryShoot(held)).isEmpty();
        studio.runUntil("accepted", Step.DONE);
        assertThat(studio.sim.requests("copilot")).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"drop-after", "status-after:500", "status-after:503"})
    void lostResponse_versionListed_isNotPaidAgain(String fault) {
        String name = "lost-" + fault.replace(':', '-');
        studio.sim.faults().add(Fault.parse("copilot", fault));
        dropShoot(name, 2, DARK_AND_BLUE);
        studio.runUntil(name, Step.DONE);
        assertThat(countBills("copilot")).isEqualTo(3);
        assertThat(studio.sim.requests("copilot")).hasSize(3);
        assertThat(outcomes(name)).contains(Charge.LOST).filteredOn(Charge.ACCEPTED::equals).hasSize(3);
        assertThat(studio.sim.projects().get(0).versions("A_1.JPG")).hasSize(2);
    }

    @Test
    void lostResponse_noVersionListed_isRepeatedAfterTimeout() {
        studio.sim.faults().add(Fault.on("copilot").dropBefore());
        dropShoot("never", 1, DARK);
        studio.runUntil("never", Step.RETOUCH);
        studio.runDueShoots();
        studio.passTime(Duration.ofMinutes(9));
        assertThat(studio.sim.requests("copilot")).hasSize(1);
        studio.runUntil("never", Step.DONE);
        assertThat(studio.sim.requests("copilot")).hasSize(2);
        assertThat(countBills("copilot")).isEqualTo(1);
        assertThat(outcomes("never")).containsExactly(Charge.INTENDED, Charge.LOST, Charge.UNSENT, Charge.INTENDED,
                Charge.ACCEPTED);
    }

    @Test
    void lostResponse_noVersionList_isDecision() {
        studio.sim.switches().set("ai-tools-shape", "prompts");
        studio.sim.faults().add(Fault.on("copilot").dropAfter().matching("A_1"));
        dropShoot("silent", 2, DARK);
        Shoot asked = studio.runUntil("silent", "decision");
        assertThat(asked.trouble().code()).isEqualTo("retouch-undecided");
        assertThat(asked.trouble().text()).contains("A_1.JPG", "make it dark").doesNotContain("A_2");
        assertThat(versions("silent", "A_2.JPG")).allMatch(version -> version.state().equals(Version.MADE));
        assertThat(studio.actions().answerDecision(asked, "accept")).isEmpty();
        studio.runUntil("silent", Step.DONE);
        assertThat(studio.sim.requests("copilot")).hasSize(2);
        assertThat(countBills("copilot")).isEqualTo(2);
    }

    @Test
    void lostResponse_decisionResend_isRepeated() {
        studio.sim.switches().set("ai-tools-shape", "prompts");
        studio.sim.faults().add(Fault.on("copilot").dropBefore());
        dropShoot("resent", 1, DARK);
        assertThat(studio.actions().answerDecision(studio.runUntil("resent", "decision"), "resend")).isEmpty();
        studio.runUntil("resent", Step.DONE);
        assertThat(studio.sim.requests("copilot")).hasSize(2);
        assertThat(countBills("copilot")).isEqualTo(1);
    }

    @Test
    void killed_beforeCall_isCalledOnceAfterTimeout() {
        Shoot held = killed("before");
        studio.runDueShoots();
        assertThat(studio.sim.requests("copilot")).isEmpty();
        studio.runUntil("before", Step.DONE);
        assertThat(countBills("copilot")).isEqualTo(1);
        assertThat(Duration.between(held.stepSince(), versions("before", "A_1.JPG").get(0).madeAt()))
                .isGreaterThan(Duration.ofMinutes(10));
    }

    @Test
    void killed_afterCall_isFoundInVersionList() throws Exception {
        killed("after");
        HttpRequest call = HttpRequest.newBuilder(URI.create(studio.sim.imagenUrl() + "/projects/"
                + studio.findShoot("after").remoteId() + "/images/A_1.JPG/copilot")).header("x-api-key", studio.sim.key())
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString("{\"instruction\":\"make it dark\"}")).build();
        assertThat(HttpClient.newHttpClient().send(call, HttpResponse.BodyHandlers.discarding()).statusCode())
                .isEqualTo(200);
        studio.runUntil("after", Step.DONE);
        assertThat(studio.sim.requests("copilot")).hasSize(1);
        assertThat(countBills("copilot")).isEqualTo(1);
    }

    @Test
    void killed_afterFinalize_callsNothingAgain() {
        dropShoot("finalized", 1, DARK);
        studio.runUntil("finalized", Step.RETOUCH);
        studio.runDueShoots();
        Shoot shoot = studio.findShoot("finalized");
        assertThat(shoot.step()).isEqualTo(Step.DELIVER);
        studio.ledger().releaseShoot(shoot, Step.RETOUCH, "test", null);
        studio.runUntil("finalized", Step.DONE);
        assertThat(countBills("copilot")).isEqualTo(1);
        assertThat(studio.sim.requests("finalize")).hasSize(1);
    }

    @Test
    void finalize_lostResponse_isRepeatedAndBilledOnce() {
        studio.sim.faults().add(Fault.on("finalize").dropAfter());
        dropShoot("unfinished", 1, DARK);
        studio.runUntil("unfinished", Step.DONE);
        assertThat(studio.sim.requests("finalize")).hasSize(2);
        assertThat(countBills("finalize")).isEqualTo(1);
        assertThat(countBills("copilot")).isEqualTo(1);
    }

    /** A shoot whose first retouch was meant to be called when the process ended. */
    private Shoot killed(String name) {
        dropShoot(name, 1, DARK);
        studio.runUntil(name, Step.RETOUCH);
        studio.sim.faults().add(Fault.on("ai-tools").status(500));
        studio.runDueShoots();
        Shoot held = studio.ledger().claimShoot(due(name).id()).orElseThrow();
        Version first = new VersionRepository(studio.ledger()).listByShoot(held.id()).get(0);
        new VersionRepository(studio.ledger()).recordIntent(held, first, null, "[]", "test");
        studio.stop();
        studio.start();
        return held;
    }

    private Shoot due(String name) {
        studio.clock.set(studio.findShoot(name).dueAt());
        return studio.findShoot(name);
    }

    private void plain() {
        dropShoot("plain", 2, "");
        studio.runUntil("plain", Step.DONE);
    }

    private void assertDark(String shoot, String file) {
        assertThat(green(shoot, file)).as("green of the delivered picture").isLessThan(green("plain", file) - 20);
    }

    private int green(String shoot, String file) {
        Path picture = studio.delivery.resolve(shoot).resolve(file);
        return colour(picture)[1];
    }

    /** A version made at the vendor by a call that Darkroom knows nothing of. */
    private void atVendor(String name, String words) throws IOException, InterruptedException {
        HttpRequest call = HttpRequest.newBuilder(URI.create(studio.sim.imagenUrl() + "/projects/"
                + studio.findShoot(name).remoteId() + "/images/A_1.JPG/copilot")).header("x-api-key", studio.sim.key())
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString("{\"instruction\":\"" + words + "\"}")).build();
        assertThat(HttpClient.newHttpClient().send(call, HttpResponse.BodyHandlers.discarding()).statusCode())
                .isEqualTo(200);
    }
}
