package studio.darkroom.lifecycle;

/**
 * The vendor's project of a shoot cannot be edited and nothing has been paid for, so all photos are uploaded again to a new
 * project. That is free (docs/vendors/fotolabs.md 7).
 */
public final class StartOver extends Trouble {

    private static final long serialVersionUID = 1L;

    private final boolean limited;

    /** @param limited whether this start over counts towards the limit; false if a link or project only expired */
    public StartOver(String text, boolean limited) {
        super("rebuild", text, "No action needed: Darkroom uploads all photos to a new project, at no cost.");
        this.limited = limited;
    }

    public boolean isLimited() {
        return limited;
    }
}
