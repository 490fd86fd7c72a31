package studio.darkroom.sim.imagen;

import studio.darkroom.sim.Switches;
import studio.darkroom.sim.store.Doorkeeper;
import studio.darkroom.sim.store.StoreCall;

/** Imagen's door to the store: no Content-Type on uploads, no parts for uploads that are gone; it registers photos. */
public final class PhotoDoor implements Doorkeeper {

    private final String bucket;
    private final Switches switches;
    private final Projects projects;
    private final Projects smartProjects;
    private final Multiparts multiparts;

    public PhotoDoor(String bucket, Switches switches, Projects projects, Projects smartProjects, Multiparts multiparts) {
        this.bucket = bucket;
        this.switches = switches;
        this.projects = projects;
        this.smartProjects = smartProjects;
        this.multiparts = multiparts;
    }

    @Override
    public Denial look(StoreCall call) {
        if (!call.isPresigned() || !call.method().equals("PUT")) {
            return null;
        }
        String type = call.header("Content-Type");
        if (!call.isSigned("content-type") && switches.is("put-content-type", "empty") && type != null && !type.isEmpty()) {
            return new Denial(403, "SignatureDoesNotMatch", "The request signature we calculated does not match the "
                    + "signature you provided. The link is signed with an empty Content-Type.");
        }
        String upload = call.query().get("uploadId");
        if (call.bucket().equals(bucket) && upload != null && !multiparts.isOpen(upload)) {
            return new Denial(404, "NoSuchUpload", "The specified upload does not exist. The upload ID may be invalid, or the "
                    + "upload may have been aborted or completed.");
        }
        return null;
    }

    @Override
    public void stored(StoreCall call, long size) {
        if (call.bucket().equals(bucket)) {
            projects.stored(call.key(), size);
            smartProjects.stored(call.key(), size);
        }
    }
}
