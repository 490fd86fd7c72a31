package studio.darkroom.ledger;

import java.util.List;

/** The results of the shoots, and their delivery. */
public final class ResultRepository {

    private final Ledger ledger;

    public ResultRepository(Ledger ledger) {
        this.ledger = ledger;
    }

    public List<Result> listByShoot(String shoot) {
        return ledger.database().list(Result::of, "select * from result where shoot = ? order by name, kind", shoot);
    }

    /** Adds the results that the vendor offers. Known results keep their names. */
    public void addOffered(Shoot shoot, List<Result> results) {
        ledger.writeIfCurrent(shoot, session -> {
            for (Result result : results) {
                session.update("""
                        insert into result (id, shoot, remote_name, name, kind, photo) values (?, ?, ?, ?, ?, ?)
                        on conflict (shoot, kind, remote_name) do nothing""",
                        Ledger.newId(), shoot.id(), result.remoteName(), result.name(), result.kind(), result.photoId());
            }
        });
    }

    /** Records a complete delivery. */
    public void recordDelivery(Shoot shoot, Result result, String name, long size, String sha256) {
        ledger.writeIfCurrent(shoot, session -> session.update(
                "update result set name = ?, size = ?, sha256 = ?, delivered = ?, renews = 0, again = 0 where id = ?",
                name, size, sha256, ledger.now().toEpochMilli(), result.id()));
    }

    /** Records a failed download or delivery; the result will be delivered again. */
    public void recordDeliveryFailure(Shoot shoot, Result result, String reason) {
        ledger.writeIfCurrent(shoot, session -> {
            session.update("update result set tries = tries + 1 where id = ?", result.id());
            ledger.insertEvent(session, shoot.id(), "delivery-missed", result.name() + ": " + reason);
        });
    }

    /** Resets the failure counters, as a person ordered. */
    public void resetTries(String shoot) {
        ledger.database().update("update result set tries = 0 where shoot = ?", shoot);
    }

    /** Marks all results to be downloaded again. Delivered results stay marked as delivered. */
    public void requestRedelivery(String shoot) {
        ledger.database().update("""
                update result set again = case when delivered is null then 0 else 1 end, tries = 0 where shoot = ?""",
                shoot);
    }

    /** Cancels another download, because the vendor no longer offers the result. Its earlier delivery stays. */
    public void cancelRedelivery(Shoot shoot, Result result, String reason) {
        ledger.writeIfCurrent(shoot, session -> {
            session.update("update result set again = 0 where id = ?", result.id());
            ledger.insertEvent(session, shoot.id(), "redelivery-short", result.name() + ": " + reason);
        });
    }
}
