package studio.darkroom.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import studio.darkroom.testing.Await;
import studio.darkroom.testing.RawHttpClient;
import studio.darkroom.testing.TestDarkroom;

/** Callers that send too much, too slowly, or nonsense keep nobody else from the API. */
class ApiHostileTest {

    private static final String TOKEN = "correct-horse-battery";
    private static final String SHOWN = "Authorization: Bearer " + TOKEN;

    @TempDir static Path folder;
    private static TestDarkroom studio;

    @BeforeAll
    static void start() {
        studio = TestDarkroom.startStandalone(folder, keys -> keys.put("darkroom.http.token", TOKEN));
    }

    @AfterAll
    static void stop() {
        studio.close();
    }

    private static Socket send(String text) throws IOException {
        Socket socket = new Socket(studio.apiAddress().getHost(), studio.apiAddress().getPort());
        socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
        socket.getOutputStream().flush();
        return socket;
    }

    private static void answers() throws Exception {
        RawHttpClient api = new RawHttpClient(studio.apiAddress());
        int status = CompletableFuture.supplyAsync(() -> api.get("/api/shoots", SHOWN).status()).get(10, TimeUnit.SECONDS);
        assertThat(status).isEqualTo(200);
        assertThat(CompletableFuture.supplyAsync(() -> api.get("/observe/health/live").status()).get(10, TimeUnit.SECONDS))
                .isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET /api/shoots HTTP/1.1\r\nHost: localhost\r\nX-Slow: ",
        "POST /callback/nobody HTTP/1.1\r\nHost: localhost\r\nContent-Length: 60000\r\n\r\n{",
        "POST /api/shoots/x/cancel HTTP/1.1\r\nHost: localhost\r\nContent-Length: 60000\r\n\r\n{",
        "POST /api/shoots/x/cancel HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n1\r\n{\r\n",
        "POST /api/nothing HTTP/1.1\r\nHost: localhost\r\n" + SHOWN + "\r\nContent-Length: 60000\r\n\r\n{"})
    void slowCallersKeepNobody(String begun) throws Exception {
        List<Socket> slow = new ArrayList<>();
        try {
            for (int i = 0; i < 100; i++) {
                slow.add(send(begun));
            }
            answers();
        } finally {
            for (Socket socket : slow) {
                socket.close();
            }
        }
        Await.untilTrue("it answers after them", Duration.ofSeconds(10),
                () -> new RawHttpClient(studio.apiAddress()).get("/api/lanes", SHOWN).status() == 200);
    }

    @Test
    void oversizedHeadsAddressesAndBodiesAreRefused() throws Exception {
        RawHttpClient api = new RawHttpClient(studio.apiAddress());
        assertThat(api.get("/api/shoots", "X-Large: " + "x".repeat(200_000)).status()).isIn(400, 431);
        assertThat(api.get("/api/shoots/" + "x".repeat(100_000)).status()).isIn(400, 414);
        assertThat(api.post("/api/shoots/x/decide", "x".repeat(ApiGuard.MAX_BODY_BYTES + 1), SHOWN).status()).isEqualTo(413);
        String chunk = "ffff\r\n" + "x".repeat(0xffff) + "\r\n";
        try (Socket socket = send("POST /api/shoots/x/decide HTTP/1.1\r\nHost: localhost\r\n" + SHOWN
                + "\r\nTransfer-Encoding: chunked\r\n\r\n" + chunk + chunk + "0\r\n\r\n")) {
            socket.setSoTimeout(10_000);
            assertThat(new String(socket.getInputStream().readNBytes(12), StandardCharsets.UTF_8)).isEqualTo("HTTP/1.1 413");
        }
        answers();
    }

    @ParameterizedTest
    @ValueSource(strings = {"\0\0\0\0\r\n\r\n", "GET\r\n\r\n", "GET /api/shoots HTTP/9.9\r\n\r\n",
        "GET /api/../../etc/passwd HTTP/1.1\r\nHost: localhost\r\n\r\n", "GET /api/%00 HTTP/1.1\r\nHost: localhost\r\n\r\n",
        "GET /api/%zz HTTP/1.1\r\nHost: localhost\r\n\r\n", "GET /api/shoots?state=%ff%fe HTTP/1.1\r\nHost: localhost\r\n\r\n",
        "POST /api/shoots/x/cancel HTTP/1.1\r\nHost: localhost\r\nContent-Length: -1\r\n\r\n",
        "POST /api/shoots/x/cancel HTTP/1.1\r\nHost: localhost\r\nContent-Length: 99999999999999999999\r\n\r\n",
        "POST /x HTTP/1.1\r\nHost: localhost\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", "TRACE /api/shoots HTTP/1.1\r\nHost: localhost\r\n\r\n",
        "GET /api/shoots HTTP/1.1\r\nHost: localhost\r\nCamelHttpUri: http://127.0.0.1:1/\r\nCamelHttpMethod: POST\r\n\r\n"})
    void nonsenseIsRefusedOrDroppedAndTellsNothing(String nonsense) throws Exception {
        try (Socket socket = send(nonsense)) {
            socket.setSoTimeout(300);
            byte[] answer;
            try {
                answer = socket.getInputStream().readNBytes(2_000);
            } catch (IOException silence) {
                answer = new byte[0];
            }
            assertThat(new String(answer, StandardCharsets.UTF_8)).doesNotContain("root:", "Exception", "at studio.", TOKEN)
                    .doesNotContain("HTTP/1.1 200", "HTTP/1.1 202");
        }
        answers();
    }
}
