package studio.darkroom.ledger;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;

/**
 * One file of an inbox as the ledger knows it.
 *
 * @param path below the inbox, with slashes
 * @param shootId null while it belongs to none (ghosts, foreign files, a ready marker not used yet)
 * @param name its unique name at the vendor; null until gathered
 * @param kind {@code raw}, {@code jpeg}, {@code png}, {@code marker}, {@code ticket} or {@code other}
 * @param size bytes
 * @param modified the file's own time; told apart, never believed; {@link #REMOVED_MODIFIED} when it was taken away while it gathered
 * @param fingerprint hash over size, head, middle and tail at the last look
 * @param stableSince since when, by our clock, nothing about it has changed
 * @param sha256 of the bytes that were sent
 * @param state one of {@link #SEEN}, {@link #WAITING}, {@link #UPLOADED}, {@link #DELIVERED}, {@link #MERGED}, {@link #MISSING}, {@link #IGNORED}
 * @param reason reason of that state, as a sentence
 * @param remoteId the vendor's id of it
 * @param tries how often its upload failed
 * @param replacedPhotoId the photo row whose file was overwritten by this one
 * @param etag what the store calls the content of an object; null for a file
 */
public record Photo(String id, String lane, String folder, String path, String shootId, String name, String kind,
        long size, long modified, Instant firstSeenAt, String fingerprint, Instant stableSince, String sha256, String state,
        String reason, String remoteId, int tries, Instant uploadedAt, String replacedPhotoId, String etag) {

    /** A time that no file has, so that a file which comes back is told from the one that went. */
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
