package studio.darkroom.lifecycle;

/**
 * What the vendor has of a shoot cannot be edited as it is, and nothing is paid for yet: everything is sent again into a
 * new project, which is free (contract fotolabs 7).
 */
public final class StartOver extends Trouble {

    private static final long serialVersionUID = 1L;

    private final boolean limited;

    /** @param limited whether it may happen only so often; one for mere lapse of time does not count */
    public StartOver(String text, boolean limited) {
        super("rebuild", text, "Nothing to do: Darkroom sends everything again into a new project, at no cost.");
        this.limited = limited;
    }

    public boolean isLimited() {
        return limited;
    }
}
