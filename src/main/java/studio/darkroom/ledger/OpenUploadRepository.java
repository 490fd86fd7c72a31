package studio.darkroom.ledger;

import java.util.Optional;

/** The multipart uploads that are open at a vendor, so that Darkroom can abort them after a crash. */
public final class OpenUploadRepository {

    private final Ledger ledger;

    public OpenUploadRepository(Ledger ledger) {
        this.ledger = ledger;
    }

    public Optional<OpenUpload> findByPhoto(Photo photo) {
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
