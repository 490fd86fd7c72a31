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
 * The state of all shoots, from which every node can continue at any time. A step ends with exactly one outcome:
 * {@link #next}, {@link #again}, or a trouble ({@link #scheduleRetry}, {@link #waitForOutage}, {@link #holdShoot}).
 *
 * <p>Every write of a shoot carries the version of its claim ({@link #claimShoot}). If the shoot was claimed again since,
 * nothing is written and {@link StaleClaim} is thrown.
 */
public final class Ledger {

    /** The part of an update of a shoot that clears its trouble. */
    static final String CLEAR_TROUBLE = "trouble_kind = null, trouble_code = null, trouble_text = null, trouble_fix = null";

    private final Database database;
    private final Clock clock;
    private final String nodeName;
    private final Set<String> claimsWithoutOutcome = ConcurrentHashMap.newKeySet();

    /** @param nodeName the name of this node, stored with every event */
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

    /** The current time of the ledger. */
    public Instant now() {
        return clock.instant();
    }

    static String newId() {
        return UlidCreator.getMonotonicUlid().toString();
    }

    /**
     * Claims a shoot to run its step.
     *
     * @return the shoot with its new version; empty if it is not due, is held or ended, or its lane is paused
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

    /** Whether this node claimed the shoot and no outcome was recorded; true only once per claim. */
    public boolean removeClaimWithoutOutcome(Shoot shoot) {
        return claimsWithoutOutcome.remove(claimKey(shoot));
    }

    private static String claimKey(Shoot shoot) {
        return shoot.id() + "/" + shoot.version();
    }

    public Optional<Shoot> findShoot(String id) {
        return database.findOne(Shoot::of, "select * from shoot where id = ?", id);
    }

    /** @throws IllegalArgumentException if there is no such shoot */
    public Shoot getShoot(String id) {
        return findShoot(id).orElseThrow(() -> new IllegalArgumentException("Shoot " + id + " does not exist."));
    }

    /** Ends the step; the shoot continues with {@code step} immediately. */
    public void next(Shoot shoot, Step step) {
        next(shoot, step, session -> { });
    }

    /**
     * Ends the step and applies {@code update} in the same transaction.
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
     * Repeats the step at {@code at} without a failure. After an outage the time in the step starts again, so that the
     * outage does not count towards a timeout. A callback during this run makes the next one due earlier.
     */
    public void again(Shoot shoot, Instant at) {
        writeOutcome(shoot, session -> session.update("""
                update shoot set step_since = case when trouble_kind = 'outage' then ? else step_since end,
                due = case when called_version = version and called < ? then called else ? end, tries = 0,
                """ + CLEAR_TROUBLE + " where id = ?", now().toEpochMilli(), at.toEpochMilli(), at.toEpochMilli(),
                shoot.id()));
    }

    /** Repeats the step after a delay. */
    public void again(Shoot shoot, Duration wait) {
        again(shoot, now().plus(wait));
    }

    /** Repeats the step immediately. */
    public void again(Shoot shoot) {
        again(shoot, now());
    }

    /** Repeats the step at {@code at} after a transient failure, and counts the failure. */
    public void scheduleRetry(Shoot shoot, Instant at, String code, String reason) {
        writeOutcome(shoot, session -> {
            session.update("update shoot set due = ?, tries = tries + 1 where id = ?", at.toEpochMilli(), shoot.id());
            insertEvent(session, shoot.id(), "later", code + ": " + reason);
        });
    }

    /** The shoot waits for an outage to end, and at most until {@code at}. */
    public void waitForOutage(Shoot shoot, Shoot.TroubleInfo outage, Instant at) {
        writeOutcome(shoot, session -> {
            boolean changed = shoot.trouble() == null || !shoot.trouble().equals(outage);
            writeTrouble(session, shoot.id(), outage, at);
            if (changed) {
                insertEvent(session, shoot.id(), "outage", outage.code() + ": " + outage.text());
            }
        });
    }

    /** Holds the shoot at its step with a problem or a decision until a person acts. */
    public void holdShoot(Shoot shoot, Shoot.TroubleInfo trouble) {
        writeOutcome(shoot, session -> {
            writeTrouble(session, shoot.id(), trouble, now());
            insertEvent(session, shoot.id(), trouble.kind(), trouble.code() + ": " + trouble.text());
        });
    }

    private static void writeTrouble(Session session, String id, Shoot.TroubleInfo trouble, Instant due)
            throws SQLException {
        session.update("""
                update shoot set due = ?, trouble_kind = ?, trouble_code = ?, trouble_text = ?, trouble_fix = ?
                where id = ?""", due.toEpochMilli(), trouble.kind(), trouble.code(), trouble.text(), trouble.fix(), id);
    }

    /** Stores the id of the shoot's project at the vendor. */
    public void recordRemoteId(Shoot shoot, String remoteId) {
        writeIfCurrent(shoot, session -> {
            session.update("update shoot set remote = ? where id = ?", remoteId, shoot.id());
            insertEvent(session, shoot.id(), "opened", remoteId);
        });
    }

    /**
     * Abandons the shoot's project at the vendor, so that all photos are uploaded to a new one. Only before a paid call.
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

    /** Stores the vendor's key of the profile that the ticket names. */
    public void recordProfile(Shoot shoot, String profile) {
        writeIfCurrent(shoot, session -> session.update("update shoot set profile = ? where id = ?", profile,
                shoot.id()));
    }

    /** Records an event without changing the shoot. */
    public void recordEvent(Shoot shoot, String eventType, String detail) {
        write(session -> insertEvent(session, shoot.id(), eventType, detail));
    }

    /**
     * Executes an order of a person, if the shoot has not changed since the person saw it. A node that runs the shoot
     * loses its claim.
     *
     * @param step the step to continue with; {@link Step#GATHER} checks the photos and reads the ticket again; null keeps
     *     the current step
     * @return false if the shoot changed; nothing is written in that case
     */
    public boolean releaseShoot(Shoot expected, Step step, String eventType, String detail) {
        return releaseShoot(expected, step, eventType, detail, session -> { });
    }

    /** Executes an order of a person and applies {@code update} in the same transaction. */
    boolean releaseShoot(Shoot expected, Step step, String eventType, String detail, ShootUpdate update) {
        if (step != null) {
            requireAllowed(expected, step, expected.step().orderable());
        }
        long now = now().toEpochMilli();
        Database.NullableLong ended = new Database.NullableLong(step != null && step.isFinal() ? now : null);
        return database.runInTransaction(session -> {
            if (session.update("update shoot set version = version + 1, due = ?, tries = 0, step_since = ?,"
                    + " step = coalesce(?, step), ended = ?, " + CLEAR_TROUBLE
                    + " where id = ? and version = ? and step = ?",
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
     * Claims a shoot for an order of a person, if the shoot has not changed since the person saw it. A node that runs the
     * shoot loses its claim.
     *
     * @return the shoot with its new version; empty if the shoot changed
     */
    public Optional<Shoot> claimForPerson(Shoot expected) {
        return database.runInTransaction(session -> session.findOne(Shoot::of, """
                update shoot set version = version + 1 where id = ? and version = ? and step = ? returning *""",
                expected.id(), expected.version(), expected.step()));
    }

    /** Whether the shoot has this event. */
    public boolean hasEvent(Shoot shoot, String eventType, String detail) {
        return database.findOne(row -> row.getString("id"),
                "select id from event where shoot = ? and what = ? and detail = ?", shoot.id(), eventType, detail)
                .isPresent();
    }

    /** The detail of the newest event of this type. */
    public Optional<String> findLastEventDetail(Shoot shoot, String eventType) {
        return database.findOne(row -> row.getString("detail"),
                "select detail from event where shoot = ? and what = ? order by id desc limit 1", shoot.id(), eventType);
    }

    /** The times of the events of this type since the last retry by a person. */
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

    /** The shoots to schedule: neither ended, nor held, nor in a paused lane. */
    public List<Shoot> listSchedulable() {
        return database.list(Shoot::of, """
                select * from shoot where ended is null
                and (trouble_kind is null or trouble_kind = 'outage')
                and lane not in (select name from lane where paused = 1) order by due, id""");
    }

    /** Writes the outcome of a step. */
    void writeOutcome(Shoot shoot, ShootUpdate update) {
        writeIfCurrent(shoot, session -> {
            update.apply(session);
            session.reschedule(shoot.id());
        });
        claimsWithoutOutcome.remove(claimKey(shoot));
    }

    /** Writes in one transaction, no matter which node holds the shoot. */
    void write(ShootUpdate update) {
        database.runInTransaction(session -> {
            update.apply(session);
            return null;
        });
    }

    /** Writes in one transaction. @throws StaleClaim if the shoot was claimed again since */
    void writeIfCurrent(Shoot shoot, ShootUpdate update) {
        write(session -> {
            if (session.update("update shoot set version = version where id = ? and version = ?",
                    shoot.id(), shoot.version()) != 1) {
                throw new StaleClaim(shoot.id());
            }
            update.apply(session);
        });
    }

    /** Statements about a shoot within one transaction. */
    @FunctionalInterface
    public interface ShootUpdate {
        void apply(Session session) throws SQLException;
    }

    void insertEvent(Session session, String shootId, String type, String detail) throws SQLException {
        session.update("insert into event (id, shoot, at, node, what, detail) values (?, ?, ?, ?, ?, ?)",
                newId(), shootId, now().toEpochMilli(), nodeName, type, detail);
    }

    /**
     * This node lost its claim: another node or a person has claimed the shoot since. Nothing was written, because only one
     * node at a time may run a shoot.
     */
    public static final class StaleClaim extends RuntimeException {

        private static final long serialVersionUID = 1L;

        public StaleClaim(String shoot) {
            super("Another node or a user has claimed shoot " + shoot + "; the result of this run was discarded");
        }
    }
}
