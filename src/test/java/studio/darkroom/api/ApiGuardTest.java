package studio.darkroom.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import studio.darkroom.ledger.LaneRepository;
import studio.darkroom.testing.RawHttpClient;
import studio.darkroom.testing.TestDarkroom;

/** Who may call, over real HTTP. */
class ApiGuardTest {

    private static final String TOKEN = "correct-horse-battery";

    @TempDir
    Path folder;

    @Test
    void withoutATokenOnlyThisMachinesOwnNamesAreAnswered() {
        try (TestDarkroom studio = TestDarkroom.startStandalone(folder, keys -> { })) {
            RawHttpClient api = new RawHttpClient(studio.apiAddress());
            int port = studio.apiAddress().getPort();
            for (String host : new String[] {"localhost", "localhost:" + port, "LOCALHOST:1", "127.0.0.1", "127.8.9.1:80",
                "[::1]:" + port}) {
                assertThat(api.get("/api/shoots", "Host: " + host).status()).as(host).isEqualTo(200);
            }
            for (String host : new String[] {"evil.example", "127.0.0.1.evil.example", "localhost.evil.example:" + port,
                "evil.example#127.0.0.1", "localhost@evil.example", "10.0.0.1", "[::2]"}) {
                assertThat(api.get("/api/shoots", "Host: " + host).status()).as(host).isIn(400, 403);
                assertThat(api.get("/observe/metrics", "Host: " + host).status()).as(host).isIn(400, 403);
            }
            assertThat(api.get("/api/shoots", "Host: localhost", "Host: evil.example").status()).isIn(400, 403);
            assertThat(api.get("/observe/health", "Host: evil.example").parseJson().has("checks")).isFalse();
            assertThat(api.get("/observe/health").parseJson().has("checks")).isTrue();
        }
    }

    @Test
    void aPageOfAnotherOriginChangesNothing() {
        try (TestDarkroom studio = TestDarkroom.startStandalone(folder, keys -> { })) {
            RawHttpClient api = new RawHttpClient(studio.apiAddress());
            int port = studio.apiAddress().getPort();
            String path = "/api/lanes/default/pause";
            for (String header : new String[] {"Origin: https://evil.example", "Origin: null",
                "Origin: http://127.0.0.1:1", "Sec-Fetch-Site: cross-site", "Sec-Fetch-Site: same-site"}) {
                assertThat(api.post(path, "", header).status()).as(header).isEqualTo(403);
            }
            assertThat(new LaneRepository(studio.ledger()).isLanePaused("default")).isFalse();
            assertThat(api.get("/api/lanes", "Sec-Fetch-Site: cross-site").status()).isEqualTo(200);
            for (String header : new String[] {"Origin: http://127.0.0.1:" + port, "Sec-Fetch-Site: same-origin",
                "Sec-Fetch-Site: none", "X-Nothing: 1"}) {
                assertThat(api.post(path, "", header).status()).as(header).isEqualTo(202);
            }
        }
    }

    @Test
    void aTokenIsDemandedOfEverybody() {
        try (TestDarkroom studio = TestDarkroom.startStandalone(folder, keys -> keys.put("darkroom.http.token", TOKEN))) {
            RawHttpClient api = new RawHttpClient(studio.apiAddress());
            for (String path : new String[] {"/api/shoots", "/api/lanes", "/api/shoots/x", "/api/nothing",
                "/observe/metrics"}) {
                RawHttpClient.Response refused = api.get(path);
                assertThat(refused.status()).as(path).isEqualTo(401);
                assertThat(refused.head()).containsIgnoringCase("WWW-Authenticate: Bearer");
                assertThat(refused.parseJson().path("code").asText()).isEqualTo("token-required");
                assertThat(refused.body()).doesNotContain(TOKEN);
            }
            for (String shown : new String[] {"Bearer wrong", "Bearer", "Bearer ", TOKEN, "Basic " + TOKEN,
                "Bearer " + TOKEN + "x", "Bearer " + TOKEN.substring(1)}) {
                assertThat(api.get("/api/shoots", "Authorization: " + shown).status()).as(shown).isEqualTo(401);
            }
            String right = "Authorization: Bearer " + TOKEN;
            assertThat(api.get("/api/shoots", right, "Host: studio.example").status()).isEqualTo(200);
            assertThat(api.get("/observe/metrics", right).body()).contains("app_info").doesNotContain(TOKEN);
            assertThat(api.post("/api/lanes/default/pause", "").status()).isEqualTo(401);
            assertThat(api.post("/api/lanes/default/pause", "", right).status()).isEqualTo(202);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/observe/health", "/observe/health/live", "/observe/health/ready"})
    void aProbeNeedsNoTokenAndTellsAStrangerNothingButUpOrDown(String path) {
        try (TestDarkroom studio = TestDarkroom.startStandalone(folder, keys -> keys.put("darkroom.http.token", TOKEN))) {
            RawHttpClient api = new RawHttpClient(studio.apiAddress());
            assertThat(api.get(path, "Host: 10.1.2.3").body()).isEqualTo("{\"status\":\"UP\"}");
            assertThat(api.get(path, "Authorization: Bearer " + TOKEN).parseJson().has("checks")).isTrue();
        }
    }
}
