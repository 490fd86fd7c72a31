package studio.darkroom.sim.imagen;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import studio.darkroom.sim.Switches;
import studio.darkroom.sim.http.Refusal;
import studio.darkroom.sim.store.Store;

/** The multipart uploads of I2I projects, opened and closed by the vendor in its own store (contract 2.3). */
public final class Multiparts {

    static final int PARTS_MOST = 10_000;

    /**
     * One upload in parts.
     *
     * @param id      names it in later calls
     * @param key     where its file goes in the store
     * @param project the project's id
     * @param photo   name of the file
     * @param parts   how many parts were announced
     */
    record Open(String id, String key, String project, String photo, int parts) {
    }

    private final Store store;
    private final String bucket;
    private final Switches switches;
    private final Projects projects;
    private final Map<String, Open> open = new ConcurrentHashMap<>();
    private final Map<String, Open> closed = new ConcurrentHashMap<>();

    /** @param projects told of every file that is whole */
    public Multiparts(Store store, String bucket, Switches switches, Projects projects) {
        this.store = store;
        this.bucket = bucket;
        this.switches = switches;
        this.projects = projects;
    }

    Open open(Project project, Upload upload, int parts) {
        Open it = new Open(store.openParts(bucket, upload.key()), upload.key(), project.uuid(), upload.name(), parts);
        open.put(it.id(), it);
        return it;
    }

    /** Puts the parts together; 404 for an upload that is not open, 400 while parts are missing or too small. */
    void complete(Project project, String id, String photo) {
        Open it = open.get(id);
        if (it == null && closed.containsKey(id) && switches.is("second-complete", "200")) {
            return;
        }
        check(project, it);
        if (!it.photo().equals(photo)) {
            throw new Refusal(400, "Upload '" + id + "' is of another file.");
        }
        Map<Integer, Long> sizes = store.parts(bucket, it.key(), id);
        List<Integer> missing = new ArrayList<>();
        for (int n = 1; n <= it.parts(); n++) {
            if (!sizes.containsKey(n)) {
                missing.add(n);
            } else if (n < it.parts() && sizes.get(n) < switches.number("part-least")) {
                throw new Refusal(400, "EntityTooSmall: part " + n + " has " + sizes.get(n) + " bytes.");
            }
        }
        if (!missing.isEmpty()) {
            throw new Refusal(400, "InvalidPart: parts " + missing.subList(0, Math.min(20, missing.size())) + " are missing.");
        }
        if (open.remove(id) != null) {
            store.completeParts(bucket, it.key(), id);
            closed.put(id, it);
            projects.stored(it.key(), sizes.values().stream().mapToLong(Long::longValue).sum());
        }
    }

    /** Gives an upload up; one that is gone already is no fault. */
    void abort(Project project, String id, String key) {
        Open it = open.get(id);
        if (it == null) {
            return;
        }
        check(project, it);
        if (!it.key().equals(key)) {
            throw new Refusal(400, "Upload '" + id + "' has another key.");
        }
        if (open.remove(id) != null) {
            store.abortParts(bucket, it.key(), id);
        }
    }

    private static void check(Project project, Open it) {
        if (it == null || !it.project().equals(project.uuid())) {
            throw new Refusal(404, "NoSuchUpload: the upload does not exist.");
        }
    }

    boolean isOpen(String id) {
        return open.containsKey(id);
    }

    /** How many uploads were opened and neither completed nor aborted. */
    public int unfinished() {
        return open.size();
    }

    public void clear() {
        open.values().forEach(it -> store.abortParts(bucket, it.key(), it.id()));
        open.clear();
        closed.clear();
    }
}
