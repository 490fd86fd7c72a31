package studio.darkroom.storage;

import java.io.FilterInputStream;
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

/** A prefix in a bucket, and the objects below it. Paths are keys without that prefix, unchanged. */
public final class BucketPrefix {

    /** Larger objects are put in parts. */
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

    /** The request that lists everything after a path. @param after empty to list from the start */
    public ListObjectsRequest buildListRequest(String after) {
        return ListObjectsRequest.builder().bucket(bucket).prefix(prefix)
                .marker(after.isEmpty() ? null : prefix + after).build();
    }

    /** The object of a listing; empty for a folder, which some tools store as an object. */
    public Optional<StoredObject> toStoredObject(S3Object object) {
        String path = object.key().substring(prefix.length());
        return path.isEmpty() || path.endsWith("/") ? Optional.empty()
                : Optional.of(new StoredObject(path, object.size(), StoredObject.unquoteEtag(object.eTag()), object.lastModified(), Map.of()));
    }

    /** All objects whose paths have a prefix. */
    public List<StoredObject> listObjects(String pathPrefix) throws StoreFailure {
        return listObjects(pathPrefix, null);
    }

    /** All objects that are not in a folder. */
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
            // Version 1 of the call returns the next marker only if the request has a delimiter.
            marker = page.nextMarker() != null && !page.nextMarker().isEmpty() ? page.nextMarker()
                    : page.contents().isEmpty() ? null : page.contents().get(page.contents().size() - 1).key();
            if (!Boolean.TRUE.equals(page.isTruncated()) || marker == null) {
                return objects;
            }
        }
    }

    /** Checks that the prefix can be listed. */
    public void checkAccess() throws StoreFailure {
        callStore(() -> client().listObjects(request -> request.bucket(bucket).prefix(prefix).maxKeys(1)));
    }

    /** The description of one object. */
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
     * Opens an object. Closing it early aborts the connection instead of reading the rest.
     *
     * @param from first byte
     * @param to last byte; -1: to the end
     */
    public ObjectStream openObject(String path, long from, long to) throws StoreFailure {
        GetObjectRequest.Builder request = GetObjectRequest.builder().bucket(bucket).key(prefix + path);
        if (from > 0 || to >= 0) {
            request.range("bytes=" + from + "-" + (to < 0 ? "" : to));
        }
        // The socket time-out limits the wait for the first byte; a timer of the SDK would start a thread that never ends.
        ResponseInputStream<GetObjectResponse> stream = callStore(() -> client().getObject(request.build(),
                ResponseTransformer.toInputStream(Duration.ZERO)));
        return new ObjectStream(stream, StoredObject.unquoteEtag(stream.response().eTag()));
    }

    /** Opens a whole object. */
    public InputStream openObject(String path) throws StoreFailure {
        return openObject(path, 0, -1);
    }

    /**
     * Puts an object completely or not at all; a large one in parts, which are deleted if it fails.
     *
     * @param type its Content-Type
     * @param onlyIfAbsent whether no object may exist there: by a condition, if the store supports conditions
     * @return false if an object exists there
     */
    public boolean putObject(String path, ByteSource source, String type, Map<String, String> metadata, boolean onlyIfAbsent)
            throws IOException {
        PutObjectRequest.Builder request = PutObjectRequest.builder().bucket(bucket).key(prefix + path).contentType(type)
                .metadata(metadata);
        // Read once: another put may find out meanwhile that this store does not support conditions.
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
                // The caller has checked before; such a store offers nothing better.
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

    /** The bytes of one object while they are received. */
    public static final class ObjectStream extends FilterInputStream {

        private final ResponseInputStream<?> response;
        private final String etag;
        private boolean endSeen;

        ObjectStream(ResponseInputStream<?> response, String etag) {
            super(response);
            this.response = response;
            this.etag = etag;
        }

        /** The ETag of the content. */
        public String etag() {
            return etag;
        }

        @Override
        public int read() throws IOException {
            return trackEnd(runRead(in::read));
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            return trackEnd(runRead(() -> in.read(buffer, offset, length)));
        }

        private int trackEnd(int read) {
            endSeen |= read < 0;
            return read;
        }

        private static int runRead(ReadCall call) throws StoreFailure {
            try {
                return call.read();
            } catch (SdkException e) {
                throw StoreFailure.of(e);
            } catch (IOException e) {
                throw new StoreFailure(StoreFailure.Kind.UNAVAILABLE, "the connection to the store broke (" + e.getMessage() + ")", e);
            }
        }

        @Override
        public void close() throws IOException {
            if (endSeen) {
                response.close();
            } else {
                response.abort();
            }
        }

        @FunctionalInterface
        private interface ReadCall {
            int read() throws IOException;
        }
    }
}
