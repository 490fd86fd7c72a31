package studio.darkroom.crash;

import java.util.Locale;

/** Ways through the routes that a shoot is killed on. */
public enum Life {

    IMAGEN("imagen", "profile: BRIGHT LISTING\n", ""),
    /** Paid twice on purpose: an edit, then a retouch of one photo, then the closing word. */
    RETOUCHED("imagen", "profile: BRIGHT LISTING\nretouch:\n  - photos: \"*_1*\"\n    prompt: make it dark\n", ""),
    /** The originals are moved away when all is delivered. */
    ARCHIVED("imagen", "profile: BRIGHT LISTING\n", "lane.default.archive = move:%s/archive"),
    IMAGEN_SMART("imagen-smart", "priority: normal\n", ""),
    FOTOLABS("fotolabs", null, "");

    final String vendor;
    final String ticket;
    final String setting;

    /**
     * @param ticket of the lane; null for none
     * @param setting one line more, without its prefix, with {@code %s} for the scene's folder; or empty
     */
    Life(String vendor, String ticket, String setting) {
        this.vendor = vendor;
        this.ticket = ticket;
        this.setting = setting;
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
