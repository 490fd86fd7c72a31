package studio.darkroom.lifecycle;

/**
 * A single failure that says nothing yet: one 500, one cut connection. The step is tried again a little later; if it
 * keeps failing, it is an {@link Outage} of {@link #scope()}.
 */
public final class TransientFailure extends Trouble {

    private static final long serialVersionUID = 1L;

    private final String scope;

    public TransientFailure(String scope, String code, String text) {
        super(code, text, "Nothing to do: Darkroom tries again by itself.");
        this.scope = scope;
    }

    public String scope() {
        return scope;
    }
}
