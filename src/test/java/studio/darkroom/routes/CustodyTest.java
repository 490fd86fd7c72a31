package studio.darkroom.routes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import studio.darkroom.inbox.Custody;
import studio.darkroom.inbox.Gathering;
import studio.darkroom.ledger.Outages;
import studio.darkroom.ledger.Photo;
import studio.darkroom.ledger.Proofs;
import studio.darkroom.ledger.Shoot;
import studio.darkroom.ledger.Step;
import studio.darkroom.testing.Pictures;
import studio.darkroom.testing.SharedStudio;
import studio.darkroom.testing.StrangeVendor;
import studio.darkroom.testing.Studio;
import studio.darkroom.transfer.Draining;
import studio.darkroom.transfer.Original;
import studio.darkroom.trouble.Outage;
import studio.darkroom.trouble.Triage;

/** The bytes of an original from first sight to the receipt. */
class CustodyTest {

    @RegisterExtension
    static final SharedStudio SHARED = new SharedStudio();

    @TempDir Path folder;

    private static String hash(String name, byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance(name).digest(bytes));
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    private static Proofs.Proof proof(Studio studio, String shoot, int at) {
        return new Proofs(studio.ledger()).of(studio.photos().all(studio.shoot(shoot).id()).get(at)).orElseThrow();
    }

    /** Other bytes under the same size and time, at a place that no fingerprint looks at. */
    private static void rot(Path file, int at) throws IOException {
        FileTime time = Files.getLastModifiedTime(file);
        byte[] bytes = Files.readAllBytes(file);
        bytes[at] ^= 1;
        Files.write(file, bytes);
        Files.setLastModifiedTime(file, time);
    }

    /** A disk that fails in the middle of a photo, where no look looks. */
    private record Failing(long size) implements Original {

        @Override
        public InputStream open() {
            return new SequenceInputStream(new ByteArrayInputStream(new byte[1000]), new InputStream() {

                @Override
                public int read() throws IOException {
                    throw new IOException("Input/output error");
                }
            });
        }
    }

    @Test
    void aPhotoThatCannotBeReadInItsMiddleIsToldAndNotReadForEver() {
        Studio studio = SHARED.get();
        studio.drop("bad/A_1.JPG", Pictures.jpeg(3));
        studio.seen("default", "bad/A_1.JPG");
        Custody custody = new Custody(new Proofs(studio.ledger()), photo -> new Failing(photo.size()), lane -> true,
                new Draining());
        studio.clock.set(studio.shoot("bad").due());
        Shoot shoot = studio.ledger().claim(studio.shoot("bad").id()).orElseThrow();
        studio.bean("gathering", Gathering.class).look(shoot);
        studio.clock.advance(Duration.ofMinutes(2));
        Gathering.Look look = studio.bean("gathering", Gathering.class).look(shoot);
        Throwable failure = catchThrowable(() -> custody.taken(shoot, look));
        assertThat(failure).isInstanceOf(Outage.class)
                .hasMessageContaining("bad/A_1.JPG cannot be read: Input/output error");
        Outage outage = (Outage) failure;
        studio.bean("triage", Triage.class).out(shoot, new Outage(outage.scope(), outage.code(), outage.text(), outage.fix(),
                Duration.ofDays(1)));
        studio.shoot("good", 1);
        studio.until("good", Step.DONE);
        assertThat(studio.shoot("bad").state()).as("the others do not wait for it, it waits by itself").isEqualTo("outage");
        assertThat(studio.outages().standing()).extracting(Outages.Outage::scope).containsExactly("inbox:default/bad");
        studio.until("bad", Step.DONE);
        assertThat(studio.outages().standing()).isEmpty();
    }

    @Test
    void theHashAtFirstSightWhatWasSentAndTheStoresWordStandInTheReceipt() throws IOException {
        Studio studio = SHARED.get();
        studio.shoot("kept", 2);
        studio.until("kept", Step.OPEN);
        byte[] first = Files.readAllBytes(studio.inbox.resolve("kept/A_1.JPG"));
        assertThat(proof(studio, "kept", 0).sha256()).as("before anything was sent").isEqualTo(hash("SHA-256", first));
        studio.until("kept", Step.DONE);
        JsonNode row = new ObjectMapper().readTree(studio.delivery.resolve("kept/receipt.json").toFile()).at("/photos/0");
        assertThat(row.path("sha256").asText()).isEqualTo(hash("SHA-256", first));
        assertThat(row.path("sha256AtFirstSight").asText()).isEqualTo(row.path("sha256").asText());
        assertThat(row.path("storeTag").asText()).as("the store's MD5").isEqualTo(hash("MD5", first));
    }

    @Test
    void aPhotoWhoseBytesRotUnderTheSameSizeAndTimeIsHeldAndNotEdited() throws IOException {
        Studio studio = SHARED.get();
        Path large = studio.drop("rotten/L_1.JPG", Pictures.large(3, 900_000));
        assertThat(Files.size(large)).as("room between the places that a fingerprint looks at").isGreaterThan(900_000);
        studio.seen("default", "rotten/L_1.JPG");
        studio.until("rotten", Step.UPLOAD);
        rot(large, 200_000);
        Shoot held = studio.until("rotten", "problem");
        assertThat(held.trouble().code()).isEqualTo("photo-changed");
        assertThat(held.trouble().text()).contains("rotten/L_1.JPG", "other bytes than when it arrived");
        assertThat(studio.sim.billed()).isEmpty();
        rot(large, 200_000);
        assertThat(studio.office().retry(held)).isEmpty();
        studio.until("rotten", Step.DONE);
        assertThat(studio.sim.requests("put")).as("the mended one is sent over the other").hasSize(2);
    }

    @Test
    void aPhotoThatIsReplacedBeforeTheShootClosesIsReadAnew() throws IOException {
        Studio studio = SHARED.get();
        studio.drop("anew/A_1.JPG", Pictures.jpeg(1));
        studio.drop("anew/A_2.JPG", java.util.Arrays.copyOf(Pictures.jpeg(2), 300));
        studio.seen("default", "anew/A_1.JPG", "anew/A_2.JPG");
        studio.pass(java.time.Duration.ofMinutes(2));
        assertThat(studio.shoot("anew").step()).isEqualTo(Step.GATHER);
        assertThat(proof(studio, "anew", 0).sha256()).as("read while the other still comes")
                .isEqualTo(hash("SHA-256", Pictures.jpeg(1)));
        studio.drop("anew/A_1.JPG", Pictures.jpeg(7));
        studio.drop("anew/A_2.JPG", Pictures.jpeg(2));
        studio.seen("default", "anew/A_1.JPG", "anew/A_2.JPG");
        studio.until("anew", Step.DONE);
        assertThat(proof(studio, "anew", 0).sha256()).isEqualTo(hash("SHA-256", Pictures.jpeg(7)));
    }

    @Test
    void whoDoesNotWantItIsNotReadTwice() {
        try (Studio studio = new Studio(folder, keys -> keys.put("darkroom.gather.hash", "false"))) {
            studio.shoot("once", 1);
            studio.until("once", Step.UPLOAD);
            Photo photo = studio.photos().of(studio.shoot("once").id()).get(0);
            assertThat(new Proofs(studio.ledger()).of(photo)).isEmpty();
            studio.until("once", Step.DONE);
            assertThat(Studio.text(studio.delivery.resolve("once/receipt.json"))).contains("\"sha256\"", "\"storeTag\"")
                    .doesNotContain("AtFirstSight");
        }
    }

    @Test
    void theStoresWordIsHeldAgainstWhatWasSent() throws IOException {
        Map<String, Function<byte[], String>> words = new LinkedHashMap<>();
        words.put("right", body -> hash("MD5", body).toUpperCase(Locale.ROOT));
        words.put("quoted", body -> '"' + hash("MD5", body) + '"');
        words.put("weak", body -> "W/\"abc\"");
        words.put("parts", body -> '"' + hash("MD5", body) + "-3\"");
        words.put("none", body -> null);
        words.put("wrong", body -> '"' + hash("MD5", new byte[0]) + '"');
        AtomicReference<Function<byte[], String>> says = new AtomicReference<>();
        try (Shelf shelf = new Shelf(body -> says.get().apply(body)); StrangeVendor vendor = new StrangeVendor(shelf.url());
                Studio studio = new Studio(folder, keys -> {
                    keys.put("darkroom.vendor.imagen.url", vendor.url());
                    keys.put("darkroom.upload.check", "md5");
                })) {
            words.forEach((name, word) -> {
                says.set(word);
                studio.shoot(name, 1);
                if (name.equals("wrong")) {
                    Shoot out = studio.until(name, "outage");
                    assertThat(out.trouble().code()).isEqualTo("upload-differs");
                    assertThat(out.step()).isEqualTo(Step.UPLOAD);
                } else {
                    studio.until(name, Step.EDIT);
                    assertThat(proof(studio, name, 0).etag() == null).as(name).isEqualTo(name.equals("none"));
                }
            });
        }
    }

    /** Takes whatever is put, and answers with the ETag it was told. */
    private static final class Shelf implements AutoCloseable {

        private final HttpServer server;

        Shelf(Function<byte[], String> tag) throws IOException {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.createContext("/", exchange -> take(exchange, tag));
            server.start();
        }

        private static void take(HttpExchange exchange, Function<byte[], String> tag) throws IOException {
            try (exchange) {
                String etag = tag.apply(exchange.getRequestBody().readAllBytes());
                if (etag != null) {
                    exchange.getResponseHeaders().set("ETag", etag);
                }
                exchange.sendResponseHeaders(200, -1);
            }
        }

        String url() {
            return "http://127.0.0.1:" + server.getAddress().getPort();
        }

        @Override
        public void close() {
            server.stop(0);
        }
    }
}
