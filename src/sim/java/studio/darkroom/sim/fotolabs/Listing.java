package studio.darkroom.sim.fotolabs;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** One project of Fotolabs, which is one property listing. */
public final class Listing {

    /** Where a project is (contract section 3). */
    public enum State {
        PENDING, PROCESSING, COMPLETED;

        String statusWord() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * One piece of work.
     *
     * @param primary the image that carries result and job id
     * @param hdr     whether it merges a bracket set
     * @param images  its images in the order they were taken
     */
    public record Task(ListingImage primary, boolean hdr, List<ListingImage> images) {

        /** The primary's image id. */
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

    /** The API key it was made with. */
    String workspace() {
        return workspace;
    }

    /** As the client named it; empty when it did not. */
    public String name() {
        return name;
    }

    public Instant created() {
        return created;
    }

    /** Where its objects are in the store, ending with a slash. */
    public String folder() {
        return String.format(Locale.ROOT, "fotolabs/%s/", id);
    }

    public synchronized State state() {
        return state;
    }

    /** Every image a link was given out for, in that order. */
    public synchronized List<ListingImage> images() {
        return new ArrayList<>(images.values());
    }

    /** What was ordered; null before. */
    public synchronized ProcessRequest processRequest() {
        return processRequest;
    }

    /** The jobs, empty before the order. */
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

    /** Takes the right to process; false when somebody has it and only one may. */
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
