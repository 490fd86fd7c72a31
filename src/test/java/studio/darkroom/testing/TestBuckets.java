package studio.darkroom.testing;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import studio.darkroom.sim.Simulator;

/** The buckets of a test's store, as another program writes and reads them. */
public final class TestBuckets {

    private final Simulator sim;
    private final Supplier<S3Client> s3Client;

    TestBuckets(Simulator sim, Supplier<S3Client> s3Client) {
        this.sim = sim;
        this.s3Client = s3Client;
    }

    private S3Client client() {
        return s3Client.get();
    }

    /** Stores an object in a bucket directly. */
    public void putObject(String bucket, String key, byte[] bytes) {
        sim.store().put(bucket, key, "image/jpeg", bytes.length, new ByteArrayInputStream(bytes));
    }

    /** Stores an object in a bucket as a multipart upload of two parts. */
    public void putMultipart(String bucket, String key, byte[] bytes) {
        S3Client client = client();
        String id = client.createMultipartUpload(request -> request.bucket(bucket).key(key)).uploadId();
        int first = 5 << 20;
        List<CompletedPart> parts = List.of(uploadPart(client, bucket, key, id, 1, Arrays.copyOf(bytes, first)),
                uploadPart(client, bucket, key, id, 2, Arrays.copyOfRange(bytes, first, bytes.length)));
        client.completeMultipartUpload(request -> request.bucket(bucket).key(key).uploadId(id)
                .multipartUpload(upload -> upload.parts(parts)));
    }

    private static CompletedPart uploadPart(S3Client client, String bucket, String key, String id, int number, byte[] bytes) {
        return CompletedPart.builder().partNumber(number).eTag(client.uploadPart(request -> request.bucket(bucket).key(key)
                .uploadId(id).partNumber(number), RequestBody.fromBytes(bytes)).eTag()).build();
    }

    /** Deletes an object from a bucket. */
    public void deleteObject(String bucket, String key) {
        client().deleteObject(request -> request.bucket(bucket).key(key));
    }

    /** The store's metadata of an object. */
    public HeadObjectResponse headObject(String bucket, String key) {
        return client().headObject(request -> request.bucket(bucket).key(key));
    }

    /** The bytes of an object. */
    public byte[] getObject(String bucket, String key) {
        try (InputStream in = sim.store().get(bucket, key)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
