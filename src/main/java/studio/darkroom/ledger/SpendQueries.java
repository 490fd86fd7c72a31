package studio.darkroom.ledger;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;

/** Read-only queries that compare the billing journal with the results, counted by the database. */
public final class SpendQueries {

    private static final String SHOOT_SPEND_SQL = """
            with call as (
              select shoot, what, intent, max(units) as units, min(at) as at,
                max(case when outcome = 'accepted' then 1 else 0 end) as taken,
                max(case when outcome in ('refused', 'unsent') then 1 else 0 end) as void
              from charge group by shoot, what, intent),
            bill as (
              select shoot,
                sum(case when what = 'edit' and taken = 1 then 1 else 0 end) as edits_ever,
                sum(case when what = 'edit' and taken = 1 and at >= ? and at < ? then 1 else 0 end) as edits,
                sum(case when what = 'edit' and taken = 1 and at >= ? and at < ? then units else 0 end) as edited,
                sum(case when what = 'retouch' and taken = 1 and at >= ? and at < ? then 1 else 0 end) as retouches,
                sum(case when taken = 0 and void = 0 then 1 else 0 end) as unknown
              from call group by shoot
              having sum(case when at >= ? and at < ? then 1 else 0 end) > 0)
            select s.*, b.edits_ever, b.edits, b.edited, b.retouches, b.unknown,
              coalesce((select count(*) from result r where r.shoot = s.id and r.delivered is not null), 0) as results,
              coalesce((select count(*) from photo p where p.shoot = s.id and p.state in ('delivered', 'merged')), 0)
                as accounted,
              coalesce((select count(*) from photo p where p.shoot = s.id and p.state <> 'ignored'), 0) as photos
            from bill b join shoot s on s.id = b.shoot order by s.id""";

    private final Ledger ledger;

    public SpendQueries(Ledger ledger) {
        this.ledger = ledger;
    }

    /**
     * The paid calls and the results of one shoot.
     *
     * @param totalEdits accepted edits of all time
     * @param edits accepted edits in the requested period; the next two refer to the same period
     * @param editedPhotos the number of photos of those edits
     * @param retouches accepted retouches
     * @param unknownCalls paid calls with an unknown outcome
     * @param deliveredResults delivered files
     * @param deliveredPhotos photos whose picture is delivered, alone or merged
     * @param photos the number of photos that are not ignored
     */
    public record ShootSpend(Shoot shoot, int totalEdits, int edits, int editedPhotos, int retouches, int unknownCalls,
            int deliveredResults, int deliveredPhotos, int photos) {

        static ShootSpend of(ResultSet row) throws SQLException {
            return new ShootSpend(Shoot.of(row), row.getInt("edits_ever"), row.getInt("edits"), row.getInt("edited"),
                    row.getInt("retouches"), row.getInt("unknown"), row.getInt("results"), row.getInt("accounted"),
                    row.getInt("photos"));
        }
    }

    /** The shoots with a paid call in the period, oldest first. @param to exclusive */
    public List<ShootSpend> listShootSpend(Instant from, Instant to) {
        long since = from.toEpochMilli();
        long until = to.toEpochMilli();
        return ledger.database().list(ShootSpend::of, SHOOT_SPEND_SQL, since, until, since, until, since, until, since,
                until);
    }
}
