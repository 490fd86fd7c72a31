package studio.darkroom.ledger;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What speaks for the bytes of a photo on their way: their hash at first sight, and the store's own word for what it took. */
public final class HashRepository {

    private final Ledger ledger;

    public HashRepository(Ledger ledger) {
        this.ledger = ledger;
    }

    /**
     * @param photoId its id
     * @param fingerprint how the photo looked when it was read; null: it was not read at first sight
     * @param sha256 hex, of all its bytes at first sight
     * @param etag what the store answered to the upload; null: nothing
     */
    public record PhotoHash(String photoId, String fingerprint, String sha256, String etag) {
    }

    /** Of these photos of a gathering shoot, those whose bytes as they are now have not been read. */
    public List<Photo> listUnhashed(Shoot shoot, List<Photo> photos) {
        List<String> wanted = photos.stream().map(Photo::id).toList();
        return ledger.database().list(Photo::of, """
                select p.* from photo p left join proof f on f.photo = p.id where p.shoot = ? and p.fingerprint is not null
                and (f.sha256 is null or f.fingerprint is null or f.fingerprint <> p.fingerprint) order by p.path""",
                shoot.id()).stream().filter(photo -> wanted.contains(photo.id())).toList();
    }

    /** These were read. */
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

    /** What is known of one photo. */
    public Optional<PhotoHash> findByPhoto(Photo photo) {
        return ledger.database().findOne(row -> new PhotoHash(row.getString("photo"), row.getString("fingerprint"),
                row.getString("sha256"), row.getString("etag")), "select * from proof where photo = ?", photo.id());
    }

    /** What is known of the photos of a shoot, by their ids. */
    public Map<String, PhotoHash> mapByShoot(String shoot) {
        Map<String, PhotoHash> hashes = new HashMap<>();
        ledger.database().list(row -> new PhotoHash(row.getString("photo"), row.getString("fingerprint"),
                row.getString("sha256"), row.getString("etag")), """
                select f.* from proof f join photo p on p.id = f.photo where p.shoot = ?""", shoot)
                .forEach(hash -> hashes.put(hash.photoId(), hash));
        return hashes;
    }
}
