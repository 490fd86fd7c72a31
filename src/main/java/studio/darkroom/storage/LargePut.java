package studio.darkroom.storage;

import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.CreateMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.MultipartUpload;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;

/** Puts a large object in parts. If it fails, the parts are deleted, because a store charges for them. */
final class LargePut {

    private static final long MIN_PART_BYTES = 16L << 20;
    /** The limit of S3. */
    private static final int MAX_PARTS = 10_000;

    private final S3Client client;
    private final ByteSource source;
    private final PutObjectRequest putRequest;

    LargePut(S3Client client, ByteSource source, PutObjectRequest putRequest) {
        this.client = client;
        this.source = source;
        this.putRequest = putRequest;
    }

    void putObject(boolean onlyIfAbsent) throws StoreFailure {
        abortLeftovers();
        String uploadId = BucketPrefix.callStore(() -> client.createMultipartUpload(CreateMultipartUploadRequest.builder()
                .bucket(putRequest.bucket()).key(putRequest.key()).contentType(putRequest.contentType()).metadata(putRequest.metadata()).build()))
                .uploadId();
        boolean completed = false;
        try {
            List<CompletedPart> parts = uploadParts(uploadId);
            BucketPrefix.callStore(() -> client.completeMultipartUpload(request -> request.bucket(putRequest.bucket()).key(putRequest.key())
                    .uploadId(uploadId).multipartUpload(upload -> upload.parts(parts)).ifNoneMatch(onlyIfAbsent ? "*" : null)));
            completed = true;
        } finally {
            if (!completed) {
                abortUpload(uploadId);
            }
        }
    }

    private List<CompletedPart> uploadParts(String uploadId) throws StoreFailure {
        long size = Math.max(MIN_PART_BYTES, (source.size() + MAX_PARTS - 1) / MAX_PARTS);
        List<CompletedPart> parts = new ArrayList<>();
        for (long from = 0; from < source.size(); from += size) {
            long offset = from;
            long length = Math.min(size, source.size() - offset);
            int number = parts.size() + 1;
            try (PartContent content = new PartContent(source, offset, length)) {
                String etag = BucketPrefix.callStore(() -> client.uploadPart(request -> request.bucket(putRequest.bucket()).key(putRequest.key())
                        .uploadId(uploadId).partNumber(number).contentLength(length), content.toRequestBody())).eTag();
                parts.add(CompletedPart.builder().partNumber(number).eTag(etag).build());
            }
        }
        return parts;
    }

    /** Aborts uploads that a killed process left. Some keys and some stores do not allow the listing, which does no harm. */
    private void abortLeftovers() {
        try {
            for (MultipartUpload open : client.listMultipartUploads(request -> request.bucket(putRequest.bucket())
                    .prefix(putRequest.key())).uploads()) {
                if (open.key().equals(putRequest.key())) {
                    abortUpload(open.uploadId());
                }
            }
        } catch (SdkException e) {
            return;
        }
    }

    private void abortUpload(String uploadId) {
        try {
            client.abortMultipartUpload(request -> request.bucket(putRequest.bucket()).key(putRequest.key()).uploadId(uploadId));
        } catch (SdkException e) {
            org.slf4j.LoggerFactory.getLogger(LargePut.class).warn("Cannot delete the parts of {}: {}. The store's"
                    + " lifecycle rule for incomplete uploads, if it has one, deletes them", putRequest.key(), StoreFailure.of(e).getMessage());
        }
    }
}
