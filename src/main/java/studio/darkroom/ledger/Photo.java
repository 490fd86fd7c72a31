package studio.darkroom.ledger;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;

/**
 * One file of an inbox in the ledger.
 *
 * @param path below the inbox, with slashes
 * @param shootId null while it belongs to no shoot, for example an ignored file or an unused ready marker
 * @param name its unique name at the vendor; null until the shoot is closed
 * @param kind {@code raw}, {@code jpeg}, {@code png}, {@code marker}, {@code ticket} or {@code other}
 * @param size in bytes
 * @param modified the modification time of the file in epoch milliseconds, only compared with an earlier one;
 *     {@link #REMOVED_MODIFIED} if the file was removed before the shoot was closed
 * @param fingerprint a hash of size, head, middle and tail at the last check
 * @param stableSince when the file last changed, by the clock of the node
 * @param sha256 the SHA-256 of the uploaded bytes, in hex
 * @param state one of {@link #SEEN}, {@link #WAITING}, {@link #UPLOADED}, {@link #DELIVERED}, {@link #MERGED},
 *     {@link #MISSING}, {@link #IGNORED}
 * @param reason the reason of the state, as a sentence
 * @param remoteId its id at the vendor
 * @param tries the number of failed uploads
 * @param replacedPhotoId the id of the photo whose file was overwritten by this one
 * @param etag the ETag of an object in a bucket; null for a file in a folder
 */
public record Photo(String id, String lane, String folder, String path, String shootId, String name, String kind,
        long size, long modified, Instant firstSeenAt, String fingerprint, Instant stableSince, String sha256, String state,
        String reason, String remoteId, int tries, Instant uploadedAt, String replacedPhotoId, String etag) {

    /** A time that no file has, so that a file that comes back counts as changed. */
    static final long REMOVED_MODIFIED = Long.MIN_VALUE;

    public static final String SEEN = "seen";
    public static final String WAITING = "waiting";
    public static final String UPLOADED = "uploaded";
    public static final String DELIVERED = "delivered";
    public static final String MERGED = "merged";
    public static final String MISSING = "missing";
    public static final String IGNORED = "ignored";

    static Photo of(ResultSet row) throws SQLException {
        return new Photo(row.getString("id"), row.getString("lane"), row.getString("folder"), row.getString("path"),
                row.getString("shoot"), row.getString("name"), row.getString("kind"), row.getLong("size"),
                row.getLong("modified"), Instant.ofEpochMilli(row.getLong("seen")), row.getString("fingerprint"),
                Shoot.getInstantOrNull(row, "stood_since"), row.getString("sha256"), row.getString("state"),
                row.getString("why"), row.getString("remote"), row.getInt("tries"), Shoot.getInstantOrNull(row, "uploaded"),
                row.getString("replaces"), row.getString("etag"));
    }
}
