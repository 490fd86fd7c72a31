package studio.darkroom.crash;

import java.util.Locale;

/** Ways through the routes that a shoot is killed on. */
public enum Life {

    IMAGEN("imagen", "profile: BRIGHT LISTING\n", Ground.FOLDERS, false),
    /** Paid twice on purpose: an edit, then a retouch of one photo, then the closing word. */
    RETOUCHED("imagen", "profile: BRIGHT LISTING\nretouch:\n  - photos: \"*_1*\"\n    prompt: make it dark\n",
            Ground.FOLDERS, false),
    /** The originals are moved away when all is delivered. */
    ARCHIVED("imagen", "profile: BRIGHT LISTING\n", Ground.FOLDERS, true),
    IMAGEN_SMART("imagen-smart", "priority: normal\n", Ground.FOLDERS, false),
    FOTOLABS("fotolabs", null, Ground.FOLDERS, false),
    BUCKETS("imagen", "profile: BRIGHT LISTING\n", Ground.BUCKETS, false),
    /** From bucket to bucket, and the originals into a third. */
    BUCKETS_ARCHIVED("imagen", "profile: BRIGHT LISTING\n", Ground.BUCKETS, true),
    /** The same, and whatever is put is put in parts. */
    BUCKETS_IN_PARTS("imagen", "profile: BRIGHT LISTING\n", Ground.PARTS, true),
    BUCKETS_SMART("imagen-smart", "priority: normal\n", Ground.BUCKETS, false),
    BUCKETS_FOTOLABS("fotolabs", null, Ground.BUCKETS, true);

    /** Where inbox, delivery and archive are. */
    enum Ground {
        FOLDERS, BUCKETS,
        /** Buckets, and an object counts as large from its first kilobyte on. */
        PARTS
    }

    final String vendor;
    final String ticket;
    final Ground ground;
    final boolean archived;

    /**
     * @param ticket of the lane; null for none
     * @param archived whether originals are moved away in the end
     */
    Life(String vendor, String ticket, Ground ground, boolean archived) {
        this.vendor = vendor;
        this.ticket = ticket;
        this.ground = ground;
        this.archived = archived;
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
