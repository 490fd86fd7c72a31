package studio.darkroom.ledger;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import studio.darkroom.ledger.Database.LedgerUnavailable;
import studio.darkroom.lifecycle.Step;

/** Read-only queries for reports and metrics, counted by the database. */
public final class ReportQueries {

    /** The maximum number of events to list, because a shoot that is retried for weeks has very many. */
    private static final int MAX_EVENTS = 1000;

    /** Counts photos by their index alone, and only for the selected shoots. */
    private static final String SHOOT_SUMMARY_SQL = """
            with asked as (select s.*, l.paused from shoot s left join lane l on l.name = s.lane %s)
            select a.*, coalesce(p.photos, 0) as photos, coalesce(p.up, 0) as up,
            coalesce(r.results, 0) as results, coalesce(r.delivered, 0) as delivered
            from asked a
            left join (select shoot, count(*) as photos,
              sum(case when state in ('uploaded', 'delivered', 'merged', 'missing') then 1 else 0 end) as up from photo
              where state <> 'ignored' and shoot in (select id from asked) group by shoot) p on p.shoot = a.id
            left join (select shoot, count(*) as results, count(delivered) as delivered from result
              where shoot in (select id from asked) group by shoot) r on r.shoot = a.id
            order by a.id desc""";

    private final Ledger ledger;

    public ReportQueries(Ledger ledger) {
        this.ledger = ledger;
    }

    /**
     * A shoot with its counts.
     *
     * @param lanePaused whether its lane is paused
     * @param photos the number of photos that are not ignored
     * @param uploaded those of them that the vendor has
     * @param results the number of results that the vendor offers
     * @param delivered those of them that are delivered
     */
    public record ShootSummary(Shoot shoot, boolean lanePaused, int photos, int uploaded, int results, int delivered) {

        static ShootSummary of(ResultSet row) throws SQLException {
            return new ShootSummary(Shoot.of(row), row.getInt("paused") == 1, row.getInt("photos"), row.getInt("up"),
                    row.getInt("results"), row.getInt("delivered"));
        }
    }

    /**
     * The shoots, newest first.
     *
     * @param state as in {@link Shoot#state()}; null for all
     * @param lane null for all
     */
    public List<ShootSummary> listShoots(String state, String lane) {
        List<String> conditions = new ArrayList<>();
        List<Object> arguments = new ArrayList<>();
        if (lane != null) {
            conditions.add("s.lane = ?");
            arguments.add(lane);
        }
        if (state != null) {
            boolean ended = state.equals(Step.DONE.word()) || state.equals(Step.CANCELLED.word());
            if (ended) {
                conditions.add("s.step = ?");
                arguments.add(state);
            } else {
                conditions.add("s.ended is null");
                conditions.add(state.equals("active") ? "s.trouble_kind is null" : "s.trouble_kind = ?");
                if (!state.equals("active")) {
                    arguments.add(state);
                }
            }
        }
        String where = conditions.isEmpty() ? "" : "where " + String.join(" and ", conditions);
        return ledger.database().list(ShootSummary::of, SHOOT_SUMMARY_SQL.formatted(where), arguments.toArray());
    }

    /** The shoots with this id or name; several if lanes have shoots of the same name. */
    public List<Shoot> findByIdOrName(String idOrName) {
        return ledger.database().list(Shoot::of, "select * from shoot where id = ? or name = ? order by id",
                idOrName, idOrName);
    }

    /** The events of a shoot, oldest first; at most the newest 1,000. */
    public List<Event> listEvents(String shoot) {
        return ledger.database().list(ReportQueries::mapEvent, """
                select * from (select * from event where shoot = ? order by id desc limit ?) newest order by id""",
                shoot, MAX_EVENTS);
    }

    /**
     * The events of all shoots after an event, oldest first. May miss events of other nodes, whose clocks differ; use it as
     * a hint only.
     *
     * @param id the id of that event; null for the newest event only
     */
    public List<Event> listEventsAfter(String id, int limit) {
        if (id == null) {
            return ledger.database().list(ReportQueries::mapEvent, "select * from event order by id desc limit 1");
        }
        return ledger.database().list(ReportQueries::mapEvent, "select * from event where id > ? order by id limit ?", id,
                limit);
    }

    private static Event mapEvent(ResultSet row) throws SQLException {
        return new Event(row.getString("id"), row.getString("shoot"), Instant.ofEpochMilli(row.getLong("at")),
                row.getString("node"), row.getString("what"), row.getString("detail"));
    }

    /** The number of shoots of a lane at a step. @param trouble the kind of trouble, or null */
    public record ShootCount(String lane, Step step, String trouble, long count) {
    }

    public List<ShootCount> countShoots() {
        return ledger.database().list(row -> new ShootCount(row.getString("lane"), Step.of(row.getString("step")),
                row.getString("trouble_kind"), row.getLong("n")), """
                select lane, step, trouble_kind, count(*) as n from shoot group by lane, step, trouble_kind""");
    }

    /**
     * The number of files of a lane in a state.
     *
     * @param step the step of their shoots; null for files without a shoot
     * @param trouble the kind of trouble of their shoots, or null
     */
    public record FileCount(String lane, String state, Step step, String trouble, long count) {
    }

    /** Counts all files that were ever seen, except markers and tickets. */
    public List<FileCount> countFiles() {
        return ledger.database().list(row -> new FileCount(row.getString("lane"), row.getString("state"),
                row.getString("step") == null ? null : Step.of(row.getString("step")), row.getString("trouble_kind"),
                row.getLong("n")), """
                select p.lane, p.state, s.step, s.trouble_kind, count(*) as n
                from photo p left join shoot s on s.id = p.shoot where p.kind not in ('marker', 'ticket')
                group by p.lane, p.state, s.step, s.trouble_kind""");
    }

    /** The number of entries of the billing journal with an operation and outcome. */
    public record ChargeCount(String operation, String outcome, long count) {
    }

    public List<ChargeCount> countCharges() {
        return ledger.database().list(row -> new ChargeCount(row.getString("what"), row.getString("outcome"),
                row.getLong("n")), "select what, outcome, count(*) as n from charge group by what, outcome");
    }

    /** The paused lanes. */
    public List<String> listPausedLanes() {
        return ledger.database().list(row -> row.getString("name"), "select name from lane where paused = 1");
    }

    /** Checks with a write that changes nothing. @throws LedgerUnavailable if the ledger cannot be written */
    public void checkWritable() {
        ledger.database().update("update ledger set id = id");
    }

    /** Something that happened: what, when, on which node, to which shoot (null: to all). */
    public record Event(String id, String shootId, Instant at, String node, String type, String detail) {
    }
}
