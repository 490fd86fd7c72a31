package studio.darkroom.routes;

import static org.assertj.core.api.Assertions.assertThat;
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
import studio.darkroom.inbox.settle.OriginalHasher;
import studio.darkroom.inbox.settle.ShootGatherer;
import studio.darkroom.ledger.OutageRepository;
import studio.darkroom.ledger.Photo;
import studio.darkroom.ledger.PhotoRepository;
import studio.darkroom.ledger.Shoot;
import studio.darkroom.lifecycle.Step;
import studio.darkroom.lifecycle.Trouble.Outage;
import studio.darkroom.runner.ErrorHandler;
import studio.darkroom.storage.ByteSource;
import studio.darkroom.testing.SharedTestDarkroom;
import studio.darkroom.testing.StubImagenServer;
import studio.darkroom.testing.TestDarkroom;
import studio.darkroom.testing.TestPictures;
import studio.darkroom.transfer.ShutdownSignal;

/** The bytes of an original from first sight to the receipt. */
class CustodyTest {

    @RegisterExtension
    static final SharedTestDarkroom SHARED = new SharedTestDarkroom();

    @TempDir Path folder;

    private static String hash(String name, byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance(name).digest(bytes));
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    private static PhotoRepository.PhotoHash proof(TestDarkroom studio, String shoot, int at) {
        return studio.photos().findHash(studio.photos().listAllByShoot(studio.findShoot(shoot).id()).get(at)).orElseThrow();
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
    private record Failing(long size) implements ByteSource {

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
        TestDarkroom studio = SHARED.get();
        studio.dropFile("bad/A_1.JPG", TestPictures.jpeg(3));
        studio.awaitScanned("default", "bad/A_1.JPG");
        OriginalHasher custody = new OriginalHasher(studio.photos(), photo -> new Failing(photo.size()), lane -> true,
                new ShutdownSignal(studio.context()));
        studio.clock.set(studio.findShoot("bad").dueAt());
        Shoot shoot = studio.ledger().claimShoot(studio.findShoot("bad").id()).orElseThrow();
        studio.findBean("shootGatherer", ShootGatherer.class).checkShoot(shoot);
        studio.clock.advance(Duration.ofMinutes(2));
        ShootGatherer.GatherState look = studio.findBean("shootGatherer", ShootGatherer.class).checkShoot(shoot);
        Throwable failure = catchThrowable(() -> custody.hashPhotos(shoot, look));
        assertThat(failure).isInstanceOf(Outage.class);
        Outage outage = (Outage) failure;
        assertThat(outage.code()).isEqualTo("inbox-unreadable");
        assertThat(outage.text()).contains("bad/A_1.JPG", "Input/output error");
        studio.findBean("errorHandler", ErrorHandler.class).handleOutage(shoot, new Outage(outage.scope(), outage.code(), outage.text(), outage.fix(),
                Duration.ofDays(1)));
        studio.dropShoot("good", 1);
        studio.runUntil("good", Step.DONE);
        assertThat(studio.findShoot("bad").state()).as("the others do not wait for it, it waits by itself").isEqualTo("outage");
        assertThat(studio.outages().listActive()).extracting(OutageRepository.ActiveOutage::scope).containsExactly("inbox:default/bad");
        studio.runUntil("bad", Step.DONE);
        assertThat(studio.outages().listActive()).isEmpty();
    }

    @Test
    void receipt_hasFirstHash_uploadHashAndEtag() throws IOException {
        TestDarkroom studio = SHARED.get();
        studio.dropShoot("kept", 2);
        studio.runUntil("kept", Step.OPEN);
        byte[] first = Files.readAllBytes(studio.inbox.resolve("kept/A_1.JPG"));
        assertThat(proof(studio, "kept", 0).sha256()).as("before anything was sent").isEqualTo(hash("SHA-256", first));
        studio.runUntil("kept", Step.DONE);
        JsonNode row = new ObjectMapper().readTree(studio.delivery.resolve("kept/receipt.json").toFile()).at("/photos/0");
        assertThat(row.path("sha256").asText()).isEqualTo(hash("SHA-256", first));
        assertThat(row.path("sha256AtFirstSight").asText()).isEqualTo(row.path("sha256").asText());
        assertThat(row.path("storeTag").asText()).as("the store's MD5").isEqualTo(hash("MD5", first));
    }

    @Test
    void aPhotoWhoseBytesRotUnderTheSameSizeAndTimeIsHeldAndNotEdited() throws IOException {
        TestDarkroom studio = SHARED.get();
        Path large = studio.dropFile("rotten/L_1.JPG", TestPictures.largeJpeg(3, 900_000));
        assertThat(Files.size(large)).as("room between the places that a fingerprint looks at").isGreaterThan(900_000);
        studio.awaitScanned("default", "rotten/L_1.JPG");
        studio.runUntil("rotten", Step.UPLOAD);
        rot(large, 200_000);
        Shoot held = studio.runUntil("rotten", "problem");
        assertThat(held.trouble().code()).isEqualTo("photo-changed");
        assertThat(held.trouble().text()).contains("rotten/L_1.JPG", "SHA-256");
        assertThat(studio.sim.billItems()).isEmpty();
        rot(large, 200_000);
        assertThat(studio.actions().retryShoot(held)).isEmpty();
        studio.runUntil("rotten", Step.DONE);
        assertThat(studio.sim.requests("put")).as("the mended one is sent over the other").hasSize(2);
    }

    @Test
    void aPhotoThatIsReplacedBeforeTheShootClosesIsReadAnew() throws IOException {
        TestDarkroom studio = SHARED.get();
        studio.dropFile("anew/A_1.JPG", TestPictures.jpeg(1));
        studio.dropFile("anew/A_2.JPG", java.util.Arrays.copyOf(TestPictures.jpeg(2), 300));
        studio.awaitScanned("default", "anew/A_1.JPG", "anew/A_2.JPG");
        studio.passTime(java.time.Duration.ofMinutes(2));
        assertThat(studio.findShoot("anew").step()).isEqualTo(Step.GATHER);
        assertThat(proof(studio, "anew", 0).sha256()).as("read while the other still comes")
                .isEqualTo(hash("SHA-256", TestPictures.jpeg(1)));
        studio.dropFile("anew/A_1.JPG", TestPictures.jpeg(7));
        studio.dropFile("anew/A_2.JPG", TestPictures.jpeg(2));
        studio.awaitScanned("default", "anew/A_1.JPG", "anew/A_2.JPG");
        studio.runUntil("anew", Step.DONE);
        assertThat(proof(studio, "anew", 0).sha256()).isEqualTo(hash("SHA-256", TestPictures.jpeg(7)));
    }

    @Test
    void whoDoesNotWantItIsNotReadTwice() {
        try (TestDarkroom studio = new TestDarkroom(folder, keys -> keys.put("darkroom.inbox.hash-originals", "false"))) {
            studio.dropShoot("once", 1);
            studio.runUntil("once", Step.UPLOAD);
            Photo photo = studio.photos().listByShoot(studio.findShoot("once").id()).get(0);
            assertThat(studio.photos().findHash(photo)).isEmpty();
            studio.runUntil("once", Step.DONE);
            assertThat(TestDarkroom.readText(studio.delivery.resolve("once/receipt.json"))).contains("\"sha256\"", "\"storeTag\"")
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
        try (Shelf shelf = new Shelf(body -> says.get().apply(body)); StubImagenServer vendor = new StubImagenServer(shelf.url());
                TestDarkroom studio = new TestDarkroom(folder, keys -> {
                    keys.put("darkroom.vendor.imagen.url", vendor.url());
                    keys.put("darkroom.upload.verify", "md5");
                })) {
            words.forEach((name, word) -> {
                says.set(word);
                studio.dropShoot(name, 1);
                if (name.equals("wrong")) {
                    Shoot out = studio.runUntil(name, "outage");
                    assertThat(out.trouble().code()).isEqualTo("upload-differs");
                    assertThat(out.step()).isEqualTo(Step.UPLOAD);
                } else {
                    studio.runUntil(name, Step.EDIT);
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
