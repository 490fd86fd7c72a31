package studio.darkroom.ledger;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What a vendor keeps for an upload: the links and brackets of vendors that create a record of a photo when a link for it is
 * requested (docs/vendors/fotolabs.md 2.2 and 8), and open multipart uploads, which are resumed or aborted after a crash. A link
 * is a credential: it is deleted after use and never shown.
 */
public final class UploadRepository {

    private final Ledger ledger;

    public UploadRepository(Ledger ledger) {
        this.ledger = ledger;
    }

    /**
     * An upload link of a vendor.
     *
     * @param expiresAt by the clock of this node
     */
    public record UploadLink(String url, Instant expiresAt) {
    }

    /** Stores the id of the vendor's record of a photo, and its upload link. */
    public void saveLink(Shoot shoot, Photo photo, String remoteId, UploadLink link) {
        ledger.writeIfCurrent(shoot, session -> {
            session.update("update photo set remote = ? where id = ?", remoteId, photo.id());
            session.update("""
                    insert into link (photo, shoot, url, until) values (?, ?, ?, ?)
                    on conflict (photo) do update set url = excluded.url, until = excluded.until""",
                    photo.id(), shoot.id(), link.url(), link.expiresAt().toEpochMilli());
        });
    }

    /** The links that were not used yet, by photo id. */
    public Map<String, UploadLink> findUnusedLinks(Shoot shoot) {
        Map<String, UploadLink> links = new HashMap<>();
        ledger.database().list(row -> links.put(row.getString("photo"), new UploadLink(row.getString("url"),
                Instant.ofEpochMilli(row.getLong("until")))), "select * from link where shoot = ?", shoot.id());
        return links;
    }

    /** Stores the brackets. @param leads by photo id, the id of the photo that the merged picture is named after */
    public void recordBrackets(Shoot shoot, Map<String, String> leads) {
        ledger.writeIfCurrent(shoot, session -> {
            for (Map.Entry<String, String> lead : leads.entrySet()) {
                session.update("""
                        insert into bracket (photo, shoot, lead) values (?, ?, ?)
                        on conflict (photo) do update set lead = excluded.lead""",
                        lead.getKey(), shoot.id(), lead.getValue());
            }
        });
    }

    /** The bracket leads, by photo id; empty if the answer of the vendor was lost. */
    public Map<String, String> findBracketLeads(Shoot shoot) {
        Map<String, String> leads = new HashMap<>();
        ledger.database().list(row -> leads.put(row.getString("photo"), row.getString("lead")),
                "select * from bracket where shoot = ?", shoot.id());
        return leads;
    }

    /**
     * A multipart upload that was opened at a vendor and may still be open (docs/vendors/imagen.md 2.3).
     *
     * @param photoId the id of the photo in the ledger
     * @param uploadId the id of the upload at the vendor
     * @param storeKey the object key of the photo in the vendor's storage
     */
    public record OpenUpload(String photoId, String uploadId, String storeKey) {
    }

    public Optional<OpenUpload> findOpenUpload(Photo photo) {
        return ledger.database().findOne(row -> new OpenUpload(row.getString("photo"), row.getString("upload"),
                row.getString("store_key")), "select * from open_upload where photo = ?", photo.id());
    }

    /** Stores an open upload, in place of an older one of the same photo. */
    public void saveOpenUpload(Shoot shoot, OpenUpload upload) {
        ledger.writeIfCurrent(shoot, session -> session.update("""
                insert into open_upload (photo, shoot, upload, store_key, opened) values (?, ?, ?, ?, ?)
                on conflict (photo) do update set upload = excluded.upload, store_key = excluded.store_key,
                opened = excluded.opened""", upload.photoId(), shoot.id(), upload.uploadId(), upload.storeKey(),
                ledger.now().toEpochMilli()));
    }

    /** Deletes an upload that was completed or aborted, even if this node has lost its claim. */
    public void deleteOpenUpload(OpenUpload upload) {
        ledger.database().update("delete from open_upload where photo = ? and upload = ?", upload.photoId(),
                upload.uploadId());
    }
}
