package studio.darkroom.storage;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.ResponseTransformer;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsRequest;
import software.amazon.awssdk.services.s3.model.ListObjectsResponse;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.S3Object;

/** One place in a bucket: a prefix and what lies below it. Paths are keys without that prefix, letter by letter. */
public final class BucketPrefix {

    /** Larger ones are put in parts. */
    public static final long MAX_SINGLE_PUT_BYTES = 64L << 20;

    private final Supplier<S3Client> client;
    private final String bucket;
    private final String prefix;
    private volatile boolean conditionalPuts = true;

    /** @param prefix empty, or ends with a slash */
    public BucketPrefix(Supplier<S3Client> client, String bucket, String prefix) {
        this.client = client;
        this.bucket = bucket;
        this.prefix = prefix;
    }

    public S3Client client() {
        return client.get();
    }

    public String bucket() {
        return bucket;
    }

    public String prefix() {
        return prefix;
    }

    /** The request for the listing of everything behind a path. @param after empty for the beginning */
    public ListObjectsRequest buildListRequest(String after) {
        return ListObjectsRequest.builder().bucket(bucket).prefix(prefix)
                .marker(after.isEmpty() ? null : prefix + after).build();
    }

    /** What a listing says; empty for the names of folders that some tools put as objects. */
    public Optional<StoredObject> toStoredObject(S3Object object) {
        String path = object.key().substring(prefix.length());
        return path.isEmpty() || path.endsWith("/") ? Optional.empty()
                : Optional.of(new StoredObject(path, object.size(), StoredObject.unquoteEtag(object.eTag()), object.lastModified(), Map.of()));
    }

    /** Everything whose path begins so, every page. */
    public List<StoredObject> listObjects(String pathPrefix) throws StoreFailure {
        return listObjects(pathPrefix, null);
    }

    /** Everything that lies in no folder, every page. */
    public List<StoredObject> listTopLevelObjects() throws StoreFailure {
        return listObjects("", "/");
    }

    private List<StoredObject> listObjects(String pathPrefix, String delimiter) throws StoreFailure {
        List<StoredObject> objects = new ArrayList<>();
        String marker = null;
        while (true) {
            String after = marker;
            ListObjectsResponse page = callStore(() -> client().listObjects(request -> request.bucket(bucket)
                    .prefix(prefix + pathPrefix).delimiter(delimiter).marker(after)));
            page.contents().forEach(object -> toStoredObject(object).ifPresent(objects::add));
            // Version 1 of the call names its next page only when it is asked with a delimiter.
            marker = page.nextMarker() != null && !page.nextMarker().isEmpty() ? page.nextMarker()
                    : page.contents().isEmpty() ? null : page.contents().get(page.contents().size() - 1).key();
            if (!Boolean.TRUE.equals(page.isTruncated()) || marker == null) {
                return objects;
            }
        }
    }

    /** Sees that the shelf can be listed. */
    public void checkAccess() throws StoreFailure {
        callStore(() -> client().listObjects(request -> request.bucket(bucket).prefix(prefix).maxKeys(1)));
    }

    /** One object without its bytes. */
    public Optional<StoredObject> findObject(String path) throws StoreFailure {
        try {
            HeadObjectResponse head = callStore(() -> client().headObject(request -> request.bucket(bucket).key(prefix + path)));
            return Optional.of(new StoredObject(path, head.contentLength(), StoredObject.unquoteEtag(head.eTag()), head.lastModified(),
                    head.hasMetadata() ? head.metadata() : Map.of()));
        } catch (StoreFailure failure) {
            if (failure.kind() == StoreFailure.Kind.MISSING) {
                return Optional.empty();
            }
            throw failure;
        }
    }

    /**
     * Opens an object. Closing early gives the connection up instead of reading the rest.
     *
     * @param from first byte
     * @param to last byte, or -1 for its end
     */
    public ObjectStream openObject(String path, long from, long to) throws StoreFailure {
        GetObjectRequest.Builder request = GetObjectRequest.builder().bucket(bucket).key(prefix + path);
        if (from > 0 || to >= 0) {
            request.range("bytes=" + from + "-" + (to < 0 ? "" : to));
        }
        // who waits before the first byte is for the stall watch to say: the SDK's own timer is a thread that never ends
        ResponseInputStream<GetObjectResponse> stream = callStore(() -> client().getObject(request.build(),
                ResponseTransformer.toInputStream(Duration.ZERO)));
        return new ObjectStream(stream, StoredObject.unquoteEtag(stream.response().eTag()));
    }

    /** All of an object. */
    public InputStream openObject(String path) throws StoreFailure {
        return openObject(path, 0, -1);
    }

    /**
     * Puts an object whole or not at all; large ones in parts, which are given up when it fails.
     *
     * @param type its Content-Type
     * @param onlyIfAbsent whether nothing may stand there: by the store's own condition where it has one
     * @return false when something stands there already
     */
    public boolean putObject(String path, ByteSource source, String type, Map<String, String> metadata, boolean onlyIfAbsent)
            throws IOException {
        PutObjectRequest.Builder request = PutObjectRequest.builder().bucket(bucket).key(prefix + path).contentType(type)
                .metadata(metadata);
        // Taken down once: another put may learn meanwhile that this store knows no conditions.
        boolean useCondition = onlyIfAbsent && conditionalPuts;
        try {
            if (source.size() > MAX_SINGLE_PUT_BYTES) {
                new LargePut(client(), source, request.build()).putObject(useCondition);
            } else {
                request.ifNoneMatch(useCondition ? "*" : null);
                try (PartContent content = new PartContent(source, 0, source.size())) {
                    callStore(() -> client().putObject(request.build(), content.toRequestBody()));
                }
            }
            return true;
        } catch (StoreFailure failure) {
            if (failure.kind() == StoreFailure.Kind.ALREADY_EXISTS && onlyIfAbsent) {
                return false;
            }
            if (failure.kind() == StoreFailure.Kind.NOT_SUPPORTED && useCondition) {
                // The caller has looked before; there is nothing better on such a store.
                conditionalPuts = false;
                return putObject(path, source, type, metadata, true);
            }
            throw failure;
        }
    }

    public void deleteObject(String path) throws StoreFailure {
        callStore(() -> client().deleteObject(request -> request.bucket(bucket).key(prefix + path)));
    }

    static <T> T callStore(Supplier<T> call) throws StoreFailure {
        try {
            return call.get();
        } catch (SdkException e) {
            throw StoreFailure.of(e);
        }
    }
}
