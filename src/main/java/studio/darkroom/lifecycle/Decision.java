package studio.darkroom.lifecycle;

/** A person must answer because money or photos depend on it: {@code resend}, {@code accept} or {@code cancel}. */
public final class Decision extends Trouble {

    private static final long serialVersionUID = 1L;

    public Decision(String code, String text, String fix) {
        super(code, text, fix);
    }
}
