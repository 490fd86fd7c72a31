package studio.darkroom.ledger;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;

/**
 * One file that came back, with its delivery.
 *
 * @param remoteName as the vendor calls it
 * @param name the safe base name it is delivered under
 * @param kind {@code jpeg} or {@code edits}
 * @param photoId the photo it was made from; null where the vendor's name fits none
 * @param size bytes; null until delivered
 * @param deliveredAt when it stood under its final name; null before
 * @param replacesDelivered whether a newer picture is to take the name of the delivered file, which is kept beside it
 * @param fetchAgain whether it is to be fetched once more though it was delivered
 */
public record Result(String id, String shootId, String remoteName, String name, String kind, String photoId, Long size,
        String sha256, int tries, Instant deliveredAt, boolean replacesDelivered, boolean fetchAgain) {

    /** One that renews nothing and is fetched once. */
    public Result(String id, String shootId, String remoteName, String name, String kind, String photoId, Long size,
            String sha256, int tries, Instant deliveredAt) {
        this(id, shootId, remoteName, name, kind, photoId, size, sha256, tries, deliveredAt, false, false);
    }

    /** Whether it is to be fetched: it was not delivered, or is to be once more. */
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
