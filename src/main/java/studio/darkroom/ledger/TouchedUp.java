package studio.darkroom.ledger;

import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * A picture touched up by hand that is to take the place of a result; another one once its file is changed.
 *
 * @param path below the lane's folder of such pictures, with slashes
 * @param size bytes
 * @param modified the file's own time, in epoch milliseconds
 * @param shoot null when it belongs to none
 * @param result id of the result; null when there is none
 * @param state {@link #WAITING}, {@link #REPLACED} or {@link #IGNORED}
 * @param why reason of that state, as a sentence
 */
public record TouchedUp(String id, String lane, String path, long size, long modified, String shoot, String result,
        String state, String why) {

    public static final String WAITING = "waiting";
    public static final String REPLACED = "replaced";
    public static final String IGNORED = "ignored";

    static TouchedUp of(ResultSet row) throws SQLException {
        return new TouchedUp(row.getString("id"), row.getString("lane"), row.getString("path"), row.getLong("size"),
                row.getLong("modified"), row.getString("shoot"), row.getString("result"), row.getString("state"),
                row.getString("why"));
    }
}
