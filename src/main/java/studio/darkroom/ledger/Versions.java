package studio.darkroom.ledger;

import java.sql.SQLException;
import java.util.List;

/** The changes to single results, and the lines of the billing journal that belong to them. */
public final class Versions {

    private static final String WHAT = "retouch";

    private final Ledger ledger;

    public Versions(Ledger ledger) {
        this.ledger = ledger;
    }

    /** Every change of a shoot, in order. */
    public List<Version> of(String shoot) {
        return ledger.database().list(Version::of, "select * from version where shoot = ? order by turn, id", shoot);
    }

    /** These are to be made; one whose turn of its result is written down already stays as it is. */
    public void wanted(Shoot shoot, List<Version> wanted) {
        ledger.write(shoot, session -> insert(session, wanted));
    }

    /**
     * A person orders these of a shoot as that person saw it, which goes on with them; both in one, so that an order is
     * never taken down twice.
     *
     * @return false when the shoot is no longer as it was seen; nothing is written then
     */
    public boolean ordered(Shoot seen, List<Version> wanted, String what, String detail) {
        return ledger.freed(seen, Step.RETOUCH, what, detail, session -> insert(session, wanted));
    }

    private static void insert(Database.Session session, List<Version> wanted) throws SQLException {
        for (Version version : wanted) {
            session.update("""
                    insert into version (id, shoot, result, turn, prompt, preset, state)
                    values (?, ?, ?, ?, ?, ?, 'waiting') on conflict (shoot, turn, result) do nothing""", Ledger.id(),
                    version.shoot(), version.result(), version.turn(), version.prompt(), version.preset());
        }
    }

    /**
     * The call is about to be made.
     *
     * @param parent the vendor's id of the version it builds on, as JSON; null for the original edit
     * @param known the ids that the vendor tells of the result now, as a JSON list; null when it tells none
     * @param detail for people, in the billing journal
     * @return the change as it stands now
     */
    public Version intended(Shoot shoot, Version version, String parent, String known, String detail) {
        String intent = Ledger.id();
        ledger.write(shoot, session -> {
            session.update("""
                    update version set state = 'intended', intent = ?, intended = ?, parent = ?, known = ?, why = null
                    where id = ?""", intent, ledger.now().toEpochMilli(), parent, known, version.id());
            journal(session, version, intent, Charge.INTENDED, detail);
        });
        return find(version.id());
    }

    private Version find(String id) {
        return ledger.database().one(Version::of, "select * from version where id = ?", id).orElseThrow();
    }

    /**
     * It was made. What came of a call is true whoever holds the shoot by now.
     *
     * @param remote the vendor's id as JSON; null when it gave none
     */
    public void made(Version version, String remote, String how) {
        ledger.database().write(session -> {
            session.update("update version set state = 'made', remote = ?, made = ?, why = null where id = ?", remote,
                    ledger.now().toEpochMilli(), version.id());
            journal(session, version, version.intent(), Charge.ACCEPTED, how);
            return null;
        });
    }

    /** The vendor told its id of a change that was made, later than that. */
    public void named(Version version, String remote) {
        ledger.database().update("update version set remote = ? where id = ?", remote, version.id());
    }

    /** It was refused, and nothing is owed. */
    public void refused(Version version, String why) {
        after(version, "update version set state = 'refused', tries = tries + 1, why = ? where id = ?", Charge.REFUSED, why);
    }

    /** Its answer was lost: nobody knows whether it was made. */
    public void lost(Version version, String why) {
        after(version, "update version set state = 'lost', why = ? where id = ?", Charge.LOST, why);
    }

    /** It cannot have been made, and may be called again. */
    public void unsent(Version version, String why) {
        after(version, "update version set state = 'waiting', why = ? where id = ?", Charge.UNSENT, why);
    }

    /** It was refused for a reason that passes, and is called again. */
    public void putOff(Version version, String why) {
        after(version, "update version set state = 'waiting', why = ? where id = ?", Charge.REFUSED, why);
    }

    /** The vendor shows nothing of it: it may be called again, once. */
    public void silent(Version version, String why) {
        after(version, "update version set state = 'waiting', silent = silent + 1, why = ? where id = ?", Charge.UNSENT,
                why);
    }

    /** It was never called, for this reason. */
    public void uncalled(Version version, String why) {
        ledger.database().update("update version set state = 'refused', tries = tries + 1, why = ? where id = ?", why,
                version.id());
    }

    /** Only a person can say whether it was made. */
    public void undecided(Version version) {
        ledger.database().update("update version set state = 'undecided' where id = ?", version.id());
    }

    private void after(Version version, String sql, String outcome, String why) {
        ledger.database().write(session -> {
            session.update(sql, why, version.id());
            journal(session, version, version.intent(), outcome, why);
            return null;
        });
    }

    /** Going back to the original costs nothing, so it has no line. */
    private void journal(Database.Session session, Version version, String intent, String outcome, String detail)
            throws SQLException {
        if (!version.reset() && intent != null) {
            Charges.insert(session, new Charge(Ledger.id(), version.shoot(), intent, WHAT, outcome, 1, detail,
                    ledger.now()));
        }
    }

    /** A person wants another go at what was refused once. */
    public void fresh(String shoot) {
        ledger.database().update("update version set state = 'waiting' where shoot = ? and state = 'refused' and tries = 1",
                shoot);
    }

    /**
     * What was refused again is left out; told of each.
     *
     * @param result its name, for people
     */
    public void leftOut(Shoot shoot, Version version, String result) {
        ledger.write(shoot, session -> {
            session.update("update version set state = 'skipped' where id = ?", version.id());
            ledger.event(session, shoot.id(), "retouch-left-out", result + ": " + version.words() + ": " + version.why());
        });
    }

    /** A person decided about those that nobody else could tell of. @param again whether they are called again */
    public void decided(String shoot, boolean again) {
        for (Version version : of(shoot)) {
            if (version.state().equals(Version.UNDECIDED)) {
                after(version, "update version set state = '" + (again ? Version.WAITING : Version.SKIPPED)
                        + "', silent = 0, why = ? where id = ?", again ? Charge.UNSENT : Charge.ACCEPTED,
                        "decided by a person");
            }
        }
    }

    /** All of it is done at the vendor: the results that changed are to be delivered anew. */
    public void settled(Shoot shoot) {
        ledger.write(shoot, session -> {
            session.update("""
                    update result set renews = case when sha256 is null then 0 else 1 end, delivered = null, tries = 0
                    where shoot = ? and id in
                    (select result from version where shoot = ? and state in ('made', 'skipped') and settled = 0)""",
                    shoot.id(), shoot.id());
            session.update("update version set settled = 1 where shoot = ? and state in ('made', 'skipped')", shoot.id());
        });
    }
}
