package studio.darkroom.ledger;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Alerts, stored until they are sent. */
public final class AlertRepository {

    /** How long a node may take to send an alert before another attempt. */
    private static final Duration LEASE = Duration.ofMinutes(1);
    private static final Duration MAX_RETRY_DELAY = Duration.ofHours(1);

    private final Ledger ledger;

    public AlertRepository(Ledger ledger) {
        this.ledger = ledger;
    }

    /** One alert. @param tries the number of earlier attempts to send it */
    public record Alert(String id, String text, Instant at, int tries) {

        static Alert of(ResultSet row) throws SQLException {
            return new Alert(row.getString("id"), row.getString("text"), Instant.ofEpochMilli(row.getLong("at")),
                    row.getInt("tries"));
        }
    }

    /** Stores an alert that is due now. */
    public void addAlert(String text) {
        long now = ledger.now().toEpochMilli();
        ledger.database().update("insert into alert (id, text, at, due) values (?, ?, ?, ?)", Ledger.newId(), text, now,
                now);
    }

    /** Claims the due alerts, oldest first. No other node gets them until the lease ends. */
    public List<Alert> claimDueAlerts() {
        long now = ledger.now().toEpochMilli();
        List<Alert> due = ledger.database().list(Alert::of, "select * from alert where due <= ? order by id", now);
        return due.stream().filter(alert -> ledger.database().update(
                "update alert set due = ?, tries = tries + 1 where id = ? and due <= ?",
                now + LEASE.toMillis(), alert.id(), now) == 1).toList();
    }

    /** Deletes an alert that was sent or dropped. */
    public void deleteAlert(Alert alert) {
        ledger.database().update("delete from alert where id = ?", alert.id());
    }

    /** Reschedules an alert with a growing delay of at most one hour. @return the time of the next attempt */
    public Instant postponeAlert(Alert alert) {
        Duration wait = LEASE.multipliedBy(1L << Math.min(alert.tries(), 10));
        Instant next = ledger.now().plus(wait.compareTo(MAX_RETRY_DELAY) > 0 ? MAX_RETRY_DELAY : wait);
        ledger.database().update("update alert set due = ? where id = ?", next.toEpochMilli(), alert.id());
        return next;
    }
}
