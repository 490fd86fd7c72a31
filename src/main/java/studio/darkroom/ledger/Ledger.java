package studio.darkroom.ledger;

import com.github.f4b6a3.ulid.UlidCreator;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import studio.darkroom.ledger.Database.Session;

/**
 * What happened to the shoots, written so that every node and every later start can go on from it. A step ends with one
 * word to the ledger: {@link #next}, {@link #again}, or one of the words of trouble ({@link #later}, {@link #waits},
 * {@link #hold}).
 *
 * <p>Every write about a shoot carries the version under which this node took it up ({@link #claim}); when somebody
 * else has taken it since, nothing is written and {@link LostPlace} is thrown.
 */
public final class Ledger {

    private final Database database;
    private final Clock clock;
    private final String node;
    private final Set<String> mute = ConcurrentHashMap.newKeySet();

    /** @param node name of this node, written into every event */
    public Ledger(Database database, Clock clock, String node) {
        this.database = database;
        this.clock = clock;
        this.node = node;
    }

    Database database() {
        return database;
    }

    /** The time that the ledger goes by. */
    public Instant now() {
        return clock.instant();
    }

    static String id() {
        return UlidCreator.getMonotonicUlid().toString();
    }

    /**
     * Takes a shoot up for its step.
     *
     * @return the shoot under its new version; empty when it is not due, held, ended, or its lane is paused
     */
    public Optional<Shoot> claim(String id) {
        Optional<Shoot> claimed = database.write(session -> session.one(Shoot::of, """
                update shoot set version = version + 1
                where id = ? and due <= ? and step not in ('done', 'cancelled')
                and (trouble_kind is null or trouble_kind = 'outage')
                and lane not in (select name from lane where paused = 1)
                returning *""", id, now().toEpochMilli()));
        claimed.ifPresent(shoot -> mute.add(word(shoot)));
        return claimed;
    }

    /** Whether this node took the shoot up and no word about it was written since; told once. */
    public boolean unsaid(Shoot shoot) {
        return mute.remove(word(shoot));
    }

    private static String word(Shoot shoot) {
        return shoot.id() + "/" + shoot.version();
    }

    public Optional<Shoot> find(String id) {
        return database.one(Shoot::of, "select * from shoot where id = ?", id);
    }

    /** The same shoot as it stands now, in trouble or not. */
    public Shoot shoot(String id) {
        return find(id).orElseThrow(() -> new IllegalArgumentException("There is no shoot " + id));
    }

    /** This step is finished: the shoot needs {@code step} next, at once. */
    public void next(Shoot shoot, String step) {
        boolean ends = step.equals(Step.DONE) || step.equals(Step.CANCELLED);
        long now = now().toEpochMilli();
        say(shoot, session -> {
            session.update("""
                    update shoot set step = ?, step_since = ?, due = ?, tries = 0, trouble_kind = null,
                    trouble_code = null, trouble_text = null, trouble_fix = null, ended = ? where id = ?""",
                    step, now, now, new Database.Moment(ends ? now : null), shoot.id());
            event(session, shoot.id(), ends ? step : "step", ends ? null : step);
        });
    }

    /**
     * Nothing wrong, but it is not over: look again at {@code at}. After an outage the step counts as just begun, so that
     * nobody's patience ends while nobody could look. A vendor that called during this very look gets another one soon.
     */
    public void again(Shoot shoot, Instant at) {
        say(shoot, session -> session.update("""
                update shoot set step_since = case when trouble_kind = 'outage' then ? else step_since end,
                due = case when called_version = version and called < ? then called else ? end,
                tries = 0, trouble_kind = null, trouble_code = null, trouble_text = null, trouble_fix = null
                where id = ?""", now().toEpochMilli(), at.toEpochMilli(), at.toEpochMilli(), shoot.id()));
    }

    /** The same, so many milliseconds from now. */
    public void againIn(Shoot shoot, Duration wait) {
        again(shoot, now().plus(wait));
    }

    /** More of the same step is to be done at once. */
    public void more(Shoot shoot) {
        again(shoot, now());
    }

    /** A passing failure: the step is tried again at {@code at}, and counted. */
    public void later(Shoot shoot, Instant at, String code, String why) {
        say(shoot, session -> {
            session.update("update shoot set due = ?, tries = tries + 1 where id = ?", at.toEpochMilli(), shoot.id());
            event(session, shoot.id(), "later", code + ": " + why);
        });
    }

    /** Everybody's trouble: the shoot waits in line until {@code at}. */
    public void waits(Shoot shoot, Shoot.Held outage, Instant at) {
        say(shoot, session -> {
            boolean news = shoot.trouble() == null || !shoot.trouble().equals(outage);
            trouble(session, shoot.id(), outage, at);
            if (news) {
                event(session, shoot.id(), "outage", outage.code() + ": " + outage.text());
            }
        });
    }

    /** Its own trouble, or a question to a person: the shoot stays where it is until somebody says something. */
    public void hold(Shoot shoot, Shoot.Held trouble) {
        say(shoot, session -> {
            trouble(session, shoot.id(), trouble, now());
            event(session, shoot.id(), trouble.kind(), trouble.code() + ": " + trouble.text());
        });
    }

    private static void trouble(Session session, String id, Shoot.Held held, Instant due) throws SQLException {
        session.update("""
                update shoot set due = ?, trouble_kind = ?, trouble_code = ?, trouble_text = ?, trouble_fix = ?
                where id = ?""", due.toEpochMilli(), held.kind(), held.code(), held.text(), held.fix(), id);
    }

    /** The vendor knows the shoot as {@code remote}. */
    public void opened(Shoot shoot, String remote) {
        write(shoot, session -> {
            session.update("update shoot set remote = ? where id = ?", remote, shoot.id());
            event(session, shoot.id(), "opened", remote);
        });
    }

    /** What the vendor has of the shoot is abandoned: all photos go into a new project. Only before anything is paid for. */
    public void rebuilt(Shoot shoot, String what, String why) {
        long now = now().toEpochMilli();
        say(shoot, session -> {
            session.update("""
                    update shoot set remote = null, step = 'open', step_since = ?, due = ?, tries = 0,
                    trouble_kind = null, trouble_code = null, trouble_text = null, trouble_fix = null where id = ?""",
                    now, now, shoot.id());
            session.update("""
                    update photo set state = 'waiting', remote = null, uploaded = null, tries = 0, why = null
                    where shoot = ? and state in ('waiting', 'uploaded')""", shoot.id());
            session.update("delete from link where shoot = ?", shoot.id());
            event(session, shoot.id(), what, why);
        });
    }

    /** The vendor's key of the profile that the ticket names. */
    public void profiled(Shoot shoot, String profile) {
        write(shoot, session -> session.update("update shoot set profile = ? where id = ?", profile, shoot.id()));
    }

    /** Something worth telling that changes nothing. */
    public void tell(Shoot shoot, String what, String detail) {
        database.write(session -> {
            event(session, shoot.id(), what, detail);
            return null;
        });
    }

    /**
     * A person's word to a shoot as that person saw it; whoever works on it loses its place.
     *
     * @param step the step to go on with, where {@code gather} judges its photos and reads its ticket anew; null to stay
     *     at the present one
     * @return false when the shoot is no longer as it was seen; nothing is written then
     */
    public boolean freed(Shoot seen, String step, String what, String detail) {
        return freed(seen, step, what, detail, session -> { });
    }

    /** The same, with a change that belongs to it. */
    boolean freed(Shoot seen, String step, String what, String detail, Change change) {
        long now = now().toEpochMilli();
        Database.Moment ended = new Database.Moment(Step.CANCELLED.equals(step) ? now : null);
        return database.write(session -> {
            if (session.update("""
                    update shoot set version = version + 1, due = ?, tries = 0, trouble_kind = null,
                    trouble_code = null, trouble_text = null, trouble_fix = null, step_since = ?,
                    step = coalesce(?, step), ended = ? where id = ? and version = ? and step = ?""",
                    now, now, step, ended, seen.id(), seen.version(), seen.step()) == 0) {
                return false;
            }
            if (Step.GATHER.equals(step)) {
                session.update("update photo set state = 'seen' where shoot = ? and state = 'waiting'", seen.id());
            }
            change.in(session);
            event(session, seen.id(), what, detail);
            return true;
        });
    }

    /**
     * A person takes a shoot as that person saw it: whoever works on it loses its place, and nobody else's word about
     * what was seen counts any more.
     *
     * @return the shoot under its new version; empty when it is no longer as it was seen
     */
    public Optional<Shoot> taken(Shoot seen) {
        return database.write(session -> session.one(Shoot::of, """
                update shoot set version = version + 1 where id = ? and version = ? and step = ? returning *""",
                seen.id(), seen.version(), seen.step()));
    }

    /** Whether this was told of the shoot before. */
    public boolean told(Shoot shoot, String what, String detail) {
        return database.one(row -> row.getString("id"), "select id from event where shoot = ? and what = ? and detail = ?",
                shoot.id(), what, detail).isPresent();
    }

    /** What was last told of the shoot under this word. */
    public Optional<String> lastTold(Shoot shoot, String what) {
        return database.one(row -> row.getString("detail"),
                "select detail from event where shoot = ? and what = ? order by id desc limit 1", shoot.id(), what);
    }

    /** When this was told of the shoot, each time since a person last wanted another go. */
    public List<Instant> told(Shoot shoot, String what) {
        return database.list(row -> Instant.ofEpochMilli(row.getLong("at")), """
                select at from event where shoot = ? and what = ? and id >
                coalesce((select max(id) from event where shoot = ? and what = 'retried'), '') order by id""",
                shoot.id(), what, shoot.id());
    }

    /** A lane is paused or goes on. */
    public void pause(String lane, boolean paused) {
        database.write(session -> {
            session.update("update lane set paused = ? where name = ?", paused, lane);
            event(session, null, paused ? "paused" : "resumed", lane);
            return null;
        });
    }

    public boolean paused(String lane) {
        return database.one(row -> row.getInt("paused"), "select paused from lane where name = ?", lane).orElse(0) == 1;
    }

    /** A lane is configured. */
    public void lane(String name) {
        database.update("insert into lane (name) values (?) on conflict do nothing", name);
    }

    /** Every shoot, oldest first. */
    public List<Shoot> all() {
        return database.list(Shoot::of, "select * from shoot order by id");
    }

    /** The shoots that wait for an outage to end, those of paused lanes too. */
    public List<Shoot> inLine() {
        return database.list(Shoot::of, """
                select * from shoot where trouble_kind = 'outage' and step not in ('done', 'cancelled')""");
    }

    /** The shoots that the clock has to look after: everything neither ended nor held for a person. */
    public List<Shoot> waiting() {
        return database.list(Shoot::of, """
                select * from shoot where step not in ('done', 'cancelled')
                and (trouble_kind is null or trouble_kind = 'outage')
                and lane not in (select name from lane where paused = 1) order by due, id""");
    }

    /** Writes the word that ends a step. */
    void say(Shoot shoot, Change change) {
        write(shoot, change);
        mute.remove(word(shoot));
    }

    /** Writes about a shoot under its version, in one transaction. */
    void write(Shoot shoot, Change change) {
        database.write(session -> {
            if (session.update("update shoot set version = version where id = ? and version = ?",
                    shoot.id(), shoot.version()) != 1) {
                throw new LostPlace(shoot.id());
            }
            change.in(session);
            return null;
        });
    }

    @FunctionalInterface
    interface Change {
        void in(Session session) throws SQLException;
    }

    void event(Session session, String shoot, String what, String detail) throws SQLException {
        session.update("insert into event (id, shoot, at, node, what, detail) values (?, ?, ?, ?, ?, ?)",
                id(), shoot, now().toEpochMilli(), node, what, detail);
    }
}
