package studio.darkroom.ledger;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import studio.darkroom.lifecycle.Step;

/** The pictures retouched by a person, each used once. */
public final class ReplacementRepository {

    private final Ledger ledger;

    public ReplacementRepository(Ledger ledger) {
        this.ledger = ledger;
    }

    /** The replacement of a file with this size and time. */
    public Optional<Replacement> findByFile(String lane, String path, long size, long modified) {
        return ledger.database().findOne(Replacement::of,
                "select * from touched_up where lane = ? and path = ? and size = ? and modified = ?", lane, path, size,
                modified);
    }

    /** The shoots of a lane that are not cancelled. */
    public List<Shoot> listShoots(String lane) {
        return ledger.database().list(Shoot::of,
                "select * from shoot where lane = ? and step <> ? order by id", lane, Step.CANCELLED);
    }

    /** Stores a replacement to be delivered, in place of a waiting one for an older version of the file. */
    public void saveAccepted(Replacement replacement) {
        ledger.write(session -> {
            session.update("""
                    update touched_up set state = 'ignored', why = 'changed again before it was sent'
                    where lane = ? and path = ? and state = 'waiting'""", replacement.lane(), replacement.path());
            insertReplacement(session, replacement);
        });
    }

    /** Stores an ignored file with its reason, once for each version of the file. */
    public void saveIgnored(Replacement replacement) {
        ledger.write(session -> {
            insertReplacement(session, replacement);
            ledger.insertEvent(session, replacement.shootId(), "touched-up-ignored",
                    replacement.path() + ": " + replacement.reason());
        });
    }

    private void insertReplacement(Database.Session session, Replacement replacement) throws SQLException {
        session.update("""
                insert into touched_up (id, lane, path, size, modified, shoot, result, state, why, at)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict (lane, path, size, modified) do update set
                shoot = excluded.shoot, result = excluded.result, state = excluded.state, why = excluded.why
                where touched_up.state <> 'replaced'""",
                Ledger.newId(), replacement.lane(), replacement.path(), replacement.size(), replacement.modified(),
                replacement.shootId(), replacement.resultId(), replacement.state(), replacement.reason(),
                ledger.now().toEpochMilli());
    }

    /** The replacements to deliver. */
    public List<Replacement> listWaiting(Shoot shoot) {
        return ledger.database().list(Replacement::of,
                "select * from touched_up where shoot = ? and state = 'waiting' order by path, id", shoot.id());
    }

    /** When each result was last replaced, by result id. */
    public Map<String, Instant> findReplacedTimes(Shoot shoot) {
        Map<String, Instant> replaced = new HashMap<>();
        ledger.database().list(row -> replaced.put(row.getString("result"), Instant.ofEpochMilli(row.getLong("at"))),
                "select result, at from touched_up where shoot = ? and state = 'replaced' order by at", shoot.id());
        return replaced;
    }

    /** Records that the replacement is at the vendor and in the delivery. */
    public void recordReplaced(Shoot shoot, Replacement replacement, String name, long size, String sha256) {
        ledger.writeIfCurrent(shoot, session -> {
            session.update("update result set name = ?, size = ?, sha256 = ?, delivered = ?, renews = 0 where id = ?",
                    name, size, sha256, ledger.now().toEpochMilli(), replacement.resultId());
            session.update("update touched_up set state = 'replaced' where id = ?", replacement.id());
            ledger.insertEvent(session, shoot.id(), "replaced", name + " by " + replacement.path());
        });
    }

    /** Ignores a replacement that cannot be used, for a reason. */
    public void recordRefusal(Shoot shoot, Replacement replacement, String reason) {
        ledger.writeIfCurrent(shoot, session -> {
            session.update("update touched_up set state = 'ignored', why = ? where id = ?", reason, replacement.id());
            ledger.insertEvent(session, shoot.id(), "touched-up-ignored", replacement.path() + ": " + reason);
        });
    }

    /** Deletes a replacement whose file changed, so that the next scan checks the file again. */
    public void deleteReplacement(Shoot shoot, Replacement replacement) {
        ledger.writeIfCurrent(shoot, session -> session.update("delete from touched_up where id = ?", replacement.id()));
    }

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
}
