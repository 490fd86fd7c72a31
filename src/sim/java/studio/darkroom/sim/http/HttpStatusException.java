package studio.darkroom.sim.http;

/** Makes a call return an error status; each API formats the body. */
public final class HttpStatusException extends RuntimeException {

    private final int status;
    private final String retryAfter;

    public HttpStatusException(int status, String message) {
        this(status, message, "");
    }

    /** @param retryAfter value of Retry-After, or empty */
    public HttpStatusException(int status, String message, String retryAfter) {
        super(message, null, false, false);
        this.status = status;
        this.retryAfter = retryAfter;
    }

    public String retryAfter() {
        return retryAfter;
    }

    public int status() {
        return status;
    }
}
