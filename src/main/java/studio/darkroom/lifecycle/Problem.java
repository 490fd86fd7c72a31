package studio.darkroom.lifecycle;

/** A trouble of one shoot: it is held until a person retries or cancels it. Other shoots are not affected. */
public final class Problem extends Trouble {

    private static final long serialVersionUID = 1L;

    public Problem(String code, String text, String fix) {
        super(code, text, fix);
    }
}
