package studio.darkroom.crash;

import java.util.Locale;

/** The paths through the routes on which a shoot is killed. */
public enum ShootVariant {

    IMAGEN("imagen", "profile: BRIGHT LISTING\n", StorageKind.FOLDERS, false),
    /** Three paid calls: an edit, a retouch of one photo, and the call that finalizes it. */
    RETOUCHED("imagen", "profile: BRIGHT LISTING\nretouch:\n  - photos: \"*_1*\"\n    prompt: make it dark\n",
            StorageKind.FOLDERS, false),
    /** The originals are moved after the delivery. */
    ARCHIVED("imagen", "profile: BRIGHT LISTING\n", StorageKind.FOLDERS, true),
    IMAGEN_SMART("imagen-smart", "priority: normal\n", StorageKind.FOLDERS, false),
    FOTOLABS("fotolabs", null, StorageKind.FOLDERS, false),
    BUCKETS("imagen", "profile: BRIGHT LISTING\n", StorageKind.BUCKETS, false),
    /** From bucket to bucket, with the originals moved to a third bucket. */
    BUCKETS_ARCHIVED("imagen", "profile: BRIGHT LISTING\n", StorageKind.BUCKETS, true),
    /** The same with all uploads in parts. */
    BUCKETS_IN_PARTS("imagen", "profile: BRIGHT LISTING\n", StorageKind.PARTS, true),
    BUCKETS_SMART("imagen-smart", "priority: normal\n", StorageKind.BUCKETS, false),
    BUCKETS_FOTOLABS("fotolabs", null, StorageKind.BUCKETS, true);

    /** Kind of storage of inbox, delivery and archive. */
    enum StorageKind {
        FOLDERS, BUCKETS,
        /** Buckets in which an object counts as large from its first kilobyte on. */
        PARTS
    }

    final String vendor;
    final String ticket;
    final StorageKind storage;
    final boolean archived;

    /**
     * @param ticket   ticket of the lane; null for none
     * @param archived whether originals are moved at the end
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
