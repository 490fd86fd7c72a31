package studio.darkroom.ledger;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Proof of the bytes of a photo: the hash of the original, and the ETag that the vendor's storage answered. */
public final class HashRepository {

    private final Ledger ledger;

    public HashRepository(Ledger ledger) {
        this.ledger = ledger;
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
    public Optional<PhotoHash> findByPhoto(Photo photo) {
        return ledger.database().findOne(row -> new PhotoHash(row.getString("photo"), row.getString("fingerprint"),
                row.getString("sha256"), row.getString("etag")), "select * from proof where photo = ?", photo.id());
    }

    /** The proofs of the photos of a shoot, by photo id. */
    public Map<String, PhotoHash> mapByShoot(String shoot) {
        Map<String, PhotoHash> hashes = new HashMap<>();
        ledger.database().list(row -> new PhotoHash(row.getString("photo"), row.getString("fingerprint"),
                row.getString("sha256"), row.getString("etag")), """
                select f.* from proof f join photo p on p.id = f.photo where p.shoot = ?""", shoot)
                .forEach(hash -> hashes.put(hash.photoId(), hash));
        return hashes;
    }
}
