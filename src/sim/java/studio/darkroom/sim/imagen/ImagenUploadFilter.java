package studio.darkroom.sim.imagen;

import studio.darkroom.sim.Switches;
import studio.darkroom.sim.store.StoreRequest;
import studio.darkroom.sim.store.StoreRequestFilter;

/**
 * Checks storage requests for Imagen: no Content-Type on uploads, no parts for uploads that were closed. Registers photos.
 */
public final class ImagenUploadFilter implements StoreRequestFilter {

    private final String bucket;
    private final Switches switches;
    private final ProjectRepository projects;
    private final ProjectRepository smartProjects;
    private final MultipartRegistry multiparts;

    public ImagenUploadFilter(String bucket, Switches switches, ProjectRepository projects, ProjectRepository smartProjects, MultipartRegistry multiparts) {
        this.bucket = bucket;
        this.switches = switches;
        this.projects = projects;
        this.smartProjects = smartProjects;
        this.multiparts = multiparts;
    }

    @Override
    public S3Error checkRequest(StoreRequest call) {
        if (!call.isPresigned() || !call.method().equals("PUT")) {
            return null;
        }
        String type = call.header("Content-Type");
        if (!call.isSigned("content-type") && switches.is("put-content-type", "empty") && type != null && !type.isEmpty()) {
            return new S3Error(403, "SignatureDoesNotMatch", "The request signature we calculated does not match the "
                    + "signature you provided. The link is signed with an empty Content-Type.");
        }
        String upload = call.query().get("uploadId");
        if (call.bucket().equals(bucket) && upload != null && !multiparts.isOpen(upload)) {
            return new S3Error(404, "NoSuchUpload", "The specified upload does not exist. The upload ID may be invalid, or the "
                    + "upload may have been aborted or completed.");
        }
        return null;
    }

    @Override
    public void onObjectStored(StoreRequest call, long size) {
        if (call.bucket().equals(bucket)) {
            projects.recordStored(call.key(), size);
            smartProjects.recordStored(call.key(), size);
        }
    }
}
