package studio.darkroom.lifecycle;

/** Money or photos depend on the answer, so a person is asked: {@code resend}, {@code accept} or {@code cancel}. */
public final class Decision extends Trouble {

    private static final long serialVersionUID = 1L;

    public Decision(String code, String text, String fix) {
        super(code, text, fix);
    }
}
