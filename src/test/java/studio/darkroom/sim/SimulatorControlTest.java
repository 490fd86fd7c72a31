package studio.darkroom.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** Control and evidence over HTTP, for tests in other languages and for people. */
class SimulatorControlTest extends SimulatorFixture {

    @Test
    void stateTellsAddressesSwitchesAndCounts() {
        client.create("one");
        JsonNode state = client.control("GET", "/state", "").body();
        assertThat(state.path("imagen").asText()).isEqualTo(sim.imagenUrl());
        assertThat(state.path("projects").asInt()).isEqualTo(1);
        assertThat(state.path("switches").path("envelope").asText()).isEqualTo("data");
        assertThat(state.path("requests").asInt()).as("control calls are not counted").isEqualTo(1);
    }

    @Test
    void switchesAreTurnedAndExplained() {
        assertThat(client.control("POST", "/switches", "{\"envelope\":\"bare\",\"working-ms\":5}").status()).isEqualTo(200);
        assertThat(sim.switches().get("envelope")).isEqualTo("bare");
        assertThat(sim.switches().getLong("working-ms")).isEqualTo(5);
        Client.Reply wrong = client.control("POST", "/switches", "{\"envelop\":\"bare\"}");
        assertThat(wrong.status()).isEqualTo(400);
        assertThat(wrong.body().path("error").asText()).contains("envelop").contains("envelope");
        assertThat(client.control("GET", "/switches", "").body().path("md5").path("meaning").asText()).contains("Content-MD5");
    }

    @Test
    void faultsAreAddedListedAndRemoved() {
        client.control("POST", "/faults", "{\"call\":\"list\",\"kind\":\"retry-after:2:429\",\"count\":2,\"skip\":1}");
        assertThat(client.get("/projects").status()).isEqualTo(200);
        assertThat(client.get("/projects").status()).isEqualTo(429);
        assertThat(client.control("GET", "/faults", "").body().path(0).path("left").asInt()).isEqualTo(1);
        assertThat(client.control("DELETE", "/faults", "").status()).isEqualTo(204);
        assertThat(client.get("/projects").status()).isEqualTo(200);
        client.control("POST", "/faults", "[{\"call\":\"list\",\"kind\":\"status:500\"},{\"call\":\"profiles\",\"kind\":\"status:502\"}]");
        assertThat(client.get("/projects").status()).isEqualTo(500);
        assertThat(client.get("/profiles/").status()).isEqualTo(502);
        assertThat(client.control("POST", "/faults", "{\"call\":\"edit\",\"kind\":\"boom\"}").status()).isEqualTo(400);
        assertThat(client.control("POST", "/faults", "{\"kind\":\"cut\"}").status()).isEqualTo(400);
    }

    @Test
    void evidenceIsReadAsJson() {
        String project = client.edited("evidence", SimulatorTest.RAW_EDIT, "A.NEF");
        JsonNode requests = client.control("GET", "/requests", "").body();
        assertThat(requests.findValuesAsText("call")).contains("create", "links", "put", "edit", "status");
        assertThat(requests.toString()).doesNotContain(sim.key());
        assertThat(client.control("GET", "/requests?call=edit", "").body()).hasSize(1);
        assertThat(client.control("GET", "/requests?call=edit", "").body().path(0).path("body").asText())
                .isEqualTo(SimulatorTest.RAW_EDIT);
        long last = requests.path(requests.size() - 1).path("number").asLong();
        assertThat(client.control("GET", "/requests?since=" + last, "").body()).isEmpty();
        assertThat(client.control("GET", "/billed", "").body().path(0).path("project").asText()).isEqualTo(project);
        JsonNode known = client.control("GET", "/projects", "").body().path(0);
        assertThat(known.path("uuid").asText()).isEqualTo(project);
        assertThat(known.at("/uploads/0/puts").asInt()).isEqualTo(1);
        assertThat(known.path("order").path("profile_key").asText()).isEqualTo("5700");
    }

    @Test
    void runsAreEndedByHandAndTimeIsAdvanced() {
        sim.switches().set("working-ms", 3_600_000);
        String one = client.uploaded("one", "A.NEF");
        client.edit(one, SimulatorTest.RAW_EDIT);
        assertThat(client.control("POST", "/projects/" + one + "/complete", "").status()).isEqualTo(204);
        client.awaitStatus(one, "edit", "Completed");
        assertThat(client.control("POST", "/projects/" + one + "/fail", "").status()).isEqualTo(409);
        String two = client.uploaded("two", "A.NEF");
        client.edit(two, SimulatorTest.RAW_EDIT);
        assertThat(client.control("POST", "/projects/" + two + "/fail", "").status()).isEqualTo(204);
        assertThat(client.status(two, "edit")).isEqualTo("Failed");
        String three = client.uploaded("three", "A.NEF");
        client.edit(three, SimulatorTest.RAW_EDIT);
        assertThat(client.control("POST", "/clock/advance", "{\"seconds\":3601}").status()).isEqualTo(200);
        client.awaitStatus(three, "edit", "Completed");
        assertThat(client.control("POST", "/projects/none/fail", "").status()).isEqualTo(404);
        assertThat(client.control("POST", "/clock/advance", "{}").status()).isEqualTo(400);
    }

    @Test
    void resetForgetsEverything() {
        client.edited("gone", SimulatorTest.RAW_EDIT, "A.NEF");
        sim.switches().set("envelope", "bare");
        assertThat(client.control("POST", "/reset", "").status()).isEqualTo(204);
        assertThat(sim.projects()).isEmpty();
        assertThat(sim.billItems()).isEmpty();
        assertThat(sim.requests()).isEmpty();
        assertThat(sim.switches().get("envelope")).isEqualTo("data");
        assertThat(sim.store().listKeys(sim.bucket(), "")).isEmpty();
        assertThat(client.uploaded("gone", "A.NEF")).hasSize(24);
    }

    @Test
    void aFastClockMakesLongEditsShort() {
        try (Simulator fast = Simulator.start(SimOptions.defaults().withSpeed(3600)
                .withDurations(Duration.ofMinutes(10), Duration.ofMinutes(30)))) {
            Client second = new Client(fast);
            Instant began = Instant.now();
            second.edited("fast", SimulatorTest.RAW_EDIT, "A.NEF");
            assertThat(Duration.between(began, Instant.now())).isLessThan(Duration.ofSeconds(10));
        }
    }

    @Test
    void theCommandLineIsReadAndRefusedWithASentence() {
        SimOptions options = SimArgumentParser.parse("--port", "1234", "--key", "k", "--speed", "60", "--working", "0.5");
        assertThat(options.port()).isEqualTo(1234);
        assertThat(options.storePort()).isEqualTo(8091);
        assertThat(options.key()).isEqualTo("k");
        assertThat(options.speed()).isEqualTo(60);
        assertThat(options.working()).isEqualTo(Duration.ofMillis(500));
        assertThatThrownBy(() -> SimArgumentParser.parse("--prot", "1")).hasMessageContaining("--prot").hasMessageContaining("Usage");
        assertThatThrownBy(() -> SimArgumentParser.parse("--port")).hasMessageContaining("no value");
        assertThatThrownBy(() -> SimArgumentParser.parse("--port", "x")).hasMessageContaining("needs a number");
    }
}
