package studio.darkroom.photo;

/** A photo with a broken structure. The message continues a sentence that begins with the file name. */
final class BrokenStructure extends Exception {

    private final String fix;

    BrokenStructure(String message) {
        this(message, "if no copy of it is running, copy it again");
    }

    private BrokenStructure(String message, String fix) {
        super(message, null, false, false);
        this.fix = fix;
    }

    /** A file that is something else than its name says; copying it again would not help. */
    static BrokenStructure createWrongType(String message) {
        return new BrokenStructure(message, "put the camera's own file in its place");
    }

    /** @return what the person can do about it, a half sentence */
    String fix() {
        return fix;
    }
}
