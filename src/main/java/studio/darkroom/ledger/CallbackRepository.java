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
 * Callbacks of vendors. A callback proves nothing: it only brings the next poll of a waiting shoot forward. However many
 * callbacks arrive, they cause at most one poll per {@link #MIN_POLL_INTERVAL}.
 */
public final class CallbackRepository {

    /** The shortest time between two polls that callbacks cause. */
    public static final Duration MIN_POLL_INTERVAL = Duration.ofSeconds(5);

    private static final Object[] WOKEN_STEPS = Step.listWokenByCallback().toArray();
    private static final String AWAITS_VENDOR_SQL = "step in ("
            + String.join(", ", Collections.nCopies(WOKEN_STEPS.length, "?")) + ") and trouble_kind is null and tries = 0";

    private final Ledger ledger;
    private final AtomicReference<byte[]> secret = new AtomicReference<>();

    public CallbackRepository(Ledger ledger) {
        this.ledger = ledger;
    }

    /** @param pending whether no poll has started since the last callback */
    private record LastCallback(Long receivedAt, boolean pending, long version) {

        static LastCallback of(ResultSet row) throws SQLException {
            Long during = Database.getLongOrNull(row, "called_version");
            long version = row.getLong("version");
            return new LastCallback(Database.getLongOrNull(row, "called"), during != null && during == version, version);
        }
    }

    /**
     * Records a callback and brings the next poll of the shoot forward.
     *
     * @return whether the shoot was rescheduled; always false for a shoot that does not wait for its vendor
     */
    public boolean recordCallback(String shoot) {
        // Reads first: a flood of callbacks must not cause writes.
        Optional<LastCallback> known = ledger.database().findOne(LastCallback::of,
                "select called, called_version, version from shoot where id = ? and " + AWAITS_VENDOR_SQL,
                withWokenSteps(shoot));
        if (known.isEmpty() || known.get().pending()) {
            return false;
        }
        LastCallback last = known.get();
        long now = ledger.now().toEpochMilli();
        long nextPoll = last.receivedAt() == null ? now : Math.max(now, last.receivedAt() + MIN_POLL_INTERVAL.toMillis());
        // A poll in progress may have asked the vendor too early. It finds its version here and polls once more.
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

    /** Whether a callback arrived since the current step of the shoot began. */
    public boolean hasCallbackInStep(Shoot shoot) {
        return ledger.database().findOne(LastCallback::of,
                        "select called, called_version, version from shoot where id = ?", shoot.id())
                .filter(last -> last.receivedAt() != null
                        && !Instant.ofEpochMilli(last.receivedAt()).isBefore(shoot.stepSince())).isPresent();
    }

    /** The key of the callback URLs, shared by all nodes. @param generated stored if the ledger has no key yet */
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
