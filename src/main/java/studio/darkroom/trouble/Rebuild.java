package studio.darkroom.trouble;

/**
 * What the vendor has of a shoot cannot be edited as it is, and nothing is paid for yet: everything is sent again into a
 * new project, which is free (contract fotolabs 7).
 */
public final class Rebuild extends Trouble {

    private static final long serialVersionUID = 1L;

    private final boolean counts;

    /** @param counts whether it may happen only so often; one for mere lapse of time does not count */
    public Rebuild(String text, boolean counts) {
        super("rebuild", text, "Nothing to do: Darkroom sends everything again into a new project, at no cost.");
        this.counts = counts;
    }

    public boolean counts() {
        return counts;
    }
}
