package studio.darkroom.lifecycle;

/** The shoot's own trouble: it waits for a person's {@code retry} while everything else goes on. */
public final class Problem extends Trouble {

    private static final long serialVersionUID = 1L;

    public Problem(String code, String text, String fix) {
        super(code, text, fix);
    }
}
