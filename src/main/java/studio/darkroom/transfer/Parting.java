package studio.darkroom.transfer;

import java.security.MessageDigest;
import java.util.HexFormat;
import studio.darkroom.ledger.OpenUpload;
import studio.darkroom.ledger.Photo;

/** One photo on its way up in parts, one after the other; used by one thread at a time. */
public final class Parting {

    /** No store takes smaller parts but the last, nor more of them (contract imagen 2.3). */
    static final long LEAST = 5L << 20;
    static final int MOST = 10_000;

    private final Photo photo;
    private final long size;
    private final int count;
    private OpenUpload open;
    private MessageDigest sofar = PhotoEntity.digest("SHA-256");
    private int taken;

    /**
     * @param wanted bytes of a part, unless a store would take none so small or so many
     * @param open what an earlier try left open at the vendor; null: nothing
     */
    Parting(Photo photo, long wanted, OpenUpload open) {
        this.photo = photo;
        this.open = open;
        size = Math.max(Math.max(wanted, LEAST), parts(photo.size(), MOST));
        count = (int) Math.max(1, parts(photo.size(), size));
    }

    private static long parts(long whole, long part) {
        return (whole + part - 1) / part;
    }

    public Photo photo() {
        return photo;
    }

    /** How many parts there are. */
    public int count() {
        return count;
    }

    /** Bytes of every part but the last. */
    public long size() {
        return size;
    }

    /** Whether an upload is open at the vendor, as far as is known. */
    public boolean open() {
        return open != null;
    }

    /** The vendor's name for the upload. */
    public String id() {
        return open.id();
    }

    /** Where the vendor's store puts the photo. */
    public String key() {
        return open.key();
    }

    OpenUpload upload() {
        return open;
    }

    void opened(OpenUpload upload) {
        open = upload;
    }

    void ended() {
        open = null;
    }

    /** The body of a part, which goes on with the digest where the one before it ended. */
    PhotoEntity entity(Original original, int number, String type, boolean md5) {
        if (number != taken + 1) {
            throw new IllegalStateException("Part " + number + " of " + photo.name() + " is sent after part " + taken);
        }
        long from = (number - 1) * size;
        return new PhotoEntity(original, type, md5, from, Math.min(size, photo.size() - from), sofar);
    }

    void taken(int number, PhotoEntity entity) {
        sofar = entity.digested();
        taken = number;
    }

    /** Hex SHA-256 of all that was sent. */
    public String sha256() {
        return HexFormat.of().formatHex(PhotoEntity.copy(sofar).digest());
    }
}
