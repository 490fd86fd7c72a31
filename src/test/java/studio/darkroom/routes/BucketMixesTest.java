package studio.darkroom.routes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.nio2blob.FilesystemNio2BlobStore;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Object;
import studio.darkroom.config.Secret;
import studio.darkroom.config.Settings;
import studio.darkroom.lifecycle.Step;
import studio.darkroom.sim.Fault;
import studio.darkroom.storage.BucketClients;
import studio.darkroom.testing.TestDarkroom;
import studio.darkroom.testing.TestPictures;

/** Folders and buckets in every mix, two stores with keys of their own, and originals archived only after delivery. */
class BucketMixesTest {

    private static final String OTHER_KEY = "another-access-key";
    private static final String OTHER_SECRET = "another-secret-key";

    @TempDir
    static Path root;

    private static BucketClients stores;
    private static TestDarkroom studio;
    private static S3Proxy other;
    private static S3Client outside;

    @BeforeAll
    static void open() throws Exception {
        other = S3Proxy.builder().blobStore(new FilesystemNio2BlobStore(Files.createDirectory(root.resolve("other")).toString()))
                .endpoint(URI.create("http://127.0.0.1:0")).ignoreUnknownHeaders(true)
                .awsAuthentication(AuthenticationType.AWS_V2_OR_V4, OTHER_KEY, OTHER_SECRET).build();
        other.start();
        stores = new BucketClients(4, Duration.ofSeconds(30));
        outside = stores.s3Client(new Settings.BucketStore(Optional.of(endpoint()), Optional.empty(), Optional.of(OTHER_KEY),
                Optional.of(new Secret(OTHER_SECRET)), Optional.empty(), Optional.empty(), Optional.empty()));
        outside.createBucket(request -> request.bucket("outside"));
        studio = new TestDarkroom(Files.createDirectory(root.resolve("studio")), BucketMixesTest::lanes);
    }

    private static URI endpoint() {
        return URI.create("http://127.0.0.1:" + other.getPort());
    }

    private static void lanes(Map<String, String> keys) {
        keys.put("darkroom.lanes", "default, mover, shredder, homeward, outward");
        lane(keys, "mover", "bucket:mixes/in-mover", "bucket:outside/out-mover", "move:bucket:mixes/kept");
        elsewhere(keys, "mover");
        lane(keys, "shredder", "bucket:mixes/in-shredder", "bucket:mixes/out-shredder", "delete");
        lane(keys, "homeward", "bucket:mixes/in-homeward", "folder:out-homeward", "move:folder:kept-homeward");
        lane(keys, "outward", "folder:in-outward", "bucket:outside/out-outward", "move:bucket:mixes/kept-outward");
        elsewhere(keys, "outward");
        try {
            Files.createDirectories(root.resolve("studio/in-outward"));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static void lane(Map<String, String> keys, String lane, String inbox, String delivery, String archive) {
        String of = "darkroom.lane." + lane + ".";
        keys.put(of + "inbox", inbox);
        keys.put(of + "delivery", delivery);
        keys.put(of + "archive", archive);
        keys.put(of + "ticket", keys.get("darkroom.lane.default.ticket"));
    }

    private static void elsewhere(Map<String, String> keys, String lane) {
        String of = "darkroom.lane." + lane + ".delivery.bucket.";
        keys.put(of + "endpoint", endpoint().toString());
        keys.put(of + "access-key", OTHER_KEY);
        keys.put(of + "secret-key", OTHER_SECRET);
    }

    @AfterAll
    static void close() throws Exception {
        studio.close();
        stores.close();
        other.stop();
    }

    @Test
    void fromABucketToABucketOfAnotherStoreAndMovedWithinTheFirst() {
        put("mover", "wedding", 2);
        studio.runUntil("wedding", Step.DONE);
        assertThat(outside("out-mover/wedding/")).containsExactly("out-mover/wedding/A_1.JPG", "out-mover/wedding/A_2.JPG",
                "out-mover/wedding/receipt.json");
        assertThat(studio.sim.store().listKeys("mixes", "in-mover/wedding/")).isEmpty();
        assertThat(studio.sim.store().listKeys("mixes", "kept/wedding/")).hasSize(2);
        assertThat(studio.buckets.getObject("mixes", "kept/wedding/A_2.JPG")).isEqualTo(picture("wedding", 2));
    }

    @Test
    void fromABucketToAFolder() throws IOException {
        put("homeward", "home", 2);
        studio.runUntil("home", Step.DONE);
        assertThat(TestDarkroom.listFiles(root.resolve("studio/out-homeward/home"))).containsExactly("A_1.JPG", "A_2.JPG", "receipt.json");
        assertThat(Files.readAllBytes(root.resolve("studio/kept-homeward/home/A_1.JPG"))).isEqualTo(picture("home", 1));
        assertThat(studio.sim.store().listKeys("mixes", "in-homeward/home/")).isEmpty();
    }

    @Test
    void fromAFolderToABucketOfAnotherStore() throws IOException {
        Path shoot = Files.createDirectories(root.resolve("studio/in-outward/away"));
        Files.write(shoot.resolve("A_1.JPG"), TestPictures.jpeg(1));
        studio.awaitListed("outward", "away/A_1.JPG");
        studio.runUntil("away", Step.DONE);
        assertThat(outside("out-outward/away/")).containsExactly("out-outward/away/A_1.JPG", "out-outward/away/receipt.json");
        assertThat(studio.buckets.getObject("mixes", "kept-outward/away/A_1.JPG")).isEqualTo(TestPictures.jpeg(1));
        assertThat(shoot.resolve("A_1.JPG")).doesNotExist();
    }

    @Test
    void originalsAreDeletedOnlyAfterDelivery() {
        put("shredder", "shred", 2);
        studio.runUntil("shred", Step.ARCHIVE);
        assertThat(studio.sim.store().listKeys("mixes", "in-shredder/shred/")).hasSize(2);
        studio.runUntil("shred", Step.DONE);
        assertThat(studio.sim.store().listKeys("mixes", "in-shredder/shred/")).isEmpty();
        assertThat(studio.sim.store().listKeys("mixes", "out-shredder/shred/")).hasSize(3);
    }

    @Test
    void aDeliveredObjectThatIsNoLongerWhatWasDeliveredSavesTheOriginals() {
        put("shredder", "altered", 2);
        studio.runUntil("altered", Step.ARCHIVE);
        studio.buckets.putObject("mixes", "out-shredder/altered/A_1.JPG", TestPictures.jpeg(77));
        assertThat(studio.runUntil("altered", "problem").trouble().code()).isEqualTo("delivery-changed");
        assertThat(studio.sim.store().listKeys("mixes", "in-shredder/altered/")).hasSize(2);
        studio.actions().cancelShoot(studio.findShoot("altered"));
    }

    @Test
    void anOriginalThatWasReplacedSinceIsNotDeleted() {
        put("shredder", "newer", 1);
        studio.runUntil("newer", Step.ARCHIVE);
        studio.buckets.putObject("mixes", "in-shredder/newer/A_1.JPG", TestPictures.jpeg(78));
        assertThat(studio.runUntil("newer", "problem").trouble().code()).isEqualTo("photo-changed");
        assertThat(studio.buckets.getObject("mixes", "in-shredder/newer/A_1.JPG")).isEqualTo(TestPictures.jpeg(78));
        studio.actions().cancelShoot(studio.findShoot("newer"));
    }

    @Test
    void aStopBetweenCopyAndDeleteLeavesACopyTooManyAndNothingLess() {
        put("mover", "halfway", 2);
        studio.runUntil("halfway", Step.ARCHIVE);
        studio.sim.faults().add(Fault.on("store-delete").status(503).matching("halfway").times(4));
        studio.runDueShoots();
        assertThat(studio.sim.store().listKeys("mixes", "in-mover/halfway/")).hasSize(2);
        assertThat(studio.sim.store().listKeys("mixes", "kept/halfway/")).hasSize(1);
        studio.stop();
        studio.start();
        studio.runUntil("halfway", Step.DONE);
        assertThat(studio.sim.store().listKeys("mixes", "in-mover/halfway/")).isEmpty();
        assertThat(studio.sim.store().listKeys("mixes", "kept/halfway/")).hasSize(2);
    }

    @Test
    void aStopAfterAPutWhoseAnswerWasNotWrittenDownDeliversOnce() {
        put("shredder", "killed", 2);
        studio.runUntil("killed", Step.DELIVER);
        studio.runDueShoots();
        // The ledger as a kill after the PUT leaves it: the objects exist, the results count as not delivered.
        assertThat(studio.actions().redeliverShoot(studio.findShoot("killed"))).isEmpty();
        studio.stop();
        studio.start();
        studio.runUntil("killed", Step.DONE);
        assertThat(studio.sim.store().listKeys("mixes", "out-shredder/killed/")).containsExactlyInAnyOrder(
                "out-shredder/killed/A_1.JPG", "out-shredder/killed/A_2.JPG", "out-shredder/killed/receipt.json");
    }

    private static void put(String lane, String name, int photos) {
        String[] paths = new String[photos];
        for (int i = 0; i < photos; i++) {
            paths[i] = name + "/A_" + (i + 1) + ".JPG";
            studio.buckets.putObject("mixes", "in-" + lane + "/" + paths[i], picture(name, i + 1));
        }
        studio.awaitListed(lane, paths);
    }

    /** A different one for each shoot: a photo that was archived and is copied again would be a decision. */
    private static byte[] picture(String shoot, int number) {
        return TestPictures.jpeg(Math.floorMod(shoot.hashCode(), 50) * 4 + number);
    }

    private static List<String> outside(String prefix) {
        return outside.listObjects(request -> request.bucket("outside").prefix(prefix)).contents().stream()
                .map(S3Object::key).sorted().toList();
    }
}
