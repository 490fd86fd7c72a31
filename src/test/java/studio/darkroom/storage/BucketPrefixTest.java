package studio.darkroom.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import studio.darkroom.config.Secret;
import studio.darkroom.config.Settings;
import studio.darkroom.testing.Await;
import studio.darkroom.testing.MinimalS3Server;
import studio.darkroom.testing.TestPictures;

/** What is sent to a store over plain http is read twice, and whatever was opened for it is closed again. */
@Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class BucketPrefixTest {

    private static final int CONNECTIONS = 2;

    @TempDir
    Path folder;

    private final MinimalS3Server plain = new MinimalS3Server();
    private final BucketClients stores = new BucketClients(CONNECTIONS, Duration.ofSeconds(10));
    private final BucketPrefix shelf = stores.bucketPrefix(new Settings.BucketStore(Optional.of(URI.create(plain.url())), Optional.empty(),
            Optional.of("a-key"), Optional.of(new Secret("a-secret")), Optional.empty(), Optional.empty(), Optional.empty()),
            Settings.Place.bucket("bucket", "in"));
    private final AtomicInteger opened = new AtomicInteger();
    private final AtomicInteger closed = new AtomicInteger();

    @AfterEach
    void close() {
        stores.close();
        plain.close();
    }

    @Test
    void moreObjectsAreCopiedThanThereAreConnections() throws IOException {
        byte[] picture = TestPictures.largeJpeg(1, 300_000);
        plain.put("bucket/in/A_1.JPG", picture);
        for (int copy = 0; copy <= CONNECTIONS * 2; copy++) {
            assertThat(shelf.putObject("copy-" + copy, object(picture.length), "image/jpeg", Map.of(), true)).isTrue();
            assertThat(plain.get("bucket/in/copy-" + copy)).isEqualTo(picture);
        }
        assertThat(shelf.listObjects("copy-")).hasSize(CONNECTIONS * 2 + 1);
        assertThat(opened.get()).as("each is read for its hash and for sending").isGreaterThan(CONNECTIONS * 2 + 1);
        assertThat(closed).hasValue(opened.get());
    }

    @Test
    void copiesThatAreRefusedGiveTheirConnectionsBack() throws IOException {
        byte[] picture = TestPictures.largeJpeg(2, 300_000);
        plain.put("bucket/in/A_1.JPG", picture);
        plain.denyMethods("PUT");
        for (int copy = 0; copy <= CONNECTIONS * 2; copy++) {
            assertThatThrownBy(() -> shelf.putObject("copy", object(picture.length), "image/jpeg", Map.of(), true))
                    .isInstanceOf(StoreFailure.class);
        }
        assertThat(shelf.listObjects("")).extracting(StoredObject::path).containsExactly("A_1.JPG");
        assertThat(closed).hasValue(opened.get());
    }

    @Test
    void nothingWorksOnWhenAnObjectHasBeenReadAndTheStoresAreClosed() throws IOException {
        Set<String> before = threads();
        plain.put("bucket/in/A_1.JPG", TestPictures.jpeg(1));
        try (InputStream in = shelf.openObject("A_1.JPG")) {
            assertThat(in.readAllBytes()).isEqualTo(TestPictures.jpeg(1));
        }
        stores.close();
        plain.close();
        Await.untilTrue("no thread stays", () -> before.containsAll(threads()));
    }

    private static Set<String> threads() {
        return Thread.getAllStackTraces().keySet().stream().map(Thread::getName)
                .filter(name -> !name.startsWith("Keep-Alive")).collect(Collectors.toSet());
    }

    @Test
    void filesAreClosed() throws IOException {
        Path file = Files.write(folder.resolve("A_1.JPG"), TestPictures.jpeg(3));
        long size = Files.size(file);
        shelf.putObject("A_1.JPG", original(size, () -> Files.newInputStream(file)), "image/jpeg", Map.of(), true);
        assertThat(plain.get("bucket/in/A_1.JPG")).isEqualTo(TestPictures.jpeg(3));
        assertThat(opened).hasPositiveValue();
        assertThat(closed).hasValue(opened.get());
    }

    @Test
    void putsThatLearnAtTheSameTimeThatAStoreKnowsNoConditionsAllArrive() throws Exception {
        plain.setStrict(true);
        CyclicBarrier both = new CyclicBarrier(2);
        ExecutorService two = Executors.newFixedThreadPool(2);
        try {
            List<Future<Boolean>> puts = two.invokeAll(List.of(meeting("A_1.JPG", both), meeting("A_2.JPG", both)));
            for (Future<Boolean> put : puts) {
                assertThat(put.get()).isTrue();
            }
        } finally {
            two.shutdownNow();
        }
        assertThat(plain.names()).containsExactly("bucket/in/A_1.JPG", "bucket/in/A_2.JPG");
    }

    private Callable<Boolean> meeting(String path, CyclicBarrier both) {
        AtomicBoolean met = new AtomicBoolean();
        return () -> shelf.putObject(path, original(7, () -> {
            if (met.compareAndSet(false, true)) {
                meet(both);
            }
            return new ByteArrayInputStream("picture".getBytes(StandardCharsets.UTF_8));
        }), "image/jpeg", Map.of(), true);
    }

    private static void meet(CyclicBarrier both) throws IOException {
        try {
            both.await(10, TimeUnit.SECONDS);
        } catch (InterruptedException | BrokenBarrierException | TimeoutException e) {
            throw new IOException(e);
        }
    }

    private ByteSource object(long size) {
        return original(size, () -> shelf.openObject("A_1.JPG"));
    }

    private ByteSource original(long size, Opening opening) {
        return new ByteSource() {
            @Override
            public long size() {
                return size;
            }

            @Override
            public InputStream open() throws IOException {
                InputStream in = opening.open();
                opened.incrementAndGet();
                return new FilterInputStream(in) {
                    private boolean over;

                    @Override
                    public void close() throws IOException {
                        closed.addAndGet(over ? 0 : 1);
                        over = true;
                        super.close();
                    }
                };
            }
        };
    }

    @FunctionalInterface
    private interface Opening {
        InputStream open() throws IOException;
    }
}
