package studio.darkroom.ledger;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The billing journal: before each call that may cost money its intent, after it what came of it; nothing is ever changed. */
public final class Charges {

    private static final String EDITS = """
            select count(distinct intent) from charge c where what = 'edit' and at >= ?
            and (exists (select 1 from charge o where o.intent = c.intent and o.outcome = 'accepted') or
              not exists (select 1 from charge o where o.intent = c.intent and o.outcome in ('refused', 'unsent')))""";

    private static final String EDITS_OF_LANE = EDITS + " and c.shoot in (select id from shoot where lane = ?)";

    private final Ledger ledger;

    public Charges(Ledger ledger) {
        this.ledger = ledger;
    }

    private static Charge of(ResultSet row) throws SQLException {
        return new Charge(row.getString("id"), row.getString("shoot"), row.getString("intent"), row.getString("what"),
                row.getString("outcome"), row.getInt("units"), row.getString("detail"),
                Instant.ofEpochMilli(row.getLong("at")));
    }

    /** Every line of a shoot, in order. */
    public List<Charge> of(String shoot) {
        return ledger.database().list(Charges::of, "select * from charge where shoot = ? order by seq", shoot);
    }

    /** The newest line of a shoot about {@code what}; empty when that call was never meant to be made. */
    public Optional<Charge> last(Shoot shoot, String what) {
        return ledger.database().one(Charges::of,
                "select * from charge where shoot = ? and what = ? order by seq desc limit 1", shoot.id(), what);
    }

    /** Whether a refusal is the last that is known of a call. @param intent null: it was never meant to be made */
    public boolean refused(String intent) {
        return intent != null && ledger.database().one(Charges::of,
                "select * from charge where intent = ? order by seq desc limit 1", intent)
                .filter(charge -> charge.outcome().equals(Charge.REFUSED)).isPresent();
    }

    /** The call is about to be made. */
    public Charge intended(Shoot shoot, String what, int units) {
        return write(shoot, Ledger.id(), what, Charge.INTENDED, units, null, session -> { });
    }

    /**
     * So many edits a day and no more.
     *
     * @param lane whose edits count; null: those of all
     */
    public record Cap(String lane, int edits) {
    }

    /**
     * The edit is about to be made, if that is still within every cap of the day; counted and written in one.
     *
     * @return the first cap that is reached; nothing is written then
     */
    public Optional<Cap> intendedWithin(Shoot shoot, int units, List<Cap> caps, Instant day) {
        try {
            write(shoot, Ledger.id(), "edit", Charge.INTENDED, units, null, session -> {
                for (Cap cap : caps) {
                    if (spent(session, cap, day) >= cap.edits()) {
                        throw new CapReached(cap);
                    }
                }
            });
            return Optional.empty();
        } catch (CapReached reached) {
            return Optional.of(reached.cap);
        }
    }

    /** The first of these caps that is reached since then. */
    public Optional<Cap> reached(List<Cap> caps, Instant since) {
        return caps.stream().filter(cap -> editsSince(cap.lane(), since) >= cap.edits()).findFirst();
    }

    private static int spent(Database.Session session, Cap cap, Instant since) throws SQLException {
        return (cap.lane() == null ? session.one(row -> row.getInt(1), EDITS, since.toEpochMilli())
                : session.one(row -> row.getInt(1), EDITS_OF_LANE, since.toEpochMilli(), cap.lane())).orElse(0);
    }

    private static final class CapReached extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final transient Cap cap;

        CapReached(Cap cap) {
            this.cap = cap;
        }
    }

    /** What came of it. */
    public Charge became(Shoot shoot, Charge charge, String outcome, String detail) {
        return write(shoot, charge.intent(), charge.what(), outcome, charge.units(), detail, session -> { });
    }

    /** Whether finalize was accepted after everything else that was: nothing has changed at the vendor since. */
    public boolean finalized(Shoot shoot) {
        return ledger.database().one(row -> row.getString("what"), """
                select what from charge where shoot = ? and outcome = 'accepted' order by seq desc limit 1""", shoot.id())
                .filter("finalize"::equals).isPresent();
    }

    /** What has to hold at the moment an intent is written; throws when it does not. */
    @FunctionalInterface
    private interface Within {
        void check(Database.Session session) throws SQLException;
    }

    private Charge write(Shoot shoot, String intent, String what, String outcome, int units, String detail,
            Within within) {
        Charge charge = new Charge(Ledger.id(), shoot.id(), intent, what, outcome, units, detail, ledger.now());
        if (outcome.equals(Charge.INTENDED)) {
            ledger.write(shoot, session -> {
                // The ledger's one row is what all who are about to spend wait for.
                session.update("update ledger set id = id");
                within.check(session);
                insert(session, charge);
            });
        } else {
            // What came of a call is true whoever holds the shoot by now.
            ledger.database().write(session -> {
                insert(session, charge);
                return null;
            });
        }
        return charge;
    }

    /** One line, within the transaction of whoever writes it. */
    static void insert(Database.Session session, Charge charge) throws SQLException {
        session.update("""
                insert into charge (id, shoot, intent, what, outcome, units, detail, at, seq)
                values (?, ?, ?, ?, ?, ?, ?, ?, (select coalesce(max(seq), 0) + 1 from charge where shoot = ?))""",
                charge.id(), charge.shoot(), charge.intent(), charge.what(), charge.outcome(), charge.units(),
                charge.detail(), charge.at().toEpochMilli(), charge.shoot());
    }

    /**
     * How many edits were accepted, or may have been.
     *
     * @param lane null: of all lanes
     */
    public int editsSince(String lane, Instant since) {
        return (lane == null ? ledger.database().one(row -> row.getInt(1), EDITS, since.toEpochMilli())
                : ledger.database().one(row -> row.getInt(1), EDITS_OF_LANE, since.toEpochMilli(), lane)).orElse(0);
    }
}
