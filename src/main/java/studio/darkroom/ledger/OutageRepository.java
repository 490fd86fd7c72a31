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
public final class OutageRepository {

    /** Begins the scope of a lane whose cap is reached. */
    public static final String SPEND_SCOPE_PREFIX = "spend:";

    private final Ledger ledger;

    public OutageRepository(Ledger ledger) {
        this.ledger = ledger;
    }

    /**
     * @param scope what is out: {@code vendor:imagen}, {@code store:imagen}, {@code inbox:<lane>}, a folder of it
     *     ({@link #folderScope}), {@code delivery:<lane>}, {@code home:<lane>} (the disk under its part files),
     *     {@code spend:<lane>} (its cap of the day), {@code spend:<lane>/<shoot>} (that of a shoot)
     * @param nextTryAt when the next one may try
     * @param tries how often it was found out of order in a row
     * @param alerted whether the alert went out
     */
    public record ActiveOutage(String scope, String code, String text, String fix, Instant since, Instant nextTryAt, int tries,
            boolean alerted) {

        static ActiveOutage of(ResultSet row) throws SQLException {
            return new ActiveOutage(row.getString("scope"), row.getString("code"), row.getString("text"),
                    row.getString("fix"), Instant.ofEpochMilli(row.getLong("since")),
                    Instant.ofEpochMilli(row.getLong("look")), row.getInt("tries"), row.getInt("told") == 1);
        }

        /** Whose it is: the name of a vendor or of a lane. */
        public String ownerName() {
            String name = scope.substring(scope.indexOf(':') + 1);
            return name.contains("/") ? name.substring(0, name.indexOf('/')) : name;
        }

        /** What kind of place or service is out, and whose, without the folder; as {@code inbox:<lane>}. */
        public String baseScope() {
            return scope.substring(0, scope.indexOf(':') + 1) + ownerName();
        }

        public Shoot.TroubleInfo toTroubleInfo() {
            return new Shoot.TroubleInfo("outage", code, text, fix);
        }
    }

    /** The scope of a shoot that is above the cap of a shoot. */
    public static String shootSpendScope(String lane, String shoot) {
        return SPEND_SCOPE_PREFIX + lane + "/" + shoot;
    }

    /** Whether only one shoot waits under this scope, and not a lane or all of a vendor. */
    public static boolean isSingleShoot(String scope) {
        return scope.contains("/");
    }

    /** The scope of one folder of an inbox, where the inbox is there and something in it cannot be read. */
    public static String folderScope(Shoot shoot) {
        return "inbox:" + shoot.lane() + "/" + shoot.folder();
    }

    public List<ActiveOutage> listActive() {
        return ledger.database().list(ActiveOutage::of, "select * from outage order by since");
    }

    public Optional<ActiveOutage> findActive(String scope) {
        return ledger.database().findOne(ActiveOutage::of, "select * from outage where scope = ?", scope);
    }

    /**
     * May a shoot that needs these scopes go ahead? If one of them is out and its time to try has come, the asker
     * becomes the one that tries, and all others wait until {@code next}.
     *
     * @return the outage that stands in the way, or empty
     */
    public Optional<ActiveOutage> findBlockerOrClaimTrial(Collection<String> scopes, Instant trialUntil) {
        List<ActiveOutage> active = listActive().stream().filter(outage -> scopes.contains(outage.scope())).toList();
        for (ActiveOutage outage : active) {
            if (outage.nextTryAt().isAfter(ledger.now())) {
                return Optional.of(outage);
            }
        }
        for (ActiveOutage outage : active) {
            if (!outage.nextTryAt().isAfter(ledger.now())) {
                boolean claimed = ledger.database().update(
                        "update outage set look = ? where scope = ? and look = ?",
                        trialUntil.toEpochMilli(), outage.scope(), outage.nextTryAt().toEpochMilli()) == 1;
                if (!claimed) {
                    return findActive(outage.scope());
                }
            }
        }
        return Optional.empty();
    }

    /** A person says that it works again: the next shoot may try at once. */
    public void allowTryNow() {
        ledger.database().update("update outage set look = ?", ledger.now().toEpochMilli());
    }

    /** Found out of order, again or for the first time. */
    public ActiveOutage recordOutage(String scope, Shoot.TroubleInfo trouble, Instant nextTryAt) {
        return ledger.database().runInTransaction(session -> {
            session.update("""
                    insert into outage (scope, code, text, fix, since, look, tries) values (?, ?, ?, ?, ?, ?, 1)
                    on conflict (scope) do update set code = excluded.code, text = excluded.text, fix = excluded.fix,
                    look = excluded.look, tries = outage.tries + 1""",
                    scope, trouble.code(), trouble.text(), trouble.fix(), ledger.now().toEpochMilli(), nextTryAt.toEpochMilli());
            ActiveOutage outage = session.findOne(ActiveOutage::of, "select * from outage where scope = ?", scope).orElseThrow();
            if (outage.tries() == 1) {
                ledger.insertEvent(session, null, "outage", scope + " " + trouble.code() + ": " + trouble.text());
            }
            return outage;
        });
    }

    /** @return true for the one caller that is to raise the alert */
    public boolean markAlerted(String scope) {
        return ledger.database().update("update outage set told = 1 where scope = ? and told = 0", scope) == 1;
    }

    /**
     * It works again: every shoot that waited for any outage is due now.
     *
     * @return false when the scope had no outage
     */
    public boolean endOutage(String scope) {
        return ledger.database().runInTransaction(session -> {
            if (session.update("delete from outage where scope = ?", scope) == 0) {
                return false;
            }
            ledger.insertEvent(session, null, "outage-over", scope);
            session.list(row -> row.getString("id"), """
                    update shoot set due = ? where trouble_kind = 'outage' and ended is null
                    returning id""", ledger.now().toEpochMilli()).forEach(session::reschedule);
            return true;
        });
    }
}
