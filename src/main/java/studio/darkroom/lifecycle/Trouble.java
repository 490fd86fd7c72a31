package studio.darkroom.lifecycle;

/** Why a step failed: a stable code, one sentence that names the thing and the reason, and the fix. */
public abstract class Trouble extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String code;
    private final String fix;

    Trouble(String code, String text, String fix) {
        super(text);
        this.code = code;
        this.fix = fix;
    }

    /** The stable identifier of this kind of trouble, for example {@code photo-not-whole}. */
    public String code() {
        return code;
    }

    /** The reason as one sentence, without API keys and presigned queries. */
    public String text() {
        return getMessage();
    }

    /** What a person can do about it, as one or two sentences. */
    public String fix() {
        return fix;
    }
}
