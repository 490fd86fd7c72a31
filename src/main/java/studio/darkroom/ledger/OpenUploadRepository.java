package studio.darkroom.ledger;

import java.util.Optional;

/** The uploads in parts that are open at a vendor, so that those a crash left behind are given up there. */
public final class OpenUploadRepository {

    private final Ledger ledger;

    public OpenUploadRepository(Ledger ledger) {
        this.ledger = ledger;
    }

    public Optional<OpenUpload> findByPhoto(Photo photo) {
        return ledger.database().findOne(row -> new OpenUpload(row.getString("photo"), row.getString("upload"),
                row.getString("store_key")), "select * from open_upload where photo = ?", photo.id());
    }

    /** The vendor has opened one; an older one of the same photo is no longer remembered. */
    public void saveOpenUpload(Shoot shoot, OpenUpload upload) {
        ledger.writeIfCurrent(shoot, session -> session.update("""
                insert into open_upload (photo, shoot, upload, store_key, opened) values (?, ?, ?, ?, ?)
                on conflict (photo) do update set upload = excluded.upload, store_key = excluded.store_key,
                opened = excluded.opened""", upload.photoId(), shoot.id(), upload.uploadId(), upload.storeKey(),
                ledger.now().toEpochMilli()));
    }

    /** It was closed or given up there, which is true whoever holds the shoot by now. */
    public void deleteOpenUpload(OpenUpload upload) {
        ledger.database().update("delete from open_upload where photo = ? and upload = ?", upload.photoId(), upload.uploadId());
    }
}
