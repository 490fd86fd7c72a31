package studio.darkroom.ledger;

import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * A picture touched up by hand that is to take the place of a result; another one once its file is changed.
 *
 * @param path below the lane's folder of such pictures, with slashes
 * @param size bytes
 * @param modified the file's own time, in epoch milliseconds
 * @param shootId null when it belongs to none
 * @param resultId id of the result; null when there is none
 * @param state {@link #WAITING}, {@link #REPLACED} or {@link #IGNORED}
 * @param reason reason of that state, as a sentence
 */
public record Replacement(String id, String lane, String path, long size, long modified, String shootId, String resultId,
        String state, String reason) {

    public static final String WAITING = "waiting";
    public static final String REPLACED = "replaced";
    public static final String IGNORED = "ignored";

    static Replacement of(ResultSet row) throws SQLException {
        return new Replacement(row.getString("id"), row.getString("lane"), row.getString("path"), row.getLong("size"),
                row.getLong("modified"), row.getString("shoot"), row.getString("result"), row.getString("state"),
                row.getString("why"));
    }
}
