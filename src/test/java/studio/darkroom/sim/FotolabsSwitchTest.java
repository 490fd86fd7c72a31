package studio.darkroom.sim;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import studio.darkroom.sim.fotolabs.ListingImage;

/** Fotolabs where its documentation is silent: the assumptions about requests, brackets and states, each value of their switches. */
class FotolabsSwitchTest extends SimulatorFixture {

    static final LocalDateTime NOON = LabClient.NOON;

    static String bracket() {
        String project = lab.create();
        lab.upload(project, "A.jpg", LabClient.photo(NOON, 60));
        lab.upload(project, "B.jpg", LabClient.photo(NOON.plusSeconds(1), 15));
        lab.upload(project, "C.jpg", LabClient.photo(NOON.plusSeconds(2), 240));
        return project;
    }

    static String single() {
        String project = lab.create();
        lab.upload(project, "A.jpg", LabClient.plain());
        return project;
    }

    static JsonNode jobs(String project, String body) {
        return lab.process(project, body).body().path("jobs");
    }

    static List<String> shape(JsonNode jobs) {
        List<String> out = new ArrayList<>();
        jobs.forEach(j -> out.add(j.path("type").asText() + j.path("imageIds").size()));
        return out;
    }

    static String primary(JsonNode job) {
        return sim.fotolabs().listings().stream().flatMap(l -> l.images().stream())
                .filter(f -> f.id().equals(job.path("jobId").asText())).map(ListingImage::filename).findFirst().orElseThrow();
    }

    static List<String> states(String project) {
        return lab.images(project).values().stream().map(i -> i.path("status").asText()).toList();
    }

    @Test
    void a1TheBasePathCanBeAnother() {
        sim.switches().set("fotolabs-base-path", "/staging");
        assertThat(lab.post("/v1/projects", "{\"name\":\"n\"}").status()).isEqualTo(404);
        assertThat(lab.post("/staging/v1/projects", "{\"name\":\"n\"}").status()).isEqualTo(201);
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 422})
    void a2AnInvalidBodyIs(int status) {
        sim.switches().set("fotolabs-validation-status", status);
        assertThat(lab.post("/v1/projects", "{").status()).isEqualTo(status);
        assertThat(lab.link(lab.create(), "A.heic").status()).isEqualTo(status);
        assertThat(lab.process(single(), "{\"autoLevel\":1}").status()).isEqualTo(status);
        assertThat(lab.send(lab.to("/v1/projects").POST(HttpRequest.BodyPublishers.ofString("{\"name\":\"n\"}")).build()).status())
                .isEqualTo(status);
    }

    @ParameterizedTest
    @CsvSource({"missing,402", "declined,402", "missing,400", "declined,403"})
    void a4WithoutMoneyProcessIs(String payment, int status) {
        sim.switches().set("fotolabs-payment", payment).set("fotolabs-billing-status", status);
        String project = single();
        assertThat(lab.process(project, "{}").status()).isEqualTo(status);
        assertThat(lab.status(project)).isEqualTo("pending");
        assertThat(sim.billItems()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 402, 403})
    void a5OnTheFreePlanEveryCallIs(int status) {
        String project = single();
        sim.switches().set("fotolabs-plan", "free").set("fotolabs-free-status", status);
        assertThat(lab.post("/v1/projects", "{\"name\":\"n\"}").status()).isEqualTo(status);
        assertThat(lab.link(project, "B.jpg").status()).isEqualTo(status);
        assertThat(lab.process(project, "{}").status()).isEqualTo(status);
        assertThat(lab.project(project).status()).isEqualTo(status);
        assertThat(lab.get("/v1/images/x").status()).isEqualTo(status);
    }

    @ParameterizedTest
    @ValueSource(ints = {409, 400, 403, 422})
    void a6ALockedProjectTakesNoImages(int status) {
        sim.switches().set("fotolabs-locked-upload-status", status);
        String project = single();
        lab.process(project, "{}");
        assertThat(lab.link(project, "B.jpg").status()).isEqualTo(status);
        lab.awaitCompleted(project);
        assertThat(lab.link(project, "B.jpg").status()).isEqualTo(status);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "7"})
    void a7TooManyReadsAre429(String after) {
        String project = single();
        sim.switches().set("fotolabs-rate-limit", 3).set("fotolabs-retry-after", after);
        List<Client.Reply> replies = Stream.generate(() -> lab.project(project)).limit(40).toList();
        Client.Reply refused = replies.stream().filter(r -> r.status() == 429).findFirst().orElseThrow();
        assertThat(refused.raw().headers().firstValue("Retry-After").orElse("")).isEqualTo(after);
        assertThat(replies.stream().filter(r -> r.status() == 200).count()).isGreaterThanOrEqualTo(3);
        assertThat(lab.post("/v1/projects", "{\"name\":\"writes are not counted\"}").status()).isEqualTo(201);
    }

    @ParameterizedTest
    @CsvSource({"201,200,200", "200,201,202", "201,201,201"})
    void a8SuccessIsAny2xx(int create, int upload, int process) {
        sim.switches().set("fotolabs-create-status", create).set("fotolabs-upload-status", upload).set("fotolabs-process-status", process);
        assertThat(lab.post("/v1/projects", "{\"name\":\"n\"}").status()).isEqualTo(create);
        String project = single();
        assertThat(lab.link(lab.create(), "B.jpg").status()).isEqualTo(upload);
        assertThat(lab.process(project, "{}").status()).isEqualTo(process);
    }

    @ParameterizedTest
    @ValueSource(strings = {"name", "title", "address"})
    void a9AProjectIsNamedBy(String field) {
        sim.switches().set("fotolabs-create-name-field", field);
        assertThat(lab.post("/v1/projects", "{\"" + field + "\":\"12 Harbour Row\"}").status()).isEqualTo(201);
        assertThat(sim.fotolabs().listings().get(0).name()).isEqualTo("12 Harbour Row");
        assertThat(lab.post("/v1/projects", "{\"nom\":\"n\"}").status()).isEqualTo(400);
        assertThat(lab.post("/v1/projects", "{\"" + field + "\":\"" + "x".repeat(201) + "\"}").status()).isEqualTo(400);
        assertThat(lab.post("/v1/projects", "{}").status()).isEqualTo(400);
        sim.switches().set("fotolabs-create-name-required", "no");
        assertThat(lab.post("/v1/projects", "{}").status()).isEqualTo(201);
    }

    @ParameterizedTest
    @CsvSource({"flat,/projectId", "flat-id,/id", "nested,/project/projectId", "nested-id,/project/id"})
    void a10CreateAnswers(String shape, String pointer) {
        sim.switches().set("fotolabs-create-shape", shape);
        assertThat(lab.post("/v1/projects", "{\"name\":\"n\"}").body().at(pointer).asText()).hasSize(36);
    }

    @ParameterizedTest
    @CsvSource({"first,A.ARW,image/x-sony-arw", "fallback,A.ARW,application/octet-stream", "fallback,A.JPG,image/jpeg",
        "first,A.cr3,image/x-canon-cr3", "first,A.png,image/png", "first,A.dng,image/x-adobe-dng"})
    void a12TheSignedTypeIsThatOfTheTable(String table, String name, String type) {
        sim.switches().set("fotolabs-mime-table", table);
        String link = lab.link(lab.create(), name).body().path("uploadUrl").asText();
        assertThat(lab.put(link, "text/plain", new byte[5]).status()).isEqualTo(403);
        assertThat(lab.put(link, type, new byte[5]).status()).isEqualTo(200);
        sim.switches().set("fotolabs-sign-content-type", "off");
        String free = lab.link(lab.create(), name).body().path("uploadUrl").asText();
        assertThat(free).contains("X-Amz-SignedHeaders=host&");
        assertThat(lab.put(free, "text/plain", new byte[5]).status()).isEqualTo(200);
        assertThat(lab.put(free, null, new byte[5]).status()).isEqualTo(200);
    }

    @Test
    void a13ARecordWithoutBytesFailsIsRefusedOrIgnored() {
        String project = bracket();
        String empty = lab.link(project, "D.jpg").body().path("imageId").asText();
        sim.switches().set("fotolabs-missing-bytes", "refuse");
        assertThat(lab.process(project, "{}").status()).isEqualTo(400);
        assertThat(lab.status(project)).isEqualTo("pending");
        sim.switches().set("fotolabs-missing-bytes", "fail");
        assertThat(shape(jobs(project, "{}"))).containsExactly("hdr3", "single1");
        lab.awaitCompleted(project);
        assertThat(lab.images(project).get(empty).path("status").asText()).isEqualTo("failed");
        assertThat(lab.images(project).get(empty).path("errorMessage").asText()).isNotEmpty();
        sim.switches().set("fotolabs-missing-bytes", "ignore");
        String other = bracket();
        lab.link(other, "D.jpg");
        assertThat(shape(jobs(other, "{}"))).containsExactly("hdr3");
        lab.awaitCompleted(other);
        assertThat(states(other)).containsOnlyOnce("pending");
    }

    @Test
    void a15ResultLinksCanBeSignedAndEnd() {
        String project = single();
        lab.process(project, "{}");
        lab.awaitCompleted(project);
        sim.switches().set("fotolabs-signed-results", "on").set("fotolabs-link-ttl", 600);
        String id = lab.images(project).keySet().iterator().next();
        String link = lab.images(project).get(id).path("resultImageUrl").asText();
        assertThat(link).contains("Signature=");
        assertThat(lab.fetch(link).status()).isEqualTo(200);
        assertThat(lab.fetch(link.substring(0, link.indexOf('?'))).status()).isEqualTo(403);
        assertThat(lab.fetch(link.replace("Expires=", "Expires=9")).status()).isEqualTo(403);
        assertThat(sim.requests("fotolabs-get").toString()).doesNotContain(link.substring(link.indexOf("Signature=") + 10));
        sim.clock().advance(Duration.ofMinutes(11));
        assertThat(lab.fetch(link).status()).isEqualTo(403);
        assertThat(lab.fetch(lab.images(project).get(id).path("resultImageUrl").asText()).status()).as("a fresh one").isEqualTo(200);
        sim.switches().set("fotolabs-signed-results", "off");
        String unsigned = lab.images(project).get(id).path("resultImageUrl").asText();
        assertThat(lab.fetch(unsigned).status()).isEqualTo(200);
        sim.clock().advance(Duration.ofMinutes(11));
        assertThat(lab.fetch(unsigned).status()).isEqualTo(403);
    }

    @Test
    void a16TheWindowIsMeasuredFromThePreviousOrTheFirstFrame() {
        int[] shutters = {60, 15, 240, 8, 500};
        for (String mode : List.of("gap", "span")) {
            sim.switches().set("fotolabs-window-mode", mode);
            String project = lab.create();
            for (int i = 0; i < 5; i++) {
                lab.upload(project, i + ".jpg", LabClient.photo(NOON.plusNanos(1_500_000_000L * i), shutters[i]));
            }
            assertThat(shape(jobs(project, "{}"))).as(mode)
                    .containsExactly(mode.equals("gap") ? new String[] {"hdr5"} : new String[] {"hdr2", "hdr2", "single1"});
        }
    }

    @Test
    void theWindowIsThatOfTheOrderAndCountsFractionsOfASecond() {
        String project = lab.create();
        lab.upload(project, "A.jpg", LabClient.photo(NOON, 60));
        lab.upload(project, "B.jpg", LabClient.photo(NOON.plusNanos(600_000_000), 15));
        assertThat(shape(jobs(project, "{\"bracketWindowSeconds\":0.5}"))).containsExactly("single1", "single1");
        String other = lab.create();
        lab.upload(other, "B.jpg", LabClient.photo(NOON.plusSeconds(9), 15));
        lab.upload(other, "A.jpg", LabClient.photo(NOON, 60));
        assertThat(shape(jobs(other, "{\"bracketWindowSeconds\":10}"))).containsExactly("hdr2");
    }

    @Test
    void aBurstWithoutSpreadIsSingles() {
        String project = lab.create();
        lab.upload(project, "A.jpg", LabClient.photo(NOON, 60));
        lab.upload(project, "B.jpg", LabClient.photo(NOON.plusSeconds(1), 80));
        assertThat(shape(jobs(project, "{}"))).containsExactly("single1", "single1");
        String enough = lab.create();
        lab.upload(enough, "A.jpg", LabClient.photo(NOON, 60));
        lab.upload(enough, "B.jpg", LabClient.photo(NOON.plusSeconds(1), 86));
        assertThat(shape(jobs(enough, "{}"))).containsExactly("hdr2");
    }

    @Test
    void a17WithoutExifASingleAndARepeatedFrameJoinsItsSet() {
        String project = lab.create();
        lab.upload(project, "A.jpg", LabClient.plain());
        lab.upload(project, "B.jpg", LabClient.plain());
        assertThat(shape(jobs(project, "{}"))).containsExactly("single1", "single1");
        String twice = bracket();
        lab.upload(twice, "A.jpg", LabClient.photo(NOON, 60));
        assertThat(shape(jobs(twice, "{}"))).containsExactly("hdr4");
    }

    @ParameterizedTest
    @CsvSource({"first,A.jpg", "middle,B.jpg", "brightest,B.jpg"})
    void a18ThePrimaryIs(String which, String name) {
        sim.switches().set("fotolabs-primary", which);
        String project = bracket();
        JsonNode job = jobs(project, "{}").path(0);
        assertThat(primary(job)).isEqualTo(name);
        lab.awaitCompleted(project);
        assertThat(lab.images(project).values()).filteredOn(i -> !i.path("resultImageUrl").isNull())
                .extracting(i -> i.path("imageId").asText()).containsExactly(job.path("jobId").asText());
    }
}
