package studio.darkroom.vendor;

/**
 * The progress of an edit or an export.
 *
 * @param state {@code idle}, {@code working}, {@code done} or {@code failed}
 * @param reason the vendor's reason for a failure; may be null
 */
public record Progress(String state, String reason) {

    public static final String IDLE = "idle";
    public static final String WORKING = "working";
    public static final String DONE = "done";
    public static final String FAILED = "failed";

    /** Reads the result of a {@code ...-state} verb: {@code done}, or {@code failed: reason}. */
    public static Progress of(Object body) {
        if (body instanceof Progress progress) {
            return progress;
        }
        String text = String.valueOf(body).strip();
        int colon = text.indexOf(':');
        return colon < 0 ? new Progress(text, null)
                : new Progress(text.substring(0, colon).strip(), text.substring(colon + 1).strip());
    }

    public boolean isDone() {
        return state.equals(DONE);
    }

    public boolean isFailed() {
        return state.equals(FAILED);
    }

    public boolean isIdle() {
        return state.equals(IDLE);
    }
}
