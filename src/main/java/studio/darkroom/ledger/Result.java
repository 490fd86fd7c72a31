package studio.darkroom.ledger;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;

/**
 * One edited file of the vendor, and its delivery.
 *
 * @param remoteName its name at the vendor
 * @param name the safe base name of the delivered file
 * @param kind {@code jpeg} or {@code edits}
 * @param photoId the id of its photo; null if no photo matches the name at the vendor
 * @param size in bytes; null until delivered
 * @param deliveredAt when the delivery was complete; null before
 * @param replacesDelivered whether a newer picture replaces the delivered file, which is kept under another name
 * @param fetchAgain whether to download it again although it was delivered
 */
public record Result(String id, String shootId, String remoteName, String name, String kind, String photoId, Long size,
        String sha256, int tries, Instant deliveredAt, boolean replacesDelivered, boolean fetchAgain) {

    /** A result that replaces no delivered file. */
    public Result(String id, String shootId, String remoteName, String name, String kind, String photoId, Long size,
            String sha256, int tries, Instant deliveredAt) {
        this(id, shootId, remoteName, name, kind, photoId, size, sha256, tries, deliveredAt, false, false);
    }

    /** Whether the result must be downloaded, for the first time or again. */
    public boolean isDownloadPending() {
        return deliveredAt == null || fetchAgain;
    }

    static Result of(ResultSet row) throws SQLException {
        return new Result(row.getString("id"), row.getString("shoot"), row.getString("remote_name"),
                row.getString("name"), row.getString("kind"), row.getString("photo"),
                Database.getLongOrNull(row, "size"), row.getString("sha256"), row.getInt("tries"),
                Shoot.getInstantOrNull(row, "delivered"), row.getInt("renews") == 1, row.getInt("again") == 1);
    }
}
