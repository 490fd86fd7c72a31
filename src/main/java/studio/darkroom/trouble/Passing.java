package studio.darkroom.trouble;

/**
 * A single failure that says nothing yet: one 500, one cut connection. The step is tried again a little later; if it
 * keeps failing, it is an {@link Outage} of {@link #scope()}.
 */
public final class Passing extends Trouble {

    private static final long serialVersionUID = 1L;

    private final String scope;

    public Passing(String scope, String code, String text) {
        super(code, text, "Nothing to do: Darkroom tries again by itself.");
        this.scope = scope;
    }

    public String scope() {
        return scope;
    }
}
