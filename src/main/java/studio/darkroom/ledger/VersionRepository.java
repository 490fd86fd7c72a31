package studio.darkroom.ledger;

import java.sql.SQLException;
import java.util.List;
import studio.darkroom.ledger.ChargeRepository.Charge;
import studio.darkroom.lifecycle.Step;

/** The versions of single results, and their entries in the billing journal. */
public final class VersionRepository {

    private static final String OPERATION = "retouch";

    private final Ledger ledger;

    public VersionRepository(Ledger ledger) {
        this.ledger = ledger;
    }

    /** All versions of a shoot, in order. */
    public List<Version> listByShoot(String shoot) {
        return ledger.database().list(Version::of, "select * from version where shoot = ? order by turn, id", shoot);
    }

    /** Adds versions to be made. A version of the same batch and result that exists stays unchanged. */
    public void addVersions(Shoot shoot, List<Version> versions) {
        ledger.writeIfCurrent(shoot, session -> insertVersions(session, versions));
    }

    /**
     * Adds versions that a person ordered and moves the shoot to a step, in one transaction.
     *
     * @return false if the shoot changed since the person saw it; nothing is written in that case
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
     * Records a call before it is made.
     *
     * @param parentRemoteId the id at the vendor, as JSON, of the version it builds on; null for the original edit
     * @param knownRemoteIds the ids of the versions that the vendor lists, as a JSON list; null if it lists none
     * @param detail text for the billing journal
     * @return the updated version
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
     * Records that the version was made, even if this node has lost its claim.
     *
     * @param remoteId its id at the vendor, as JSON; null if the vendor gave none
     */
    public void recordMade(Version version, String remoteId, String detail) {
        ledger.write(session -> {
            session.update("update version set state = 'made', remote = ?, made = ?, why = null where id = ?", remoteId,
                    ledger.now().toEpochMilli(), version.id());
            insertCharge(session, version, version.intentId(), Charge.ACCEPTED, detail);
        });
    }

    /** Records a refusal, which costs nothing. */
    public void recordRefused(Version version, String reason) {
        updateWithOutcome(version, "update version set state = 'refused', tries = tries + 1, why = ? where id = ?",
                Charge.REFUSED, reason);
    }

    /** Records a lost answer; the outcome is unknown. */
    public void recordLost(Version version, String reason) {
        updateWithOutcome(version, "update version set state = 'lost', why = ? where id = ?", Charge.LOST, reason);
    }

    /** Records that the call did not reach the vendor and may be repeated. */
    public void recordUnsent(Version version, String reason) {
        updateWithOutcome(version, "update version set state = 'waiting', why = ? where id = ?", Charge.UNSENT, reason);
    }

    /** Records a temporary refusal; the call is repeated. */
    public void recordTransientRefusal(Version version, String reason) {
        updateWithOutcome(version, "update version set state = 'waiting', why = ? where id = ?", Charge.REFUSED, reason);
    }

    /** Records that the vendor shows no new version after a lost answer; the call may be repeated once. */
    public void recordUnconfirmed(Version version, String reason) {
        updateWithOutcome(version, "update version set state = 'waiting', silent = silent + 1, why = ? where id = ?",
                Charge.UNSENT, reason);
    }

    /** Records the reason why the call is not made. */
    public void recordNotCalled(Version version, String reason) {
        ledger.database().update("update version set state = 'refused', tries = tries + 1, why = ? where id = ?", reason,
                version.id());
    }

    /** Marks a version for a decision by a person. */
    public void markUndecided(Version version) {
        ledger.database().update("update version set state = 'undecided' where id = ?", version.id());
    }

    private void updateWithOutcome(Version version, String sql, String outcome, String reason) {
        ledger.write(session -> {
            session.update(sql, reason, version.id());
            insertCharge(session, version, version.intentId(), outcome, reason);
        });
    }

    /** A reset costs nothing and has no entry. */
    private void insertCharge(Database.Session session, Version version, String intentId, String outcome, String detail)
            throws SQLException {
        if (!version.isReset() && intentId != null) {
            ChargeRepository.insertCharge(session, new Charge(Ledger.newId(), version.shootId(), intentId, OPERATION,
                    outcome, 1, detail, ledger.now()));
        }
    }

    /** Repeats the versions that were refused once, as a person ordered. */
    public void resetRefused(String shoot) {
        ledger.database().update("update version set state = 'waiting' where shoot = ? and state = 'refused' and tries = 1",
                shoot);
    }

    /**
     * Skips a version that was refused repeatedly.
     *
     * @param resultName the name of the result, for the event
     */
    public void skipVersion(Shoot shoot, Version version, String resultName) {
        ledger.writeIfCurrent(shoot, session -> {
            session.update("update version set state = 'skipped' where id = ?", version.id());
            ledger.insertEvent(session, shoot.id(), "retouch-left-out",
                    resultName + ": " + version.describeRequest() + ": " + version.reason());
        });
    }

    /** Applies the decision of a person. @param retry whether to repeat the calls; otherwise they count as made */
    public void resolveUndecided(String shoot, boolean retry) {
        for (Version version : listByShoot(shoot)) {
            if (version.state().equals(Version.UNDECIDED)) {
                updateWithOutcome(version, "update version set state = '" + (retry ? Version.WAITING : Version.SKIPPED)
                        + "', silent = 0, why = ? where id = ?", retry ? Charge.UNSENT : Charge.ACCEPTED,
                        "decided by a person");
            }
        }
    }

    /** Marks the changed results to be delivered again. */
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
