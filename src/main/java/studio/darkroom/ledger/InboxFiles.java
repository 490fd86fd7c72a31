package studio.darkroom.ledger;

import java.sql.SQLException;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import studio.darkroom.ledger.Database.Session;
import studio.darkroom.lifecycle.Step;
import studio.darkroom.lifecycle.Trouble.TransientFailure;

/** The files that the scans of the inboxes report. Every file gets a row; the first photo of a folder starts a shoot. */
public final class InboxFiles {

    private final Ledger ledger;

    public InboxFiles(Ledger ledger) {
        this.ledger = ledger;
    }

    /**
     * A file as a scan reports it.
     *
     * @param folder the shoot's folder below the inbox; empty for a file in the inbox itself
     * @param kind as in {@link Photo#kind()}
     * @param ignoreReason the reason why the file is ignored, as a sentence; null if it is not
     * @param etag as in {@link Photo#etag()}
     */
    public record SeenFile(String lane, String folder, String path, long size, long modified, String kind,
            String ignoreReason, String etag) {

        boolean isUnchanged(Photo known) {
            return known.size() == size && known.modified() == modified && Objects.equals(known.etag(), etag);
        }

        boolean isPhoto() {
            return ignoreReason == null && !kind.equals("marker") && !kind.equals("ticket");
        }
    }

    /**
     * Records several files of one lane in one transaction.
     *
     * @return the shoots that were rescheduled
     */
    public Set<String> recordSeen(String lane, List<SeenFile> files, Duration checkInterval) {
        return ledger.database().runInTransaction(session -> {
            lockLane(session, lane);
            Set<String> shoots = new LinkedHashSet<>();
            for (SeenFile file : files) {
                recordSeen(session, file, checkInterval).ifPresent(shoots::add);
            }
            shoots.forEach(session::reschedule);
            return shoots;
        });
    }

    private Optional<String> recordSeen(Session session, SeenFile file, Duration checkInterval) throws SQLException {
        Photo previous = session.findOne(Photo::of,
                "select * from photo where lane = ? and path = ? order by turn desc limit 1",
                file.lane(), file.path()).orElse(null);
        if (previous != null && file.isUnchanged(previous)) {
            return Optional.empty();
        }
        Shoot gathering = session.findOne(Shoot::of,
                "select * from shoot where lane = ? and folder = ? and step = ?",
                file.lane(), file.folder(), Step.GATHER).orElse(null);
        if (!file.isPhoto()) {
            saveOtherFile(session, file, previous, gathering);
            return gathering == null ? Optional.empty() : wakeShoot(session, gathering, Duration.ZERO);
        }
        if (gathering == null) {
            gathering = insertShoot(session, file.lane(), file.folder(),
                    file.folder().isEmpty() ? "loose" : file.folder(), Step.GATHER, checkInterval);
            savePhoto(session, file, previous, gathering);
            return Optional.of(gathering.id());
        }
        savePhoto(session, file, previous, gathering);
        return wakeShoot(session, gathering, checkInterval);
    }

    /** Serializes the writers of the files of a lane, across all nodes. */
    private static void lockLane(Session session, String lane) throws SQLException {
        session.update("update lane set paused = paused where name = ?", lane);
    }

    private void savePhoto(Session session, SeenFile file, Photo previous, Shoot gathering) throws SQLException {
        if (previous != null && gathering.id().equals(previous.shootId())) {
            session.update("""
                    update photo set size = ?, modified = ?, etag = ?, fingerprint = null, stood_since = ?,
                    state = 'seen', why = null where id = ?""", file.size(), file.modified(), file.etag(),
                    ledger.now().toEpochMilli(), previous.id());
        } else {
            insertPhoto(session, file, gathering.id(), Photo.SEEN, null, findReplacedId(previous));
        }
    }

    private static String findReplacedId(Photo previous) {
        if (previous == null || previous.shootId() == null) {
            return null;
        }
        return previous.modified() == Photo.REMOVED_MODIFIED ? previous.replacedPhotoId() : previous.id();
    }

    /** Brings the next check forward. A change in the folder also clears a problem of the shoot. */
    private Optional<String> wakeShoot(Session session, Shoot shoot, Duration delay) throws SQLException {
        long now = ledger.now().toEpochMilli();
        long dueAt = ledger.now().plus(delay).toEpochMilli();
        if (session.update("""
                update shoot set """ + " " + Ledger.CLEAR_TROUBLE + """
                , due = ?, step_since = ? where id = ? and trouble_kind = 'problem'""", dueAt, now, shoot.id()) == 1) {
            ledger.insertEvent(session, shoot.id(), "woken", "a file in its folder changed");
            return Optional.of(shoot.id());
        }
        return session.update("update shoot set due = ? where id = ? and due > ?", dueAt, shoot.id(), dueAt) == 1
                ? Optional.of(shoot.id()) : Optional.empty();
    }

    private void saveOtherFile(Session session, SeenFile file, Photo previous, Shoot gathering) throws SQLException {
        if (previous != null) {
            session.update("update photo set size = ?, modified = ?, etag = ?, shoot = null where id = ?",
                    file.size(), file.modified(), file.etag(), previous.id());
            return;
        }
        String reason = file.ignoreReason() == null ? "it is not a photo" : file.ignoreReason();
        insertPhoto(session, file, null, Photo.IGNORED, reason, null);
        if (file.ignoreReason() != null) {
            ledger.insertEvent(session, gathering == null ? null : gathering.id(), "ignored",
                    file.lane() + " " + file.path() + ": " + reason);
        }
    }

    private void insertPhoto(Session session, SeenFile file, String shoot, String state, String reason,
            String replacedPhotoId) throws SQLException {
        session.update("""
                insert into photo (id, lane, folder, path, shoot, kind, size, modified, seen, stood_since, state, why,
                replaces, etag, turn) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?,
                (select coalesce(max(turn), 0) + 1 from photo where lane = ? and path = ?))""",
                Ledger.newId(), file.lane(), file.folder(), file.path(), shoot, file.kind(),
                file.size(), file.modified(), ledger.now().toEpochMilli(), ledger.now().toEpochMilli(), state,
                reason, replacedPhotoId, file.etag(), file.lane(), file.path());
    }

    /** A new shoot under the first free name made from {@code base}: {@code base}, {@code base-2}, {@code base-3}... */
    private Shoot insertShoot(Session session, String lane, String folder, String base, Step step, Duration wait)
            throws SQLException {
        long now = ledger.now().toEpochMilli();
        for (int number = 1; ; number++) {
            String id = Ledger.newId();
            String name = number == 1 ? base : base + "-" + number;
            if (session.update("""
                    insert into shoot (id, lane, folder, name, step, step_since, due, created)
                    values (?, ?, ?, ?, ?, ?, ?, ?) on conflict (lane, name) do nothing""",
                    id, lane, folder, name, step, now, ledger.now().plus(wait).toEpochMilli(), now) == 1) {
                ledger.insertEvent(session, id, "begun", name);
                return session.findOne(Shoot::of, "select * from shoot where id = ?", id).orElseThrow();
            }
        }
    }

    /** The newest state of all files of a lane, so that a scan need not query them one by one. */
    public List<KnownFile> listKnownFiles(String lane) {
        return ledger.database().list(row -> new KnownFile(row.getString("path"), row.getLong("size"),
                row.getLong("modified"), row.getString("etag")), """
                select path, size, modified, etag from photo p where lane = ? and not exists (select 1 from photo q
                where q.lane = p.lane and q.path = p.path and q.turn > p.turn)""", lane);
    }

    /** The newest state of one file. */
    public record KnownFile(String path, long size, long modified, String etag) {
    }

    /** The photos to check before the shoot is closed. */
    public List<Photo> listGatheringPhotos(Shoot shoot) {
        return ledger.database().list(Photo::of, "select * from photo where shoot = ? and state = 'seen' order by path",
                shoot.id());
    }

    /** All paths that were ever seen in the folder of the shoot. */
    public Set<String> listPaths(Shoot shoot) {
        return new HashSet<>(ledger.database().list(row -> row.getString("path"),
                "select path from photo where lane = ? and folder = ?", shoot.lane(), shoot.folder()));
    }

    /** Whether the folder has a ready marker that did not close an earlier shoot. */
    public boolean hasReadyMarker(Shoot shoot) {
        return ledger.database().findOne(row -> row.getString("id"), """
                select id from photo where lane = ? and folder = ? and kind = 'marker' and shoot is null""",
                shoot.lane(), shoot.folder()).isPresent();
    }

    /** The photo that this photo replaced under the same path. */
    public Optional<Photo> findReplacedPhoto(Photo photo) {
        return ledger.database().findOne(Photo::of, "select * from photo where id = ?", photo.replacedPhotoId());
    }

    /**
     * Closes a shoot. Photos that arrive later become a supplement.
     *
     * @param parts one per resulting shoot, the first for the shoot itself; each with the names of its photos at the vendor
     * @param excluded the photos to ignore, with the reasons
     * @return the update that belongs to the transition to {@link Step#OPEN}; it throws {@link TransientFailure} and
     *     changes nothing if photos arrived in the meantime that are in no part
     */
    public Ledger.ShootUpdate closeShoot(Shoot shoot, String vendor, String ticket, int priority, List<ShootPart> parts,
            Map<Photo, String> excluded) {
        return session -> {
            lockLane(session, shoot.lane());
            for (Map.Entry<Photo, String> entry : excluded.entrySet()) {
                ignorePhoto(session, shoot, entry.getKey(), entry.getValue());
            }
            session.update("""
                    update photo set shoot = ? where lane = ? and folder = ? and kind = 'marker' and shoot is null""",
                    shoot.id(), shoot.lane(), shoot.folder());
            for (int i = 0; i < parts.size(); i++) {
                ShootPart part = parts.get(i);
                Shoot target = i == 0 ? shoot
                        : insertShoot(session, shoot.lane(), shoot.folder(), furtherShootName(shoot.name(), part.kind()),
                        Step.OPEN, Duration.ZERO);
                session.reschedule(target.id());
                session.update("update shoot set vendor = ?, ticket = ?, priority = ? where id = ?", vendor, ticket,
                        priority, target.id());
                for (NamedPhoto named : part.photos()) {
                    session.update("update photo set shoot = ?, name = ?, state = 'waiting', why = null where id = ?",
                            target.id(), named.name(), named.photo().id());
                }
                ledger.insertEvent(session, target.id(), "gathered", part.photos().size() + (part.photos().size() == 1 ? " photo" : " photos"));
            }
            checkNoNewPhotos(session, shoot);
        };
    }

    /**
     * Replaces the ticket of a shoot and moves the shoot to a step, if the shoot has not changed since.
     *
     * @return false if the shoot changed; nothing is written in that case
     */
    public boolean replaceTicket(Shoot expected, Step step, String ticket, int priority) {
        return ledger.releaseShoot(expected, step, "retried", "with the current ticket", session -> session.update(
                "update shoot set ticket = ?, priority = ? where id = ?", ticket, priority, expected.id()));
    }

    private void ignorePhoto(Session session, Shoot shoot, Photo photo, String reason) throws SQLException {
        session.update("update photo set state = 'ignored', why = ? where id = ?", reason, photo.id());
        ledger.insertEvent(session, shoot.id(), "ignored", photo.path() + ": " + reason);
    }

    private static void checkNoNewPhotos(Session session, Shoot shoot) throws SQLException {
        if (session.findOne(row -> row.getString("id"), "select id from photo where shoot = ? and state = 'seen'",
                shoot.id()).isPresent()) {
            throw new TransientFailure("inbox:" + shoot.lane(), "more-came",
                    "More photos arrived while the shoot was being closed");
        }
    }

    /**
     * Ignores all photos of a shoot.
     *
     * @param excluded the photos, with the reasons
     *
     * @return the update that belongs to the transition to {@link Step#CANCELLED}; it throws {@link TransientFailure} and
     *     changes nothing if photos arrived in the meantime
     */
    public Ledger.ShootUpdate leaveOutAll(Shoot shoot, Map<Photo, String> excluded) {
        return session -> {
            lockLane(session, shoot.lane());
            for (Map.Entry<Photo, String> entry : excluded.entrySet()) {
                ignorePhoto(session, shoot, entry.getKey(), entry.getValue());
            }
            checkNoNewPhotos(session, shoot);
            ledger.insertEvent(session, shoot.id(), "empty", "no file of the shoot can be edited");
        };
    }

    /** Photos of other shoots with the same content as photos of this shoot, by fingerprint. */
    public Map<String, List<Photo>> findKnownPhotos(Shoot shoot) {
        return ledger.database().list(Photo::of, """
                select * from photo o where o.lane = ? and o.shoot <> ?
                and o.state in ('uploaded', 'delivered', 'merged', 'missing') and o.fingerprint in
                (select fingerprint from photo where shoot = ? and state = 'seen')""",
                shoot.lane(), shoot.id(), shoot.id()).stream().collect(Collectors.groupingBy(Photo::fingerprint));
    }

    /** Ignores the photos that were edited before in another shoot, as a person decided. */
    public void ignoreKnownPhotos(Shoot shoot) {
        Set<String> knownFingerprints = findKnownPhotos(shoot).keySet();
        for (Photo photo : listGatheringPhotos(shoot)) {
            if (knownFingerprints.contains(photo.fingerprint())) {
                ledger.database().update("""
                        update photo set state = 'ignored', why = 'edited before under another name' where id = ?""",
                        photo.id());
            }
        }
    }

    /** The preferred name of a further shoot that the photos of this kind become. */
    public static String furtherShootName(String shoot, String kind) {
        return shoot + "-" + kind;
    }

    /** Whether an earlier shoot of the same folder exists. */
    public boolean isSupplement(Shoot shoot) {
        return ledger.database().findOne(row -> row.getString("id"),
                "select id from shoot where lane = ? and folder = ? and id < ?", shoot.lane(), shoot.folder(), shoot.id())
                .isPresent();
    }

    /** Photos that become one shoot. */
    public record ShootPart(String kind, List<NamedPhoto> photos) {
    }

    /** A photo with its name at the vendor. */
    public record NamedPhoto(Photo photo, String name) {
    }
}
