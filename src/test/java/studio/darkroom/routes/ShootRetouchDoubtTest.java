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
import org.junit.jupiter.params.provider.ValueSource;
import studio.darkroom.ledger.Shoot;
import studio.darkroom.ledger.Step;
import studio.darkroom.ledger.Version;
import studio.darkroom.ledger.Versions;
import studio.darkroom.sim.Fault;
import studio.darkroom.testing.SharedStudio;
import studio.darkroom.testing.Studio;

/** shoot-retouch and what follows it where the vendor's answers leave doubt: nothing paid is lost or paid for again. */
class ShootRetouchDoubtTest {

    private static final String DARK = "retouch:\n  - photos: \"*\"\n    prompt: make it dark\n";

    @RegisterExtension
    static final SharedStudio STUDIO = new SharedStudio();

    private final Studio studio = STUDIO.get();

    @ParameterizedTest
    @ValueSource(strings = {"Make it dark.", "a blue sky"})
    void aVersionInOtherWordsIsNotSilence(String words) throws Exception {
        String name = "reworded-" + words.length();
        shoot(name, 1, DARK);
        studio.until(name, Step.RETOUCH);
        studio.sim.faults().add(Fault.on("ai-tools").status(500));
        studio.fire();
        studio.clock.set(studio.shoot(name).due());
        Shoot held = studio.ledger().claim(studio.shoot(name).id()).orElseThrow();
        Version first = new Versions(studio.ledger()).of(held.id()).get(0);
        new Versions(studio.ledger()).intended(held, first, null, "[]", "test");
        studio.stop();
        studio.start();
        atVendor(name, words);
        Shoot asked = studio.until(name, "decision");
        assertThat(asked.trouble().code()).isEqualTo("retouch-undecided");
        assertThat(studio.diary.of(asked.id())).anySatisfy(line -> assertThat(line).startsWith("ai-tools presets: ")
                .contains("versions that Darkroom knows nothing of: a_1.jpg ").contains("(" + words + ")"));
        assertThat(bills("copilot")).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 401, 403, 409, 422, 429})
    void aRetouchThatWasMadeAndAnsweredAsRefusedIsNotPaidForAgain(int status) {
        studio.sim.faults().add(Fault.on("copilot").statusAfter(status).times(2));
        String name = "refused-" + status;
        shoot(name, 1, DARK);
        Shoot shoot = studio.until(name, Step.DONE, "problem");
        if (!shoot.ended()) {
            assertThat(studio.office().retry(shoot)).isEmpty();
        }
        studio.until(name, Step.DONE);
        assertDark(name, "A_1.JPG");
        assertThat(studio.sim.requests("copilot")).hasSize(1);
        assertThat(bills("copilot")).isEqualTo(1);
    }

    @Test
    void finalLinksOfFinalizeAreDelivered() {
        plain();
        studio.sim.switches().set("final-links", "unchanged");
        shoot("final", 2, "retouch:\n  - photos: A_1*\n    prompt: make it dark\n");
        studio.until("final", Step.DONE);
        assertDark("final", "A_1.JPG");
        assertThat(green("final", "A_2.JPG")).isEqualTo(green("plain", "A_2.JPG"));
        assertThat(studio.sim.requests("finalize")).hasSize(1);
        assertThat(studio.office().redeliver(studio.shoot("final"))).isEmpty();
        studio.until("final", Step.DONE);
        assertThat(Studio.files(studio.delivery.resolve("final"))).containsExactly("A_1.JPG", "A_2.JPG", "receipt.json");
        assertThat(bills("finalize")).isEqualTo(1);
    }

    @Test
    void finalLinksThatAreLostWithTheProcessAreAskedForAnew() {
        plain();
        studio.sim.switches().set("final-links", "unchanged");
        shoot("killed", 1, DARK);
        studio.until("killed", Step.DELIVER);
        studio.stop();
        studio.start();
        studio.until("killed", Step.DONE);
        assertDark("killed", "A_1.JPG");
        assertThat(studio.sim.requests("finalize")).hasSize(2);
    }

    @Test
    void anExpiredFinalLinkIsAskedForAnew() {
        plain();
        studio.sim.switches().set("final-links", "unchanged");
        studio.sim.faults().add(Fault.on("finalize").expiredLink());
        shoot("expired", 1, DARK);
        studio.until("expired", Step.DONE);
        assertDark("expired", "A_1.JPG");
    }

    @Test
    void aFinalizeThatIsRefusedAfterALostOneWasTaken() {
        plain();
        studio.sim.faults().add(Fault.on("finalize").dropAfter());
        studio.sim.faults().add(Fault.on("finalize").status(400).always());
        shoot("stuck", 1, DARK);
        studio.until("stuck", Step.DONE);
        assertDark("stuck", "A_1.JPG");
        assertThat(studio.diary.of(studio.shoot("stuck").id())).anyMatch(line -> line.startsWith("finalized"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"accept", "resend"})
    void aRefusedFinalizeHasAWayOut(String answer) {
        studio.sim.faults().add(Fault.on("finalize").status(400).times(1));
        shoot("way-" + answer, 1, DARK);
        Shoot asked = studio.until("way-" + answer, "decision");
        assertThat(asked.trouble().code()).isEqualTo("finalize-refused");
        assertThat(asked.trouble().text()).contains("imagen refuses to finalize");
        assertThat(asked.trouble().fix()).contains("resend", "accept", "cancel");
        assertThat(studio.office().decide(asked, answer)).isEmpty();
        studio.until("way-" + answer, Step.DONE);
        assertThat(Studio.files(studio.delivery.resolve("way-" + answer))).contains("A_1.JPG");
        assertThat(studio.sim.requests("finalize")).hasSize(answer.equals("accept") ? 1 : 2);
        assertThat(bills("copilot")).isEqualTo(1);
    }

    @Test
    void anAcceptedVersionIsBuiltOnOrNotBuiltOverAtAll() {
        studio.sim.switches().set("ai-tools-shape", "prompts");
        studio.sim.faults().add(Fault.on("copilot").dropAfter());
        shoot("accepted", 1, DARK + "  - photos: \"*\"\n    prompt: a blue sky\n");
        Shoot asked = studio.until("accepted", "decision");
        assertThat(asked.trouble().code()).isEqualTo("retouch-undecided");
        assertThat(studio.office().decide(asked, "accept")).isEmpty();
        Shoot held = studio.until("accepted", "problem");
        assertThat(held.trouble().text()).contains("A_1.JPG (a blue sky", "no id of the version");
        assertThat(studio.sim.requests("copilot")).hasSize(1);
        assertThat(studio.office().retry(held)).isEmpty();
        studio.until("accepted", Step.DONE);
        assertThat(studio.sim.requests("copilot")).hasSize(1);
    }

    private void plain() {
        shoot("plain", 2, "");
        studio.until("plain", Step.DONE);
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
                + studio.shoot(name).remote() + "/images/A_1.JPG/copilot")).header("x-api-key", studio.sim.key())
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString("{\"instruction\":\"" + words + "\"}")).build();
        assertThat(HttpClient.newHttpClient().send(call, HttpResponse.BodyHandlers.discarding()).statusCode())
                .isEqualTo(200);
    }

    private void shoot(String name, int photos, String ticket) {
        if (!ticket.isEmpty()) {
            studio.drop(name + "/darkroom.yaml", ticket);
            studio.seen("default", name + "/darkroom.yaml");
        }
        studio.shoot(name, photos);
    }

    private long bills(String action) {
        return studio.sim.billed().stream().filter(bill -> bill.action().equals(action)).count();
    }
}
