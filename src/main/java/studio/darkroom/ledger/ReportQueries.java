package studio.darkroom.ledger;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import studio.darkroom.lifecycle.Step;

/** The ledger as people and machines look at it: read only, counted by the database, one query per question. */
public final class ReportQueries {

    /** The newest events of a shoot that are shown; a shoot that was retried for weeks has no end of them. */
    private static final int MAX_EVENTS = 1000;

    /** Counted over the index of the photos alone, and only for the shoots that are asked for. */
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
     * A shoot with its numbers.
     *
     * @param lanePaused whether its lane is paused
     * @param photos that take part in it
     * @param uploaded of them, those that the vendor has
     * @param results that the vendor offered so far
     * @param delivered of them, those that stand under their final name
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

    /** The shoots of this id or exact name; several when lanes have shoots of one name. */
    public List<Shoot> findByIdOrName(String idOrName) {
        return ledger.database().list(Shoot::of, "select * from shoot where id = ? or name = ? order by id",
                idOrName, idOrName);
    }

    /** What happened to a shoot, oldest first; at most the newest thousand. */
    public List<Event> listEvents(String shoot) {
        return ledger.database().list(ReportQueries::mapEvent, """
                select * from (select * from event where shoot = ? order by id desc limit ?) newest order by id""",
                shoot, MAX_EVENTS);
    }

    /**
     * What happened to anybody after an event, oldest first. Nodes write with clocks of their own, so that an event of
     * another node may be missed: good for a hint to look, not for keeping books.
     *
     * @param id of that event; null for the newest event alone
     */
    public List<Event> listEventsAfter(String id, int limit) {
        if (id == null) {
            return ledger.database().list(ReportQueries::mapEvent, "select * from event order by id desc limit 1");
        }
        return ledger.database().list(ReportQueries::mapEvent, "select * from event where id > ? order by id limit ?", id, limit);
    }

    private static Event mapEvent(ResultSet row) throws SQLException {
        return new Event(row.getString("id"), row.getString("shoot"), Instant.ofEpochMilli(row.getLong("at")),
                row.getString("node"), row.getString("what"), row.getString("detail"));
    }

    /** So many shoots of a lane are at this step, with this kind of trouble or none. */
    public record ShootCount(String lane, Step step, String trouble, long count) {
    }

    public List<ShootCount> countShoots() {
        return ledger.database().list(row -> new ShootCount(row.getString("lane"), Step.of(row.getString("step")),
                row.getString("trouble_kind"), row.getLong("n")), """
                select lane, step, trouble_kind, count(*) as n from shoot group by lane, step, trouble_kind""");
    }

    /**
     * So many files of a lane are in this state, in shoots at this step with this kind of trouble or none.
     *
     * @param step null for files that belong to no shoot
     */
    public record FileCount(String lane, String state, Step step, String trouble, long count) {
    }

    /** Every file that a sensor ever saw, but markers and tickets. */
    public List<FileCount> countFiles() {
        return ledger.database().list(row -> new FileCount(row.getString("lane"), row.getString("state"),
                row.getString("step") == null ? null : Step.of(row.getString("step")), row.getString("trouble_kind"),
                row.getLong("n")), """
                select p.lane, p.state, s.step, s.trouble_kind, count(*) as n
                from photo p left join shoot s on s.id = p.shoot where p.kind not in ('marker', 'ticket')
                group by p.lane, p.state, s.step, s.trouble_kind""");
    }

    /** So many calls that may cost money had this outcome, lines of the billing journal. */
    public record ChargeCount(String operation, String outcome, long count) {
    }

    public List<ChargeCount> countCharges() {
        return ledger.database().list(row -> new ChargeCount(row.getString("what"), row.getString("outcome"),
                row.getLong("n")), "select what, outcome, count(*) as n from charge group by what, outcome");
    }

    /** The lanes the ledger knows that are paused. */
    public List<String> listPausedLanes() {
        return ledger.database().list(row -> row.getString("name"), "select name from lane where paused = 1");
    }

    /** Writes, and changes nothing. @throws LedgerUnavailable when it cannot be done */
    public void checkWritable() {
        ledger.database().update("update ledger set id = id");
    }
}
