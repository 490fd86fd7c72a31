package studio.darkroom.ledger;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * Everybody's trouble: a vendor that is down or refuses the key, a share that is gone. While an outage stands, one shoot
 * at a time tries; all others wait in line without a call.
 */
public final class Outages {

    /** Begins the scope of a lane whose cap is reached. */
    public static final String SPEND = "spend:";

    private final Ledger ledger;

    public Outages(Ledger ledger) {
        this.ledger = ledger;
    }

    /**
     * @param scope what is out: {@code vendor:imagen}, {@code store:imagen}, {@code inbox:<lane>}, a folder of it
     *     ({@link #folder}), {@code delivery:<lane>}, {@code home:<lane>} (the disk under its part files),
     *     {@code spend:<lane>} (its cap of the day), {@code spend:<lane>/<shoot>} (that of a shoot)
     * @param look when the next one may try
     * @param tries how often it was found out of order in a row
     * @param told whether the alert went out
     */
    public record Outage(String scope, String code, String text, String fix, Instant since, Instant look, int tries,
            boolean told) {

        static Outage of(ResultSet row) throws SQLException {
            return new Outage(row.getString("scope"), row.getString("code"), row.getString("text"),
                    row.getString("fix"), Instant.ofEpochMilli(row.getLong("since")),
                    Instant.ofEpochMilli(row.getLong("look")), row.getInt("tries"), row.getInt("told") == 1);
        }

        /** Whose it is: the name of a vendor or of a lane. */
        public String whose() {
            String name = scope.substring(scope.indexOf(':') + 1);
            return name.contains("/") ? name.substring(0, name.indexOf('/')) : name;
        }

        /** What kind of place or service is out, and whose, without the folder; as {@code inbox:<lane>}. */
        public String place() {
            return scope.substring(0, scope.indexOf(':') + 1) + whose();
        }

        public Shoot.Held held() {
            return new Shoot.Held("outage", code, text, fix);
        }
    }

    /** The scope of a shoot that is above the cap of a shoot. */
    public static String spend(String lane, String shoot) {
        return SPEND + lane + "/" + shoot;
    }

    /** Whether only one shoot waits under this scope, and not a lane or all of a vendor. */
    public static boolean single(String scope) {
        return scope.contains("/");
    }

    /** The scope of one folder of an inbox, where the inbox is there and something in it cannot be read. */
    public static String folder(Shoot shoot) {
        return "inbox:" + shoot.lane() + "/" + shoot.folder();
    }

    public List<Outage> standing() {
        return ledger.database().list(Outage::of, "select * from outage order by since");
    }

    public Optional<Outage> standing(String scope) {
        return ledger.database().one(Outage::of, "select * from outage where scope = ?", scope);
    }

    /**
     * May a shoot that needs these scopes go ahead? If one of them is out and its time to try has come, the asker
     * becomes the one that tries, and all others wait until {@code next}.
     *
     * @return the outage that stands in the way, or empty
     */
    public Optional<Outage> inTheWay(Collection<String> scopes, Instant next) {
        List<Outage> out = standing().stream().filter(outage -> scopes.contains(outage.scope())).toList();
        for (Outage outage : out) {
            if (outage.look().isAfter(ledger.now())) {
                return Optional.of(outage);
            }
        }
        for (Outage outage : out) {
            if (!outage.look().isAfter(ledger.now())) {
                boolean mine = ledger.database().update(
                        "update outage set look = ? where scope = ? and look = ?",
                        next.toEpochMilli(), outage.scope(), outage.look().toEpochMilli()) == 1;
                if (!mine) {
                    return standing(outage.scope());
                }
            }
        }
        return Optional.empty();
    }

    /** A person says that it works again: the next shoot may try at once. */
    public void lookNow() {
        ledger.database().update("update outage set look = ?", ledger.now().toEpochMilli());
    }

    /** Found out of order, again or for the first time. */
    public Outage found(String scope, Shoot.Held held, Instant look) {
        return ledger.database().write(session -> {
            session.update("""
                    insert into outage (scope, code, text, fix, since, look, tries) values (?, ?, ?, ?, ?, ?, 1)
                    on conflict (scope) do update set code = excluded.code, text = excluded.text, fix = excluded.fix,
                    look = excluded.look, tries = outage.tries + 1""",
                    scope, held.code(), held.text(), held.fix(), ledger.now().toEpochMilli(), look.toEpochMilli());
            Outage outage = session.one(Outage::of, "select * from outage where scope = ?", scope).orElseThrow();
            if (outage.tries() == 1) {
                ledger.event(session, null, "outage", scope + " " + held.code() + ": " + held.text());
            }
            return outage;
        });
    }

    /** @return true for the one caller that is to raise the alert */
    public boolean tell(String scope) {
        return ledger.database().update("update outage set told = 1 where scope = ? and told = 0", scope) == 1;
    }

    /**
     * It works again: every shoot that waited for any outage is due now.
     *
     * @return those shoots' ids; empty when the scope was not out
     */
    public List<String> over(String scope) {
        return ledger.database().write(session -> {
            if (session.update("delete from outage where scope = ?", scope) == 0) {
                return List.<String>of();
            }
            ledger.event(session, null, "outage-over", scope);
            return session.list(row -> row.getString("id"), """
                    update shoot set due = ? where trouble_kind = 'outage' and step not in ('done', 'cancelled')
                    returning id""", ledger.now().toEpochMilli());
        });
    }
}
