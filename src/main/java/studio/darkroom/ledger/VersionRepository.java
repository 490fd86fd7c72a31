package studio.darkroom.ledger;

import java.sql.SQLException;
import java.util.List;
import studio.darkroom.lifecycle.Step;

/** The changes to single results, and the lines of the billing journal that belong to them. */
public final class VersionRepository {

    private static final String OPERATION = "retouch";

    private final Ledger ledger;

    public VersionRepository(Ledger ledger) {
        this.ledger = ledger;
    }

    /** Every change of a shoot, in order. */
    public List<Version> listByShoot(String shoot) {
        return ledger.database().list(Version::of, "select * from version where shoot = ? order by turn, id", shoot);
    }

    /** These are to be made; one whose turn of its result is written down already stays as it is. */
    public void addVersions(Shoot shoot, List<Version> versions) {
        ledger.writeIfCurrent(shoot, session -> insertVersions(session, versions));
    }

    /**
     * A person orders these of a shoot as that person saw it, which goes on with them; both in one, so that an order is
     * never taken down twice.
     *
     * @return false when the shoot is no longer as it was seen; nothing is written then
     */
    public boolean orderVersions(Shoot expected, Step step, List<Version> versions, String eventType, String detail) {
        return ledger.releaseShoot(expected, step, eventType, detail, session -> insertVersions(session, versions));
    }

    private static void insertVersions(Database.Session session, List<Version> versions) throws SQLException {
        for (Version version : versions) {
            session.update("""
                    insert into version (id, shoot, result, turn, prompt, preset, state)
                    values (?, ?, ?, ?, ?, ?, 'waiting') on conflict (shoot, turn, result) do nothing""", Ledger.newId(),
                    version.shootId(), version.resultId(), version.batch(), version.prompt(), version.preset());
        }
    }

    /**
     * The call is about to be made.
     *
     * @param parentRemoteId the vendor's id of the version it builds on, as JSON; null for the original edit
     * @param knownRemoteIds the ids that the vendor tells of the result now, as a JSON list; null when it tells none
     * @param detail for people, in the billing journal
     * @return the change as it stands now
     */
    public Version recordIntent(Shoot shoot, Version version, String parentRemoteId, String knownRemoteIds, String detail) {
        String intentId = Ledger.newId();
        ledger.writeIfCurrent(shoot, session -> {
            session.update("""
                    update version set state = 'intended', intent = ?, intended = ?, parent = ?, known = ?, why = null
                    where id = ?""", intentId, ledger.now().toEpochMilli(), parentRemoteId, knownRemoteIds, version.id());
            insertCharge(session, version, intentId, Charge.INTENDED, detail);
        });
        return getVersion(version.id());
    }

    private Version getVersion(String id) {
        return ledger.database().findOne(Version::of, "select * from version where id = ?", id).orElseThrow();
    }

    /**
     * It was made. What came of a call is true whoever holds the shoot by now.
     *
     * @param remoteId the vendor's id as JSON; null when it gave none
     */
    public void recordMade(Version version, String remoteId, String detail) {
        ledger.database().runInTransaction(session -> {
            session.update("update version set state = 'made', remote = ?, made = ?, why = null where id = ?", remoteId,
                    ledger.now().toEpochMilli(), version.id());
            insertCharge(session, version, version.intentId(), Charge.ACCEPTED, detail);
            return null;
        });
    }

    /** The vendor told its id of a change that was made, later than that. */
    public void recordRemoteId(Version version, String remoteId) {
        ledger.database().update("update version set remote = ? where id = ?", remoteId, version.id());
    }

    /** It was refused, and nothing is owed. */
    public void recordRefused(Version version, String reason) {
        updateWithOutcome(version, "update version set state = 'refused', tries = tries + 1, why = ? where id = ?", Charge.REFUSED, reason);
    }

    /** Its answer was lost: nobody knows whether it was made. */
    public void recordLost(Version version, String reason) {
        updateWithOutcome(version, "update version set state = 'lost', why = ? where id = ?", Charge.LOST, reason);
    }

    /** It cannot have been made, and may be called again. */
    public void recordUnsent(Version version, String reason) {
        updateWithOutcome(version, "update version set state = 'waiting', why = ? where id = ?", Charge.UNSENT, reason);
    }

    /** It was refused for a reason that passes, and is called again. */
    public void recordTransientRefusal(Version version, String reason) {
        updateWithOutcome(version, "update version set state = 'waiting', why = ? where id = ?", Charge.REFUSED, reason);
    }

    /** The vendor shows nothing of it: it may be called again, once. */
    public void recordUnconfirmed(Version version, String reason) {
        updateWithOutcome(version, "update version set state = 'waiting', silent = silent + 1, why = ? where id = ?", Charge.UNSENT,
                reason);
    }

    /** It was never called, for this reason. */
    public void recordNotCalled(Version version, String reason) {
        ledger.database().update("update version set state = 'refused', tries = tries + 1, why = ? where id = ?", reason,
                version.id());
    }

    /** Only a person can say whether it was made. */
    public void markUndecided(Version version) {
        ledger.database().update("update version set state = 'undecided' where id = ?", version.id());
    }

    private void updateWithOutcome(Version version, String sql, String outcome, String reason) {
        ledger.database().runInTransaction(session -> {
            session.update(sql, reason, version.id());
            insertCharge(session, version, version.intentId(), outcome, reason);
            return null;
        });
    }

    /** Going back to the original costs nothing, so it has no line. */
    private void insertCharge(Database.Session session, Version version, String intentId, String outcome, String detail)
            throws SQLException {
        if (!version.isReset() && intentId != null) {
            ChargeRepository.insertCharge(session, new Charge(Ledger.newId(), version.shootId(), intentId, OPERATION, outcome, 1, detail,
                    ledger.now()));
        }
    }

    /** A person wants another go at what was refused once. */
    public void resetRefused(String shoot) {
        ledger.database().update("update version set state = 'waiting' where shoot = ? and state = 'refused' and tries = 1",
                shoot);
    }

    /**
     * What was refused again is left out; told of each.
     *
     * @param resultName its name, for people
     */
    public void skipVersion(Shoot shoot, Version version, String resultName) {
        ledger.writeIfCurrent(shoot, session -> {
            session.update("update version set state = 'skipped' where id = ?", version.id());
            ledger.insertEvent(session, shoot.id(), "retouch-left-out", resultName + ": " + version.describeRequest() + ": " + version.reason());
        });
    }

    /** A person decided about those that nobody else could tell of. @param retry whether they are called again */
    public void resolveUndecided(String shoot, boolean retry) {
        for (Version version : listByShoot(shoot)) {
            if (version.state().equals(Version.UNDECIDED)) {
                updateWithOutcome(version, "update version set state = '" + (retry ? Version.WAITING : Version.SKIPPED)
                        + "', silent = 0, why = ? where id = ?", retry ? Charge.UNSENT : Charge.ACCEPTED,
                        "decided by a person");
            }
        }
    }

    /** All of it is done at the vendor: the results that changed are to be delivered anew. */
    public void requestDelivery(Shoot shoot) {
        ledger.writeIfCurrent(shoot, session -> {
            session.update("""
                    update result set renews = case when sha256 is null then 0 else 1 end, delivered = null, tries = 0
                    where shoot = ? and id in
                    (select result from version where shoot = ? and state in ('made', 'skipped') and settled = 0)""",
                    shoot.id(), shoot.id());
            session.update("update version set settled = 1 where shoot = ? and state in ('made', 'skipped')", shoot.id());
        });
    }
}
