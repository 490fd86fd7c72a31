package studio.darkroom.ledger;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The append-only billing journal: the intent before each paid call, and its outcome after it. */
public final class ChargeRepository {

    private static final String COUNT_EDITS_SQL = """
            select count(distinct intent) from charge c where what = 'edit' and at >= ?
            and (exists (select 1 from charge o where o.intent = c.intent and o.outcome = 'accepted') or
              not exists (select 1 from charge o where o.intent = c.intent and o.outcome in ('refused', 'unsent')))""";

    private static final String COUNT_LANE_EDITS_SQL = COUNT_EDITS_SQL
            + " and c.shoot in (select id from shoot where lane = ?)";

    private final Ledger ledger;

    public ChargeRepository(Ledger ledger) {
        this.ledger = ledger;
    }

    private static Charge mapRow(ResultSet row) throws SQLException {
        return new Charge(row.getString("id"), row.getString("shoot"), row.getString("intent"), row.getString("what"),
                row.getString("outcome"), row.getInt("units"), row.getString("detail"),
                Instant.ofEpochMilli(row.getLong("at")));
    }

    /** All entries of a shoot, in order. */
    public List<Charge> listByShoot(String shoot) {
        return ledger.database().list(ChargeRepository::mapRow, "select * from charge where shoot = ? order by seq", shoot);
    }

    /** The newest entry of a shoot for this operation; empty if the call was never intended. */
    public Optional<Charge> findLast(Shoot shoot, String operation) {
        return ledger.database().findOne(ChargeRepository::mapRow,
                "select * from charge where shoot = ? and what = ? order by seq desc limit 1", shoot.id(), operation);
    }

    /** Whether the newest entry of a call is a refusal. @param intentId null if the call was never intended */
    public boolean isRefused(String intentId) {
        return intentId != null && ledger.database().findOne(ChargeRepository::mapRow,
                "select * from charge where intent = ? order by seq desc limit 1", intentId)
                .filter(charge -> charge.outcome().equals(Charge.REFUSED)).isPresent();
    }

    /** Records a paid call before it is made. */
    public Charge recordIntent(Shoot shoot, String operation, int units) {
        return writeCharge(shoot, Ledger.newId(), operation, Charge.INTENDED, units, null, session -> { });
    }

    /**
     * The maximum number of edits per day.
     *
     * @param lane the lane whose edits count; null for all lanes
     */
    public record Cap(String lane, int maxEdits) {
    }

    /**
     * Records an edit before it is ordered, unless a cap is reached. Counts and writes in one transaction.
     *
     * @return the first cap that is reached; nothing is written in that case
     */
    public Optional<Cap> recordEditIntentWithinCaps(Shoot shoot, int units, List<Cap> caps, Instant since) {
        try {
            writeCharge(shoot, Ledger.newId(), "edit", Charge.INTENDED, units, null, session -> {
                for (Cap cap : caps) {
                    if (countEdits(session, cap, since) >= cap.maxEdits()) {
                        throw new CapReached(cap);
                    }
                }
            });
            return Optional.empty();
        } catch (CapReached reached) {
            return Optional.of(reached.cap);
        }
    }

    /** The first of these caps that the edits since {@code since} reach. */
    public Optional<Cap> findReachedCap(List<Cap> caps, Instant since) {
        return caps.stream().filter(cap -> countEditsSince(cap.lane(), since) >= cap.maxEdits()).findFirst();
    }

    private static int countEdits(Database.Session session, Cap cap, Instant since) throws SQLException {
        return (cap.lane() == null ? session.findOne(row -> row.getInt(1), COUNT_EDITS_SQL, since.toEpochMilli())
                : session.findOne(row -> row.getInt(1), COUNT_LANE_EDITS_SQL, since.toEpochMilli(), cap.lane())).orElse(0);
    }

    private static final class CapReached extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final transient Cap cap;

        CapReached(Cap cap) {
            this.cap = cap;
        }
    }

    /** Records the outcome of a paid call, even if this node has lost its claim of the shoot. */
    public Charge recordOutcome(Shoot shoot, Charge charge, String outcome, String detail) {
        return writeCharge(shoot, charge.intentId(), charge.operation(), outcome, charge.units(), detail, session -> { });
    }

    /** Whether finalize is the last accepted call, so that nothing has changed at the vendor since. */
    public boolean isFinalized(Shoot shoot) {
        return ledger.database().findOne(row -> row.getString("what"), """
                select what from charge where shoot = ? and outcome = 'accepted' order by seq desc limit 1""", shoot.id())
                .filter("finalize"::equals).isPresent();
    }

    /** Throws if an intent must not be written. */
    @FunctionalInterface
    private interface Precondition {
        void check(Database.Session session) throws SQLException;
    }

    private Charge writeCharge(Shoot shoot, String intentId, String operation, String outcome, int units, String detail,
            Precondition precondition) {
        Charge charge = new Charge(Ledger.newId(), shoot.id(), intentId, operation, outcome, units, detail, ledger.now());
        if (outcome.equals(Charge.INTENDED)) {
            ledger.writeIfCurrent(shoot, session -> {
                // Locks the single row of the ledger, so that paid calls are counted one after the other.
                session.update("update ledger set id = id");
                precondition.check(session);
                insertCharge(session, charge);
            });
        } else {
            // The outcome of a call is a fact, whoever holds the shoot now.
            ledger.database().runInTransaction(session -> {
                insertCharge(session, charge);
                return null;
            });
        }
        return charge;
    }

    /** Inserts one entry in the transaction of the caller. */
    static void insertCharge(Database.Session session, Charge charge) throws SQLException {
        session.update("""
                insert into charge (id, shoot, intent, what, outcome, units, detail, at, seq)
                values (?, ?, ?, ?, ?, ?, ?, ?, (select coalesce(max(seq), 0) + 1 from charge where shoot = ?))""",
                charge.id(), charge.shootId(), charge.intentId(), charge.operation(), charge.outcome(), charge.units(),
                charge.detail(), charge.at().toEpochMilli(), charge.shootId());
    }

    /**
     * The number of edits that were accepted or may have been.
     *
     * @param lane null for all lanes
     */
    public int countEditsSince(String lane, Instant since) {
        return (lane == null ? ledger.database().findOne(row -> row.getInt(1), COUNT_EDITS_SQL, since.toEpochMilli())
                : ledger.database().findOne(row -> row.getInt(1), COUNT_LANE_EDITS_SQL, since.toEpochMilli(), lane))
                .orElse(0);
    }
}
