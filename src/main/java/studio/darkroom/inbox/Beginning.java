package studio.darkroom.inbox;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** Says in words what a file begins with, for a person who wonders why it is not taken for a photo. */
final class Beginning {

    private static final int LENGTH = 16;

    private Beginning() {
    }

    /** @return what to throw for a file that is not what its name says; {@code expected} with its article */
    static Broken isNot(String expected, Loupe loupe) throws Broken, IOException {
        byte[] head = loupe.some(0, LENGTH);
        if (allZero(head)) {
            return new Broken("is not " + expected + ": begins with nothing but zeros, room that a copy has reserved and "
                    + "not filled yet");
        }
        return Broken.posing("is not " + expected + ": begins with " + describe(head, loupe));
    }

    private static boolean allZero(byte[] head) {
        for (byte b : head) {
            if (b != 0) {
                return false;
            }
        }
        return true;
    }

    private static String describe(byte[] head, Loupe loupe) throws Broken, IOException {
        if (loupe.says(0, "\u00FF\u00D8\u00FF")) {
            return "a JPEG";
        }
        if (loupe.says(1, "PNG\r\n")) {
            return "a PNG";
        }
        if (loupe.says(0, "II*\0") || loupe.says(0, "MM\0*")) {
            return "a TIFF or RAW";
        }
        if (loupe.says(4, "ftyp")) {
            return "a container of the type \"" + printable(loupe.some(8, 4)) + "\" (HEIC or video)";
        }
        if (loupe.says(0, "PK\u0003\u0004")) {
            return "a ZIP archive";
        }
        String text = printable(head);
        return text.isEmpty() ? HexFormat.ofDelimiter(" ").formatHex(head) : '"' + text + '"';
    }

    /** @return the bytes as text, empty when one of them is no printable ASCII; line breaks become spaces */
    private static String printable(byte[] bytes) {
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
