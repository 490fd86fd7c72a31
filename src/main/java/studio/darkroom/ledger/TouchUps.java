package studio.darkroom.ledger;

import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The pictures touched up by hand, each taken once. */
public final class TouchUps {

    private final Ledger ledger;

    public TouchUps(Ledger ledger) {
        this.ledger = ledger;
    }

    /** What is known of a file as it looks now. */
    public Optional<TouchedUp> find(String lane, String path, long size, long modified) {
        return ledger.database().one(TouchedUp::of,
                "select * from touched_up where lane = ? and path = ? and size = ? and modified = ?", lane, path, size,
                modified);
    }

    /** The shoots of a lane that were not given up. */
    public List<Shoot> shoots(String lane) {
        return ledger.database().list(Shoot::of,
                "select * from shoot where lane = ? and step <> 'cancelled' order by id", lane);
    }

    /** It stands still, is whole and takes the place of a result; an older state of the file that still waits gives way. */
    public void taken(TouchedUp picture) {
        ledger.database().write(session -> {
            session.update("""
                    update touched_up set state = 'ignored', why = 'changed again before it was sent'
                    where lane = ? and path = ? and state = 'waiting'""", picture.lane(), picture.path());
            insert(session, picture);
            return null;
        });
    }

    /** It takes no place, and why; told once of each state of a file. */
    public void ignored(TouchedUp picture) {
        ledger.database().write(session -> {
            insert(session, picture);
            ledger.event(session, picture.shoot(), "touched-up-ignored", picture.path() + ": " + picture.why());
            return null;
        });
    }

    private void insert(Database.Session session, TouchedUp picture) throws SQLException {
        session.update("""
                insert into touched_up (id, lane, path, size, modified, shoot, result, state, why, at)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict (lane, path, size, modified) do update set
                shoot = excluded.shoot, result = excluded.result, state = excluded.state, why = excluded.why
                where touched_up.state <> 'replaced'""",
                Ledger.id(), picture.lane(), picture.path(), picture.size(), picture.modified(), picture.shoot(),
                picture.result(), picture.state(), picture.why(), ledger.now().toEpochMilli());
    }

    /** Those that are to be sent. */
    public List<TouchedUp> waiting(Shoot shoot) {
        return ledger.database().list(TouchedUp::of,
                "select * from touched_up where shoot = ? and state = 'waiting' order by path, id", shoot.id());
    }

    /** When each result last had its place taken by one that was put there by then, by the result's id. */
    public Map<String, Instant> replaced(Shoot shoot) {
        Map<String, Instant> replaced = new HashMap<>();
        ledger.database().list(row -> replaced.put(row.getString("result"), Instant.ofEpochMilli(row.getLong("at"))),
                "select result, at from touched_up where shoot = ? and state = 'replaced' order by at", shoot.id());
        return replaced;
    }

    /** It is the result at the vendor now, and stands in the delivery. */
    public void replaced(Shoot shoot, TouchedUp picture, String name, long size, String sha256) {
        ledger.write(shoot, session -> {
            session.update("update result set name = ?, size = ?, sha256 = ?, delivered = ?, renews = 0 where id = ?",
                    name, size, sha256, ledger.now().toEpochMilli(), picture.result());
            session.update("update touched_up set state = 'replaced' where id = ?", picture.id());
            ledger.event(session, shoot.id(), "replaced", name + " by " + picture.path());
        });
    }

    /** It cannot take its place, and why. */
    public void refused(Shoot shoot, TouchedUp picture, String why) {
        ledger.write(shoot, session -> {
            session.update("update touched_up set state = 'ignored', why = ? where id = ?", why, picture.id());
            ledger.event(session, shoot.id(), "touched-up-ignored", picture.path() + ": " + why);
        });
    }

    /** The file is no longer what was taken; it is looked at anew. */
    public void gone(Shoot shoot, TouchedUp picture) {
        ledger.write(shoot, session -> session.update("delete from touched_up where id = ?", picture.id()));
    }
}
