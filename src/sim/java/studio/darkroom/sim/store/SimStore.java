package studio.darkroom.sim.store;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.blobstore.BlobStore;
import org.gaul.s3proxy.blobstore.domain.MultipartUpload;
import org.gaul.s3proxy.nio2blob.FilesystemNio2BlobStore;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.CreateMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.Part;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;

/**
 * The S3-compatible store behind the links: one s3proxy on a temporary folder, shared by all simulators of a JVM because
 * stopping it takes two seconds. It verifies signatures, expiry and signed headers itself. The methods of this class access
 * it directly; clients connect through a {@link StoreProxy}.
 */
public final class SimStore {

    public static final String ACCESS_KEY = "SIMACCESSKEY00000001";
    public static final String SECRET_KEY = "sim-secret-key-0000000000000000000001";
    public static final String REGION = "us-east-1";

    private static SimStore shared;

    private final Path folder;
    private final BlobStore blobs;
    private final int port;

    private SimStore() throws Exception {
        folder = Files.createTempDirectory("darkroom-sim-store");
        blobs = new FilesystemNio2BlobStore(folder.toString());
        S3Proxy proxy = S3Proxy.builder().blobStore(blobs).endpoint(URI.create("http://127.0.0.1:0"))
                .awsAuthentication(AuthenticationType.AWS_V2_OR_V4, ACCESS_KEY, SECRET_KEY)
                .ignoreUnknownHeaders(true).build();
        proxy.start();
        port = proxy.getPort();
        Runtime.getRuntime().addShutdownHook(new Thread(this::deleteFolder, "sim-store-cleaner"));
    }

    /** The store of this JVM, started by the first call. */
    public static synchronized SimStore shared() {
        if (shared == null) {
            try {
                shared = new SimStore();
            } catch (Exception e) {
                throw new IllegalStateException("The simulator's store did not start: " + e.getMessage(), e);
            }
        }
        return shared;
    }

    /** Port of s3proxy itself on 127.0.0.1. */
    public int port() {
        return port;
    }

    public void createBucket(String bucket) {
        blobs.createContainer(bucket);
    }

    /** Deletes a bucket with its content. */
    public void deleteBucket(String bucket) {
        if (blobs.containerExists(bucket)) {
            blobs.deleteContainer(bucket);
        }
    }

    /** Empties a bucket. */
    public void emptyBucket(String bucket) {
        blobs.clearContainer(ListObjectsV2Request.builder().bucket(bucket).build());
    }

    public void put(String bucket, String key, String type, long size, InputStream body) {
        blobs.putBlob(PutObjectRequest.builder().bucket(bucket).key(key).contentType(type).contentLength(size).build(), body);
    }

    public boolean exists(String bucket, String key) {
        return blobs.blobExists(bucket, key);
    }

    /** Size in bytes, or -1 if there is no such object. */
    public long size(String bucket, String key) {
        if (!exists(bucket, key)) {
            return -1;
        }
        HeadObjectResponse head = blobs.blobMetadata(bucket, key);
        return head.contentLength();
    }

    /** Opens the object as a stream, which the caller closes. */
    public InputStream get(String bucket, String key) {
        return blobs.getBlob(bucket, key);
    }

    /** All keys with a prefix, from all pages. */
    public List<String> listKeys(String bucket, String prefix) {
        List<String> keys = new ArrayList<>();
        String token = null;
        do {
            ListObjectsV2Response page = blobs.list(ListObjectsV2Request.builder().bucket(bucket).prefix(prefix)
                    .continuationToken(token).build());
            page.contents().forEach(o -> keys.add(o.key()));
            token = page.nextContinuationToken();
        } while (token != null);
        return keys;
    }

    /** Opens a multipart upload; returns its id. */
    public String startMultipartUpload(String bucket, String key) {
        return blobs.initiateMultipartUpload(CreateMultipartUploadRequest.builder().bucket(bucket).key(key).build()).id();
    }

    /** Size in bytes of each existing part, by number; empty if the upload does not exist. */
    public Map<Integer, Long> listPartSizes(String bucket, String key, String id) {
        return blobs.listMultipartUpload(multipartUpload(bucket, key, id)).stream()
                .collect(Collectors.toMap(Part::partNumber, Part::size));
    }

    /** Completes an upload from all existing parts, in order. */
    public void completeMultipartUpload(String bucket, String key, String id) {
        List<CompletedPart> parts = blobs.listMultipartUpload(multipartUpload(bucket, key, id)).stream()
                .sorted(Comparator.comparing(Part::partNumber))
                .map(p -> CompletedPart.builder().partNumber(p.partNumber()).eTag(p.eTag()).build()).toList();
        blobs.completeMultipartUpload(multipartUpload(bucket, key, id), CompleteMultipartUploadRequest.builder().bucket(bucket).key(key)
                .uploadId(id).multipartUpload(m -> m.parts(parts)).build());
    }

    /** Number of open multipart uploads of a bucket. */
    public int countOpenUploads(String bucket) {
        return blobs.listMultipartUploads(bucket).size();
    }

    public void abortMultipartUpload(String bucket, String key, String id) {
        blobs.abortMultipartUpload(multipartUpload(bucket, key, id));
    }

    private static MultipartUpload multipartUpload(String bucket, String key, String id) {
        return new MultipartUpload(id, CreateMultipartUploadRequest.builder().bucket(bucket).key(key).build());
    }

    private void deleteFolder() {
        try {
            Files.walkFileTree(folder, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attrs) throws IOException {
                    Files.deleteIfExists(file);
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult postVisitDirectory(Path dir, IOException e) throws IOException {
                    Files.deleteIfExists(dir);
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException | UncheckedIOException e) {
            // The operating system removes the temporary folder in that case
        }
    }
}
