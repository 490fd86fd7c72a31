package studio.darkroom.ledger;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import studio.darkroom.ledger.Database.Session;
import studio.darkroom.trouble.Passing;

/** What the inboxes' sensors saw: every file becomes a row, and the first photo of a folder makes the shoot. */
public final class Sightings {

    private final Ledger ledger;

    public Sightings(Ledger ledger) {
        this.ledger = ledger;
    }

    /**
     * A file as a sensor sees it.
     *
     * @param folder the shoot's folder below the inbox; empty for a file in the inbox itself
     * @param kind as in {@link Photo#kind()}
     * @param ignored why it takes no part, as a sentence; null for what takes part
     * @param etag as in {@link Photo#etag()}
     */
    public record Sighting(String lane, String folder, String path, long size, long modified, String kind,
            String ignored, String etag) {

        /** A file. */
        public Sighting(String lane, String folder, String path, long size, long modified, String kind, String ignored) {
            this(lane, folder, path, size, modified, kind, ignored, null);
        }

        boolean same(Photo known) {
            return known.size() == size && known.modified() == modified && Objects.equals(known.etag(), etag);
        }

        boolean photo() {
            return ignored == null && !kind.equals("marker") && !kind.equals("ticket");
        }
    }

    /**
     * @param every so long after this the shoot is looked at
     * @return the shoot that needs another appointment because of this; empty when its present one is soon enough
     */
    public Optional<String> sighted(Sighting sighting, Duration every) {
        return sighted(sighting.lane(), List.of(sighting), every).stream().findFirst();
    }

    /**
     * Several files of one lane, all of them or none.
     *
     * @return the shoots that need another appointment, as for one
     */
    public Set<String> sighted(String lane, List<Sighting> files, Duration every) {
        return ledger.database().write(session -> {
            alone(session, lane);
            Set<String> shoots = new LinkedHashSet<>();
            for (Sighting sighting : files) {
                sighted(session, sighting, every).ifPresent(shoots::add);
            }
            return shoots;
        });
    }

    private Optional<String> sighted(Session session, Sighting sighting, Duration every) throws SQLException {
        Photo known = session.one(Photo::of,
                "select * from photo where lane = ? and path = ? order by turn desc limit 1",
                sighting.lane(), sighting.path()).orElse(null);
        if (known != null && sighting.same(known)) {
            return Optional.empty();
        }
        Shoot gathering = session.one(Shoot::of,
                "select * from shoot where lane = ? and folder = ? and step = 'gather'",
                sighting.lane(), sighting.folder()).orElse(null);
        if (!sighting.photo()) {
            remember(session, sighting, known, gathering);
            return gathering == null ? Optional.empty() : woken(session, gathering, Duration.ZERO);
        }
        if (gathering == null) {
            gathering = insert(session, sighting.lane(), sighting.folder(),
                    sighting.folder().isEmpty() ? "loose" : sighting.folder(), Step.GATHER, every);
            see(session, sighting, known, gathering);
            return Optional.of(gathering.id());
        }
        see(session, sighting, known, gathering);
        return woken(session, gathering, every);
    }

    /** One writer at a time about what lies in a lane, on every database and from every node. */
    private static void alone(Session session, String lane) throws SQLException {
        session.update("update lane set paused = paused where name = ?", lane);
    }

    private void see(Session session, Sighting sighting, Photo known, Shoot gathering) throws SQLException {
        if (known != null && gathering.id().equals(known.shoot())) {
            session.update("""
                    update photo set size = ?, modified = ?, etag = ?, fingerprint = null, stood_since = ?,
                    state = 'seen', why = null where id = ?""", sighting.size(), sighting.modified(), sighting.etag(),
                    ledger.now().toEpochMilli(), known.id());
        } else {
            insert(session, sighting, gathering.id(), Photo.SEEN, null, replaced(known));
        }
    }

    private static String replaced(Photo known) {
        if (known == null || known.shoot() == null) {
            return null;
        }
        return known.modified() == Photo.GONE ? known.replaces() : known.id();
    }

    /** Makes the next look sooner; a problem of its own is over as soon as something changes in the folder. */
    private Optional<String> woken(Session session, Shoot shoot, Duration every) throws SQLException {
        long now = ledger.now().toEpochMilli();
        long soon = ledger.now().plus(every).toEpochMilli();
        if (session.update("""
                update shoot set trouble_kind = null, trouble_code = null, trouble_text = null, trouble_fix = null,
                due = ?, step_since = ? where id = ? and trouble_kind = 'problem'""", soon, now, shoot.id()) == 1) {
            ledger.event(session, shoot.id(), "woken", "something changed in its folder");
            return Optional.of(shoot.id());
        }
        return session.update("update shoot set due = ? where id = ? and due > ?", soon, shoot.id(), soon) == 1
                ? Optional.of(shoot.id()) : Optional.empty();
    }

    private void remember(Session session, Sighting sighting, Photo known, Shoot gathering) throws SQLException {
        if (known != null) {
            session.update("update photo set size = ?, modified = ?, etag = ?, shoot = null where id = ?",
                    sighting.size(), sighting.modified(), sighting.etag(), known.id());
            return;
        }
        String why = sighting.ignored() == null ? "it is not a photo" : sighting.ignored();
        insert(session, sighting, null, Photo.IGNORED, why, null);
        if (sighting.ignored() != null) {
            ledger.event(session, gathering == null ? null : gathering.id(), "ignored",
                    sighting.lane() + " " + sighting.path() + ": " + why);
        }
    }

    private void insert(Session session, Sighting sighting, String shoot, String state, String why, String replaces)
            throws SQLException {
        session.update("""
                insert into photo (id, lane, folder, path, shoot, kind, size, modified, seen, stood_since, state, why,
                replaces, etag, turn) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?,
                (select coalesce(max(turn), 0) + 1 from photo where lane = ? and path = ?))""",
                Ledger.id(), sighting.lane(), sighting.folder(), sighting.path(), shoot, sighting.kind(),
                sighting.size(), sighting.modified(), ledger.now().toEpochMilli(), ledger.now().toEpochMilli(), state,
                why, replaces, sighting.etag(), sighting.lane(), sighting.path());
    }

    /** A new shoot under the first free name made from {@code base}: {@code base}, {@code base-2}, {@code base-3}... */
    private Shoot insert(Session session, String lane, String folder, String base, String step, Duration wait)
            throws SQLException {
        long now = ledger.now().toEpochMilli();
        for (int part = 1; ; part++) {
            String id = Ledger.id();
            String name = part == 1 ? base : base + "-" + part;
            if (session.update("""
                    insert into shoot (id, lane, folder, name, step, step_since, due, created)
                    values (?, ?, ?, ?, ?, ?, ?, ?) on conflict (lane, name) do nothing""",
                    id, lane, folder, name, step, now, ledger.now().plus(wait).toEpochMilli(), now) == 1) {
                ledger.event(session, id, "begun", name);
                return session.one(Shoot::of, "select * from shoot where id = ?", id).orElseThrow();
            }
        }
    }

    /** The files that stand ready in a lane's memory, so that a sensor need not ask one by one. */
    public List<Seen> memory(String lane) {
        return ledger.database().list(row -> new Seen(row.getString("path"), row.getLong("size"),
                row.getLong("modified"), row.getString("etag")), """
                select path, size, modified, etag from photo p where lane = ? and not exists (select 1 from photo q
                where q.lane = p.lane and q.path = p.path and q.turn > p.turn)""", lane);
    }

    /** One file as it was seen last. */
    public record Seen(String path, long size, long modified, String etag) {

        /** A file. */
        public Seen(String path, long size, long modified) {
            this(path, size, modified, null);
        }
    }

    /** The photos that a gathering shoot has to look at. */
    public List<Photo> gathering(Shoot shoot) {
        return ledger.database().list(Photo::of, "select * from photo where shoot = ? and state = 'seen' order by path",
                shoot.id());
    }

    /** Every path that was ever seen in the shoot's folder. */
    public Set<String> paths(Shoot shoot) {
        return new HashSet<>(ledger.database().list(row -> row.getString("path"),
                "select path from photo where lane = ? and folder = ?", shoot.lane(), shoot.folder()));
    }

    /** A ready marker stands in the shoot's folder and has not been used for an earlier one. */
    public boolean marked(Shoot shoot) {
        return ledger.database().one(row -> row.getString("id"), """
                select id from photo where lane = ? and folder = ? and kind = 'marker' and shoot is null""",
                shoot.lane(), shoot.folder()).isPresent();
    }

    /** The newest photo that the ledger had of the same file before this row, if any. */
    public Optional<Photo> before(Photo photo) {
        return ledger.database().one(Photo::of, "select * from photo where id = ?", photo.replaces());
    }

    /**
     * The shoot is closed and needs {@code open} next: what comes later makes a supplement.
     *
     * @param parts one per shoot to be made of it, the first is the shoot itself; each with the photos' new names
     * @param leftOut photos that take no part, and why
     * @return the ids of the further shoots
     * @throws Passing when photos came meanwhile that are in no part; nothing is changed then
     */
    public List<String> gathered(Shoot shoot, String vendor, String ticket, int priority, List<Part> parts,
            Map<Photo, String> leftOut) {
        List<String> more = new ArrayList<>();
        long now = ledger.now().toEpochMilli();
        ledger.say(shoot, session -> {
            alone(session, shoot.lane());
            for (Map.Entry<Photo, String> out : leftOut.entrySet()) {
                ignored(session, shoot, out.getKey(), out.getValue());
            }
            session.update("""
                    update photo set shoot = ? where lane = ? and folder = ? and kind = 'marker' and shoot is null""",
                    shoot.id(), shoot.lane(), shoot.folder());
            for (int i = 0; i < parts.size(); i++) {
                Part part = parts.get(i);
                Shoot of = i == 0 ? shoot
                        : insert(session, shoot.lane(), shoot.folder(), further(shoot.name(), part.kind()), Step.OPEN,
                        Duration.ZERO);
                if (i > 0) {
                    more.add(of.id());
                }
                session.update("""
                        update shoot set vendor = ?, ticket = ?, priority = ?, step = 'open', step_since = ?, due = ?,
                        tries = 0, trouble_kind = null, trouble_code = null, trouble_text = null, trouble_fix = null
                        where id = ?""", vendor, ticket, priority, now, now, of.id());
                for (Named named : part.photos()) {
                    session.update("update photo set shoot = ?, name = ?, state = 'waiting', why = null where id = ?",
                            of.id(), named.name(), named.photo().id());
                }
                ledger.event(session, of.id(), "gathered", part.photos().size() + " photos");
            }
            nothingCame(session, shoot);
        });
        return more;
    }

    /**
     * A person mended the ticket of a shoot as that person saw it: it is opened anew by what the ticket says now.
     *
     * @return false when the shoot is no longer as it was seen; nothing is written then
     */
    public boolean mended(Shoot seen, String ticket, int priority) {
        return ledger.freed(seen, Step.OPEN, "retried", "the ticket as it is now", session -> session.update(
                "update shoot set ticket = ?, priority = ? where id = ?", ticket, priority, seen.id()));
    }

    private void ignored(Session session, Shoot shoot, Photo photo, String why) throws SQLException {
        session.update("update photo set state = 'ignored', why = ? where id = ?", why, photo.id());
        ledger.event(session, shoot.id(), "ignored", photo.path() + ": " + why);
    }

    private static void nothingCame(Session session, Shoot shoot) throws SQLException {
        if (session.one(row -> row.getString("id"), "select id from photo where shoot = ? and state = 'seen'",
                shoot.id()).isPresent()) {
            throw new Passing("inbox:" + shoot.lane(), "more-came", "More photos came while the shoot was closed");
        }
    }

    /**
     * Nothing is left of a shoot: it ends as cancelled.
     *
     * @throws Passing when photos came meanwhile; nothing is changed then
     */
    public void emptied(Shoot shoot, Map<Photo, String> leftOut) {
        long now = ledger.now().toEpochMilli();
        ledger.say(shoot, session -> {
            alone(session, shoot.lane());
            for (Map.Entry<Photo, String> out : leftOut.entrySet()) {
                ignored(session, shoot, out.getKey(), out.getValue());
            }
            nothingCame(session, shoot);
            session.update("""
                    update shoot set step = 'cancelled', step_since = ?, due = ?, ended = ?, tries = 0,
                    trouble_kind = null, trouble_code = null, trouble_text = null, trouble_fix = null where id = ?""",
                    now, now, now, shoot.id());
            ledger.event(session, shoot.id(), "cancelled", "none of its files takes part");
        });
    }

    /** The photos that were taken before with the very content of these, by fingerprint. */
    public Map<String, List<Photo>> known(Shoot shoot) {
        return ledger.database().list(Photo::of, """
                select * from photo o where o.lane = ? and o.shoot <> ?
                and o.state in ('uploaded', 'delivered', 'merged', 'missing') and o.fingerprint in
                (select fingerprint from photo where shoot = ? and state = 'seen')""",
                shoot.lane(), shoot.id(), shoot.id()).stream().collect(Collectors.groupingBy(Photo::fingerprint));
    }

    /** A person said that photos that were taken before are not to be edited again. */
    public void knownIgnored(Shoot shoot) {
        Set<String> before = known(shoot).keySet();
        for (Photo photo : gathering(shoot)) {
            if (before.contains(photo.fingerprint())) {
                ledger.database().update("""
                        update photo set state = 'ignored', why = 'taken before under another name' where id = ?""",
                        photo.id());
            }
        }
    }

    /** What a further shoot is called that is made of the photos of this kind, unless the name is taken. */
    public static String further(String shoot, String kind) {
        return shoot + "-" + kind;
    }

    /** Whether the shoot holds what came to its folder after another shoot of it had been closed. */
    public boolean supplement(Shoot shoot) {
        return ledger.database().one(row -> row.getString("id"),
                "select id from shoot where lane = ? and folder = ? and id < ?", shoot.lane(), shoot.folder(), shoot.id())
                .isPresent();
    }

    /** Photos that go to the vendor together. */
    public record Part(String kind, List<Named> photos) {
    }

    /** A photo with the name it gets at the vendor. */
    public record Named(Photo photo, String name) {
    }

    /** A person accepted that files were overwritten: they are photos like any other from now on. */
    public void replacementsAccepted(String shoot) {
        ledger.database().update("update photo set replaces = null where shoot = ?", shoot);
    }

    /** A person said that overwritten files are not to be edited again. */
    public void replacementsIgnored(String shoot) {
        ledger.database().update("""
                update photo set state = 'ignored', why = 'overwritten after it had been taken; not to be edited again'
                where shoot = ? and replaces is not null and state = 'seen'""", shoot);
    }

    /** A folder that was delivered into before; from then on its absence is an outage. */
    public boolean deliveredBefore(String lane) {
        return ledger.database().one(row -> row.getLong("delivery_seen"),
                "select delivery_seen from lane where name = ? and delivery_seen is not null", lane).isPresent();
    }

    /** The lane's delivery exists now. */
    public void deliverySeen(String lane) {
        ledger.database().update("update lane set delivery_seen = ? where name = ? and delivery_seen is null",
                ledger.now().toEpochMilli(), lane);
    }
}
