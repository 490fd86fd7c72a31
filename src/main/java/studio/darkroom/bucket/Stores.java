package studio.darkroom.bucket;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;
import software.amazon.awssdk.services.s3.S3Configuration;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.SqsClientBuilder;
import software.amazon.awssdk.utils.SdkAutoCloseable;
import studio.darkroom.Settings;

/** The clients of the stores that lanes name, one for each way to reach one; nothing of a host's is touched. */
public final class Stores implements AutoCloseable {

    private static final Duration CONNECT = Duration.ofSeconds(10);
    /** Once more for a store that is busy for a moment; everything else is the ledger's to try again. */
    private static final int ATTEMPTS = 2;
    private static final Pattern QUEUE = Pattern.compile("^sqs\\.([a-z0-9-]+)\\.amazonaws\\.com");
    private static final Region NAMELESS = Region.US_EAST_1;

    private final int connections;
    private final Duration stall;
    private final Map<Settings.Bucket, S3Client> clients = new HashMap<>();
    private final Map<URI, SqsClient> queues = new HashMap<>();
    /** The SDK closes with a client only what it made for it by itself. */
    private final List<SdkAutoCloseable> open = new ArrayList<>();
    private boolean closed;

    /**
     * @param connections at once to one store
     * @param stall without a byte for so long a call is broken off
     */
    public Stores(int connections, Duration stall) {
        this.connections = connections;
        this.stall = stall;
    }

    /** The client of a store; closed with this. @throws IllegalStateException when no region is known, or all is closed */
    public synchronized S3Client client(Settings.Bucket store) {
        present();
        return clients.computeIfAbsent(store, this::open);
    }

    /** A place in a bucket of a store. @param place a bucket */
    public Shelf shelf(Settings.Bucket store, Settings.Place place) {
        return new Shelf(() -> client(store), place.bucket(), place.prefix());
    }

    private S3Client open(Settings.Bucket store) {
        S3ClientBuilder builder = S3Client.builder().httpClient(http()).credentialsProvider(keys(store))
                .overrideConfiguration(retries -> retries.retryStrategy(AwsRetryStrategy.standardRetryStrategy().toBuilder()
                        .maxAttempts(ATTEMPTS).build()))
                .forcePathStyle(store.pathStyle().orElse(!store.amazon()))
                .serviceConfiguration(S3Configuration.builder()
                        .chunkedEncodingEnabled(store.chunked().orElse(store.amazon())).build());
        // Two of the common stores refuse the SDK's own checksums, or keep them as if they were photo data.
        if (!store.checksums().orElse(store.amazon())) {
            builder.requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                    .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED);
        }
        store.endpoint().ifPresent(builder::endpointOverride);
        region(store).ifPresent(builder::region);
        return held(built(builder::build));
    }

    /** The client of a queue that stands beside a store. @throws IllegalStateException when no region is known */
    public synchronized SqsClient queue(Settings.Bucket store, URI queue) {
        present();
        return queues.computeIfAbsent(queue, url -> {
            SqsClientBuilder builder = SqsClient.builder().httpClient(http()).credentialsProvider(keys(store))
                    .endpointOverride(url.resolve("/"));
            Matcher named = QUEUE.matcher(String.valueOf(url.getHost()));
            (named.find() ? Optional.of(Region.of(named.group(1))) : region(store)).ifPresent(builder::region);
            return held(built(builder::build));
        });
    }

    private SdkHttpClient http() {
        return held(Apache5HttpClient.builder().maxConnections(connections).connectionTimeout(CONNECT).socketTimeout(stall)
                .connectionAcquisitionTimeout(Duration.ofMinutes(10)).build());
    }

    private AwsCredentialsProvider keys(Settings.Bucket store) {
        return store.accessKey().isEmpty() ? held(DefaultCredentialsProvider.builder().build())
                : StaticCredentialsProvider.create(AwsBasicCredentials.create(store.accessKey().get(),
                store.secretKey().orElseThrow().reveal()));
    }

    private <T extends SdkAutoCloseable> T held(T part) {
        open.add(part);
        return part;
    }

    private static Optional<Region> region(Settings.Bucket store) {
        return store.region().map(Region::of).or(() -> store.amazon() ? Optional.empty() : Optional.of(NAMELESS));
    }

    private static <T> T built(java.util.function.Supplier<T> builder) {
        try {
            return builder.get();
        } catch (SdkClientException e) {
            throw new IllegalStateException("A lane names a bucket, and the store cannot be addressed (" + e.getMessage()
                    + "): set darkroom.bucket.region, or AWS_REGION", e);
        }
    }

    private void present() {
        if (closed) {
            throw new IllegalStateException("The stores were closed together with Darkroom: nothing is asked of them"
                    + " any more");
        }
    }

    /** Closes every client with its connections and whatever fetches its keys, the last one first. */
    @Override
    public synchronized void close() {
        closed = true;
        for (int last = open.size() - 1; last >= 0; last--) {
            open.get(last).close();
        }
        open.clear();
        clients.clear();
        queues.clear();
    }
}
