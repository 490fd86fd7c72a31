package studio.darkroom.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static studio.darkroom.sim.FotolabsSwitchTest.NOON;
import static studio.darkroom.sim.FotolabsSwitchTest.bracket;
import static studio.darkroom.sim.FotolabsSwitchTest.jobs;
import static studio.darkroom.sim.FotolabsSwitchTest.primary;
import static studio.darkroom.sim.FotolabsSwitchTest.single;
import static studio.darkroom.sim.FotolabsSwitchTest.states;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Fotolabs where its documentation is silent: failures, charges, limits and faults, each value of their switches. */
class FotolabsOutcomeSwitchTest extends SimulatorFixture {

    @ParameterizedTest
    @CsvSource({"all,3,0", "primary,1,2"})
    void a19AFailedMergeFails(String which, int failed, int completed) {
        sim.switches().set("fotolabs-hdr-failure", which).set("fotolabs-fail", "^C\\.").set("fotolabs-fail-text", "merge failed");
        String project = bracket();
        lab.upload(project, "S.jpg", LabClient.photo(NOON.plusSeconds(90), 60));
        lab.process(project, "{}");
        lab.awaitCompleted(project);
        assertThat(states(project)).filteredOn("failed"::equals).hasSize(failed);
        assertThat(states(project)).filteredOn("completed"::equals).hasSize(completed + 1);
        assertThat(lab.images(project).values()).filteredOn(i -> !i.path("resultImageUrl").isNull()).hasSize(1);
        assertThat(lab.images(project).values()).filteredOn(i -> !i.path("errorMessage").isNull()).hasSize(failed)
                .allSatisfy(i -> assertThat(i.path("errorMessage").asText()).isEqualTo("merge failed"));
    }

    @Test
    void a21ThePlanDecidesTheKindOfCharge() {
        sim.switches().set("fotolabs-plan", "ultimate_monthly").set("fotolabs-quota", 2).set("fotolabs-payment", "missing");
        lab.process(single(), "{}");
        lab.process(single(), "{}");
        assertThat(lab.process(single(), "{}").status()).as("overage wants money").isEqualTo(402);
        sim.switches().set("fotolabs-payment", "ok");
        lab.process(single(), "{}");
        assertThat(sim.billItems()).extracting(BillItem::kind).containsExactly("quota", "quota", "overage");
        assertThatThrownBy(() -> sim.switches().set("fotolabs-plan", "gold")).hasMessageContaining("fotolabs-plan");
    }

    @Test
    void a22SoManyJobsRunAtOnce() {
        sim.switches().set("fotolabs-workers", 2).set("fotolabs-work-ms", 60_000);
        String project = lab.create();
        for (int i = 0; i < 5; i++) {
            lab.upload(project, i + ".jpg", LabClient.plain());
        }
        lab.process(project, "{}");
        Client.await(() -> states(project).stream().filter("processing"::equals).count() == 2, "two to start");
        sim.clock().advance(Duration.ofSeconds(61));
        Client.await(() -> states(project).stream().filter("completed"::equals).count() == 2, "two to end");
        Client.await(() -> states(project).stream().filter("processing"::equals).count() == 2, "two more to start");
        assertThat(states(project)).containsOnlyOnce("pending");
        sim.clock().advance(Duration.ofSeconds(61));
        Client.await(() -> states(project).stream().filter("completed"::equals).count() == 4, "four to end");
        sim.clock().advance(Duration.ofSeconds(61));
        lab.awaitCompleted(project);
    }

    @Test
    void a23FilesAreKeptForAWhile() {
        String project = single();
        lab.process(project, "{}");
        lab.awaitCompleted(project);
        JsonNode image = lab.images(project).values().iterator().next();
        sim.clock().advance(Duration.ofDays(6));
        assertThat(lab.fetch(image.path("resultImageUrl").asText()).status()).isEqualTo(200);
        sim.clock().advance(Duration.ofDays(2));
        assertThat(lab.fetch(image.path("resultImageUrl").asText()).status()).isEqualTo(404);
        assertThat(lab.fetch(image.path("originalImageUrl").asText()).status()).isEqualTo(404);
    }

    @ParameterizedTest
    @CsvSource({"safe,1,409", "double,2,200"})
    void a24TwoProcessCallsAtOnce(String mode, int bills, int second) {
        sim.switches().set("fotolabs-process-race", mode).set("fotolabs-process-ms", 700).set("fotolabs-start-ms", 60_000);
        String project = single();
        CompletableFuture<Client.Reply> one = CompletableFuture.supplyAsync(() -> lab.process(project, "{}"));
        CompletableFuture<Client.Reply> two = CompletableFuture.supplyAsync(() -> lab.process(project, "{}"));
        assertThat(List.of(one.join().status(), two.join().status())).containsExactlyInAnyOrder(200, second);
        assertThat(sim.billItems()).hasSize(bills);
        sim.clock().advance(Duration.ofMinutes(2));
        lab.awaitCompleted(project);
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 409, 422})
    void a25ProcessWithoutImages(int status) {
        sim.switches().set("fotolabs-empty-process-status", status);
        String project = lab.create();
        assertThat(lab.process(project, "{}").status()).isEqualTo(status);
        assertThat(lab.status(project)).isEqualTo("pending");
    }

    // --- section 10: faults of the outcome ---

    @Test
    void aJobThatNeverEndsIsEndedByHand() {
        sim.switches().set("fotolabs-stuck", ".*");
        String project = single();
        String job = jobs(project, "{}").at("/0/jobId").asText();
        Client.await(() -> states(project).contains("processing"), "the job to start");
        sim.clock().advance(Duration.ofDays(1));
        assertThat(lab.status(project)).isEqualTo("processing");
        assertThat(new Client(sim).control("POST", "/jobs/" + job + "/complete", "").status()).isEqualTo(204);
        lab.awaitCompleted(project);
        assertThat(new Client(sim).control("POST", "/jobs/" + job + "/fail", "").status()).isEqualTo(409);
        String other = single();
        sim.fotolabs().failJob(jobs(other, "{}").at("/0/jobId").asText(), "by hand");
        lab.awaitCompleted(other);
        assertThat(states(other)).containsExactly("failed");
    }

    @Test
    void aJobFailsAtOnceOrLate() {
        sim.switches().set("fotolabs-fail", "A").set("fotolabs-fail-after-ms", "360000");
        String project = single();
        lab.process(project, "{}");
        sim.clock().advance(Duration.ofMinutes(5));
        Client.await(() -> states(project).contains("processing"), "the job to start");
        sim.clock().advance(Duration.ofMinutes(7));
        lab.awaitCompleted(project);
        assertThat(lab.images(project).values().iterator().next().path("errorMessage").asText()).isEqualTo("model quota exhausted");
    }

    @Test
    void aLinkCanBeLate() {
        sim.switches().set("fotolabs-late-links", 2);
        String project = single();
        String id = jobs(project, "{}").at("/0/jobId").asText();
        Client.await(() -> sim.fotolabs().listings().get(0).state().name().equals("COMPLETED"), "the job to end");
        assertThat(Stream.generate(() -> lab.get("/v1/images/" + id).body()).limit(3).map(i -> i.path("resultImageUrl").isNull()))
                .containsExactly(true, true, false);
    }

    @Test
    void aProjectCanBeCompletedTooEarly() {
        sim.switches().set("fotolabs-early-completed", "on").set("fotolabs-stuck", "B");
        String project = single();
        lab.upload(project, "B.jpg", LabClient.plain());
        lab.process(project, "{}");
        lab.awaitCompleted(project);
        Client.await(() -> states(project).contains("processing"), "one to be under way");
    }

    @Test
    void answersCanHoldUnknownWordsAndFieldsAndNoNulls() {
        sim.switches().set("fotolabs-project-word", "rendering").set("fotolabs-image-word", "queued_gpu").set("fotolabs-stuck", ".*")
                .set("fotolabs-extra-fields", "on").set("fotolabs-nulls", "missing");
        String project = single();
        lab.process(project, "{}");
        Client.await(() -> states(project).contains("queued_gpu"), "the job to start");
        JsonNode body = lab.project(project).body();
        assertThat(body.path("status").asText()).isEqualTo("rendering");
        assertThat(body.has("_internal")).isTrue();
        assertThat(body.at("/images/0").has("errorMessage")).isFalse();
        assertThat(body.at("/images/0").has("resultImageUrl")).isFalse();
    }

    @Test
    void aGatewayCanAnswerHtmlAnd429WithoutATime() {
        sim.faults().add(Fault.on("fotolabs-project").html(502));
        sim.faults().add(Fault.on("fotolabs").status(429));
        sim.faults().add(Fault.on("fotolabs-image").retryAfter(9, 429));
        String path = "/v1/projects/x";
        assertThat(lab.get(path).text()).startsWith("<html>");
        Client.Reply bare = lab.get(path);
        assertThat(bare.status()).isEqualTo(429);
        assertThat(bare.raw().headers().firstValue("Retry-After")).isEmpty();
        assertThat(lab.get("/v1/images/x").raw().headers().firstValue("Retry-After")).hasValue("9");
        assertThat(lab.send(HttpRequest.newBuilder(URI.create(sim.fotolabsUrl() + "/nothing")).build()).status()).isEqualTo(404);
    }

    @Test
    void jobsTakeTheirRealTimeWhenAsked() {
        sim.switches().set("fotolabs-start-ms", "5000-25000").set("fotolabs-work-ms", "60000-120000").set("fotolabs-hdr-ms", "90000-180000");
        String project = bracket();
        lab.process(project, "{}");
        sim.clock().advance(Duration.ofSeconds(26));
        Client.await(() -> states(project).stream().allMatch("processing"::equals), "the job to start");
        sim.clock().advance(Duration.ofSeconds(60));
        assertThat(states(project)).containsOnly("processing");
        sim.clock().advance(Duration.ofSeconds(121));
        lab.awaitCompleted(project);
    }
}
