package studio.darkroom.lifecycle;

/** The kinds of resources that a step depends on and that can have an outage. */
public enum Scope {
    /** The vendor's API. */
    VENDOR,
    /** The storage behind the vendor's presigned links. */
    STORE,
    /** The inbox of the lane. */
    INBOX,
    /** The shoot's own folder in the inbox. */
    FOLDER,
    /** The delivery of the lane. */
    DELIVERY,
    /** The local disk that holds part files. */
    DISK,
    /** The spending limits of the lane and of the shoot. They hold only an edit that was not ordered yet. */
    SPEND
}
