package studio.darkroom.ledger;

/**
 * A multipart upload that was opened at a vendor and may still be open (docs/vendors/imagen.md 2.3).
 *
 * @param photoId the id of the photo in the ledger
 * @param uploadId the id of the upload at the vendor
 * @param storeKey the object key of the photo in the vendor's storage
 */
public record OpenUpload(String photoId, String uploadId, String storeKey) {
}
