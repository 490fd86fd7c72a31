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
 * @param photo the photo it was made from; null where the vendor's name fits none
 * @param size bytes; null until delivered
 * @param delivered when it stood under its final name; null before
 */
public record Result(String id, String shoot, String remoteName, String name, String kind, String photo, Long size,
        String sha256, int tries, Instant delivered) {

    static Result of(ResultSet row) throws SQLException {
        return new Result(row.getString("id"), row.getString("shoot"), row.getString("remote_name"),
                row.getString("name"), row.getString("kind"), row.getString("photo"),
                Database.longOrNull(row, "size"), row.getString("sha256"), row.getInt("tries"),
                Shoot.instant(row, "delivered"));
    }
}
