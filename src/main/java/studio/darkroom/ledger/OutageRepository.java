package studio.darkroom.ledger;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * Outages: for example a vendor that is down or refuses the key, or a share that is gone. During an outage one shoot at a
 * time tries; all others wait without a call.
 */
public final class OutageRepository {

    /** The prefix of the scopes of spending caps. */
    public static final String SPEND_SCOPE_PREFIX = "spend:";

    private final Ledger ledger;

    public OutageRepository(Ledger ledger) {
        this.ledger = ledger;
    }

    /**
     * @param scope the unavailable resource: {@code vendor:imagen}, {@code store:imagen}, {@code inbox:<lane>}, a folder
     *     ({@link #folderScope}), {@code delivery:<lane>}, {@code home:<lane>} (the disk of its part files),
     *     {@code spend:<lane>} (its cap per day), {@code spend:<lane>/<shoot>} (the cap per shoot)
     * @param nextTryAt when the next shoot may try
     * @param tries the number of failed attempts in a row
     * @param alerted whether the alert was sent
     */
    public record ActiveOutage(String scope, String code, String text, String fix, Instant since, Instant nextTryAt,
            int tries, boolean alerted) {

        static ActiveOutage of(ResultSet row) throws SQLException {
            return new ActiveOutage(row.getString("scope"), row.getString("code"), row.getString("text"),
                    row.getString("fix"), Instant.ofEpochMilli(row.getLong("since")),
                    Instant.ofEpochMilli(row.getLong("look")), row.getInt("tries"), row.getInt("told") == 1);
        }

        /** The name of the vendor or lane. */
        public String ownerName() {
            String name = scope.substring(scope.indexOf(':') + 1);
            return name.contains("/") ? name.substring(0, name.indexOf('/')) : name;
        }

        /** The scope without its folder or shoot, for example {@code inbox:<lane>}. */
        public String baseScope() {
            return scope.substring(0, scope.indexOf(':') + 1) + ownerName();
        }

        public Shoot.TroubleInfo toTroubleInfo() {
            return new Shoot.TroubleInfo("outage", code, text, fix);
        }
    }

    /** The scope of a shoot that exceeds the cap per shoot. */
    public static String shootSpendScope(String lane, String shoot) {
        return SPEND_SCOPE_PREFIX + lane + "/" + shoot;
    }

    /** Whether the scope affects one shoot only, not a lane or a vendor. */
    public static boolean isSingleShoot(String scope) {
        return scope.contains("/");
    }

    /** The scope of one folder of an inbox that is available but has an unreadable folder. */
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
     * Whether a shoot that depends on these scopes must wait. If an outage is due for a try, the caller becomes the one
     * shoot that tries, and all others wait until {@code trialUntil}.
     *
     * @return the outage that blocks the shoot, or empty
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

    /** The shoots that wait for an outage to end, including those of paused lanes. */
    public List<Shoot> listWaitingShoots() {
        return ledger.database().list(Shoot::of, "select * from shoot where trouble_kind = 'outage' and ended is null");
    }

    /** Lets the next shoot of every outage try immediately. */
    public void allowTryNow() {
        ledger.database().update("update outage set look = ?", ledger.now().toEpochMilli());
    }

    /** Records a failed attempt; the first one starts the outage. */
    public ActiveOutage recordOutage(String scope, Shoot.TroubleInfo trouble, Instant nextTryAt) {
        return ledger.database().runInTransaction(session -> {
            session.update("""
                    insert into outage (scope, code, text, fix, since, look, tries) values (?, ?, ?, ?, ?, ?, 1)
                    on conflict (scope) do update set code = excluded.code, text = excluded.text, fix = excluded.fix,
                    look = excluded.look, tries = outage.tries + 1""",
                    scope, trouble.code(), trouble.text(), trouble.fix(), ledger.now().toEpochMilli(),
                    nextTryAt.toEpochMilli());
            ActiveOutage outage = session.findOne(ActiveOutage::of, "select * from outage where scope = ?", scope)
                    .orElseThrow();
            if (outage.tries() == 1) {
                ledger.insertEvent(session, null, "outage", scope + " " + trouble.code() + ": " + trouble.text());
            }
            return outage;
        });
    }

    /** @return true for the one caller that must send the alert */
    public boolean markAlerted(String scope) {
        return ledger.database().update("update outage set told = 1 where scope = ? and told = 0", scope) == 1;
    }

    /**
     * Ends an outage. Every shoot that waits for any outage becomes due.
     *
     * @return false if the scope had no outage
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
