package studio.darkroom.api;

/** A call that is not answered as asked: an HTTP status and one sentence why. */
public final class ApiRefusal extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int status;

    public ApiRefusal(int status, String sentence) {
        super(sentence, null, false, false);
        this.status = status;
    }

    /** HTTP status: 400, 401, 403, 404, 409 or 413. */
    public int status() {
        return status;
    }
}
