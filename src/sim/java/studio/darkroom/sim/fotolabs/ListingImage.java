package studio.darkroom.sim.fotolabs;

import java.time.Instant;
import java.util.Locale;

/** One image record of a listing. It exists from the links call on, with or without bytes. */
public final class ListingImage {

    /** State of an image (docs/vendors/fotolabs.md 3). */
    public enum State {
        PENDING, PROCESSING, COMPLETED, FAILED;

        boolean isOver() {
            return this == COMPLETED || this == FAILED;
        }

        String statusWord() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private final String id;
    private final String filename;
    private final String folder;
    private final Instant created;
    private Instant updated;
    private State state = State.PENDING;
    private Instant storedAt;
    private long size;
    private int puts;
    private String error;
    private boolean hasResult;
    private int readsWithoutLink;

    /** @param folder folder of the listing in the store, ending with a slash */
    ListingImage(String id, String filename, String folder, Instant created) {
        this.id = id;
        this.filename = filename;
        this.folder = folder;
        this.created = created;
        this.updated = created;
    }

    public String id() {
        return id;
    }

    public String filename() {
        return filename;
    }

    /** Key of the original in the store. */
    public String key() {
        return folder + id + "." + FileTypes.extension(filename);
    }

    /** Key of the result in the store. */
    public String resultKey() {
        return folder + "result/" + id + ".jpg";
    }

    public Instant created() {
        return created;
    }

    public synchronized Instant updated() {
        return updated;
    }

    public synchronized State state() {
        return state;
    }

    /** Simulated time at which its bytes were first complete; null before. */
    public synchronized Instant storedAt() {
        return storedAt;
    }

    /** Number of stored bytes. */
    public synchronized long size() {
        return size;
    }

    /** Number of times it was stored. */
    public synchronized int puts() {
        return puts;
    }

    /** Reason of the failure, or null. */
    public synchronized String error() {
        return error;
    }

    /** Whether it is a primary or single image with a result in the store. */
    public synchronized boolean hasResult() {
        return hasResult;
    }

    /**
     * Whether a read shows the link of the result; hidden for the first reads after completion.
     *
     * @param delayedReads number of reads without the link
     */
    synchronized boolean countReadAndCheckLink(long delayedReads) {
        return hasResult && readsWithoutLink++ >= delayedReads;
    }

    synchronized void recordStored(long bytes, Instant at) {
        size = bytes;
        storedAt = storedAt == null ? at : storedAt;
        puts++;
    }

    synchronized void markProcessing(Instant at) {
        if (state == State.PENDING) {
            state = State.PROCESSING;
            updated = at;
        }
    }

    synchronized void markCompleted(boolean withResult, Instant at) {
        if (!state.isOver()) {
            state = State.COMPLETED;
            hasResult = withResult;
            updated = at;
        }
    }

    synchronized void markFailed(String message, Instant at) {
        if (!state.isOver()) {
            state = State.FAILED;
            error = message;
            updated = at;
        }
    }
}
