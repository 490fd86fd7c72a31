package studio.darkroom.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import studio.darkroom.config.Secret;
import studio.darkroom.config.Settings;
import studio.darkroom.testing.Await;
import studio.darkroom.testing.MinimalS3Server;

/** The switches of a store reach the wire, and keys that are not written down come from where AWS looks for them. */
class BucketClientsTest {

    private static final List<String> PLACES = List.of("aws.accessKeyId", "aws.secretAccessKey", "aws.sharedCredentialsFile",
            "aws.configFile", "aws.profile", "aws.containerCredentialsFullUri", "aws.ec2MetadataServiceEndpoint",
            "aws.disableEc2Metadata");
    private static final String KEYS = """
            {"Code":"Success","AccessKeyId":"%s","SecretAccessKey":"s","Token":"t","Expiration":"2099-01-01T00:00:00Z"}""";

    @TempDir
    Path folder;

    private final MinimalS3Server plain = new MinimalS3Server();
    private final BucketClients stores = new BucketClients(2, Duration.ofSeconds(10));

    @AfterEach
    void close() {
        PLACES.forEach(System::clearProperty);
        stores.close();
        plain.close();
    }

    @Test
    void anotherStoreThanAmazonsGetsNeitherChecksumsNorChunks() throws IOException {
        plain.setStrict(true);
        Map<String, String> headers = put(store(Optional.empty(), Optional.empty(), Optional.of("eu-west-3"), true));
        assertThat(headers).doesNotContainKeys("x-amz-trailer", "content-encoding", "x-amz-sdk-checksum-algorithm");
        assertThat(headers).containsEntry("content-length", "7");
        assertThat(headers.get("authorization")).contains("Credential=a-key/").contains("/eu-west-3/s3/");
        assertThat(plain.get("bucket/in/A_1.JPG")).hasSize(7);
    }

    @Test
    void checksumsAreSentWhenTheyAreWanted() throws IOException {
        Map<String, String> headers = put(store(Optional.of(true), Optional.of(false), Optional.empty(), true));
        assertThat(headers.keySet()).anyMatch(name -> name.startsWith("x-amz-checksum-"));
        assertThat(headers).doesNotContainKey("x-amz-trailer");
        assertThat(headers.get("authorization")).contains("/us-east-1/s3/");
    }

    @Test
    void chunksAreSentWhenTheyAreWanted() throws IOException {
        Map<String, String> headers = put(store(Optional.of(false), Optional.of(true), Optional.empty(), true));
        assertThat(headers).containsEntry("x-amz-decoded-content-length", "7");
        assertThat(headers.keySet()).noneMatch(name -> name.startsWith("x-amz-checksum-") || name.equals("x-amz-trailer"));
    }

    @Test
    void amazonsOwnStoreIsSpokenToAsTheSdkDoesIt() throws IOException {
        Settings.BucketStore amazon = new Settings.BucketStore(Optional.of(URI.create("https://s3.eu-central-1.amazonaws.com")),
                Optional.of("eu-central-1"), Optional.of("k"), Optional.of(new Secret("s")), Optional.empty(), Optional.empty(),
                Optional.empty());
        assertThat(address(amazon)).isEqualTo("https://photos.s3.eu-central-1.amazonaws.com/in/A_1.JPG");
    }

    @Test
    void theBucketStandsInThePathOrInTheHostName() {
        Optional<URI> endpoint = Optional.of(URI.create("https://store.example"));
        assertThat(address(bucket(endpoint, Optional.empty()))).isEqualTo("https://store.example/photos/in/A_1.JPG");
        assertThat(address(bucket(endpoint, Optional.of(true)))).isEqualTo("https://store.example/photos/in/A_1.JPG");
        assertThat(address(bucket(endpoint, Optional.of(false)))).isEqualTo("https://photos.store.example/in/A_1.JPG");
    }

    @Test
    void keysComeFromTheEnvironment() throws IOException {
        System.setProperty("aws.accessKeyId", "environment-key");
        System.setProperty("aws.secretAccessKey", "s");
        assertThat(put(keyless()).get("authorization")).contains("Credential=environment-key/");
    }

    @Test
    void keysComeFromTheProfile() throws IOException {
        System.setProperty("aws.sharedCredentialsFile", Files.writeString(folder.resolve("credentials"),
                "[studio]\naws_access_key_id = profile-key\naws_secret_access_key = s\n").toString());
        System.setProperty("aws.configFile", Files.createFile(folder.resolve("config")).toString());
        System.setProperty("aws.profile", "studio");
        assertThat(put(keyless()).get("authorization")).contains("Credential=profile-key/");
    }

    @Test
    void keysComeFromTheRoleOfAContainer() throws IOException {
        nobody();
        try (Giver giver = new Giver("container-key")) {
            System.setProperty("aws.containerCredentialsFullUri", giver.url() + "/keys");
            Map<String, String> headers = put(keyless());
            assertThat(headers.get("authorization")).contains("Credential=container-key/");
            assertThat(headers).containsEntry("x-amz-security-token", "t");
        }
    }

    @Test
    void keysComeFromTheRoleOfAnInstance() throws IOException {
        nobody();
        try (Giver giver = new Giver("instance-key")) {
            System.setProperty("aws.ec2MetadataServiceEndpoint", giver.url());
            assertThat(put(keyless()).get("authorization")).contains("Credential=instance-key/");
        }
    }

    @Test
    void nobodysKeysAreSaidSoAndAreNoMatterOfTheStore() {
        nobody();
        System.setProperty("aws.disableEc2Metadata", "true");
        assertThatThrownBy(() -> put(keyless())).isInstanceOfSatisfying(StoreFailure.class, failure -> {
            assertThat(failure.kind()).isEqualTo(StoreFailure.Kind.DENIED);
            assertThat(failure.advice()).contains("access key");
        });
    }

    @Test
    void noThreadIsLeftOfThemWhenTheyAreClosed() throws Exception {
        // In a process of its own, for those of other tests would go by the same name.
        Process alone = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
                System.getProperty("java.class.path"), Alone.class.getName(), plain.url()).redirectErrorStream(true)
                .redirectOutput(folder.resolve("said").toFile()).start();
        try {
            assertThat(alone.waitFor(60, TimeUnit.SECONDS)).as("it ended").isTrue();
        } finally {
            alone.destroyForcibly();
        }
        assertThat(Files.readAllLines(folder.resolve("said"))).contains("while open: [idle-connection-reaper]",
                "when closed: []");
    }

    @Test
    void nothingIsAskedOfThemWhenTheyAreClosed() {
        Settings.BucketStore store = bucket(Optional.of(URI.create(plain.url())), Optional.empty());
        stores.close();
        assertThatThrownBy(() -> stores.s3Client(store)).isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("closed");
        assertThatThrownBy(() -> stores.sqsClient(store, URI.create(plain.url() + "/1/q")))
                .isInstanceOf(IllegalStateException.class).hasMessageContaining("closed");
    }

    /** Opens a store and a queue, closes them, and says which threads there are of them. */
    static final class Alone {

        private Alone() {
        }

        public static void main(String[] address) throws IOException {
            BucketClients stores = new BucketClients(2, Duration.ofSeconds(10));
            Settings.BucketStore store = bucket(Optional.of(URI.create(address[0])), Optional.empty());
            stores.bucketPrefix(store, Settings.Place.bucket("bucket", "")).checkAccess();
            stores.sqsClient(store, URI.create(address[0] + "/1/q"));
            System.out.println("while open: " + threads());
            stores.close();
            Await.isTrueWithin(Duration.ofSeconds(10), () -> threads().isEmpty());
            System.out.println("when closed: " + threads());
            System.exit(0);
        }

        private static List<String> threads() {
            return Thread.getAllStackTraces().keySet().stream().map(Thread::getName)
                    .filter(name -> name.contains("idle-connection-reaper")).toList();
        }
    }

    private void nobody() {
        System.setProperty("aws.sharedCredentialsFile", folder.resolve("none").toString());
        System.setProperty("aws.configFile", folder.resolve("none").toString());
    }

    private String address(Settings.BucketStore store) {
        return stores.s3Client(store).utilities().getUrl(url -> url.bucket("photos").key("in/A_1.JPG")).toString();
    }

    private static Settings.BucketStore bucket(Optional<URI> endpoint, Optional<Boolean> pathStyle) {
        return new Settings.BucketStore(endpoint, Optional.empty(), Optional.of("k"), Optional.of(new Secret("s")), pathStyle,
                Optional.empty(), Optional.empty());
    }

    private Settings.BucketStore keyless() {
        return store(Optional.empty(), Optional.empty(), Optional.empty(), false);
    }

    private Settings.BucketStore store(Optional<Boolean> checksums, Optional<Boolean> chunked, Optional<String> region, boolean keys) {
        return new Settings.BucketStore(Optional.of(URI.create(plain.url())), region, keys ? Optional.of("a-key") : Optional.empty(),
                keys ? Optional.of(new Secret("a-secret")) : Optional.empty(), Optional.empty(), checksums, chunked);
    }

    private Map<String, String> put(Settings.BucketStore store) throws IOException {
        BucketPrefix shelf = stores.bucketPrefix(store, Settings.Place.bucket("bucket", "in/"));
        shelf.putObject("A_1.JPG", new Seven(), "image/jpeg", Map.of(), false);
        return plain.headers("bucket/in/A_1.JPG");
    }

    private record Seven() implements ByteSource {

        @Override
        public long size() {
            return 7;
        }

        @Override
        public InputStream open() {
            return new ByteArrayInputStream("picture".getBytes(StandardCharsets.UTF_8));
        }
    }

    /** Gives keys away as the services of containers and instances do. */
    private static final class Giver implements AutoCloseable {

        private final HttpServer server;

        Giver(String key) throws IOException {
            server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
            server.createContext("/", exchange -> {
                String path = exchange.getRequestURI().getPath();
                String text = path.endsWith("/token") ? "token" : path.endsWith("/security-credentials/") ? "role" : KEYS.formatted(key);
                byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
                exchange.getResponseHeaders().set("x-aws-ec2-metadata-token-ttl-seconds", "600");
                exchange.sendResponseHeaders(200, bytes.length);
                exchange.getResponseBody().write(bytes);
                exchange.close();
            });
            server.start();
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
