package studio.darkroom.ledger;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Collections;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import studio.darkroom.lifecycle.Step;

/**
 * Vendors' calls that something is over. A call says nothing for certain: it only makes the next look at a waiting shoot
 * sooner, and however many calls come, there is one such look in {@link #MIN_POLL_INTERVAL}.
 */
public final class CallbackRepository {

    /** Between two looks that calls brought about. */
    public static final Duration MIN_POLL_INTERVAL = Duration.ofSeconds(5);

    private static final Object[] WOKEN_STEPS = Step.listWokenByCallback().toArray();
    private static final String AWAITS_VENDOR_SQL = "step in ("
            + String.join(", ", Collections.nCopies(WOKEN_STEPS.length, "?")) + ") and trouble_kind is null and tries = 0";

    private final Ledger ledger;
    private final AtomicReference<byte[]> secret = new AtomicReference<>();

    public CallbackRepository(Ledger ledger) {
        this.ledger = ledger;
    }

    /** @param pending whether no look has begun since the last call */
    private record LastCallback(Long receivedAt, boolean pending, long version) {

        static LastCallback of(ResultSet row) throws SQLException {
            Long during = Database.getLongOrNull(row, "called_version");
            long version = row.getLong("version");
            return new LastCallback(Database.getLongOrNull(row, "called"), during != null && during == version, version);
        }
    }

    /**
     * A vendor called because of a shoot.
     *
     * @return whether the shoot needs another appointment; never for one that waits for nothing at a vendor
     */
    public boolean recordCallback(String shoot) {
        // Read first: a flood of calls must not make the ledger write.
        Optional<LastCallback> known = ledger.database().findOne(LastCallback::of,
                "select called, called_version, version from shoot where id = ? and " + AWAITS_VENDOR_SQL, withWokenSteps(shoot));
        if (known.isEmpty() || known.get().pending()) {
            return false;
        }
        LastCallback last = known.get();
        long now = ledger.now().toEpochMilli();
        long nextPoll = last.receivedAt() == null ? now : Math.max(now, last.receivedAt() + MIN_POLL_INTERVAL.toMillis());
        // A look that is under way may have asked the vendor too early: it finds its version here and looks once more.
        return ledger.database().runInTransaction(session -> {
            session.reschedule(shoot);
            return session.update("update shoot set called = ?, called_version = version,"
                    + " due = case when due > ? then ? else due end where id = ? and version = ?"
                    + " and coalesce(called_version, -1) < version and " + AWAITS_VENDOR_SQL,
                    withWokenSteps(nextPoll, nextPoll, nextPoll, shoot, last.version())) == 1;
        });
    }

    private static Object[] withWokenSteps(Object... arguments) {
        return Stream.concat(Stream.of(arguments), Stream.of(WOKEN_STEPS)).toArray();
    }

    /** Whether the vendor called since the shoot's present step began. */
    public boolean hasCallbackInStep(Shoot shoot) {
        return ledger.database().findOne(LastCallback::of, "select called, called_version, version from shoot where id = ?", shoot.id())
                .filter(last -> last.receivedAt() != null
                        && !Instant.ofEpochMilli(last.receivedAt()).isBefore(shoot.stepSince())).isPresent();
    }

    /** What the addresses for calls are made with: the same for all nodes and all time. @param generated one to begin with */
    public byte[] getOrCreateSecret(byte[] generated) {
        byte[] known = secret.get();
        if (known == null) {
            ledger.database().update("insert into secret (name, value) values ('callback', ?) on conflict do nothing",
                    HexFormat.of().formatHex(generated));
            known = ledger.database().findOne(row -> HexFormat.of().parseHex(row.getString("value")),
                    "select value from secret where name = 'callback'").orElseThrow();
            secret.set(known);
        }
        return known;
    }
}
