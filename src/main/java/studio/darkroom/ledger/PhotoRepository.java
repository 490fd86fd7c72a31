package studio.darkroom.ledger;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The photos of the shoots. */
public final class PhotoRepository {

    private final Ledger ledger;

    public PhotoRepository(Ledger ledger) {
        this.ledger = ledger;
    }

    /** The photos of a shoot that are not ignored, by name. */
    public List<Photo> listByShoot(String shoot) {
        return ledger.database().list(Photo::of, """
                select * from photo where shoot = ? and state <> 'ignored' order by name, path""", shoot);
    }

    /** All photos of a shoot, including the ignored ones. */
    public List<Photo> listAllByShoot(String shoot) {
        return ledger.database().list(Photo::of, "select * from photo where shoot = ? order by path, seen", shoot);
    }

    /** The next photos to upload, at most {@code limit}, those with the fewest failures first. */
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
     * Records a complete upload.
     *
     * @param sha256 the SHA-256 of the uploaded bytes, in hex
     * @param etag the ETag that the storage answered; null if it answered none
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

    /** Records a failed upload; the photo will be uploaded again. */
    public void recordUploadFailure(Shoot shoot, Photo photo, String reason) {
        ledger.writeIfCurrent(shoot, session -> {
            session.update("update photo set tries = tries + 1, why = ? where id = ?", reason, photo.id());
            ledger.insertEvent(session, shoot.id(), "upload-missed", photo.name() + ": " + reason);
        });
    }

    /** Whether some photos are uploaded and all others have failed at least {@code maxTries} times. */
    public boolean isUploadStuck(Shoot shoot, int maxTries) {
        return ledger.database().findOne(row -> row.getInt("up") > 0 && row.getInt("fresh") == 0, """
                select sum(case when state = 'uploaded' then 1 else 0 end) as up,
                sum(case when state = 'waiting' and tries < ? then 1 else 0 end) as fresh
                from photo where shoot = ?""", maxTries, shoot.id()).orElse(false);
    }

    /** Deletes the stored upload link of a photo, which no longer works. @return whether there was one */
    public boolean discardLink(Photo photo) {
        return ledger.database().update("delete from link where photo = ?", photo.id()) > 0;
    }

    /** Resets the failure counters, as a person ordered. */
    public void resetTries(String shoot) {
        ledger.database().update("update photo set tries = 0 where shoot = ?", shoot);
    }

    /** Marks all uploaded photos to be uploaded again. */
    public void resetUploads(String shoot) {
        ledger.database().update("update photo set state = 'waiting', tries = 0 where shoot = ? and state = 'uploaded'",
                shoot);
    }

    /** Treats overwritten files as new photos, as a person decided. */
    public void acceptReplacements(String shoot) {
        ledger.database().update("update photo set replaces = null where shoot = ?", shoot);
    }

    /** Ignores overwritten files, as a person decided. */
    public void ignoreReplacements(String shoot) {
        ledger.database().update("""
                update photo set state = 'ignored', why = 'overwritten after it was edited; not edited again'
                where shoot = ? and replaces is not null and state = 'seen'""", shoot);
    }

    /**
     * The result of one check of a photo before its shoot is closed.
     *
     * @param reason why the photo is not ready; null if it is
     * @param etag as in {@link Photo#etag()}
     */
    public record PhotoObservation(Photo photo, long size, long modified, String fingerprint, Instant stableSince,
            String reason, String etag) {
    }

    /** Stores the results of a check of the photos. */
    public void recordObservations(Shoot shoot, List<PhotoObservation> observations) {
        ledger.writeIfCurrent(shoot, session -> {
            for (PhotoObservation observation : observations) {
                session.update("""
                        update photo set size = ?, modified = ?, fingerprint = ?, stood_since = ?, why = ?, etag = ?
                        where id = ?""", observation.size(), observation.modified(), observation.fingerprint(),
                        observation.stableSince().toEpochMilli(), observation.reason(), observation.etag(),
                        observation.photo().id());
            }
        });
    }

    /** Ignores a photo whose file was removed. If the file comes back, it counts as a new photo. */
    public void markRemoved(Shoot shoot, Photo photo) {
        String reason = "removed before the shoot was closed";
        ledger.writeIfCurrent(shoot, session -> {
            session.update("update photo set state = 'ignored', modified = ?, why = ? where id = ?", Photo.REMOVED_MODIFIED,
                    reason, photo.id());
            ledger.insertEvent(session, shoot.id(), "ignored", photo.path() + ": " + reason);
        });
    }

    /**
     * Why a photo has no result of its own.
     *
     * @param merged whether it was merged into the picture of its bracket and is delivered with that
     */
    public record MissingReason(String reason, boolean merged) {
    }

    /** Stores the vendor's reasons why photos have no result. @param reasons by photo id */
    public void recordMissing(Shoot shoot, Map<String, MissingReason> reasons) {
        ledger.writeIfCurrent(shoot, session -> {
            for (Map.Entry<String, MissingReason> entry : reasons.entrySet()) {
                MissingReason missing = entry.getValue();
                List<String> names = session.list(row -> row.getString("name"), """
                        update photo set state = ?, why = ? where id = ? and shoot = ? and state = 'uploaded'
                        returning name""", missing.merged() ? Photo.DELIVERED : Photo.MISSING, missing.reason(),
                        entry.getKey(), shoot.id());
                for (String name : names) {
                    ledger.insertEvent(session, shoot.id(), missing.merged() ? "merged" : "missing",
                            name + ": " + missing.reason());
                }
            }
        });
    }

    /**
     * Marks every photo as delivered, merged or missing when the delivery is complete. A photo is delivered if a result of
     * every wanted kind is delivered.
     *
     * @param kinds the number of wanted kinds of results
     * @param reason the reason for photos without a result of their own
     * @param merged whether such photos may be merged into the picture of their bracket
     * @return the names of the missing photos
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

    /**
     * @param photoId the id of the photo
     * @param fingerprint the fingerprint of the file that was hashed; null if it was not hashed
     * @param sha256 SHA-256 of the original, in hex
     * @param etag the answer of the storage to the upload; null if it had none
     */
    public record PhotoHash(String photoId, String fingerprint, String sha256, String etag) {
    }

    /** Those of these photos whose current bytes have not been hashed yet. */
    public List<Photo> listUnhashed(Shoot shoot, List<Photo> photos) {
        List<String> wanted = photos.stream().map(Photo::id).toList();
        return ledger.database().list(Photo::of, """
                select p.* from photo p left join proof f on f.photo = p.id where p.shoot = ? and p.fingerprint is not null
                and (f.sha256 is null or f.fingerprint is null or f.fingerprint <> p.fingerprint) order by p.path""",
                shoot.id()).stream().filter(photo -> wanted.contains(photo.id())).toList();
    }

    /** Stores the hashes of originals. */
    public void recordHashes(Shoot shoot, List<PhotoHash> hashes) {
        ledger.writeIfCurrent(shoot, session -> {
            for (PhotoHash hash : hashes) {
                session.update("""
                        insert into proof (photo, fingerprint, sha256, at) values (?, ?, ?, ?) on conflict (photo) do update
                        set fingerprint = excluded.fingerprint, sha256 = excluded.sha256, at = excluded.at""",
                        hash.photoId(), hash.fingerprint(), hash.sha256(), ledger.now().toEpochMilli());
            }
        });
    }

    /** The proof of one photo. */
    public Optional<PhotoHash> findHash(Photo photo) {
        return ledger.database().findOne(row -> new PhotoHash(row.getString("photo"), row.getString("fingerprint"),
                row.getString("sha256"), row.getString("etag")), "select * from proof where photo = ?", photo.id());
    }

    /** The proofs of the photos of a shoot, by photo id. */
    public Map<String, PhotoHash> mapHashesByShoot(String shoot) {
        Map<String, PhotoHash> hashes = new HashMap<>();
        ledger.database().list(row -> new PhotoHash(row.getString("photo"), row.getString("fingerprint"),
                row.getString("sha256"), row.getString("etag")), """
                select f.* from proof f join photo p on p.id = f.photo where p.shoot = ?""", shoot)
                .forEach(hash -> hashes.put(hash.photoId(), hash));
        return hashes;
    }
}
