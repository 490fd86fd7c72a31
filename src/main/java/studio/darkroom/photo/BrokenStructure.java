package studio.darkroom.photo;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** A photo with a broken structure. The message continues a sentence that begins with the file name. */
final class BrokenStructure extends Exception {

    private static final long serialVersionUID = 1L;
    private static final int HEAD_LENGTH = 16;

    private final String fix;

    BrokenStructure(String message) {
        this(message, "if no copy is running, copy the file again");
    }

    private BrokenStructure(String message, String fix) {
        super(message, null, false, false);
        this.fix = fix;
    }

    /** A file that is not what its name says; copying it again does not help. @param expected with its article */
    static BrokenStructure ofWrongType(String expected, WindowedReader reader) throws BrokenStructure, IOException {
        byte[] head = reader.readBytes(0, HEAD_LENGTH);
        return isAllZero(head) ? new BrokenStructure("is not " + expected + ": it begins with zeros, because its copy is incomplete")
                : new BrokenStructure("is not " + expected + ": it begins with " + describeHead(head, reader), "replace it with the original file");
    }

    /** @return what a person can do about it, a half sentence */
    String fix() {
        return fix;
    }

    private static boolean isAllZero(byte[] head) {
        for (byte b : head) {
            if (b != 0) {
                return false;
            }
        }
        return true;
    }

    private static String describeHead(byte[] head, WindowedReader reader) throws BrokenStructure, IOException {
        if (reader.hasTextAt(0, "\u00FF\u00D8\u00FF")) {
            return "a JPEG";
        }
        if (reader.hasTextAt(1, "PNG\r\n")) {
            return "a PNG";
        }
        if (reader.hasTextAt(0, "II*\0") || reader.hasTextAt(0, "MM\0*")) {
            return "a TIFF or RAW";
        }
        if (reader.hasTextAt(4, "ftyp")) {
            return "a container of the type \"" + toPrintable(reader.readBytes(8, 4)) + "\" (HEIC or video)";
        }
        if (reader.hasTextAt(0, "PK\u0003\u0004")) {
            return "a ZIP archive";
        }
        String text = toPrintable(head);
        return text.isEmpty() ? HexFormat.ofDelimiter(" ").formatHex(head) : '"' + text + '"';
    }

    /** @return the bytes as text, empty when one of them is no printable ASCII; line breaks become spaces */
    private static String toPrintable(byte[] bytes) {
        StringBuilder text = new StringBuilder();
        for (char c : new String(bytes, StandardCharsets.ISO_8859_1).toCharArray()) {
            boolean space = c == '\n' || c == '\r' || c == '\t';
            if (!space && (c < ' ' || c > '~')) {
                return "";
            }
            text.append(space ? ' ' : c);
        }
        return text.toString().strip();
    }
}
