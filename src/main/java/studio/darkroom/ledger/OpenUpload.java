package studio.darkroom.ledger;

/**
 * An upload in parts that a vendor has opened and that was not seen to be closed (contract imagen 2.3).
 *
 * @param photoId the ledger's id of the photo
 * @param uploadId the vendor's name for the upload
 * @param storeKey where the vendor's store puts the photo
 */
public record OpenUpload(String photoId, String uploadId, String storeKey) {
}
