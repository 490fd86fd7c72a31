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
import java.util.function.Consumer;
import studio.darkroom.ledger.Database.Session;
import studio.darkroom.lifecycle.Step;

/**
 * What happened to the shoots, written so that every node and every later start can go on from it. A step ends with one
 * word to the ledger: {@link #next}, {@link #again}, or one of the words of trouble ({@link #scheduleRetry}, {@link #waitForOutage},
 * {@link #holdShoot}).
 *
 * <p>Every write about a shoot carries the version under which this node took it up ({@link #claimShoot}); when somebody
 * else has taken it since, nothing is written and {@link StaleClaim} is thrown.
 */
public final class Ledger {

    /** Part of an update of a shoot: it is not in trouble any more. */
    static final String CLEAR_TROUBLE = "trouble_kind = null, trouble_code = null, trouble_text = null, trouble_fix = null";

    private final Database database;
    private final Clock clock;
    private final String nodeName;
    private final Set<String> claimsWithoutOutcome = ConcurrentHashMap.newKeySet();

    /** @param nodeName name of this node, written into every event */
    public Ledger(Database database, Clock clock, String nodeName) {
        this.database = database;
        this.clock = clock;
        this.nodeName = nodeName;
    }

    /** @param listener receives, after each commit, the ids of the shoots whose due time it may have changed */
    public void setScheduleListener(Consumer<Set<String>> listener) {
        database.setCommitListener(listener);
    }

    Database database() {
        return database;
    }

    /** The time that the ledger goes by. */
    public Instant now() {
        return clock.instant();
    }

    static String newId() {
        return UlidCreator.getMonotonicUlid().toString();
    }

    /**
     * Takes a shoot up for its step.
     *
     * @return the shoot under its new version; empty when it is not due, held, ended, or its lane is paused
     */
    public Optional<Shoot> claimShoot(String id) {
        Optional<Shoot> claimed = database.runInTransaction(session -> session.findOne(Shoot::of, """
                update shoot set version = version + 1
                where id = ? and due <= ? and ended is null
                and (trouble_kind is null or trouble_kind = 'outage')
                and lane not in (select name from lane where paused = 1)
                returning *""", id, now().toEpochMilli()));
        claimed.ifPresent(shoot -> claimsWithoutOutcome.add(claimKey(shoot)));
        return claimed;
    }

    /** Whether this node took the shoot up and no word about it was written since; told once. */
    public boolean removeClaimWithoutOutcome(Shoot shoot) {
        return claimsWithoutOutcome.remove(claimKey(shoot));
    }

    private static String claimKey(Shoot shoot) {
        return shoot.id() + "/" + shoot.version();
    }

    public Optional<Shoot> findShoot(String id) {
        return database.findOne(Shoot::of, "select * from shoot where id = ?", id);
    }

    /** The same shoot as it stands now, in trouble or not. */
    public Shoot getShoot(String id) {
        return findShoot(id).orElseThrow(() -> new IllegalArgumentException("There is no shoot " + id));
    }

    /** The step is complete: the shoot needs {@code step} next, now. */
    public void next(Shoot shoot, Step step) {
        next(shoot, step, session -> { });
    }

    /**
     * The same, together with an update that belongs to it, in one transaction.
     *
     * @throws IllegalStateException if {@link Step} does not allow this transition
     */
    public void next(Shoot shoot, Step step, ShootUpdate update) {
        requireAllowed(shoot, step, shoot.step().next());
        writeOutcome(shoot, session -> {
            update.apply(session);
            moveToStep(session, shoot.id(), step);
            insertEvent(session, shoot.id(), step.isFinal() ? step.word() : "step", step.isFinal() ? null : step.word());
        });
    }

    private static void requireAllowed(Shoot shoot, Step step, Set<Step> allowed) {
        if (!allowed.contains(step)) {
            throw new IllegalStateException("Shoot " + shoot.name() + " cannot go from step " + shoot.step() + " to step "
                    + step + ".");
        }
    }

    private void moveToStep(Session session, String id, Step step) throws SQLException {
        long now = now().toEpochMilli();
        session.update("update shoot set step = ?, step_since = ?, due = ?, tries = 0, ended = ?, " + CLEAR_TROUBLE
                + " where id = ?", step, now, now, new Database.NullableLong(step.isFinal() ? now : null), id);
    }

    /**
     * Nothing wrong, but it is not over: look again at {@code at}. After an outage the step counts as just begun, so that
     * nobody's patience ends while nobody could look. A vendor that called during this very look gets another one soon.
     */
    public void again(Shoot shoot, Instant at) {
        writeOutcome(shoot, session -> session.update("""
                update shoot set step_since = case when trouble_kind = 'outage' then ? else step_since end,
                due = case when called_version = version and called < ? then called else ? end, tries = 0,
                """ + CLEAR_TROUBLE + " where id = ?", now().toEpochMilli(), at.toEpochMilli(), at.toEpochMilli(), shoot.id()));
    }

    /** The same, so many milliseconds from now. */
    public void again(Shoot shoot, Duration wait) {
        again(shoot, now().plus(wait));
    }

    /** More of the same step is to be done at once. */
    public void again(Shoot shoot) {
        again(shoot, now());
    }

    /** A passing failure: the step is tried again at {@code at}, and counted. */
    public void scheduleRetry(Shoot shoot, Instant at, String code, String reason) {
        writeOutcome(shoot, session -> {
            session.update("update shoot set due = ?, tries = tries + 1 where id = ?", at.toEpochMilli(), shoot.id());
            insertEvent(session, shoot.id(), "later", code + ": " + reason);
        });
    }

    /** Everybody's trouble: the shoot waits in line until {@code at}. */
    public void waitForOutage(Shoot shoot, Shoot.TroubleInfo outage, Instant at) {
        writeOutcome(shoot, session -> {
            boolean changed = shoot.trouble() == null || !shoot.trouble().equals(outage);
            writeTrouble(session, shoot.id(), outage, at);
            if (changed) {
                insertEvent(session, shoot.id(), "outage", outage.code() + ": " + outage.text());
            }
        });
    }

    /** Its own trouble, or a question to a person: the shoot stays where it is until somebody says something. */
    public void holdShoot(Shoot shoot, Shoot.TroubleInfo trouble) {
        writeOutcome(shoot, session -> {
            writeTrouble(session, shoot.id(), trouble, now());
            insertEvent(session, shoot.id(), trouble.kind(), trouble.code() + ": " + trouble.text());
        });
    }

    private static void writeTrouble(Session session, String id, Shoot.TroubleInfo trouble, Instant due) throws SQLException {
        session.update("""
                update shoot set due = ?, trouble_kind = ?, trouble_code = ?, trouble_text = ?, trouble_fix = ?
                where id = ?""", due.toEpochMilli(), trouble.kind(), trouble.code(), trouble.text(), trouble.fix(), id);
    }

    /** The vendor knows the shoot as {@code remote}. */
    public void recordRemoteId(Shoot shoot, String remoteId) {
        writeIfCurrent(shoot, session -> {
            session.update("update shoot set remote = ? where id = ?", remoteId, shoot.id());
            insertEvent(session, shoot.id(), "opened", remoteId);
        });
    }

    /**
     * Abandons what the vendor has of the shoot, so that all photos go into a new project. Only before anything is paid for.
     *
     * @param eventType written with {@code reason} as an event
     * @return the update that belongs to the transition back to {@link Step#OPEN}
     */
    public ShootUpdate abandonProject(Shoot shoot, String eventType, String reason) {
        return session -> {
            session.update("update shoot set remote = null where id = ?", shoot.id());
            session.update("""
                    update photo set state = 'waiting', remote = null, uploaded = null, tries = 0, why = null
                    where shoot = ? and state in ('waiting', 'uploaded')""", shoot.id());
            session.update("delete from link where shoot = ?", shoot.id());
            insertEvent(session, shoot.id(), eventType, reason);
        };
    }

    /** The vendor's key of the profile that the ticket names. */
    public void recordProfile(Shoot shoot, String profile) {
        writeIfCurrent(shoot, session -> session.update("update shoot set profile = ? where id = ?", profile, shoot.id()));
    }

    /** Something worth telling that changes nothing. */
    public void recordEvent(Shoot shoot, String eventType, String detail) {
        database.runInTransaction(session -> {
            insertEvent(session, shoot.id(), eventType, detail);
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
    public boolean releaseShoot(Shoot expected, Step step, String eventType, String detail) {
        return releaseShoot(expected, step, eventType, detail, session -> { });
    }

    /** The same, with a change that belongs to it. */
    boolean releaseShoot(Shoot expected, Step step, String eventType, String detail, ShootUpdate update) {
        if (step != null) {
            requireAllowed(expected, step, expected.step().orderable());
        }
        long now = now().toEpochMilli();
        Database.NullableLong ended = new Database.NullableLong(step != null && step.isFinal() ? now : null);
        return database.runInTransaction(session -> {
            if (session.update("update shoot set version = version + 1, due = ?, tries = 0, step_since = ?,"
                    + " step = coalesce(?, step), ended = ?, " + CLEAR_TROUBLE + " where id = ? and version = ? and step = ?",
                    now, now, step, ended, expected.id(), expected.version(), expected.step()) == 0) {
                return false;
            }
            if (step == Step.GATHER) {
                session.update("update photo set state = 'seen' where shoot = ? and state = 'waiting'", expected.id());
            }
            update.apply(session);
            session.reschedule(expected.id());
            insertEvent(session, expected.id(), eventType, detail);
            return true;
        });
    }

    /**
     * A person takes a shoot as that person saw it: whoever works on it loses its place, and nobody else's word about
     * what was seen counts any more.
     *
     * @return the shoot under its new version; empty when it is no longer as it was seen
     */
    public Optional<Shoot> claimForPerson(Shoot expected) {
        return database.runInTransaction(session -> session.findOne(Shoot::of, """
                update shoot set version = version + 1 where id = ? and version = ? and step = ? returning *""",
                expected.id(), expected.version(), expected.step()));
    }

    /** Whether this was told of the shoot before. */
    public boolean hasEvent(Shoot shoot, String eventType, String detail) {
        return database.findOne(row -> row.getString("id"), "select id from event where shoot = ? and what = ? and detail = ?",
                shoot.id(), eventType, detail).isPresent();
    }

    /** What was last told of the shoot under this word. */
    public Optional<String> findLastEventDetail(Shoot shoot, String eventType) {
        return database.findOne(row -> row.getString("detail"),
                "select detail from event where shoot = ? and what = ? order by id desc limit 1", shoot.id(), eventType);
    }

    /** When this was told of the shoot, each time since a person last wanted another go. */
    public List<Instant> listEventTimes(Shoot shoot, String eventType) {
        return database.list(row -> Instant.ofEpochMilli(row.getLong("at")), """
                select at from event where shoot = ? and what = ? and id >
                coalesce((select max(id) from event where shoot = ? and what = 'retried'), '') order by id""",
                shoot.id(), eventType, shoot.id());
    }

    /** Every shoot, oldest first. */
    public List<Shoot> listShoots() {
        return database.list(Shoot::of, "select * from shoot order by id");
    }

    /** The shoots that wait for an outage to end, those of paused lanes too. */
    public List<Shoot> listWaitingForOutage() {
        return database.list(Shoot::of, """
                select * from shoot where trouble_kind = 'outage' and ended is null""");
    }

    /** The shoots that the clock has to look after: everything neither ended nor held for a person. */
    public List<Shoot> listSchedulable() {
        return database.list(Shoot::of, """
                select * from shoot where ended is null
                and (trouble_kind is null or trouble_kind = 'outage')
                and lane not in (select name from lane where paused = 1) order by due, id""");
    }

    /** Writes the word that ends a step. */
    void writeOutcome(Shoot shoot, ShootUpdate update) {
        writeIfCurrent(shoot, session -> {
            update.apply(session);
            session.reschedule(shoot.id());
        });
        claimsWithoutOutcome.remove(claimKey(shoot));
    }

    /** Writes about a shoot under its version, in one transaction. */
    void writeIfCurrent(Shoot shoot, ShootUpdate update) {
        database.runInTransaction(session -> {
            if (session.update("update shoot set version = version where id = ? and version = ?",
                    shoot.id(), shoot.version()) != 1) {
                throw new StaleClaim(shoot.id());
            }
            update.apply(session);
            return null;
        });
    }

    /** What is written about a shoot within one transaction. */
    @FunctionalInterface
    public interface ShootUpdate {
        void apply(Session session) throws SQLException;
    }

    void insertEvent(Session session, String shootId, String type, String detail) throws SQLException {
        session.update("insert into event (id, shoot, at, node, what, detail) values (?, ?, ?, ?, ?, ?)",
                newId(), shootId, now().toEpochMilli(), nodeName, type, detail);
    }
}
