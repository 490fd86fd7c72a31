package studio.darkroom.sim;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Callbacks: what is sent, and every way they go wrong. */
class SimulatorCallbackTest extends SimulatorFixture {

    static HttpServer receiver;
    static final List<JsonNode> GOT = new CopyOnWriteArrayList<>();
    static final List<String> STATUS_THEN = new CopyOnWriteArrayList<>();

    @BeforeAll
    static void startReceiver() throws IOException {
        receiver = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        receiver.createContext("/callback/token", exchange -> {
            JsonNode body = Client.JSON.readTree(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            STATUS_THEN.add(sim.projects().get(0).editJob().phase().name());
            GOT.add(body);
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        receiver.start();
    }

    @AfterAll
    static void stopReceiver() {
        receiver.stop(0);
    }

    @BeforeEach
    @Override
    void resetSimulator() {
        super.resetSimulator();
        GOT.clear();
        STATUS_THEN.clear();
    }

    static String edited(String name) {
        return client.edited(name, "{\"profile_key\":5700,\"callback_url\":\"http://127.0.0.1:"
                + receiver.getAddress().getPort() + "/callback/token\"}", "A.NEF");
    }

    @Test
    void theEndOfEditAndExportIsTold() {
        String project = edited("told");
        Client.await(() -> GOT.size() == 1, "the callback");
        assertThat(GOT.get(0).toString()).isEqualTo("{\"project_uuid\":\"" + project + "\",\"status\":\"Completed\",\"action\":\"edit\"}");
        client.export(project);
        Client.await(() -> GOT.size() == 2, "the second callback");
        assertThat(GOT.get(1).path("action").asText()).isEqualTo("export");
        assertThat(STATUS_THEN.get(0)).isEqualTo("COMPLETED");
        Client.await(() -> sim.sentCallbacks().size() == 2, "the evidence");
        assertThat(sim.sentCallbacks()).allSatisfy(s -> assertThat(s.status()).isEqualTo(204));
    }

    @Test
    void aFailureIsToldToo() {
        sim.switches().set("edit-outcome", "failed");
        String project = client.uploaded("failed", "A.NEF");
        client.edit(project, "{\"profile_key\":5700,\"callback_url\":\"http://127.0.0.1:" + receiver.getAddress().getPort()
                + "/callback/token\"}");
        Client.await(() -> GOT.size() == 1, "the callback");
        assertThat(GOT.get(0).path("status").asText()).isEqualTo("Failed");
    }

    @Test
    void callbacksCanBeDoubledLateEarlyForgedOrMissing() {
        sim.switches().set("callback", "duplicate");
        edited("twice");
        Client.await(() -> GOT.size() == 2, "two callbacks");
        assertThat(GOT.get(0)).isEqualTo(GOT.get(1));

        resetSimulator();
        sim.switches().set("callback", "late").set("callback-late-ms", 3_600_000);
        edited("late");
        assertThat(GOT).isEmpty();
        sim.clock().advance(Duration.ofHours(2));
        Client.await(() -> GOT.size() == 1, "the late callback");

        resetSimulator();
        sim.switches().set("callback", "early").set("working-ms", 500);
        edited("early");
        Client.await(() -> GOT.size() == 1, "the early callback");
        assertThat(STATUS_THEN).containsExactly("WORKING");

        resetSimulator();
        sim.switches().set("callback", "wrong-uuid");
        String project = edited("wrong");
        Client.await(() -> GOT.size() == 1, "the forged callback");
        assertThat(GOT.get(0).path("project_uuid").asText()).isNotEqualTo(project).hasSize(24);
        Client.await(() -> sim.sentCallbacks().size() == 1, "the record of the forged callback");

        resetSimulator();
        sim.switches().set("callback", "none");
        edited("none");
        assertThat(sim.sentCallbacks()).isEmpty();
        assertThat(GOT).isEmpty();
    }

    @Test
    void aReceiverThatIsNotThereHarmsNothing() {
        client.edited("away", "{\"profile_key\":5700,\"callback_url\":\"http://127.0.0.1:1/x\"}", "A.NEF");
        Client.await(() -> sim.sentCallbacks().size() == 1, "the evidence");
        assertThat(sim.sentCallbacks().get(0).status()).isZero();
    }
}
