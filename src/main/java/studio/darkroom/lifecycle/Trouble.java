package studio.darkroom.lifecycle;

/** Why a step could not be done: a stable code, one sentence that names the thing and the reason, and what to do. */
public abstract class Trouble extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String code;
    private final String fix;

    Trouble(String code, String text, String fix) {
        super(text);
        this.code = code;
        this.fix = fix;
    }

    /** Stable word for this kind of trouble, for example {@code photo-not-whole}. */
    public String code() {
        return code;
    }

    /** The reason as one sentence; never holds a key or a presigned query. */
    public String text() {
        return getMessage();
    }

    /** What a person can do about it. */
    public String fix() {
        return fix;
    }
}
