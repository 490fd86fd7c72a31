package studio.darkroom.photo;

import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Path;

/**
 * Whether a photo is complete, judged by its own structure. Reads only a few blocks of it (a JPEG whose end marker is not
 * among its last 64 KB is read completely), in bounded memory, whatever the file contains.
 *
 * @param reason a sentence that names the file; empty if there is nothing to say
 */
public record Completeness(State state, String reason) {

    /** How complete a photo looks. */
    public enum State {
        /** Everything that its structure names is there. */
        COMPLETE,
        /** Something is missing, or the file is not such a photo. */
        INCOMPLETE,
        /**
         * Everything that its structure names lies inside the file, but zeros are where pixels are expected: space reserved by
         * a running copy, the padding of a camera, or a black picture. Accepted only after a long wait.
         */
        UNCERTAIN
    }

    private static final int MAX_PNG_CHUNKS = 1 << 20;

    static final Completeness COMPLETE = new Completeness(State.COMPLETE, "");

    /**
     * Checks a file.
     *
     * @param path below the inbox; its extension gives the kind, and the reason names it
     * @throws IOException if the file cannot be read
     */
    public static Completeness of(Path file, String path) throws IOException {
        try (PhotoBytes bytes = PhotoBytes.of(file)) {
            return check(PhotoKind.of(path), path, bytes);
        }
    }

    /**
     * Checks the bytes of a photo, and does not close them.
     *
     * @param fileName for the reason, and for its extension
     * @throws IOException if the bytes cannot be read
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
                case PNG -> checkPng(reader);
                case RAW -> RawStructure.check(PhotoKind.getExtension(fileName), reader);
                case OTHER -> COMPLETE;
            };
        } catch (BrokenStructure broken) {
            result = new Completeness(State.INCOMPLETE, broken.getMessage() + "; " + broken.fix());
        }
        return result.reason.isEmpty() ? result : new Completeness(result.state, fileName + " " + result.reason + ".");
    }

    /** A PNG (ISO/IEC 15948): its chunks, up to the closing one. */
    private static Completeness checkPng(WindowedReader file) throws BrokenStructure, IOException {
        file.setOrder(ByteOrder.BIG_ENDIAN);
        if (!file.hasTextAt(0, "\u0089PNG\r\n\u001A\n")) {
            throw BrokenStructure.ofWrongType("a PNG", file);
        }
        boolean hasData = false;
        long at = 8;
        for (int i = 0; i < MAX_PNG_CHUNKS; i++) {
            long length = file.readU32(at);
            file.requireWithin("a chunk", at, length + 12);
            if (file.readU32(at + 4) == 0) {
                throw new BrokenStructure("is incomplete: it contains zeros where its next part should begin");
            }
            hasData |= file.hasTextAt(at + 4, "IDAT");
            if (file.hasTextAt(at + 4, "IEND")) {
                if (!hasData) {
                    throw new BrokenStructure("contains no picture");
                }
                return COMPLETE;
            }
            at += length + 12;
        }
        throw new BrokenStructure("is damaged: it has too many parts");
    }
}
