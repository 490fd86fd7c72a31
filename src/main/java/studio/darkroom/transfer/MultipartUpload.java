package studio.darkroom.transfer;

import java.security.MessageDigest;
import java.util.HexFormat;
import studio.darkroom.ledger.UploadRepository.OpenUpload;
import studio.darkroom.ledger.Photo;
import studio.darkroom.storage.ByteSource;

/** One photo on its way up in parts, one after the other; used by one thread at a time. */
public final class MultipartUpload {

    /** No store takes smaller parts but the last, nor more of them (contract imagen 2.3). */
    static final long MIN_PART_BYTES = 5L << 20;
    static final int MAX_PARTS = 10_000;

    private final Photo photo;
    private final long partSize;
    private final int partCount;
    private OpenUpload openUpload;
    private MessageDigest digest = PhotoEntity.createDigest("SHA-256");
    private int partsSent;

    /**
     * @param wantedPartSize bytes of a part, unless a store would take none so small or so many
     * @param openUpload what an earlier try left open at the vendor; null: nothing
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

    /** How many parts there are. */
    public int partCount() {
        return partCount;
    }

    /** Bytes of every part but the last. */
    public long partSize() {
        return partSize;
    }

    /** Whether an upload is open at the vendor, as far as is known. */
    public boolean isOpen() {
        return openUpload != null;
    }

    /** The vendor's name for the upload. */
    public String uploadId() {
        return openUpload.uploadId();
    }

    /** Where the vendor's store puts the photo. */
    public String key() {
        return openUpload.storeKey();
    }

    OpenUpload openUpload() {
        return openUpload;
    }

    void markOpen(OpenUpload upload) {
        openUpload = upload;
    }

    void markClosed() {
        openUpload = null;
    }

    /** The body of a part; it continues the digest of the previous part. */
    PhotoEntity createPartEntity(ByteSource original, int number, String type, boolean withMd5) {
        if (number != partsSent + 1) {
            throw new IllegalStateException("Part " + number + " of " + photo.name() + " is sent after part " + partsSent);
        }
        long from = (number - 1) * partSize;
        return new PhotoEntity(original, type, withMd5, from, Math.min(partSize, photo.size() - from), digest);
    }

    void recordPart(int number, PhotoEntity entity) {
        digest = entity.digestAfter();
        partsSent = number;
    }

    /** Hex SHA-256 of all that was sent. */
    public String sha256() {
        return HexFormat.of().formatHex(PhotoEntity.copyDigest(digest).digest());
    }
}
