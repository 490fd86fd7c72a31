package studio.darkroom.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.camel.component.platform.http.PlatformHttpEndpoint;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import studio.darkroom.ledger.Shoot;
import studio.darkroom.sim.Fault;
import studio.darkroom.testing.LedgerWriter;
import studio.darkroom.testing.OpenApi;
import studio.darkroom.testing.RawHttpClient;
import studio.darkroom.testing.RawHttpClient.Response;
import studio.darkroom.testing.TestDarkroom;
import studio.darkroom.testing.TestPictures;

/** docs/openapi.yaml describes every path of the API and every response, in the order of its fields. */
class OpenApiTest {

    @TempDir
    static Path folder;

    private static TestDarkroom studio;
    private static RawHttpClient client;
    private final OpenApi openApi = new OpenApi();

    @BeforeAll
    static void start() throws IOException {
        Files.createDirectories(folder.resolve("inbox-2"));
        studio = TestDarkroom.startStandalone(folder, keys -> {
            keys.put("darkroom.lanes", "default,second,objects");
            keys.put("darkroom.lane.second.inbox", "folder:" + folder.resolve("inbox-2"));
            keys.put("darkroom.lane.second.delivery", "folder:" + folder.resolve("delivery-2"));
            keys.put("darkroom.lane.objects.inbox", "bucket:objects");
            keys.put("darkroom.lane.objects.delivery", "folder:" + folder.resolve("delivery-3"));
        });
        client = new RawHttpClient(studio.apiAddress());
    }

    @AfterAll
    static void stop() {
        studio.close();
    }

    @Test
    void everyPathIsDocumented() {
        Set<String> served = studio.context().getEndpoints().stream().filter(PlatformHttpEndpoint.class::isInstance)
                .map(PlatformHttpEndpoint.class::cast).filter(endpoint -> endpoint.getHttpMethodRestrict() != null)
                .map(endpoint -> endpoint.getHttpMethodRestrict() + " " + endpoint.getPath())
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(openApi.listOperations()).isEqualTo(served);
    }

    @Test
    void everyResponseIsAsDocumented() throws Exception {
        drop("inbox", "smith");
        drop("inbox", "jones");
        drop("inbox", "twin");
        drop("inbox-2", "twin");
        studio.dropFile("smith/notes.txt", "not a photo");
        studio.awaitScanned("default", "smith/A_1.JPG", "smith/notes.txt", "jones/A_1.JPG", "twin/A_1.JPG");
        studio.awaitScanned("second", "twin/B_1.JPG");
        studio.ledger().holdShoot(studio.findShoot("jones"), new Shoot.TroubleInfo("decision", "some-code", "What now?", "Decide."));
        studio.sim.switches().set("late-copilot", "allow");
        studio.runUntil("smith", "done");
        post("/api/shoots/smith/retouch", "{\"photos\": \"*\", \"prompt\": \"make it dark\"}", 202);
        studio.runUntil("smith", "done");
        post("/api/shoots/smith/reset", "{\"photos\": \"*\"}", 202);
        studio.runUntil("smith", "done");
        studio.sim.faults().add(Fault.on("edit").status(401).always());
        drop("inbox", "brown");
        studio.awaitScanned("default", "brown/A_1.JPG");
        studio.runUntil("brown", "outage");

        get("/api/shoots", 200);
        get("/api/shoots?state=nonsense", 400);
        get("/api/shoots/smith", 200);
        get("/api/shoots/brown", 200);
        get("/api/shoots/nobody", 404);
        get("/api/shoots/twin", 409);
        get("/api/lanes", 200);
        get("/api/charges", 200);
        get("/api/charges?since=yesterday", 400);
        get("/api/events", 200).body().lines().filter(line -> line.startsWith("data: ")).forEach(line -> {
            try {
                openApi.checkComponent("StreamedEvent", new ObjectMapper().readTree(line.substring("data: ".length())));
            } catch (IOException e) {
                throw new AssertionError(line, e);
            }
        });
        post("/api/shoots/jones/decide", "{\"answer\": \"maybe\"}", 400);
        post("/api/shoots/jones/retry", "", 409);
        post("/api/shoots/jones/explode", "", 404);
        post("/api/shoots/jones/decide", "{\"answer\": \"cancel\"}", 202);
        post("/api/lanes/default/pause", "", 202);
        post("/api/lanes/default/resume", "", 202);
        post("/api/lanes/third/pause", "", 404);
        get("/observe/health", 200);
        get("/observe/health/live", 200);
        get("/observe/health/ready", 200);
        get("/observe/health/other", 404);
        get("/observe/metrics", 200);
        post("/callback/unknown", "{}", 204);
        get("/api/nothing", 404);
        assertThat(call("GET", "/api/lanes", null, "Host: evil.example").status()).isEqualTo(403);
        assertThat(call("GET", "/observe/health", null, "Host: evil.example").status()).isEqualTo(200);

        Files.move(studio.inbox, folder.resolve("away"));
        get("/observe/health", 503);
        get("/observe/health/ready", 503);
        Files.move(folder.resolve("away"), studio.inbox);
        LedgerWriter ledger = new LedgerWriter(folder.resolve("home"));
        ledger.executeUpdate("alter table charge rename to charge_away");
        get("/api/charges", 503);
        ledger.executeUpdate("alter table charge_away rename to charge");
        assertThat(openApi.listCheckedResponses()).as("responses that were checked").isEqualTo(openApi.listResponses());
    }

    @Test
    void anotherFieldOrOrderIsNoticed() {
        assertThatThrownBy(() -> openApi.check("GET", "/api/nothing", json(404, "{\"code\": \"path-unknown\", \"error\": \"No.\"}")))
                .isInstanceOf(AssertionError.class).hasMessageContaining("order");
        assertThatThrownBy(() -> openApi.check("GET", "/api/nothing", json(404, "{\"error\": \"No.\"}"))).isInstanceOf(AssertionError.class);
        assertThatThrownBy(() -> openApi.check("GET", "/api/lanes", json(418, "{}"))).isInstanceOf(AssertionError.class);
    }

    private static Response json(int status, String body) {
        return new Response(status, "Content-Type: application/json", body);
    }

    private static void drop(String inbox, String shoot) throws IOException {
        if (inbox.equals("inbox")) {
            studio.dropFile(shoot + "/A_1.JPG", TestPictures.jpeg(shoot.hashCode() % 1000));
        } else {
            Files.createDirectories(folder.resolve(inbox).resolve(shoot));
            Files.write(folder.resolve(inbox).resolve(shoot).resolve("B_1.JPG"), TestPictures.jpeg(2));
        }
    }

    private Response get(String path, int status) {
        Response response = call("GET", path, null);
        assertThat(response.status()).as("%s: %s", path, response.body()).isEqualTo(status);
        return response;
    }

    private void post(String path, String body, int status) {
        Response response = call("POST", path, body);
        assertThat(response.status()).as("%s: %s", path, response.body()).isEqualTo(status);
    }

    private Response call(String method, String path, String body, String... headers) {
        Response response = client.request(method, path, body, headers);
        openApi.check(method, path, response);
        return response;
    }
}
