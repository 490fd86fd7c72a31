package studio.darkroom.api;

/** A call that is refused: an HTTP status, a stable code and a sentence for a person. */
public final class ApiRefusal extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int status;
    private final String code;

    /** @param code one of {@code ErrorCode} in {@code docs/openapi.yaml} */
    public ApiRefusal(int status, String code, String sentence) {
        super(sentence, null, false, false);
        this.status = status;
        this.code = code;
    }

    /** HTTP status: 400, 401, 403, 404, 409 or 413. */
    public int status() {
        return status;
    }

    public String code() {
        return code;
    }
}
