package studio.darkroom.ledger;

import java.util.List;

/** What came back, with its delivery. */
public final class ResultRepository {

    private final Ledger ledger;

    public ResultRepository(Ledger ledger) {
        this.ledger = ledger;
    }

    public List<Result> listByShoot(String shoot) {
        return ledger.database().list(Result::of, "select * from result where shoot = ? order by name, kind", shoot);
    }

    /** The vendor offers these; the ones already known keep the name they were given. */
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

    /** It stands whole under its final name. */
    public void recordDelivery(Shoot shoot, Result result, String name, long size, String sha256) {
        ledger.writeIfCurrent(shoot, session -> session.update(
                "update result set name = ?, size = ?, sha256 = ?, delivered = ?, renews = 0, again = 0 where id = ?",
                name, size, sha256, ledger.now().toEpochMilli(), result.id()));
    }

    /** Its download or delivery failed; it stays to be delivered. */
    public void recordDeliveryFailure(Shoot shoot, Result result, String reason) {
        ledger.writeIfCurrent(shoot, session -> {
            session.update("update result set tries = tries + 1 where id = ?", result.id());
            ledger.insertEvent(session, shoot.id(), "delivery-missed", result.name() + ": " + reason);
        });
    }

    /** A person wants another go: failures are forgotten. */
    public void resetTries(String shoot) {
        ledger.database().update("update result set tries = 0 where shoot = ?", shoot);
    }

    /** Everything is to be fetched again, for nothing is paid by that. What was delivered stays told as delivered. */
    public void requestRedelivery(String shoot) {
        ledger.database().update("""
                update result set again = case when delivered is null then 0 else 1 end, tries = 0 where shoot = ?""", shoot);
    }

    /** One that was to be fetched again is not to be had any more; its first delivery is what there is. */
    public void cancelRedelivery(Shoot shoot, Result result, String reason) {
        ledger.writeIfCurrent(shoot, session -> {
            session.update("update result set again = 0 where id = ?", result.id());
            ledger.insertEvent(session, shoot.id(), "redelivery-short", result.name() + ": " + reason);
        });
    }
}
