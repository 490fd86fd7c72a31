package studio.darkroom.bucket;

import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.CreateMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.MultipartUpload;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import studio.darkroom.transfer.Original;

/** A large object put in parts. Whatever fails, the parts are given up, for a store charges for them. */
final class LargePut {

    private static final long PART = 16L << 20;
    /** S3 takes no more. */
    private static final int MOST_PARTS = 10_000;

    private final S3Client client;
    private final Original body;
    private final PutObjectRequest put;

    LargePut(S3Client client, Original body, PutObjectRequest put) {
        this.client = client;
        this.body = body;
        this.put = put;
    }

    void run(boolean fresh) throws StoreFailure {
        forgotten();
        String id = Shelf.asked(() -> client.createMultipartUpload(CreateMultipartUploadRequest.builder()
                .bucket(put.bucket()).key(put.key()).contentType(put.contentType()).metadata(put.metadata()).build()))
                .uploadId();
        boolean whole = false;
        try {
            List<CompletedPart> parts = parts(id);
            Shelf.asked(() -> client.completeMultipartUpload(request -> request.bucket(put.bucket()).key(put.key())
                    .uploadId(id).multipartUpload(upload -> upload.parts(parts)).ifNoneMatch(fresh ? "*" : null)));
            whole = true;
        } finally {
            if (!whole) {
                abort(id);
            }
        }
    }

    private List<CompletedPart> parts(String id) throws StoreFailure {
        long size = Math.max(PART, (body.size() + MOST_PARTS - 1) / MOST_PARTS);
        List<CompletedPart> parts = new ArrayList<>();
        for (long from = 0; from < body.size(); from += size) {
            long at = from;
            long length = Math.min(size, body.size() - at);
            int number = parts.size() + 1;
            try (Sending piece = new Sending(body, at, length)) {
                String etag = Shelf.asked(() -> client.uploadPart(request -> request.bucket(put.bucket()).key(put.key())
                        .uploadId(id).partNumber(number).contentLength(length), piece.body())).eTag();
                parts.add(CompletedPart.builder().partNumber(number).eTag(etag).build());
            }
        }
        return parts;
    }

    /** What a process left that died in the middle. Some keys may not look, and some stores cannot: nothing depends on it. */
    private void forgotten() {
        try {
            for (MultipartUpload open : client.listMultipartUploads(request -> request.bucket(put.bucket())
                    .prefix(put.key())).uploads()) {
                if (open.key().equals(put.key())) {
                    abort(open.uploadId());
                }
            }
        } catch (SdkException e) {
            return;
        }
    }

    private void abort(String id) {
        try {
            client.abortMultipartUpload(request -> request.bucket(put.bucket()).key(put.key()).uploadId(id));
        } catch (SdkException e) {
            org.slf4j.LoggerFactory.getLogger(LargePut.class).warn("The parts of {} could not be given up: {}. The store's"
                    + " rule for unfinished uploads, if it has one, clears them away", put.key(), StoreFailure.of(e).getMessage());
        }
    }
}
