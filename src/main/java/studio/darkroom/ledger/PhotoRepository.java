package studio.darkroom.ledger;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The photos of the shoots, from being gathered to being accounted for. */
public final class PhotoRepository {

    private final Ledger ledger;

    public PhotoRepository(Ledger ledger) {
        this.ledger = ledger;
    }

    /** All photos of a shoot that take part in it, by name. */
    public List<Photo> listByShoot(String shoot) {
        return ledger.database().list(Photo::of, """
                select * from photo where shoot = ? and state <> 'ignored' order by name, path""", shoot);
    }

    /** Everything the ledger has under a shoot, what is ignored included. */
    public List<Photo> listAllByShoot(String shoot) {
        return ledger.database().list(Photo::of, "select * from photo where shoot = ? order by path, seen", shoot);
    }

    /** The next photos that are not up yet; at most {@code most}, those that failed least first. */
    public List<Photo> listToUpload(Shoot shoot, int limit) {
        return ledger.database().list(Photo::of, """
                select * from photo where shoot = ? and state = 'waiting' order by tries, name limit ?""",
                shoot.id(), limit);
    }

    public Photo getPhoto(String id) {
        return ledger.database().findOne(Photo::of, "select * from photo where id = ?", id).orElseThrow();
    }

    public int countByShoot(Shoot shoot) {
        return ledger.database().findOne(row -> row.getInt(1),
                "select count(*) from photo where shoot = ? and state <> 'ignored'", shoot.id()).orElse(0);
    }

    /**
     * Its bytes were taken whole by the store.
     *
     * @param sha256 of what was sent
     * @param etag what the store answered; null: nothing
     */
    public void recordUpload(Shoot shoot, Photo photo, String sha256, String remoteId, String etag) {
        ledger.writeIfCurrent(shoot, session -> {
            session.update("""
                    insert into proof (photo, etag) values (?, ?)
                    on conflict (photo) do update set etag = excluded.etag""", photo.id(), etag);
            session.update("""
                    update photo set state = 'uploaded', sha256 = ?, remote = coalesce(?, remote), uploaded = ?, why = null
                    where id = ?""", sha256, remoteId, ledger.now().toEpochMilli(), photo.id());
            session.update("delete from link where photo = ?", photo.id());
        });
    }

    /** Its upload failed; it stays to be uploaded. */
    public void recordUploadFailure(Shoot shoot, Photo photo, String reason) {
        ledger.writeIfCurrent(shoot, session -> {
            session.update("update photo set tries = tries + 1, why = ? where id = ?", reason, photo.id());
            ledger.insertEvent(session, shoot.id(), "upload-missed", photo.name() + ": " + reason);
        });
    }

    /** Whether photos of the shoot went up, and all that did not have failed so often. */
    public boolean isUploadStuck(Shoot shoot, int maxTries) {
        return ledger.database().findOne(row -> row.getInt("up") > 0 && row.getInt("fresh") == 0, """
                select sum(case when state = 'uploaded' then 1 else 0 end) as up,
                sum(case when state = 'waiting' and tries < ? then 1 else 0 end) as fresh
                from photo where shoot = ?""", maxTries, shoot.id()).orElse(false);
    }

    /** The store takes nothing more through the link that was kept for the photo. @return whether there was one */
    public boolean discardLink(Photo photo) {
        return ledger.database().update("delete from link where photo = ?", photo.id()) > 0;
    }

    /** A person wants another go: failures are forgotten. */
    public void resetTries(String shoot) {
        ledger.database().update("update photo set tries = 0 where shoot = ?", shoot);
    }

    /** Every photo is to be sent again. */
    public void resetUploads(String shoot) {
        ledger.database().update("update photo set state = 'waiting', tries = 0 where shoot = ? and state = 'uploaded'",
                shoot);
    }

    /**
     * How a photo that still gathers looked.
     *
     * @param reason why it is not settled; null when it is
     * @param etag as in {@link Photo#etag()}
     */
    public record PhotoObservation(Photo photo, long size, long modified, String fingerprint, Instant stableSince, String reason,
            String etag) {

        /** A file. */
        public PhotoObservation(Photo photo, long size, long modified, String fingerprint, Instant stableSince, String reason) {
            this(photo, size, modified, fingerprint, stableSince, reason, null);
        }
    }

    /** What became of one look at the photos of a shoot that still gathers. */
    public void recordObservations(Shoot shoot, List<PhotoObservation> observations) {
        ledger.writeIfCurrent(shoot, session -> {
            for (PhotoObservation observation : observations) {
                session.update("""
                        update photo set size = ?, modified = ?, fingerprint = ?, stood_since = ?, why = ?, etag = ?
                        where id = ?""", observation.size(), observation.modified(), observation.fingerprint(),
                        observation.stableSince().toEpochMilli(), observation.reason(), observation.etag(), observation.photo().id());
            }
        });
    }

    /** This file takes no part, and why. */
    public void markIgnored(Shoot shoot, Photo photo, String reason) {
        ledger.writeIfCurrent(shoot, session -> {
            session.update("update photo set state = 'ignored', why = ? where id = ?", reason, photo.id());
            ledger.insertEvent(session, shoot.id(), "ignored", photo.path() + ": " + reason);
        });
    }

    /** This file is no longer there; if it comes back it is a new one. */
    public void markRemoved(Shoot shoot, Photo photo) {
        String reason = "it was taken away before the shoot was closed";
        ledger.writeIfCurrent(shoot, session -> {
            session.update("update photo set state = 'ignored', modified = ?, why = ? where id = ?", Photo.REMOVED_MODIFIED, reason,
                    photo.id());
            ledger.insertEvent(session, shoot.id(), "ignored", photo.path() + ": " + reason);
        });
    }

    /**
     * Why a photo has no result of its own.
     *
     * @param merged whether it went into the picture of its bracket, so that it is delivered with it
     */
    public record MissingReason(String reason, boolean merged) {
    }

    /** The vendor explains why these photos, by id, have no result. */
    public void recordMissing(Shoot shoot, Map<String, MissingReason> reasons) {
        ledger.writeIfCurrent(shoot, session -> {
            for (Map.Entry<String, MissingReason> entry : reasons.entrySet()) {
                MissingReason missing = entry.getValue();
                List<String> names = session.list(row -> row.getString("name"), """
                        update photo set state = ?, why = ? where id = ? and shoot = ? and state = 'uploaded'
                        returning name""", missing.merged() ? Photo.DELIVERED : Photo.MISSING, missing.reason(),
                        entry.getKey(), shoot.id());
                for (String name : names) {
                    ledger.insertEvent(session, shoot.id(), missing.merged() ? "merged" : "missing", name + ": " + missing.reason());
                }
            }
        });
    }

    /**
     * The delivery is complete: every photo is delivered, merged or missing. A photo is delivered when a result of every
     * kind that is wanted stands in the delivery.
     *
     * @param kinds how many kinds of results are wanted
     * @param reason of a photo without a result of its own
     * @param merged whether such a photo may have gone into the picture of its bracket
     * @return the names of the missing ones
     */
    public List<String> recordFinalStates(Shoot shoot, int kinds, String reason, boolean merged) {
        List<String> missing = new ArrayList<>();
        ledger.writeIfCurrent(shoot, session -> {
            session.update("""
                    update photo set state = 'delivered', why = null
                    where shoot = ? and state in ('uploaded', 'missing', 'merged') and (select count(distinct r.kind)
                    from result r where r.photo = photo.id and r.delivered is not null) >= ?""", shoot.id(), kinds);
            List<String> rest = session.list(row -> row.getString("name"), """
                    update photo set state = ?, why = ? where shoot = ? and state = 'uploaded' returning name""",
                    merged ? Photo.MERGED : Photo.MISSING, reason, shoot.id());
            for (String name : rest) {
                ledger.insertEvent(session, shoot.id(), merged ? "merged" : "missing", name + ": " + reason);
            }
            missing.addAll(session.list(row -> row.getString("name"),
                    "select name from photo where shoot = ? and state = 'missing' order by name", shoot.id()));
        });
        return missing;
    }
}
