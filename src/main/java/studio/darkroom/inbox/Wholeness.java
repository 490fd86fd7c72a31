package studio.darkroom.inbox;

import java.io.IOException;
import java.nio.file.Path;

/**
 * Whether a photo is there to its end, told by its own structure. Reads only a few blocks of it (a JPEG whose end mark is
 * not among its last 64 KB is read through), in bounded memory, and never fails on what is written in it.
 *
 * @param state the answer
 * @param why   a sentence that names the file; empty when it is whole and there is nothing to say
 */
public record Wholeness(State state, String why) {

    /** How complete a photo looks. */
    public enum State {
        /** Everything its structure speaks of is there. */
        WHOLE,
        /** Something is missing, or it is no such photo. */
        PARTIAL,
        /**
         * All that its structure speaks of has room, but zeros stand where pixels are expected: room reserved by a copy
         * that has not come that far, or a camera that pads, or a black picture. To be believed only after a long wait.
         */
        BLANK
    }

    static final Wholeness FINE = new Wholeness(State.WHOLE, "");

    /**
     * @param file where it lies
     * @param path below the inbox; tells its kind, and stands in the sentence
     * @return how complete it looks
     * @throws IOException only when the place it lies in cannot be read
     */
    public static Wholeness of(Path file, String path) throws IOException {
        try (Bytes bytes = Bytes.of(file)) {
            return check(Kind.of(path), path, bytes);
        }
    }

    /**
     * @param kind     the kind its name stands for
     * @param fileName its base name, for the sentence and its extension
     * @param bytes    the photo; not closed here
     * @return how complete it looks
     * @throws IOException only when the place it lies in cannot be read
     */
    public static Wholeness check(Kind kind, String fileName, Bytes bytes) throws IOException {
        Wholeness found;
        try {
            Loupe loupe = new Loupe(bytes);
            if (loupe.size() == 0) {
                throw new Broken("is empty");
            }
            found = switch (kind) {
                case JPEG -> JpegStructure.judge(loupe);
                case PNG -> PngStructure.judge(loupe);
                case RAW -> RawStructure.judge(Kind.extension(fileName), loupe);
                case OTHER -> FINE;
            };
        } catch (Broken broken) {
            found = new Wholeness(State.PARTIAL, broken.getMessage() + "; " + broken.fix());
        }
        return found.why.isEmpty() ? found : new Wholeness(found.state, fileName + " " + found.why + ".");
    }
}
