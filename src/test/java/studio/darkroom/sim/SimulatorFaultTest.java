package studio.darkroom.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.UncheckedIOException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Faults: each kind, on the API and on the store, and how they are counted. */
class SimulatorFaultTest extends SimulatorFixture {

    static String link(String name) {
        return client.links(client.create("p-" + name), name).data().at("/files_list/0/upload_link").asText();
    }

    @Test
    void aStatusIsAnsweredInsteadOfTheCall() {
        sim.faults().add(Fault.on("create").status(503).times(2));
        assertThat(client.post("/projects/", "{}").status()).isEqualTo(503);
        assertThat(client.post("/projects/", "{}").status()).isEqualTo(503);
        assertThat(sim.projects()).isEmpty();
        assertThat(client.post("/projects/", "{}").status()).isEqualTo(200);
        assertThat(sim.requests("create")).extracting(LoggedRequest::fault).containsExactly("STATUS", "STATUS", "");
        assertThat(sim.faults().all().get(0).occurrences()).isEqualTo(2);
    }

    @Test
    void tooManyRequestsTellsWhenToComeBack() {
        sim.faults().add(Fault.on("profiles").retryAfter(2, 429));
        Client.Reply reply = client.get("/profiles/");
        assertThat(reply.status()).isEqualTo(429);
        assertThat(reply.raw().headers().firstValue("Retry-After")).hasValue("2");
        String link = link("A.NEF");
        sim.faults().add(Fault.on("put").retryAfter(3, 503));
        Client.Reply put = client.put(link, new byte[100]);
        assertThat(put.status()).isEqualTo(503);
        assertThat(put.raw().headers().firstValue("Retry-After")).hasValue("3");
        assertThat(put.text()).contains("<Code>SlowDown</Code>");
    }

    @Test
    void aGatewayCanAnswerHtml() {
        sim.faults().add(Fault.on("list").html(502));
        assertThat(client.get("/projects").text()).startsWith("<html>");
    }

    @Test
    void anAnswerLostBeforeTheEffectDidNothing() {
        String project = client.uploaded("before", "A.NEF");
        sim.faults().add(Fault.on("edit").dropBefore());
        assertThatThrownBy(() -> client.edit(project, SimulatorTest.RAW_EDIT)).isInstanceOf(UncheckedIOException.class);
        assertThat(sim.billItems()).isEmpty();
        assertThat(client.status(project, "edit")).isEqualTo("Pending");
    }

    @Test
    void anAnswerLostAfterTheEffectWasPaid() {
        String project = client.uploaded("after", "A.NEF");
        sim.faults().add(Fault.on("edit").dropAfter().times(1));
        assertThatThrownBy(() -> client.edit(project, SimulatorTest.RAW_EDIT)).isInstanceOf(UncheckedIOException.class);
        assertThat(sim.billItems()).hasSize(1);
        client.awaitStatus(project, "edit", "Completed");
        assertThat(sim.requests("edit")).singleElement().satisfies(r -> assertThat(r.status()).isZero());
    }

    @Test
    void anErrorCanHideAnEffect() {
        String project = client.uploaded("hidden", "A.NEF");
        sim.faults().add(Fault.on("edit").statusAfter(500));
        assertThat(client.edit(project, SimulatorTest.RAW_EDIT).status()).isEqualTo(500);
        assertThat(sim.billItems()).hasSize(1);
    }

    @Test
    void anAnswerCanBeCutOrSlow() {
        sim.faults().add(Fault.on("profiles").cut());
        assertThatThrownBy(() -> client.get("/profiles/")).isInstanceOf(UncheckedIOException.class);
        sim.faults().add(Fault.on("profiles").slow(2000));
        long began = System.nanoTime();
        assertThat(client.get("/profiles/").status()).isEqualTo(200);
        assertThat(System.nanoTime() - began).isGreaterThan(100_000_000L);
        sim.faults().add(Fault.on("profiles").delay(200));
        began = System.nanoTime();
        assertThat(client.get("/profiles/").status()).isEqualTo(200);
        assertThat(System.nanoTime() - began).isGreaterThan(200_000_000L);
    }

    @Test
    void puttingCanFailInEveryWay() {
        String link = link("A.NEF");
        sim.faults().add(Fault.on("put").dropBefore());
        assertThatThrownBy(() -> client.put(link, new byte[1_000_000])).isInstanceOf(UncheckedIOException.class);
        sim.faults().add(Fault.on("put").cut());
        assertThatThrownBy(() -> client.put(link, new byte[1_000_000])).isInstanceOf(UncheckedIOException.class);
        sim.faults().add(Fault.on("put").status(500));
        assertThat(client.put(link, new byte[1_000_000]).status()).isEqualTo(500);
        sim.faults().add(Fault.on("put").expiredLink());
        assertThat(client.put(link, new byte[1_000_000]).text()).contains("Request has expired");
        assertThat(sim.projects().get(0).uploads().get(0).storedAt()).isNull();
        sim.faults().add(Fault.on("put").dropAfter());
        assertThatThrownBy(() -> client.put(link, new byte[1_000_000])).isInstanceOf(UncheckedIOException.class);
        assertThat(sim.projects().get(0).uploads().get(0).puts()).isEqualTo(1);
        sim.faults().add(Fault.on("put").statusAfter(500));
        assertThat(client.put(link, new byte[1_000_000]).status()).isEqualTo(500);
        assertThat(sim.projects().get(0).uploads().get(0).puts()).isEqualTo(2);
        assertThat(client.put(link, new byte[1_000_000]).status()).isEqualTo(200);
    }

    @Test
    void fetchingCanFailInEveryWay() {
        sim.switches().set("result-bytes", 200_000);
        String project = client.exported("get", SimulatorTest.RAW_EDIT, "A.NEF");
        String link = client.resultLink(project, "export", 0);
        sim.faults().add(Fault.on("get").cut());
        assertThatThrownBy(() -> client.fetch(link)).isInstanceOf(UncheckedIOException.class);
        sim.faults().add(Fault.on("get").shortBody());
        assertThat(client.fetch(link).raw().body()).hasSize(100_000);
        sim.faults().add(Fault.on("get").slow(400_000));
        long began = System.nanoTime();
        assertThat(client.fetch(link).raw().body()).hasSize(200_000);
        assertThat(System.nanoTime() - began).isGreaterThan(400_000_000L);
        sim.faults().add(Fault.on("get").expiredLink());
        assertThat(client.fetch(link).status()).isEqualTo(403);
        // for ever, because the JDK's client asks again by itself when a kept connection is closed on a GET
        sim.faults().add(Fault.on("get").dropBefore().always());
        assertThatThrownBy(() -> client.fetch(link)).isInstanceOf(UncheckedIOException.class);
        sim.faults().clear();
        assertThat(client.fetch(link).raw().body()).hasSize(200_000);
    }

    @Test
    void linksCanHaveExpiredAlready() {
        String project = client.create("old");
        sim.faults().add(Fault.on("links").expiredLink());
        String old = client.links(project, "A.NEF").data().at("/files_list/0/upload_link").asText();
        Client.Reply refused = client.put(old, new byte[10]);
        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.text()).contains("expired");
        String fresh = client.links(project, "A.NEF").data().at("/files_list/0/upload_link").asText();
        assertThat(client.put(fresh, new byte[10]).status()).isEqualTo(200);
    }

    @Test
    void faultsAreCountedSkippedAndMatched() {
        String one = link("A.NEF");
        String two = link("B.NEF");
        sim.faults().add(Fault.on("put").status(500).matching("B.NEF").skip(1));
        assertThat(client.put(one, new byte[1]).status()).isEqualTo(200);
        assertThat(client.put(two, new byte[1]).status()).isEqualTo(200);
        assertThat(client.put(one, new byte[1]).status()).isEqualTo(200);
        assertThat(client.put(two, new byte[1]).status()).isEqualTo(500);
        assertThat(client.put(two, new byte[1]).status()).isEqualTo(200);
    }

    @Test
    void aProbabilityHitsAboutSoOften() {
        sim.faults().add(Fault.on("profiles").status(500).withProbability(0.5));
        long failed = IntStream.range(0, 100).filter(i -> client.get("/profiles/").status() == 500).count();
        assertThat(failed).isBetween(30L, 70L);
    }

    @Test
    void wholeServersCanFail() {
        sim.faults().add(Fault.on("api").status(503).always());
        assertThat(client.get("/profiles/").status()).isEqualTo(503);
        assertThat(client.get("/projects").status()).isEqualTo(503);
        sim.faults().clear();
        String link = link("A.NEF");
        sim.faults().add(Fault.on("store").status(503).always());
        assertThat(client.put(link, new byte[1]).status()).isEqualTo(503);
        assertThat(client.get("/profiles/").status()).isEqualTo(200);
    }

    @Test
    void unknownFaultsAndSwitchesAreRefusedByName() {
        assertThatThrownBy(() -> Fault.parse("edit", "explode")).hasMessageContaining("explode").hasMessageContaining("status:503");
        assertThatThrownBy(() -> sim.switches().set("colour", "red")).hasMessageContaining("colour").hasMessageContaining("envelope");
        assertThatThrownBy(() -> sim.switches().set("envelope", "paper")).hasMessageContaining("paper").hasMessageContaining("data|bare");
    }
}
