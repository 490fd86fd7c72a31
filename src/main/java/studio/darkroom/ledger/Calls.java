package studio.darkroom.ledger;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Vendors' calls that something is over. A call says nothing for certain: it only makes the next look at a waiting shoot
 * sooner, and however many calls come, there is one such look in {@link #APART}.
 */
public final class Calls {

    /** Between two looks that calls brought about. */
    public static final Duration APART = Duration.ofSeconds(5);

    private static final String LISTENS =
            "step in ('edit', 'await-edit', 'export', 'await-export') and trouble_kind is null and tries = 0";

    private final Ledger ledger;
    private final AtomicReference<byte[]> secret = new AtomicReference<>();

    public Calls(Ledger ledger) {
        this.ledger = ledger;
    }

    /** @param heard whether no look has begun since the last call */
    private record Last(Long called, boolean heard, long version) {

        static Last of(ResultSet row) throws SQLException {
            Long during = Database.longOrNull(row, "called_version");
            long version = row.getLong("version");
            return new Last(Database.longOrNull(row, "called"), during != null && during == version, version);
        }
    }

    /**
     * A vendor called because of a shoot.
     *
     * @return whether the shoot needs another appointment; never for one that waits for nothing at a vendor
     */
    public boolean called(String shoot) {
        // Read first: a flood of calls must not make the ledger write.
        Optional<Last> known = ledger.database().one(Last::of,
                "select called, called_version, version from shoot where id = ? and " + LISTENS, shoot);
        if (known.isEmpty() || known.get().heard()) {
            return false;
        }
        Last last = known.get();
        long now = ledger.now().toEpochMilli();
        long look = last.called() == null ? now : Math.max(now, last.called() + APART.toMillis());
        // A look that is under way may have asked the vendor too early: it finds its version here and looks once more.
        return ledger.database().update("update shoot set called = ?, called_version = version,"
                + " due = case when due > ? then ? else due end where id = ? and version = ?"
                + " and coalesce(called_version, -1) < version and " + LISTENS,
                look, look, look, shoot, last.version()) == 1;
    }

    /** Whether the vendor called since the shoot's present step began. */
    public boolean calledInStep(Shoot shoot) {
        return ledger.database().one(Last::of, "select called, called_version, version from shoot where id = ?", shoot.id())
                .filter(last -> last.called() != null
                        && !Instant.ofEpochMilli(last.called()).isBefore(shoot.stepSince())).isPresent();
    }

    /** What the addresses for calls are made with: the same for all nodes and all time. @param fresh one to begin with */
    public byte[] secret(byte[] fresh) {
        byte[] known = secret.get();
        if (known == null) {
            ledger.database().update("insert into secret (name, value) values ('callback', ?) on conflict do nothing",
                    HexFormat.of().formatHex(fresh));
            known = ledger.database().one(row -> HexFormat.of().parseHex(row.getString("value")),
                    "select value from secret where name = 'callback'").orElseThrow();
            secret.set(known);
        }
        return known;
    }
}
