package studio.darkroom.ledger;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Sentences for a person, kept until somebody took them. */
public final class AlertRepository {

    /** So long a node has to hand one over before another try. */
    private static final Duration LEASE = Duration.ofMinutes(1);
    private static final Duration MAX_RETRY_DELAY = Duration.ofHours(1);

    private final Ledger ledger;

    public AlertRepository(Ledger ledger) {
        this.ledger = ledger;
    }

    /** One sentence. @param tries how often it was tried to hand it over before */
    public record Alert(String id, String text, Instant at, int tries) {

        static Alert of(ResultSet row) throws SQLException {
            return new Alert(row.getString("id"), row.getString("text"), Instant.ofEpochMilli(row.getLong("at")),
                    row.getInt("tries"));
        }
    }

    /** Something has to be told. */
    public void addAlert(String text) {
        long now = ledger.now().toEpochMilli();
        ledger.database().update("insert into alert (id, text, at, due) values (?, ?, ?, ?)", Ledger.newId(), text, now, now);
    }

    /** What is to be handed over now, oldest first; nobody else is given the same meanwhile. */
    public List<Alert> claimDueAlerts() {
        long now = ledger.now().toEpochMilli();
        List<Alert> due = ledger.database().list(Alert::of, "select * from alert where due <= ? order by id", now);
        return due.stream().filter(alert -> ledger.database().update(
                "update alert set due = ?, tries = tries + 1 where id = ? and due <= ?",
                now + LEASE.toMillis(), alert.id(), now) == 1).toList();
    }

    /** It was taken, or is given up. */
    public void deleteAlert(Alert alert) {
        ledger.database().update("delete from alert where id = ?", alert.id());
    }

    /** Nobody took it. @return when it is tried again: ever more rarely, and once an hour at least */
    public Instant postponeAlert(Alert alert) {
        Duration wait = LEASE.multipliedBy(1L << Math.min(alert.tries(), 10));
        Instant next = ledger.now().plus(wait.compareTo(MAX_RETRY_DELAY) > 0 ? MAX_RETRY_DELAY : wait);
        ledger.database().update("update alert set due = ? where id = ?", next.toEpochMilli(), alert.id());
        return next;
    }
}
