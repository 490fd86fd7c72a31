package studio.darkroom.ledger;

/** The lanes: whether they are paused, and whether their delivery existed before. */
public final class LaneRepository {

    private final Ledger ledger;

    public LaneRepository(Ledger ledger) {
        this.ledger = ledger;
    }

    /** Adds a configured lane unless the ledger has it already. */
    public void registerLane(String name) {
        ledger.database().update("insert into lane (name) values (?) on conflict do nothing", name);
    }

    /** Pauses or resumes a lane. No shoot of a paused lane is claimed. */
    public void setLanePaused(String lane, boolean paused) {
        ledger.write(session -> {
            session.update("update lane set paused = ? where name = ?", paused, lane);
            ledger.insertEvent(session, null, paused ? "paused" : "resumed", lane);
            session.list(row -> row.getString("id"), "select id from shoot where lane = ? and ended is null", lane)
                    .forEach(session::reschedule);
        });
    }

    public boolean isLanePaused(String lane) {
        return ledger.database().findOne(row -> row.getInt("paused"), "select paused from lane where name = ?", lane)
                .orElse(0) == 1;
    }

    /** Whether the delivery folder of the lane existed before. If so, its absence is an outage. */
    public boolean hasDelivered(String lane) {
        return ledger.database().findOne(row -> row.getLong("delivery_seen"),
                "select delivery_seen from lane where name = ? and delivery_seen is not null", lane).isPresent();
    }

    /** Records that the delivery folder of the lane exists. */
    public void recordDeliveryExists(String lane) {
        ledger.database().update("update lane set delivery_seen = ? where name = ? and delivery_seen is null",
                ledger.now().toEpochMilli(), lane);
    }
}
