package studio.darkroom.crash;

import java.util.Locale;

/** Ways through the routes that a shoot is killed on. */
public enum ShootVariant {

    IMAGEN("imagen", "profile: BRIGHT LISTING\n", StorageKind.FOLDERS, false),
    /** Paid twice on purpose: an edit, then a retouch of one photo, then the closing word. */
    RETOUCHED("imagen", "profile: BRIGHT LISTING\nretouch:\n  - photos: \"*_1*\"\n    prompt: make it dark\n",
            StorageKind.FOLDERS, false),
    /** The originals are moved away when all is delivered. */
    ARCHIVED("imagen", "profile: BRIGHT LISTING\n", StorageKind.FOLDERS, true),
    IMAGEN_SMART("imagen-smart", "priority: normal\n", StorageKind.FOLDERS, false),
    FOTOLABS("fotolabs", null, StorageKind.FOLDERS, false),
    BUCKETS("imagen", "profile: BRIGHT LISTING\n", StorageKind.BUCKETS, false),
    /** From bucket to bucket, and the originals into a third. */
    BUCKETS_ARCHIVED("imagen", "profile: BRIGHT LISTING\n", StorageKind.BUCKETS, true),
    /** The same, and whatever is put is put in parts. */
    BUCKETS_IN_PARTS("imagen", "profile: BRIGHT LISTING\n", StorageKind.PARTS, true),
    BUCKETS_SMART("imagen-smart", "priority: normal\n", StorageKind.BUCKETS, false),
    BUCKETS_FOTOLABS("fotolabs", null, StorageKind.BUCKETS, true);

    /** Where inbox, delivery and archive are. */
    enum StorageKind {
        FOLDERS, BUCKETS,
        /** Buckets, and an object counts as large from its first kilobyte on. */
        PARTS
    }

    final String vendor;
    final String ticket;
    final StorageKind storage;
    final boolean archived;

    /**
     * @param ticket of the lane; null for none
     * @param archived whether originals are moved away in the end
     */
    ShootVariant(String vendor, String ticket, StorageKind storage, boolean archived) {
        this.vendor = vendor;
        this.ticket = ticket;
        this.storage = storage;
        this.archived = archived;
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
