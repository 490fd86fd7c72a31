package studio.darkroom.sim.imagen;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** One project of the simulated vendor: its photos, its edit and its export. */
public final class Project {

    private final String uuid;
    private final int number;
    private final String name;
    private final Instant created;
    private final String prefix;
    private final Map<String, Upload> uploads = new LinkedHashMap<>();
    private int linksIssued;
    private int editsAccepted;
    private int exportsAccepted;
    private EditRequest editRequest;
    private List<Upload> editedPhotos = List.of();
    private Job editJob;
    private Job exportJob;
    private final Map<String, List<RetouchVersion>> versions = new LinkedHashMap<>();
    private boolean isFinal;

    /** @param prefix prefix of its objects in the store, ending with a slash */
    Project(String uuid, int number, String name, Instant created, String prefix) {
        this.uuid = uuid;
        this.number = number;
        this.name = name;
        this.created = created;
        this.prefix = prefix;
    }

    public String uuid() {
        return uuid;
    }

    public int number() {
        return number;
    }

    public String name() {
        return name;
    }

    public Instant created() {
        return created;
    }

    /**
     * Prefix of its objects in the store, ending with a slash. Below it are {@code in/}, {@code edit/} and {@code export/};
     * in an I2I project {@code in/} and {@code out/}.
     */
    public String prefix() {
        return prefix;
    }

    /** {@code regular} or {@code i2i}. */
    public String family() {
        return prefix.substring(0, prefix.indexOf('/'));
    }

    /** The JPEG results: of the export, or of the edit in an I2I project; empty before. */
    public synchronized List<Result> jpegResults() {
        Job job = family().equals("i2i") ? editJob : exportJob;
        return job == null ? List.of() : job.results();
    }

    synchronized Upload issueUploadLink(String fileName) {
        linksIssued++;
        return uploads.computeIfAbsent(fileName, n -> new Upload(n, prefix + "in/" + n, null, 0, 0));
    }

    /** Records that an object below the upload prefix of this project was stored. */
    synchronized void recordStored(String fileName, long size, Instant at) {
        Upload before = uploads.get(fileName);
        int puts = before == null ? 1 : before.puts() + 1;
        Instant first = before == null || before.storedAt() == null ? at : before.storedAt();
        uploads.put(fileName, new Upload(fileName, prefix + "in/" + fileName, first, size, puts));
    }

    /** Photos whose bytes have been in the store for at least this simulated time. */
    public synchronized List<Upload> registeredUploads(Instant now, Duration lag) {
        return uploads.values().stream().filter(u -> u.storedAt() != null && !u.storedAt().plus(lag).isAfter(now)).toList();
    }

    /** All photos with an issued link. */
    public synchronized List<Upload> uploads() {
        return new ArrayList<>(uploads.values());
    }

    public synchronized int linksIssued() {
        return linksIssued;
    }

    /** Number of edits that were accepted and billed. */
    public synchronized int editsAccepted() {
        return editsAccepted;
    }

    public synchronized int exportsAccepted() {
        return exportsAccepted;
    }

    /** The accepted order, or null. */
    public synchronized EditRequest editRequest() {
        return editRequest;
    }

    /** The latest edit job, or null. */
    public synchronized Job editJob() {
        return editJob;
    }

    /** The latest export job, or null. */
    public synchronized Job exportJob() {
        return exportJob;
    }

    /** The photos of the latest edit. */
    public synchronized List<Upload> editedPhotos() {
        return editedPhotos;
    }

    synchronized void recordEdit(EditRequest newOrder, List<Upload> ordered, Job job) {
        editRequest = newOrder;
        editedPhotos = List.copyOf(ordered);
        editJob = job;
        editsAccepted++;
    }

    synchronized void recordExport(Job job) {
        exportJob = job;
        exportsAccepted++;
    }

    /** The versions of one result, oldest first; empty if it was never retouched. */
    public synchronized List<RetouchVersion> versions(String result) {
        return List.copyOf(versions.getOrDefault(result, List.of()));
    }

    /** Whether the project is finalized. */
    public synchronized boolean isFinal() {
        return isFinal;
    }

    /**
     * Adds a version. Reopens a finalized project, if that is allowed.
     *
     * @param dropBranch whether to discard versions based on the same parent, with their descendants
     */
    synchronized void addVersion(String result, RetouchVersion made, boolean dropBranch) {
        List<RetouchVersion> all = versions.computeIfAbsent(result, r -> new ArrayList<>());
        if (dropBranch) {
            Set<Long> lost = new HashSet<>();
            all.stream().filter(v -> Objects.equals(v.parent(), made.parent()) || lost.contains(v.parent()))
                    .forEach(v -> lost.add(v.id()));
            all.removeIf(v -> lost.contains(v.id()));
        }
        all.add(made);
        isFinal = false;
    }

    synchronized void removeVersions(String result) {
        versions.remove(result);
        isFinal = false;
    }

    synchronized void markFinal() {
        isFinal = true;
    }

    synchronized void cancelJobs() {
        if (editJob != null) {
            editJob.cancelSilently();
        }
        if (exportJob != null) {
            exportJob.cancelSilently();
        }
    }
}
