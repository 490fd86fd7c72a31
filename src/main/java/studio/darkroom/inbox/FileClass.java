package studio.darkroom.inbox;

/** What a file in an inbox is to Darkroom. */
public enum FileClass {
    /** Edited and paid for. */
    PHOTO,
    /** {@code darkroom.ready} or {@code _READY}: the person says that everything has arrived. */
    MARKER,
    /** {@code darkroom.yaml}, {@code darkroom.yml} or {@code darkroom.json}: how the shoot is to be edited. */
    TICKET,
    /** Left behind by an operating system, a storage box or a copy under way; ignored without a word to the person. */
    SYSTEM_FILE,
    /** Anything else; ignored, and said so once. */
    UNSUPPORTED
}
