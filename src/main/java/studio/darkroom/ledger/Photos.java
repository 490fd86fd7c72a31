package studio.darkroom.ledger;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The photos of the shoots, from being gathered to being accounted for. */
public final class Photos {

    private final Ledger ledger;

    public Photos(Ledger ledger) {
        this.ledger = ledger;
    }

    /** All photos of a shoot that take part in it, by name. */
    public List<Photo> of(String shoot) {
        return ledger.database().list(Photo::of, """
                select * from photo where shoot = ? and state <> 'ignored' order by name, path""", shoot);
    }

    /** Everything the ledger has under a shoot, what is ignored included. */
    public List<Photo> all(String shoot) {
        return ledger.database().list(Photo::of, "select * from photo where shoot = ? order by path, seen", shoot);
    }

    /** The next photos that are not up yet; at most {@code most}, those that failed least first. */
    public List<Photo> toUpload(Shoot shoot, int most) {
        return ledger.database().list(Photo::of, """
                select * from photo where shoot = ? and state = 'waiting' order by tries, name limit ?""",
                shoot.id(), most);
    }

    public Photo find(String id) {
        return ledger.database().one(Photo::of, "select * from photo where id = ?", id).orElseThrow();
    }

    public int count(Shoot shoot) {
        return ledger.database().one(row -> row.getInt(1),
                "select count(*) from photo where shoot = ? and state <> 'ignored'", shoot.id()).orElse(0);
    }

    /**
     * Its bytes were taken whole by the store.
     *
     * @param sha256 of what was sent
     * @param etag what the store answered; null: nothing
     */
    public void uploaded(Shoot shoot, Photo photo, String sha256, String remote, String etag) {
        ledger.write(shoot, session -> {
            session.update("""
                    insert into proof (photo, etag) values (?, ?)
                    on conflict (photo) do update set etag = excluded.etag""", photo.id(), etag);
            session.update("""
                    update photo set state = 'uploaded', sha256 = ?, remote = coalesce(?, remote), uploaded = ?, why = null
                    where id = ?""", sha256, remote, ledger.now().toEpochMilli(), photo.id());
            session.update("delete from link where photo = ?", photo.id());
        });
    }

    /** Its upload failed; it stays to be uploaded. */
    public void missed(Shoot shoot, Photo photo, String why) {
        ledger.write(shoot, session -> {
            session.update("update photo set tries = tries + 1, why = ? where id = ?", why, photo.id());
            ledger.event(session, shoot.id(), "upload-missed", photo.name() + ": " + why);
        });
    }

    /** Whether photos of the shoot went up, and all that did not have failed so often. */
    public boolean stuck(Shoot shoot, int tries) {
        return ledger.database().one(row -> row.getInt("up") > 0 && row.getInt("fresh") == 0, """
                select sum(case when state = 'uploaded' then 1 else 0 end) as up,
                sum(case when state = 'waiting' and tries < ? then 1 else 0 end) as fresh
                from photo where shoot = ?""", tries, shoot.id()).orElse(false);
    }

    /** The store takes nothing more through the link that was kept for the photo. @return whether there was one */
    public boolean shut(Photo photo) {
        return ledger.database().update("delete from link where photo = ?", photo.id()) > 0;
    }

    /** A person wants another go: failures are forgotten. */
    public void fresh(String shoot) {
        ledger.database().update("update photo set tries = 0 where shoot = ?", shoot);
    }

    /** Every photo is to be sent again. */
    public void unsent(String shoot) {
        ledger.database().update("update photo set state = 'waiting', tries = 0 where shoot = ? and state = 'uploaded'",
                shoot);
    }

    /**
     * How a photo that still gathers looked.
     *
     * @param why why it is not settled; null when it is
     * @param etag as in {@link Photo#etag()}
     */
    public record Looked(Photo photo, long size, long modified, String fingerprint, Instant stoodSince, String why,
            String etag) {

        /** A file. */
        public Looked(Photo photo, long size, long modified, String fingerprint, Instant stoodSince, String why) {
            this(photo, size, modified, fingerprint, stoodSince, why, null);
        }
    }

    /** What became of one look at the photos of a shoot that still gathers. */
    public void looked(Shoot shoot, List<Looked> looks) {
        ledger.write(shoot, session -> {
            for (Looked look : looks) {
                session.update("""
                        update photo set size = ?, modified = ?, fingerprint = ?, stood_since = ?, why = ?, etag = ?
                        where id = ?""", look.size(), look.modified(), look.fingerprint(),
                        look.stoodSince().toEpochMilli(), look.why(), look.etag(), look.photo().id());
            }
        });
    }

    /** This file takes no part, and why. */
    public void ignored(Shoot shoot, Photo photo, String why) {
        ledger.write(shoot, session -> {
            session.update("update photo set state = 'ignored', why = ? where id = ?", why, photo.id());
            ledger.event(session, shoot.id(), "ignored", photo.path() + ": " + why);
        });
    }

    /** This file is no longer there; if it comes back it is a new one. */
    public void takenAway(Shoot shoot, Photo photo) {
        String why = "it was taken away before the shoot was closed";
        ledger.write(shoot, session -> {
            session.update("update photo set state = 'ignored', modified = ?, why = ? where id = ?", Photo.GONE, why,
                    photo.id());
            ledger.event(session, shoot.id(), "ignored", photo.path() + ": " + why);
        });
    }

    /**
     * Why a photo has no result of its own.
     *
     * @param merged whether it went into the picture of its bracket, so that it is delivered with it
     */
    public record Absence(String why, boolean merged) {
    }

    /** The vendor explains why these photos, by id, have no result. */
    public void absent(Shoot shoot, Map<String, Absence> absences) {
        ledger.write(shoot, session -> {
            for (Map.Entry<String, Absence> absence : absences.entrySet()) {
                Absence told = absence.getValue();
                List<String> names = session.list(row -> row.getString("name"), """
                        update photo set state = ?, why = ? where id = ? and shoot = ? and state = 'uploaded'
                        returning name""", told.merged() ? Photo.DELIVERED : Photo.MISSING, told.why(),
                        absence.getKey(), shoot.id());
                for (String name : names) {
                    ledger.event(session, shoot.id(), told.merged() ? "merged" : "missing", name + ": " + told.why());
                }
            }
        });
    }

    /**
     * The delivery is complete: every photo is delivered, merged or missing. A photo is delivered when a result of every
     * kind that is wanted stands in the delivery.
     *
     * @param kinds how many kinds of results are wanted
     * @param why of a photo without a result of its own
     * @param merged whether such a photo may have gone into the picture of its bracket
     * @return the names of the missing ones
     */
    public List<String> accounted(Shoot shoot, int kinds, String why, boolean merged) {
        List<String> missing = new ArrayList<>();
        ledger.write(shoot, session -> {
            session.update("""
                    update photo set state = 'delivered', why = null
                    where shoot = ? and state in ('uploaded', 'missing', 'merged') and (select count(distinct r.kind)
                    from result r where r.photo = photo.id and r.delivered is not null) >= ?""", shoot.id(), kinds);
            List<String> rest = session.list(row -> row.getString("name"), """
                    update photo set state = ?, why = ? where shoot = ? and state = 'uploaded' returning name""",
                    merged ? Photo.MERGED : Photo.MISSING, why, shoot.id());
            for (String name : rest) {
                ledger.event(session, shoot.id(), merged ? "merged" : "missing", name + ": " + why);
            }
            missing.addAll(session.list(row -> row.getString("name"),
                    "select name from photo where shoot = ? and state = 'missing' order by name", shoot.id()));
        });
        return missing;
    }
}
