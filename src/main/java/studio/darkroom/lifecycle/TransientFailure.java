package studio.darkroom.lifecycle;

/**
 * A failure that may pass, for example one HTTP 500 or one broken connection. The step is retried with a backoff. If it
 * keeps failing, it becomes an {@link Outage} of {@link #scope()}.
 */
public final class TransientFailure extends Trouble {

    private static final long serialVersionUID = 1L;

    private final String scope;

    public TransientFailure(String scope, String code, String text) {
        super(code, text, "No action needed: Darkroom retries automatically.");
        this.scope = scope;
    }

    public String scope() {
        return scope;
    }
}
