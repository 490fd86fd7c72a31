package studio.darkroom.sim.fotolabs;

import java.time.Instant;
import java.util.Locale;

/** One image record of a listing: from the link call on, with or without bytes. */
public final class ListingImage {

    /** Where an image is (contract section 3). */
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

    /** @param folder of the listing in the store, ending with a slash */
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

    /** Where the original is in the store. */
    public String key() {
        return folder + id + "." + FileTypes.extension(filename);
    }

    /** Where the result is in the store, once there is one. */
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

    /** Simulated time its bytes were first all there; null before. */
    public synchronized Instant storedAt() {
        return storedAt;
    }

    /** Bytes stored. */
    public synchronized long size() {
        return size;
    }

    /** How often it was stored. */
    public synchronized int puts() {
        return puts;
    }

    /** Why it failed; null unless it did. */
    public synchronized String error() {
        return error;
    }

    /** Whether it is a primary or single with a result in the store. */
    public synchronized boolean hasResult() {
        return hasResult;
    }

    /** Whether a read shows the result's link; the first so many reads after its end do not. */
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
