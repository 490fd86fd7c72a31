package studio.darkroom.ledger;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The append-only billing journal: the intent before each paid call, and its outcome after it; and what was delivered for
 * it, counted by the database.
 */
public final class ChargeRepository {

    private static final String COUNT_EDITS_SQL = """
            select count(distinct intent) from charge c where what = 'edit' and at >= ?
            and (exists (select 1 from charge o where o.intent = c.intent and o.outcome = 'accepted') or
              not exists (select 1 from charge o where o.intent = c.intent and o.outcome in ('refused', 'unsent')))
            and (cast(? as text) is null or c.shoot in (select id from shoot where lane = ?))""";

    private static final String SHOOT_SPEND_SQL = """
            with call as (
              select shoot, what, intent, max(units) as units, min(at) as at,
                max(case when outcome = 'accepted' then 1 else 0 end) as taken,
                max(case when outcome in ('refused', 'unsent') then 1 else 0 end) as void
              from charge group by shoot, what, intent),
            bill as (
              select shoot,
                sum(case when what = 'edit' and taken = 1 then 1 else 0 end) as edits_ever,
                sum(case when what = 'edit' and taken = 1 and at >= ? and at < ? then 1 else 0 end) as edits,
                sum(case when what = 'edit' and taken = 1 and at >= ? and at < ? then units else 0 end) as edited,
                sum(case when what = 'retouch' and taken = 1 and at >= ? and at < ? then 1 else 0 end) as retouches,
                sum(case when taken = 0 and void = 0 then 1 else 0 end) as unknown
              from call group by shoot
              having sum(case when at >= ? and at < ? then 1 else 0 end) > 0)
            select s.*, b.edits_ever, b.edits, b.edited, b.retouches, b.unknown,
              coalesce((select count(*) from result r where r.shoot = s.id and r.delivered is not null), 0) as results,
              coalesce((select count(*) from photo p where p.shoot = s.id and p.state in ('delivered', 'merged')), 0)
                as accounted,
              coalesce((select count(*) from photo p where p.shoot = s.id and p.state <> 'ignored'), 0) as photos
            from bill b join shoot s on s.id = b.shoot order by s.id""";

    private final Ledger ledger;

    public ChargeRepository(Ledger ledger) {
        this.ledger = ledger;
    }

    /**
     * One entry of the billing journal. A paid call has one entry before it and one for its outcome.
     *
     * @param intentId connects the entries of one call
     * @param operation {@code edit}, {@code export}, {@code retouch} or {@code finalize}
     * @param outcome {@code intended}, then {@code accepted}, {@code refused}, {@code unsent} or {@code lost}
     * @param units the number of photos
     */
    public record Charge(String id, String shootId, String intentId, String operation, String outcome, int units, String detail,
            Instant at) {

        public static final String INTENDED = "intended";
        public static final String ACCEPTED = "accepted";
        public static final String REFUSED = "refused";
        public static final String UNSENT = "unsent";
        public static final String LOST = "lost";

        static Charge of(ResultSet row) throws SQLException {
            return new Charge(row.getString("id"), row.getString("shoot"), row.getString("intent"), row.getString("what"),
                    row.getString("outcome"), row.getInt("units"), row.getString("detail"),
                    Instant.ofEpochMilli(row.getLong("at")));
        }
    }

    /** All entries of a shoot, in order. */
    public List<Charge> listByShoot(String shoot) {
        return ledger.database().list(Charge::of, "select * from charge where shoot = ? order by seq", shoot);
    }

    /** The newest entry of a shoot for this operation; empty if the call was never intended. */
    public Optional<Charge> findLast(Shoot shoot, String operation) {
        return ledger.database().findOne(Charge::of,
                "select * from charge where shoot = ? and what = ? order by seq desc limit 1", shoot.id(), operation);
    }

    /** Whether the newest entry of a call is a refusal. @param intentId null if the call was never intended */
    public boolean isRefused(String intentId) {
        return intentId != null && ledger.database().findOne(Charge::of,
                "select * from charge where intent = ? order by seq desc limit 1", intentId)
                .filter(charge -> charge.outcome().equals(Charge.REFUSED)).isPresent();
    }

    /** Whether finalize is the last accepted call, so that nothing has changed at the vendor since. */
    public boolean isFinalized(Shoot shoot) {
        return ledger.database().findOne(Charge::of, """
                select * from charge where shoot = ? and outcome = 'accepted' order by seq desc limit 1""", shoot.id())
                .filter(charge -> charge.operation().equals("finalize")).isPresent();
    }

    /** Records a paid call before it is made. */
    public Charge recordIntent(Shoot shoot, String operation, int units) {
        return recordIntent(shoot, operation, units, session -> { });
    }

    /** @param precondition throws if the intent must not be written */
    private Charge recordIntent(Shoot shoot, String operation, int units, Ledger.ShootUpdate precondition) {
        Charge charge = createCharge(shoot, Ledger.newId(), operation, Charge.INTENDED, units, null);
        ledger.writeIfCurrent(shoot, session -> {
            // Locks the single row of the ledger, so that paid calls are counted one after the other.
            session.update("update ledger set id = id");
            precondition.apply(session);
            insertCharge(session, charge);
        });
        return charge;
    }

    private Charge createCharge(Shoot shoot, String intentId, String operation, String outcome, int units, String detail) {
        return new Charge(Ledger.newId(), shoot.id(), intentId, operation, outcome, units, detail, ledger.now());
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
            recordIntent(shoot, "edit", units, session -> {
                for (Cap cap : caps) {
                    if (session.findOne(row -> row.getInt(1), COUNT_EDITS_SQL, since.toEpochMilli(), cap.lane(), cap.lane())
                            .orElse(0) >= cap.maxEdits()) {
                        throw new CapReached(cap);
                    }
                }
            });
            return Optional.empty();
        } catch (CapReached reached) {
            return Optional.of(reached.cap);
        }
    }

    private static final class CapReached extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final transient Cap cap;

        CapReached(Cap cap) {
            this.cap = cap;
        }
    }

    /** The first of these caps that the edits since {@code since} reach. */
    public Optional<Cap> findReachedCap(List<Cap> caps, Instant since) {
        return caps.stream().filter(cap -> countEditsSince(cap.lane(), since) >= cap.maxEdits()).findFirst();
    }

    /**
     * The number of edits that were accepted or may have been.
     *
     * @param lane null for all lanes
     */
    public int countEditsSince(String lane, Instant since) {
        return ledger.database().findOne(row -> row.getInt(1), COUNT_EDITS_SQL, since.toEpochMilli(), lane, lane).orElse(0);
    }

    /** Records the outcome of a paid call, even if this node has lost its claim of the shoot: it is a fact. */
    public Charge recordOutcome(Shoot shoot, Charge intent, String outcome, String detail) {
        Charge charge = createCharge(shoot, intent.intentId(), intent.operation(), outcome, intent.units(), detail);
        ledger.write(session -> insertCharge(session, charge));
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
     * The paid calls and the results of one shoot.
     *
     * @param totalEdits accepted edits of all time
     * @param edits accepted edits in the requested period; the next two refer to the same period
     * @param editedPhotos the number of photos of those edits
     * @param retouches accepted retouches
     * @param unknownCalls paid calls with an unknown outcome
     * @param deliveredResults delivered files
     * @param deliveredPhotos photos whose picture is delivered, alone or merged
     * @param photos the number of photos that are not ignored
     */
    public record ShootSpend(Shoot shoot, int totalEdits, int edits, int editedPhotos, int retouches, int unknownCalls,
            int deliveredResults, int deliveredPhotos, int photos) {

        static ShootSpend of(ResultSet row) throws SQLException {
            return new ShootSpend(Shoot.of(row), row.getInt("edits_ever"), row.getInt("edits"), row.getInt("edited"),
                    row.getInt("retouches"), row.getInt("unknown"), row.getInt("results"), row.getInt("accounted"),
                    row.getInt("photos"));
        }
    }

    /** The shoots with a paid call in the period, oldest first. @param to exclusive */
    public List<ShootSpend> listShootSpend(Instant from, Instant to) {
        long since = from.toEpochMilli();
        long until = to.toEpochMilli();
        return ledger.database().list(ShootSpend::of, SHOOT_SPEND_SQL, since, until, since, until, since, until, since,
                until);
    }
}
