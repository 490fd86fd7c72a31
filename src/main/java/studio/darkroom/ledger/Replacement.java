package studio.darkroom.ledger;

import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * A picture retouched by a person that replaces a result. A changed file is a new replacement.
 *
 * @param path below the folder of retouched pictures of the lane, with slashes
 * @param size in bytes
 * @param modified the modification time of the file in epoch milliseconds
 * @param shootId null if no shoot matches
 * @param resultId null if no result matches
 * @param state {@link #WAITING}, {@link #REPLACED} or {@link #IGNORED}
 * @param reason the reason of the state, as a sentence
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
