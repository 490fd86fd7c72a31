package studio.darkroom.inbox;

/** How Darkroom treats a file in an inbox. */
public enum FileClass {
    /** Is edited and charged. */
    PHOTO,
    /** {@code darkroom.ready} or {@code _READY}: all photos of the shoot have been copied. */
    MARKER,
    /** {@code darkroom.yaml}, {@code darkroom.yml} or {@code darkroom.json}: how the shoot is edited. */
    TICKET,
    /** Created by an operating system, a storage device or an unfinished copy; ignored. */
    SYSTEM_FILE,
    /** Anything else; ignored and reported once. */
    UNSUPPORTED
}
