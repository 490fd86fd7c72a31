package studio.darkroom.sim.fotolabs;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** One project of Fotolabs, that is, one property listing. */
public final class Listing {

    /** State of a project (docs/vendors/fotolabs.md 3). */
    public enum State {
        PENDING, PROCESSING, COMPLETED;

        String statusWord() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * One job.
     *
     * @param primary the image that provides the job id and has the result
     * @param hdr     whether the job merges a bracket set
     * @param images  images of the job, in the order of capture
     */
    public record Task(ListingImage primary, boolean hdr, List<ListingImage> images) {

        /** Id of the primary image. */
        public String id() {
            return primary.id();
        }

        boolean isOver() {
            return images.stream().allMatch(f -> f.state().isOver());
        }
    }

    private final String id;
    private final String workspace;
    private final String name;
    private final Instant created;
    private final Map<String, ListingImage> images = new LinkedHashMap<>();
    private State state = State.PENDING;
    private int claims;
    private ProcessRequest processRequest;
    private List<Task> tasks = List.of();

    Listing(String id, String workspace, String name, Instant created) {
        this.id = id;
        this.workspace = workspace;
        this.name = name;
        this.created = created;
    }

    public String id() {
        return id;
    }

    /** The API key that created the listing. */
    String workspace() {
        return workspace;
    }

    /** The name from the client, or empty. */
    public String name() {
        return name;
    }

    public Instant created() {
        return created;
    }

    /** Folder of its objects in the store, ending with a slash. */
    public String folder() {
        return String.format(Locale.ROOT, "fotolabs/%s/", id);
    }

    public synchronized State state() {
        return state;
    }

    /** All images with an issued link, in that order. */
    public synchronized List<ListingImage> images() {
        return new ArrayList<>(images.values());
    }

    /** The accepted order, or null. */
    public synchronized ProcessRequest processRequest() {
        return processRequest;
    }

    /** The jobs; empty before the order. */
    public synchronized List<Task> tasks() {
        return tasks;
    }

    synchronized void addImage(ListingImage frame) {
        images.put(frame.id(), frame);
    }

    /** Whether images can be added. */
    synchronized boolean isOpen() {
        return state == State.PENDING && claims == 0;
    }

    /** Claims the right to process. Returns false if it is taken and only one claim is allowed. */
    synchronized boolean claimProcessing(boolean onlyOne) {
        if (state != State.PENDING || onlyOne && claims > 0) {
            return false;
        }
        claims++;
        return true;
    }

    synchronized void releaseClaim() {
        claims--;
    }

    synchronized void markProcessing(ProcessRequest ordered, List<Task> jobs) {
        processRequest = ordered;
        tasks = List.copyOf(jobs);
        state = State.PROCESSING;
    }

    synchronized void markCompleted() {
        state = State.COMPLETED;
    }
}
