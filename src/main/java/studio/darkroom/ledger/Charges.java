package studio.darkroom.ledger;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The billing journal: before each call that may cost money its intent, after it what came of it; nothing is ever changed. */
public final class Charges {

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
        return ledger.database().list(Charges::of, "select * from charge where shoot = ? order by id", shoot);
    }

    /** The newest line of a shoot about {@code what}; empty when that call was never meant to be made. */
    public Optional<Charge> last(Shoot shoot, String what) {
        return ledger.database().one(Charges::of,
                "select * from charge where shoot = ? and what = ? order by id desc limit 1", shoot.id(), what);
    }

    /** The call is about to be made. */
    public Charge intended(Shoot shoot, String what, int units) {
        String intent = Ledger.id();
        return write(shoot, intent, what, Charge.INTENDED, units, null);
    }

    /** What came of it. */
    public Charge became(Shoot shoot, Charge charge, String outcome, String detail) {
        return write(shoot, charge.intent(), charge.what(), outcome, charge.units(), detail);
    }

    private Charge write(Shoot shoot, String intent, String what, String outcome, int units, String detail) {
        Charge charge = new Charge(Ledger.id(), shoot.id(), intent, what, outcome, units, detail, ledger.now());
        String sql = """
                insert into charge (id, shoot, intent, what, outcome, units, detail, at)
                values (?, ?, ?, ?, ?, ?, ?, ?)""";
        if (outcome.equals(Charge.INTENDED)) {
            ledger.write(shoot, session -> session.update(sql, charge.id(), charge.shoot(), intent, what, outcome,
                    units, detail, charge.at().toEpochMilli()));
        } else {
            // What came of a call is true whoever holds the shoot by now.
            ledger.database().update(sql, charge.id(), charge.shoot(), intent, what, outcome, units, detail,
                    charge.at().toEpochMilli());
        }
        return charge;
    }

    /** How many edits were accepted, or may have been, since {@code since}. */
    public int editsSince(Instant since) {
        return ledger.database().one(row -> row.getInt(1), """
                select count(distinct intent) from charge c where what = 'edit' and at >= ?
                and not exists (select 1 from charge o where o.intent = c.intent and o.outcome in ('refused', 'unsent'))
                """, since.toEpochMilli()).orElse(0);
    }
}
