package studio.darkroom.routes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import studio.darkroom.ledger.Shoot;
import studio.darkroom.ledger.Version;
import studio.darkroom.ledger.VersionRepository;
import studio.darkroom.lifecycle.Step;
import studio.darkroom.sim.Fault;
import studio.darkroom.testing.SharedTestDarkroom;
import studio.darkroom.testing.TestDarkroom;

/** shoot-retouch and what follows it where the vendor's answers leave doubt: nothing paid is lost or paid for again. */
class ShootRetouchDoubtTest {

    private static final String DARK = "retouch:\n  - photos: \"*\"\n    prompt: make it dark\n";

    @RegisterExtension
    static final SharedTestDarkroom STUDIO = new SharedTestDarkroom();

    private final TestDarkroom studio = STUDIO.get();

    /** How many versions a picture has afterwards, of which Darkroom's lost call made at most one. */
    @ParameterizedTest
    @CsvSource({"1, done", "2, decision"})
    void aLostRetouchIsResolvedByTheNumberOfVersions(int versions, String outcome) throws Exception {
        String name = "counted-" + versions;
        shoot(name, 1, DARK);
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
    void aRetouchThatWasMadeAndAnsweredAsRefusedIsNotPaidForAgain(int status) {
        studio.sim.faults().add(Fault.on("copilot").statusAfter(status).times(2));
        String name = "refused-" + status;
        shoot(name, 1, DARK);
        Shoot shoot = studio.runUntil(name, "done", "problem");
        if (!shoot.isEnded()) {
            assertThat(studio.actions().retryShoot(shoot)).isEmpty();
        }
        studio.runUntil(name, Step.DONE);
        assertDark(name, "A_1.JPG");
        assertThat(studio.sim.requests("copilot")).hasSize(1);
        assertThat(bills("copilot")).isEqualTo(1);
    }

    @Test
    void finalLinksOfFinalizeAreDelivered() {
        plain();
        studio.sim.switches().set("final-links", "unchanged");
        shoot("final", 2, "retouch:\n  - photos: A_1*\n    prompt: make it dark\n");
        studio.runUntil("final", Step.DONE);
        assertDark("final", "A_1.JPG");
        assertThat(green("final", "A_2.JPG")).isEqualTo(green("plain", "A_2.JPG"));
        assertThat(studio.sim.requests("finalize")).hasSize(1);
        assertThat(studio.actions().redeliverShoot(studio.findShoot("final"))).isEmpty();
        studio.runUntil("final", Step.DONE);
        assertThat(TestDarkroom.listFiles(studio.delivery.resolve("final"))).containsExactly("A_1.JPG", "A_2.JPG", "receipt.json");
        assertThat(bills("finalize")).isEqualTo(1);
    }

    @Test
    void finalLinksThatAreLostWithTheProcessAreAskedForAnew() {
        plain();
        studio.sim.switches().set("final-links", "unchanged");
        shoot("killed", 1, DARK);
        studio.runUntil("killed", Step.DELIVER);
        studio.stop();
        studio.start();
        studio.runUntil("killed", Step.DONE);
        assertDark("killed", "A_1.JPG");
        assertThat(studio.sim.requests("finalize")).hasSize(2);
    }

    @Test
    void anExpiredFinalLinkIsAskedForAnew() {
        plain();
        studio.sim.switches().set("final-links", "unchanged");
        studio.sim.faults().add(Fault.on("finalize").expiredLink());
        shoot("expired", 1, DARK);
        studio.runUntil("expired", Step.DONE);
        assertDark("expired", "A_1.JPG");
    }

    @Test
    void aFinalizeThatIsRefusedAfterALostOneWasTaken() {
        plain();
        studio.sim.faults().add(Fault.on("finalize").dropAfter());
        studio.sim.faults().add(Fault.on("finalize").status(400).always());
        shoot("stuck", 1, DARK);
        studio.runUntil("stuck", Step.DONE);
        assertDark("stuck", "A_1.JPG");
        assertThat(studio.events.findByShoot(studio.findShoot("stuck").id())).anyMatch(line -> line.startsWith("finalized"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"accept", "resend"})
    void aRefusedFinalizeHasAWayOut(String answer) {
        studio.sim.faults().add(Fault.on("finalize").status(400).times(1));
        shoot("way-" + answer, 1, DARK);
        Shoot asked = studio.runUntil("way-" + answer, "decision");
        assertThat(asked.trouble().code()).isEqualTo("finalize-refused");
        assertThat(asked.trouble().text()).contains("imagen refuses to finalize");
        assertThat(asked.trouble().fix()).contains("resend", "accept", "cancel");
        assertThat(studio.actions().answerDecision(asked, answer)).isEmpty();
        studio.runUntil("way-" + answer, Step.DONE);
        assertThat(TestDarkroom.listFiles(studio.delivery.resolve("way-" + answer))).contains("A_1.JPG");
        assertThat(studio.sim.requests("finalize")).hasSize(answer.equals("accept") ? 1 : 2);
        assertThat(bills("copilot")).isEqualTo(1);
    }

    @Test
    void anAcceptedVersionIsBuiltOnOrNotBuiltOverAtAll() {
        studio.sim.switches().set("ai-tools-shape", "prompts");
        studio.sim.faults().add(Fault.on("copilot").dropAfter());
        shoot("accepted", 1, DARK + "  - photos: \"*\"\n    prompt: a blue sky\n");
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

    private void plain() {
        shoot("plain", 2, "");
        studio.runUntil("plain", Step.DONE);
    }

    private void assertDark(String shoot, String file) {
        assertThat(green(shoot, file)).as("green of the delivered picture").isLessThan(green("plain", file) - 20);
    }

    private int green(String shoot, String file) {
        Path picture = studio.delivery.resolve(shoot).resolve(file);
        return ShootRetouchRouteTest.colour(picture)[1];
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

    private void shoot(String name, int photos, String ticket) {
        if (!ticket.isEmpty()) {
            studio.dropFile(name + "/darkroom.yaml", ticket);
            studio.awaitScanned("default", name + "/darkroom.yaml");
        }
        studio.dropShoot(name, photos);
    }

    private long bills(String action) {
        return studio.sim.billItems().stream().filter(bill -> bill.action().equals(action)).count();
    }
}
