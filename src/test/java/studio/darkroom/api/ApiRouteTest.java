package studio.darkroom.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.StreamSupport;
import org.apache.camel.Route;
import org.apache.camel.model.BeanDefinition;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.model.OnExceptionDefinition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import studio.darkroom.ledger.Shoot;
import studio.darkroom.lifecycle.Step;
import studio.darkroom.sim.Fault;
import studio.darkroom.testing.LedgerWriter;
import studio.darkroom.testing.OpenApi;
import studio.darkroom.testing.RawHttpClient;
import studio.darkroom.testing.RawHttpClient.Response;
import studio.darkroom.testing.TestDarkroom;
import studio.darkroom.testing.TestPictures;

/** The HTTP API as a client meets it: real routes, real server, real ledger. */
class ApiRouteTest {

    @TempDir
    Path folder;

    private TestDarkroom studio;
    private CheckedClient api;

    @BeforeEach
    void start() throws IOException {
        Files.createDirectories(folder.resolve("inbox-2"));
        studio = TestDarkroom.startStandalone(folder, keys -> {
            keys.put("darkroom.lanes", "default,second");
            keys.put("darkroom.lane.second.inbox", "folder:" + folder.resolve("inbox-2"));
            keys.put("darkroom.lane.second.delivery", "folder:" + folder.resolve("delivery-2"));
        });
        api = new CheckedClient(new RawHttpClient(studio.apiAddress()), new OpenApi());
    }

    @AfterEach
    void stop() {
        studio.close();
    }

    @Test
    void aDeliveredShootIsToldInFull() {
        shoot("smith");
        studio.runUntil("smith", "done");
        JsonNode line = only(api.get("/api/shoots"));
        assertThat(names(line)).startsWith("id", "lane", "name", "vendor", "step", "state")
                .contains("photos", "uploaded", "results", "delivered", "trouble");
        assertThat(line.path("state").asText()).isEqualTo("done");
        assertThat(List.of(line.path("photos").asInt(), line.path("uploaded").asInt(), line.path("results").asInt(),
                line.path("delivered").asInt())).containsExactly(2, 2, 2, 2);
        assertThat(line.path("trouble").isNull()).isTrue();
        JsonNode told = api.get("/api/shoots/" + line.path("id").asText()).parseJson();
        assertThat(told).isEqualTo(api.get("/api/shoots/smith").parseJson());
        assertThat(told.path("photos")).hasSize(2).allMatch(photo -> photo.path("state").asText().equals("delivered"));
        assertThat(told.path("results")).hasSize(2).allMatch(result -> result.path("delivered").isTextual());
        assertThat(told.path("events").findValuesAsText("what")).startsWith("begun").endsWith("done");
        assertThat(told.path("charges").findValuesAsText("outcome")).contains("intended", "accepted");
        assertThat(told.path("ticket").path("profile").asText()).isEqualTo("BRIGHT LISTING");
    }

    @Test
    void theListIsChosenByStateAndLane() {
        shoot("one");
        shoot("two");
        held("two", "problem");
        studio.runUntil("one", "done");
        assertThat(api.get("/api/shoots").parseJson().findValuesAsText("name")).containsExactlyInAnyOrder("one", "two");
        assertThat(only(api.get("/api/shoots?state=done")).path("name").asText()).isEqualTo("one");
        assertThat(only(api.get("/api/shoots?state=problem&lane=default")).path("name").asText()).isEqualTo("two");
        assertThat(api.get("/api/shoots?state=active").parseJson()).isEmpty();
        assertThat(api.get("/api/shoots?lane=second").parseJson()).isEmpty();
        assertError(api.get("/api/shoots?state=finished"), 400, "state-unknown");
    }

    @Test
    void namesOfAnyKindAreFound() {
        String name = "M\u00fcller & S\u00f6hne, 'x' (1) ${y} 100%+";
        shoot(name);
        studio.runUntil(name, "done");
        String path = "/api/shoots/M%C3%BCller%20%26%20S%C3%B6hne,%20'x'%20(1)%20$%7By%7D%20100%25+";
        assertThat(api.get(path).parseJson().path("name").asText()).isEqualTo(name);
        assertError(api.post(path + "/cancel", ""), 409, "action-refused");
    }

    @Test
    void aNameThatTwoLanesHaveIsAskedBack() throws IOException {
        Files.createDirectories(folder.resolve("inbox-2/smith"));
        Files.write(folder.resolve("inbox-2/smith/B_1.JPG"), TestPictures.jpeg(9));
        shoot("smith");
        studio.awaitScanned("second", "smith/B_1.JPG");
        assertError(api.get("/api/shoots/smith"), 409, "shoot-ambiguous");
        assertError(api.get("/api/shoots/nobody"), 404, "shoot-unknown");
    }

    @Test
    void aHeldShootSaysWhyAndGoesOnWhenItIsRetried() {
        studio.dropFile("smith/darkroom.yaml", "profil: BRIGHT LISTING\n");
        shoot("smith");
        studio.runUntil("smith", "problem");
        JsonNode trouble = only(api.get("/api/shoots?state=problem")).path("trouble");
        assertThat(names(trouble)).containsExactly("kind", "code", "text", "fix");
        assertThat(trouble.path("kind").asText()).isEqualTo("problem");
        assertThat(trouble.path("text").asText()).contains("profil");
        assertThat(trouble.path("fix").asText()).isNotEmpty();
        Response retried = api.post("/api/shoots/smith/retry", "");
        assertThat(retried.status()).isEqualTo(202);
        assertThat(retried.parseJson().path("state").asText()).isEqualTo("active");
        assertError(api.post("/api/shoots/smith/retry", ""), 409, "action-refused");
        studio.dropFile("smith/darkroom.yaml", "profile: BRIGHT LISTING\n");
        studio.runUntil("smith", "done");
        assertThat(api.post("/api/shoots/smith/redeliver", "").status()).isEqualTo(202);
        assertThat(studio.findShoot("smith").step()).isEqualTo(Step.DELIVER);
    }

    @Test
    void aDecisionTakesOneOfItsAnswers() {
        shoot("smith");
        held("smith", "decision");
        assertError(api.post("/api/shoots/smith/retry", ""), 409, "action-refused");
        for (String body : List.of("", "{}", "null", "{\"answer\": 1}", "{\"answer\": \"yes\"}")) {
            assertError(api.post("/api/shoots/smith/decide", body), 400, "answer-invalid");
        }
        for (String body : List.of("{", "[]")) {
            assertError(api.post("/api/shoots/smith/decide", body), 400, "body-invalid");
        }
        assertThat(api.post("/api/shoots/smith/decide", "{\"answer\": \"cancel\"}").status()).isEqualTo(202);
        assertThat(studio.findShoot("smith").state()).isEqualTo("cancelled");
        assertError(api.post("/api/shoots/smith/decide", "{\"answer\": \"accept\"}"), 409, "action-refused");
        assertError(api.post("/api/shoots/smith/explode", ""), 404, "action-unknown");
    }

    @Test
    void anOrderThatIsNotUnderstoodIsRefusedAndNothingIsPaid() {
        shoot("smith");
        studio.runUntil("smith", "done");
        for (String row : List.of("retouch | {\"prompt\": \"make it dark\"}",
                "retouch | {\"photos\": \" \", \"prompt\": \"make it dark\"}",
                "retouch | {\"photo\": \"A_1*\", \"prompt\": \"x\"}",
                "retouch | {\"photos\": [\"A_1\"], \"prompt\": \"x\"}",
                "retouch | {\"photos\": \"*\", \"prompt\": 7}",
                "retouch | {\"photos\": \"*\", \"prompt\": \"x\", \"color\": \"blue\"}",
                "retouch | {\"photos\": \"*\", \"prompt\": \"x\", \"preset\": \"y\"}",
                "retouch | {\"photos\": \"*\"}", "retouch | []",
                "retouch | {}", "reset | {}",
                "reset | {\"photo\": \"A_1*\"}",
                "reset | {\"photos\": 1}",
                "reset | {\"photos\": \"*\", \"prompt\": \"x\"}")) {
            String[] parts = row.split(" \\| ");
            assertError(api.post("/api/shoots/smith/" + parts[0], parts[1]), 400, "body-invalid");
        }
        assertError(api.post("/api/shoots/smith/reset", ""), 400, "body-invalid");
        assertThat(studio.findShoot("smith").step()).isEqualTo(Step.DONE);
    }

    @Test
    void aLaneIsPausedAndResumed() {
        shoot("smith");
        assertThat(only(api.get("/api/shoots")).path("waits").asText()).contains(" 30s ");
        assertThat(api.post("/api/lanes/default/pause", "").parseJson().path("paused").asBoolean()).isTrue();
        assertThat(only(api.get("/api/shoots")).path("waits").asText()).isNotEmpty();
        assertThat(studio.runDueShoots()).isZero();
        assertThat(api.post("/api/lanes/default/resume", "").status()).isEqualTo(202);
        studio.runUntil("smith", "done");
        JsonNode lanes = api.get("/api/lanes").parseJson();
        assertThat(lanes.findValuesAsText("name")).containsExactly("default", "second");
        assertThat(lanes.get(0).path("paused").asBoolean()).isFalse();
        assertThat(lanes.get(0).path("shoots").path("done").asInt()).isOne();
        assertThat(lanes.get(0).path("photos").path("delivered").asInt()).isEqualTo(2);
        assertError(api.post("/api/lanes/third/pause", ""), 404, "lane-unknown");
        assertError(api.post("/api/lanes/default/stop", ""), 404, "action-unknown");
    }

    @Test
    void whatHappensIsToldAsEventsOnceEach() {
        shoot("smith");
        String newest = api.get("/api/events").body();
        assertThat(newest).contains("retry: 2000\n\n");
        String id = newest.replaceAll("(?s).*\\nid: (\\w+)\\n.*", "$1");
        assertThat(api.get("/api/events", "Last-Event-ID: " + id).body()).doesNotContain("id: ");
        studio.runUntil("smith", "done");
        Response since = api.get("/api/events", "Last-Event-ID: " + id);
        assertThat(since.head()).contains("text/event-stream");
        assertThat(since.body().lines().filter(line -> line.startsWith("data: "))).first().asString()
                .contains("\"what\":\"gathered\"", "\"shoot\":\"" + studio.findShoot("smith").id() + "\"");
        assertThat(since.body().lines().filter(line -> line.startsWith("data: "))).last().asString()
                .contains("\"what\":\"done\"");
    }

    @Test
    void whateverIsAskedTheAnswerIsJson() {
        assertError(api.get("/api/nothing"), 404, "path-unknown");
        assertError(api.request("DELETE", "/api/shoots/x", null), 404, "path-unknown");
        assertError(api.get("/api/shoots/x/retry"), 404, "path-unknown");
        String long64 = "x".repeat(ApiGuard.MAX_BODY_BYTES + 1);
        assertError(api.post("/api/shoots/x/decide", long64), 413, "body-too-long");
        assertError(api.post("/api/nothing", long64), 413, "body-too-long");
        assertThat(api.request("GET", "/api/shoots", long64).parseJson()).isEmpty();
        assertError(api.post("/api/shoots/x/decide", "x".repeat(ApiGuard.MAX_BODY_BYTES)), 404, "shoot-unknown");
    }

    @Test
    void nothingOfTheCallComesBack() {
        String head = api.get("/api/shoots", "X-Secret: s3cret", "Cookie: a=b").head();
        assertThat(head).contains("application/json").doesNotContain("s3cret", "a=b");
    }

    @Test
    void readyDependsOnInboxAndLedgerAndLiveOnNeither() throws IOException {
        assertThat(api.get("/observe/health/ready").status()).isEqualTo(200);
        assertThat(api.get("/observe/health").parseJson().path("status").asText()).isEqualTo("UP");
        Files.move(studio.inbox, folder.resolve("away"));
        Response ready = api.get("/observe/health/ready");
        assertThat(ready.status()).isEqualTo(503);
        assertThat(ready.parseJson().path("status").asText()).isEqualTo("DOWN");
        assertThat(only(ready.parseJson().path("checks"), "darkroom-ready").path("status").asText()).isEqualTo("DOWN");
        assertThat(api.get("/observe/health/live").parseJson().path("status").asText()).isEqualTo("UP");
        Files.move(folder.resolve("away"), studio.inbox);
        assertThat(only(api.get("/observe/health/ready").parseJson().path("checks"), "darkroom-ready").path("status").asText())
                .isEqualTo("UP");
        assertError(api.get("/observe/health/life"), 404, "probe-unknown");
    }

    @Test
    void lostFile_healthAndMetrics_areDownButNodeStaysReady() {
        shoot("smith");
        studio.runUntil("smith", "done");
        assertThat(only(api.get("/observe/health").parseJson().path("checks"), "darkroom-reckoning").path("status").asText())
                .isEqualTo("UP");
        LedgerWriter ledger = new LedgerWriter(folder.resolve("home"));
        ledger.executeUpdate("update photo set state = 'uploaded' where path = 'smith/A_1.JPG'");
        Response all = api.get("/observe/health");
        assertThat(all.status()).isEqualTo(503);
        assertThat(only(all.parseJson().path("checks"), "darkroom-reckoning").path("status").asText())
                .isEqualTo("DOWN");
        assertThat(api.get("/observe/health/ready").status()).isEqualTo(200);
        assertThat(api.get("/observe/health/live").status()).isEqualTo(200);
        assertThat(api.get("/observe/metrics").body()).contains("darkroom_unreconciled{lane=\"default\"} 1.0");
        assertThat(api.get("/api/lanes").parseJson().get(0).path("photos").path("unreconciled").asInt()).isOne();
        ledger.executeUpdate("update photo set state = 'delivered' where path = 'smith/A_1.JPG'");
        assertThat(api.get("/observe/health").status()).isEqualTo(200);
    }

    @Test
    void metricsTellWhereEverythingIs() {
        shoot("smith");
        studio.dropFile("smith/._ghost", "x");
        studio.awaitScanned("default", "smith/._ghost");
        studio.runUntil("smith", "done");
        shoot("jones");
        held("jones", "problem");
        studio.sim.faults().add(Fault.on("*").status(401).always());
        shoot("brown");
        studio.runUntil("brown", "outage");
        String metrics = api.get("/observe/metrics").body();
        assertThat(metrics).contains("darkroom_shoots{lane=\"default\",state=\"done\"} 1.0",
                "darkroom_shoots{lane=\"default\",state=\"problem\"} 1.0",
                "darkroom_shoots{lane=\"default\",state=\"outage\"} 1.0",
                "darkroom_photos{lane=\"default\",state=\"seen\"} 7.0",
                "darkroom_photos{lane=\"default\",state=\"delivered\"} 2.0",
                "darkroom_photos{lane=\"default\",state=\"waiting\"} 2.0",
                "darkroom_photos{lane=\"default\",state=\"held\"} 2.0",
                "darkroom_photos{lane=\"default\",state=\"ignored\"} 1.0",
                "darkroom_unreconciled{lane=\"default\"} 0.0",
                "darkroom_outage{code=\"key-refused\",scope=\"vendor:imagen\"} 1.0",
                "darkroom_charges_total{outcome=\"accepted\",what=\"edit\"} 1.0");
        assertThat(metrics).doesNotContain("smith", "A_1.JPG", studio.sim.key());
        studio.sim.faults().clear();
        studio.runUntil("brown", "done");
        assertThat(api.get("/observe/metrics").body()).doesNotContain("darkroom_outage{")
                .contains("darkroom_charges_total{outcome=\"accepted\",what=\"edit\"} 2.0");
    }

    @Test
    void everyRouteAsksTheGuardFirst() {
        ModelCamelContext model = (ModelCamelContext) studio.context();
        List<String> open = model.getRouteDefinitions().stream()
                .filter(route -> route.getInput().getEndpointUri().startsWith("platform-http"))
                .filter(route -> !(route.getOutputs().stream().filter(step -> !(step instanceof OnExceptionDefinition))
                        .findFirst().orElseThrow() instanceof BeanDefinition bean
                        && bean.getRef().equals("apiGuard") && bean.getMethod().equals("checkRequest(${exchange})")))
                .map(route -> route.getRouteId()).toList();
        assertThat(open).containsExactlyInAnyOrder("api-health", "api-probe", "callback-hint");
        assertThat(studio.context().getRoutes()).map(Route::getRouteId).contains("api-shoots", "api-nowhere");
    }

    private void shoot(String name) {
        studio.dropFile(name + "/A_1.JPG", TestPictures.jpeg(1));
        studio.dropFile(name + "/A_2.JPG", TestPictures.jpeg(2));
        studio.awaitScanned("default", name + "/A_1.JPG", name + "/A_2.JPG");
    }

    private void held(String name, String kind) {
        Shoot shoot = studio.findShoot(name);
        studio.ledger().holdShoot(shoot, new Shoot.TroubleInfo(kind, "some-code", "Something is the matter.", "Mend it."));
    }

    private static JsonNode only(Response reply) {
        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.parseJson()).hasSize(1);
        return reply.parseJson().get(0);
    }

    private static JsonNode only(JsonNode rows, String name) {
        return StreamSupport.stream(rows.spliterator(), false).filter(row -> row.path("name").asText().equals(name))
                .findFirst().orElseThrow();
    }

    private static List<String> names(JsonNode object) {
        return object.properties().stream().map(java.util.Map.Entry::getKey).toList();
    }

    private static void assertError(Response reply, int status, String code) {
        assertThat(reply.status()).as(reply.body()).isEqualTo(status);
        assertThat(reply.head()).contains("Content-Type: application/json");
        assertThat(names(reply.parseJson())).containsExactly("error", "code");
        assertThat(reply.parseJson().path("code").asText()).isEqualTo(code);
    }

    /** Holds each response against docs/openapi.yaml. */
    private record CheckedClient(RawHttpClient http, OpenApi openApi) {

        Response get(String path, String... headers) {
            return request("GET", path, null, headers);
        }

        Response post(String path, String body) {
            return request("POST", path, body);
        }

        Response request(String method, String path, String body, String... headers) {
            Response response = http.request(method, path, body, headers);
            openApi.check(method, path, response);
            return response;
        }
    }
}
