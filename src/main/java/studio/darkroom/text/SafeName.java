package studio.darkroom.text;

import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Converts a vendor's result names to safe file names: a base name that every file system accepts, never a path.
 */
public final class SafeName {

    /** Longest name in bytes of UTF-8; file systems allow 255, and part names add a suffix. */
    static final int MAX_BYTES = 200;
    private static final int MAX_EXTENSION_BYTES = 20;
    private static final String FALLBACK_NAME = "unnamed";
    // Cc control, Cf invisible (bidi marks, zero width), Cs unpaired surrogates, Zl and Zp line breaks
    private static final Pattern INVISIBLE = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Zl}\\p{Zp}]");
    private static final Pattern FORBIDDEN = Pattern.compile("[<>:\"|?*]");
    private static final Pattern DEVICE_NAME =
            Pattern.compile("(?i)(CON|PRN|AUX|NUL|CONIN\\$|CONOUT\\$|(COM|LPT)[0-9\u00B9\u00B2\u00B3]) *(\\..*)?");

    private SafeName() {
    }

    /**
     * @param fromVendor any text, {@code null} included
     * @return a base name in NFC of at most 200 bytes in UTF-8; {@code unnamed} if nothing is left. A safe name is
     *         returned unchanged
     */
    public static String of(String fromVendor) {
        String name = fromVendor == null ? "" : fromVendor;
        name = name.substring(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1);
        name = Normalizer.normalize(INVISIBLE.matcher(name).replaceAll(""), Normalizer.Form.NFC);
        name = trim(FORBIDDEN.matcher(name).replaceAll("_"));
        if (isDeviceName(name)) {
            name = "_" + name;
        }
        name = trim(shorten(name, MAX_BYTES));
        return name.isEmpty() ? FALLBACK_NAME : name;
    }

    /**
     * @param name           a safe name
     * @param takenLowerCase names in use, in lower case (root locale); not changed
     * @return the name, or the name with {@code -2}, {@code -3} ... before its extension
     */
    public static String makeUnique(String name, Set<String> takenLowerCase) {
        String candidate = name;
        for (int i = 2; takenLowerCase.contains(candidate.toLowerCase(Locale.ROOT)); i++) {
            String number = "-" + i;
            String extension = extension(name);
            String stem = name.substring(0, name.length() - extension.length());
            candidate = truncate(stem, MAX_BYTES - countBytes(extension) - number.length()) + number + extension;
        }
        return candidate;
    }

    /** Whether Windows treats the name as a device and refuses it for a file, such as {@code NUL.JPG}. */
    public static boolean isDeviceName(String name) {
        return DEVICE_NAME.matcher(name).matches();
    }

    private static String trim(String name) {
        int from = 0;
        int to = name.length();
        while (from < to && (name.charAt(from) == '.' || isBlank(name.charAt(from)))) {
            from++;
        }
        while (to > from && (name.charAt(to - 1) == '.' || isBlank(name.charAt(to - 1)))) {
            to--;
        }
        return name.substring(from, to);
    }

    private static boolean isBlank(char c) {
        return Character.isWhitespace(c) || Character.isSpaceChar(c);
    }

    private static String shorten(String name, int maxBytes) {
        if (countBytes(name) <= maxBytes) {
            return name;
        }
        String extension = extension(name);
        return truncate(name.substring(0, name.length() - extension.length()), maxBytes - countBytes(extension)) + extension;
    }

    /** @return the extension with its dot, empty if there is none or it is too long */
    private static String extension(String name) {
        int dot = name.lastIndexOf('.');
        String extension = dot <= 0 ? "" : name.substring(dot);
        return countBytes(extension) > MAX_EXTENSION_BYTES ? "" : extension;
    }

    private static String truncate(String text, int maxBytes) {
        StringBuilder result = new StringBuilder();
        int bytes = 0;
        for (int point : text.codePoints().toArray()) {
            bytes += countBytes(Character.toString(point));
            if (bytes > maxBytes) {
                break;
            }
            result.appendCodePoint(point);
        }
        return result.toString();
    }

    private static int countBytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
