package studio.darkroom.transfer;

import java.io.IOException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.hc.core5.http.HttpEntity;
import studio.darkroom.ledger.Ledger;
import studio.darkroom.ledger.Photo;
import studio.darkroom.ledger.PhotoRepository;
import studio.darkroom.ledger.Shoot;
import studio.darkroom.ledger.UploadRepository.OpenUpload;
import studio.darkroom.ledger.UploadRepository;
import studio.darkroom.lifecycle.Trouble.TransientFailure;
import studio.darkroom.text.Causes;
import studio.darkroom.text.Hashes;
import studio.darkroom.text.Redactor;

/**
 * Uploads large photos in parts (docs/vendors/imagen.md 2.3, 7). The ledger knows the vendor's id of an upload before its
 * first part is sent, so an upload that is not completed is aborted at the vendor, now or after the next start.
 */
public final class MultipartUploads {

    /** The smallest part, except the last, and the most parts that a store accepts (docs/vendors/imagen.md 2.3). */
    private static final long MIN_PART_BYTES = 5L << 20;
    private static final int MAX_PARTS = 10_000;

    private final Ledger ledger;
    private final PhotoRepository photos;
    private final UploadRepository uploads;
    private final Uploads.OriginalLocator originalLocator;
    private final LinkGuard linkGuard;
    private final boolean withMd5;
    private final ShutdownSignal shutdownSignal;

    /** @param withMd5 as in {@link Uploads} */
    public MultipartUploads(Ledger ledger, PhotoRepository photos, Uploads.OriginalLocator originalLocator, LinkGuard linkGuard,
            boolean withMd5, ShutdownSignal shutdownSignal) {
        this.ledger = ledger;
        this.photos = photos;
        this.uploads = new UploadRepository(ledger);
        this.originalLocator = originalLocator;
        this.linkGuard = linkGuard;
        this.withMd5 = withMd5;
        this.shutdownSignal = shutdownSignal;
    }

    /**
     * The result of a vendor's {@code parts-open} verb.
     *
     * @param id the vendor's id of the upload
     * @param key the key of the photo in the vendor's store
     * @param rows one row of {@code part} and {@code url} for each part
     */
    public record OpenedUpload(String id, String key, List<Map<String, String>> rows) {
    }

    /** One part and its link. */
    public record UploadPart(int number, Link link) {
    }

    /** One photo that is uploaded in parts, one after the other; used by one thread at a time. */
    public static final class MultipartUpload {

        private final Photo photo;
        private final long partSize;
        private final int partCount;
        private OpenUpload openUpload;
        private MessageDigest digest = Hashes.newSha256();
        private int partsSent;

        /**
         * @param wantedPartSize in bytes; parts are larger if a store would not accept parts so small or so many
         * @param openUpload what an earlier attempt left open at the vendor; null: nothing
         */
        MultipartUpload(Photo photo, long wantedPartSize, OpenUpload openUpload) {
            this.photo = photo;
            this.openUpload = openUpload;
            partSize = Math.max(Math.max(wantedPartSize, MIN_PART_BYTES), divideRoundingUp(photo.size(), MAX_PARTS));
            partCount = (int) Math.max(1, divideRoundingUp(photo.size(), partSize));
        }

        private static long divideRoundingUp(long whole, long part) {
            return (whole + part - 1) / part;
        }

        public Photo photo() {
            return photo;
        }

        /** The number of parts. */
        public int partCount() {
            return partCount;
        }

        /** The size in bytes of every part but the last. */
        public long partSize() {
            return partSize;
        }

        /** Whether an upload is open at the vendor, as far as is known. */
        public boolean isOpen() {
            return openUpload != null;
        }

        /** The vendor's id of the upload. */
        public String uploadId() {
            return openUpload.uploadId();
        }

        /** The key of the photo in the vendor's store. */
        public String key() {
            return openUpload.storeKey();
        }

        /** Hex SHA-256 of all bytes that were sent. */
        public String sha256() {
            return Hashes.toHex(Hashes.copyDigest(digest));
        }
    }

    /** Starts the upload of one photo. @param partSize in bytes */
    public MultipartUpload beginUpload(Uploads.Upload upload, long partSize) {
        shutdownSignal.requireRunning();
        return new MultipartUpload(upload.photo(), partSize, uploads.findOpenUpload(upload.photo()).orElse(null));
    }

    /** Records an upload that the vendor has opened. */
    public void recordOpened(Shoot shoot, MultipartUpload multipart, OpenedUpload opened) {
        OpenUpload upload = new OpenUpload(multipart.photo().id(), opened.id(), opened.key());
        multipart.openUpload = upload;
        uploads.saveOpenUpload(shoot, upload);
    }

    /**
     * The parts in order, with their links.
     *
     * @throws TransientFailure unless there is exactly one link for each part
     */
    public List<UploadPart> matchPartLinks(Shoot shoot, MultipartUpload multipart, OpenedUpload opened) {
        Map<String, Map<String, String>> rowsByPart = new HashMap<>();
        opened.rows().stream().filter(row -> row.get("url") != null && !row.get("url").isBlank()).forEach(row -> rowsByPart.put(row.get("part"), row));
        List<UploadPart> parts = new ArrayList<>();
        for (int number = 1; number <= multipart.partCount(); number++) {
            Map<String, String> row = rowsByPart.get(String.valueOf(number));
            if (row == null || opened.rows().size() != multipart.partCount()) {
                throw new TransientFailure("vendor:" + shoot.vendor(), "parts-strange", shoot.vendor() + " returned "
                        + opened.rows().size() + " instead of " + multipart.partCount() + " part links for " + multipart.photo().name()
                        + (row == null ? ", and none for part " + number : ""));
            }
            parts.add(new UploadPart(number, linkGuard.readLink(shoot.vendor(), row)));
        }
        return parts;
    }

    /** The body of one part, which reads the original while it is sent and continues the hash of the part before it. */
    public HttpEntity createPartEntity(MultipartUpload multipart, UploadPart part) {
        shutdownSignal.requireRunning();
        if (part.number() != multipart.partsSent + 1) {
            throw new IllegalStateException("Part " + part.number() + " of " + multipart.photo.name() + " is sent after part " + multipart.partsSent);
        }
        long from = (part.number() - 1) * multipart.partSize;
        return new PhotoEntity(originalLocator.findOriginal(multipart.photo), part.link().contentType(), withMd5, from,
                Math.min(multipart.partSize, multipart.photo.size() - from), multipart.digest);
    }

    /** Records a part that was uploaded. @throws studio.darkroom.lifecycle.Trouble if the response is not a success */
    public void recordPart(Exchange exchange, Shoot shoot, MultipartUpload multipart, UploadPart part, PhotoEntity entity) {
        StoreRequests.requireStored(exchange, shoot, "part " + part.number() + " of " + multipart.photo.name(), part.link(), entity);
        multipart.digest = entity.digestAfter();
        multipart.partsSent = part.number();
    }

    /**
     * Decides whether an upload that the vendor no longer knows was completed, by a call whose response was lost.
     *
     * @param registered the number of photos, as the {@code uploaded} verb returns it
     * @throws TransientFailure if the vendor has fewer photos than the shoot, so this one may be missing
     */
    public void checkAllRegistered(Shoot shoot, MultipartUpload multipart, Object registered) {
        String count = String.valueOf(registered).strip();
        if (!count.matches("\\d{1,9}") || Integer.parseInt(count) < photos.countByShoot(shoot)) {
            throw new TransientFailure("vendor:" + shoot.vendor(), "parts-gone", shoot.vendor() + " no longer knows the upload of "
                    + multipart.photo().name() + " and has only " + count + " photos");
        }
    }

    /** Records that an upload is completed or aborted at the vendor. */
    public void recordClosed(MultipartUpload multipart) {
        uploads.deleteOpenUpload(multipart.openUpload);
        multipart.openUpload = null;
    }

    /** Throws the failure again, without the exceptions that Camel wraps around it. */
    public void rethrowFailure(Throwable failure) throws IOException {
        Throwable bare = Causes.unwrapCamel(failure);
        if (bare instanceof IOException broken) {
            throw broken;
        }
        if (bare instanceof RuntimeException known) {
            throw known;
        }
        throw new IllegalStateException(bare);
    }

    /** Records that an upload could not be aborted; the store deletes it after some time. */
    public void recordLeftOpen(Shoot shoot, MultipartUpload multipart, Throwable failure) {
        ledger.recordEvent(shoot, "parts-left", multipart.photo().name() + ": the open upload could not be aborted ("
                + Redactor.redact(failure.getMessage()) + ")");
    }
}
