package studio.darkroom.photo;

import java.io.IOException;
import java.nio.file.Path;

/**
 * Whether a photo is there to its end, told by its own structure. Reads only a few blocks of it (a JPEG whose end mark is
 * not among its last 64 KB is read through), in bounded memory, and never fails on what is written in it.
 *
 * @param state the answer
 * @param reason   a sentence that names the file; empty when it is whole and there is nothing to say
 */
public record Completeness(State state, String reason) {

    /** How complete a photo looks. */
    public enum State {
        /** Everything its structure speaks of is there. */
        COMPLETE,
        /** Something is missing, or it is no such photo. */
        INCOMPLETE,
        /**
         * All that its structure speaks of has room, but zeros stand where pixels are expected: room reserved by a copy
         * that has not come that far, or a camera that pads, or a black picture. To be believed only after a long wait.
         */
        UNCERTAIN
    }

    static final Completeness COMPLETE = new Completeness(State.COMPLETE, "");

    /**
     * @param file where it lies
     * @param path below the inbox; its extension gives the kind, and messages contain it
     * @return how complete it looks
     * @throws IOException only when the place it lies in cannot be read
     */
    public static Completeness of(Path file, String path) throws IOException {
        try (PhotoBytes bytes = PhotoBytes.of(file)) {
            return check(PhotoKind.of(path), path, bytes);
        }
    }

    /**
     * @param kind     the kind its name stands for
     * @param fileName its base name, for the sentence and its extension
     * @param bytes    the photo; not closed here
     * @return how complete it looks
     * @throws IOException only when the place it lies in cannot be read
     */
    public static Completeness check(PhotoKind kind, String fileName, PhotoBytes bytes) throws IOException {
        Completeness result;
        try {
            WindowedReader reader = new WindowedReader(bytes);
            if (reader.size() == 0) {
                throw new BrokenStructure("is empty");
            }
            result = switch (kind) {
                case JPEG -> JpegStructure.check(reader);
                case PNG -> PngStructure.check(reader);
                case RAW -> RawStructure.check(PhotoKind.getExtension(fileName), reader);
                case OTHER -> COMPLETE;
            };
        } catch (BrokenStructure broken) {
            result = new Completeness(State.INCOMPLETE, broken.getMessage() + "; " + broken.fix());
        }
        return result.reason.isEmpty() ? result : new Completeness(result.state, fileName + " " + result.reason + ".");
    }
}
