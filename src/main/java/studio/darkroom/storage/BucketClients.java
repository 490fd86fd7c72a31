package studio.darkroom.storage;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.CamelContext;
import org.apache.camel.component.aws2.s3.AWS2S3Component;
import org.apache.camel.component.aws2.sqs.Sqs2Component;
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
import studio.darkroom.config.Settings;

/** The clients of the stores in the settings of lanes, one for each store. */
public final class BucketClients implements AutoCloseable {

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);
    /** One retry for a busy store; the ledger schedules all further attempts. */
    private static final int MAX_ATTEMPTS = 2;
    private static final Pattern SQS_HOST = Pattern.compile("^sqs\\.([a-z0-9-]+)\\.amazonaws\\.com");
    private static final Region DEFAULT_REGION = Region.US_EAST_1;

    private final int maxConnections;
    private final Duration socketTimeout;
    private final Map<Settings.BucketStore, S3Client> s3Clients = new HashMap<>();
    private final Map<URI, SqsClient> sqsClients = new HashMap<>();
    /** The SDK closes only what it created for a client. */
    private final List<SdkAutoCloseable> closeables = new ArrayList<>();
    private boolean closed;

    /**
     * @param maxConnections to one store at the same time
     * @param socketTimeout a call is aborted after this time without data
     */
    public BucketClients(int maxConnections, Duration socketTimeout) {
        this.maxConnections = maxConnections;
        this.socketTimeout = socketTimeout;
    }

    /**
     * Adds the S3 and SQS components of Darkroom, separate from those of the host: {@code bucket-s3} and {@code bucket-sqs}.
     * They do not look up a client; the route of each lane names its own.
     */
    public static void addComponents(CamelContext context) {
        AWS2S3Component s3 = new AWS2S3Component();
        s3.setAutowiredEnabled(false);
        context.addComponent("bucket-s3", s3);
        Sqs2Component sqs = new Sqs2Component();
        sqs.setAutowiredEnabled(false);
        context.addComponent("bucket-sqs", sqs);
    }

    /** The client of a store; closed with this. @throws IllegalStateException if no region is known, or if this is closed */
    public synchronized S3Client s3Client(Settings.BucketStore store) {
        requireOpen();
        return s3Clients.computeIfAbsent(store, this::createS3Client);
    }

    /** A prefix in a bucket of a store. @param place a bucket */
    public BucketPrefix bucketPrefix(Settings.BucketStore store, Settings.Place place) {
        return new BucketPrefix(() -> s3Client(store), place.bucket(), place.prefix());
    }

    private S3Client createS3Client(Settings.BucketStore store) {
        S3ClientBuilder builder = S3Client.builder().httpClient(createHttpClient()).credentialsProvider(createCredentials(store))
                .overrideConfiguration(retries -> retries.retryStrategy(AwsRetryStrategy.standardRetryStrategy().toBuilder()
                        .maxAttempts(MAX_ATTEMPTS).build()))
                .forcePathStyle(store.pathStyle().orElse(!store.isAmazon()))
                .serviceConfiguration(S3Configuration.builder()
                        .chunkedEncodingEnabled(store.chunked().orElse(store.isAmazon())).build());
        // Two common stores refuse the SDK's own checksums, or store them as if they were photo data.
        if (!store.checksums().orElse(store.isAmazon())) {
            builder.requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                    .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED);
        }
        store.endpoint().ifPresent(builder::endpointOverride);
        regionOf(store).ifPresent(builder::region);
        return registerCloseable(buildClient(builder::build));
    }

    /** The client of the event queue of a store. @throws IllegalStateException if no region is known */
    public synchronized SqsClient sqsClient(Settings.BucketStore store, URI queue) {
        requireOpen();
        return sqsClients.computeIfAbsent(queue, url -> {
            SqsClientBuilder builder = SqsClient.builder().httpClient(createHttpClient()).credentialsProvider(createCredentials(store))
                    .endpointOverride(url.resolve("/"));
            Matcher named = SQS_HOST.matcher(String.valueOf(url.getHost()));
            (named.find() ? Optional.of(Region.of(named.group(1))) : regionOf(store)).ifPresent(builder::region);
            return registerCloseable(buildClient(builder::build));
        });
    }

    private SdkHttpClient createHttpClient() {
        return registerCloseable(Apache5HttpClient.builder().maxConnections(maxConnections).connectionTimeout(CONNECT_TIMEOUT).socketTimeout(socketTimeout)
                .connectionAcquisitionTimeout(Duration.ofMinutes(10)).build());
    }

    private AwsCredentialsProvider createCredentials(Settings.BucketStore store) {
        return store.accessKey().isEmpty() ? registerCloseable(DefaultCredentialsProvider.builder().build())
                : StaticCredentialsProvider.create(AwsBasicCredentials.create(store.accessKey().get(),
                store.secretKey().orElseThrow().reveal()));
    }

    private <T extends SdkAutoCloseable> T registerCloseable(T part) {
        closeables.add(part);
        return part;
    }

    private static Optional<Region> regionOf(Settings.BucketStore store) {
        return store.region().map(Region::of).or(() -> store.isAmazon() ? Optional.empty() : Optional.of(DEFAULT_REGION));
    }

    private static <T> T buildClient(java.util.function.Supplier<T> builder) {
        try {
            return builder.get();
        } catch (SdkClientException e) {
            throw new IllegalStateException("Cannot address the store of a lane's bucket (" + e.getMessage()
                    + "); set darkroom.bucket.region, or AWS_REGION", e);
        }
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("The clients of the stores are closed");
        }
    }

    /** Closes every client with its connections and credentials providers, the last one first. */
    @Override
    public synchronized void close() {
        closed = true;
        for (int last = closeables.size() - 1; last >= 0; last--) {
            closeables.get(last).close();
        }
        closeables.clear();
        s3Clients.clear();
        sqsClients.clear();
    }
}
