package studio.darkroom.routes;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import studio.darkroom.ledger.Shoot;
import studio.darkroom.lifecycle.Step;
import studio.darkroom.testing.StubImagenServer;
import studio.darkroom.testing.TestDarkroom;
import studio.darkroom.testing.TestPictures;

/** A vendor, or a store, that answers with anything: the shoot waits or is held, and nothing else happens. */
class VendorHostileTest {

    @TempDir Path folder;

    /** Answers every call the way it is told at the moment. */
    private static final class Liar implements AutoCloseable {

        private final HttpServer server;
        private final List<String> asked = new CopyOnWriteArrayList<>();
        private volatile int status = 200;
        private volatile Map<String, String> headers = Map.of();
        private volatile byte[] body = new byte[0];
        private volatile boolean endless;

        Liar() throws IOException {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.setExecutor(Executors.newCachedThreadPool(task -> {
                Thread thread = new Thread(task, "liar");
                thread.setDaemon(true);
                return thread;
            }));
            server.createContext("/", this::lie);
            server.start();
        }

        String url() {
            return "http://127.0.0.1:" + server.getAddress().getPort();
        }

        private void lie(HttpExchange exchange) throws IOException {
            try (exchange) {
                exchange.getRequestBody().readAllBytes();
                asked.add(exchange.getRequestURI().getPath());
                headers.forEach(exchange.getResponseHeaders()::set);
                exchange.sendResponseHeaders(status, endless ? 0 : body.length == 0 ? -1 : body.length);
                OutputStream out = exchange.getResponseBody();
                out.write(body);
                byte[] more = new byte[64 * 1024];
                java.util.Arrays.fill(more, (byte) '[');
                for (long sent = 0; endless && sent < 4L << 30; sent += more.length) {
                    out.write(more);
                }
            } catch (IOException hungUp) {
                asked.add("hung up");
            }
        }

        @Override
        public void close() {
            server.stop(0);
        }
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] bomb() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream zip = new GZIPOutputStream(bytes)) {
            byte[] zeros = new byte[1 << 20];
            for (int i = 0; i < 64; i++) {
                zip.write(zeros);
            }
        }
        return bytes.toByteArray();
    }

    @Test
    void anyAnswerOfAnApiHoldsTheShootOrWaits() throws IOException {
        try (Liar liar = new Liar(); Liar elsewhere = new Liar();
                TestDarkroom studio = new TestDarkroom(folder, keys -> keys.put("darkroom.vendor.imagen.url", liar.url()))) {
            Map<String, byte[]> lies = new LinkedHashMap<>();
            lies.put("empty", new byte[0]);
            lies.put("html", text("<html><body>Welcome to nginx</body></html>"));
            lies.put("cut", text("{\"profiles\": [{\"profile_key\": 1, \"profi"));
            lies.put("null", text("null"));
            lies.put("number", text("1e400"));
            lies.put("wrong types", text("{\"profiles\": {\"profile_key\": {}}, \"project_uuid\": [1], \"data\": \"x\"}"));
            lies.put("deep", text("[".repeat(100_000)));
            lies.put("long number", text("{\"profiles\": " + "9".repeat(100_000) + "}"));
            lies.put("long key", text("{\"" + "k".repeat(200_000) + "\": 1}"));
            lies.put("bad utf-8", new byte[] {'{', '"', (byte) 0xff, (byte) 0xfe, '"', ':', '1', '}'});
            lies.put("entities", text("<!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/passwd\">]><x>&e;</x>"));
            int at = 0;
            for (Map.Entry<String, byte[]> lie : lies.entrySet()) {
                liar.body = lie.getValue();
                survives(studio, "lie-" + at++);
            }
            liar.headers = Map.of("Content-Encoding", "gzip", "Content-Type", "application/json");
            liar.body = bomb();
            survives(studio, "lie-bomb");
            liar.headers = Map.of("Location", elsewhere.url() + "/stolen");
            liar.body = new byte[0];
            for (int status : new int[] {301, 302, 303, 307, 308}) {
                liar.status = status;
                survives(studio, "lie-" + status);
            }
            assertThat(elsewhere.asked).as("no redirect is followed, with a key or without").isEmpty();
            liar.status = 200;
            liar.headers = Map.of();
            liar.endless = true;
            survives(studio, "lie-endless");
            assertThat(liar.asked).contains("hung up");
            liar.endless = false;
            assertThat(liar.asked).noneMatch(path -> path.endsWith("/edit"));
        }
    }

    /** The first step that asks the vendor ends in trouble that is told in a line, and in nothing worse. */
    private static void survives(TestDarkroom studio, String name) {
        studio.outages().listActive().forEach(outage -> studio.outages().endOutage(outage.scope()));
        studio.dropShoot(name, 1);
        studio.runUntil(name, Step.OPEN);
        studio.runner().runShoot(studio.findShoot(name).id());
        Shoot shoot = studio.findShoot(name);
        assertThat(studio.events.findByShoot(shoot.id())).as(name + ": what became of the first try is written down")
                .last().asString().doesNotStartWith("gathered");
        for (int i = 0; i < 6 && shoot.state().equals("active"); i++) {
            studio.clock.set(shoot.dueAt());
            studio.runner().runShoot(shoot.id());
            shoot = studio.findShoot(name);
        }
        assertThat(shoot.step()).as(name).isEqualTo(Step.OPEN);
        assertThat(shoot.trouble()).as(name).isNotNull();
        assertThat(shoot.trouble().code()).as(name + ": " + shoot.trouble().text()).isNotEqualTo("internal");
        assertThat(shoot.trouble().text()).as(name).hasSizeLessThan(900).doesNotContain("\n", "passwd\n", "root:");
        studio.actions().cancelShoot(shoot);
    }

    @Test
    void aResultThatLeadsElsewhereIsNotFetched() throws IOException {
        try (StubImagenServer vendor = new StubImagenServer(); TestDarkroom studio = new TestDarkroom(folder, keys ->
                keys.put("darkroom.vendor.imagen.url", vendor.url()))) {
            Path secret = Files.write(folder.resolve("secret.jpg"), TestPictures.jpeg(9));
            int at = 0;
            for (String link : List.of(secret.toUri().toString(), "file:///etc/hostname", "ftp://127.0.0.1/x", "direct:shoot-edit",
                    "jar:file:/etc/hostname!/x", "//127.0.0.1/x", "https://", "javascript:x", "http://user:pw@127.0.0.1/x")) {
                vendor.addResult("A_1.JPG", new byte[0]);
                vendor.setResultLink(link);
                String name = "away-" + at++;
                studio.dropShoot(name, 1);
                Shoot held = studio.runUntil(name, "problem");
                assertThat(held.trouble().code()).as(link).isEqualTo("link-refused");
                assertThat(held.trouble().text()).doesNotContain("pw@");
                assertThat(studio.delivery.resolve(name).resolve("A_1.JPG")).doesNotExist();
            }
        }
    }
}
