package studio.darkroom.sim.imagen;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import studio.darkroom.sim.Switches;
import studio.darkroom.sim.http.HttpStatusException;
import studio.darkroom.sim.store.SimStore;

/**
 * The multipart uploads of I2I projects, which the vendor opens and closes in its own store (docs/vendors/imagen.md 2.3).
 */
public final class MultipartRegistry {

    static final int MAX_PARTS = 10_000;

    /**
     * One multipart upload.
     *
     * @param id          id in later calls
     * @param key         key of the file in the store
     * @param projectUuid id of the project
     * @param photo       name of the file
     * @param partCount   announced number of parts
     */
    record OpenUpload(String id, String key, String projectUuid, String photo, int partCount) {
    }

    private final SimStore store;
    private final String bucket;
    private final Switches switches;
    private final ProjectRepository projects;
    private final Map<String, OpenUpload> openUploads = new ConcurrentHashMap<>();
    private final Map<String, OpenUpload> completedUploads = new ConcurrentHashMap<>();

    /** @param projects receive every completed file */
    public MultipartRegistry(SimStore store, String bucket, Switches switches, ProjectRepository projects) {
        this.store = store;
        this.bucket = bucket;
        this.switches = switches;
        this.projects = projects;
    }

    OpenUpload openUpload(Project project, Upload upload, int partCount) {
        OpenUpload opened = new OpenUpload(store.startMultipartUpload(bucket, upload.key()), upload.key(), project.uuid(), upload.name(), partCount);
        openUploads.put(opened.id(), opened);
        return opened;
    }

    /** Completes an upload; 404 if it is not open, 400 if parts are missing or too small. */
    void completeUpload(Project project, String id, String photo) {
        OpenUpload upload = openUploads.get(id);
        if (upload == null && completedUploads.containsKey(id) && switches.is("second-complete", "200")) {
            return;
        }
        checkOwner(project, upload);
        if (!upload.photo().equals(photo)) {
            throw new HttpStatusException(400, "Upload '" + id + "' is of another file.");
        }
        Map<Integer, Long> sizes = store.listPartSizes(bucket, upload.key(), id);
        List<Integer> missing = new ArrayList<>();
        for (int n = 1; n <= upload.partCount(); n++) {
            if (!sizes.containsKey(n)) {
                missing.add(n);
            } else if (n < upload.partCount() && sizes.get(n) < switches.getLong("part-least")) {
                throw new HttpStatusException(400, "EntityTooSmall: part " + n + " has " + sizes.get(n) + " bytes.");
            }
        }
        if (!missing.isEmpty()) {
            throw new HttpStatusException(400, "InvalidPart: parts " + missing.subList(0, Math.min(20, missing.size())) + " are missing.");
        }
        if (openUploads.remove(id) != null) {
            store.completeMultipartUpload(bucket, upload.key(), id);
            completedUploads.put(id, upload);
            projects.recordStored(upload.key(), sizes.values().stream().mapToLong(Long::longValue).sum());
        }
    }

    /** Aborts an upload; succeeds if it does not exist. */
    void abortUpload(Project project, String id, String key) {
        OpenUpload upload = openUploads.get(id);
        if (upload == null) {
            return;
        }
        checkOwner(project, upload);
        if (!upload.key().equals(key)) {
            throw new HttpStatusException(400, "Upload '" + id + "' has another key.");
        }
        if (openUploads.remove(id) != null) {
            store.abortMultipartUpload(bucket, upload.key(), id);
        }
    }

    private static void checkOwner(Project project, OpenUpload upload) {
        if (upload == null || !upload.projectUuid().equals(project.uuid())) {
            throw new HttpStatusException(404, "NoSuchUpload: the upload does not exist.");
        }
    }

    boolean isOpen(String id) {
        return openUploads.containsKey(id);
    }

    /** Number of uploads that are open. */
    public int countOpen() {
        return openUploads.size();
    }

    public void clear() {
        openUploads.values().forEach(it -> store.abortMultipartUpload(bucket, it.key(), it.id()));
        openUploads.clear();
        completedUploads.clear();
    }
}
