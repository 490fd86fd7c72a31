package studio.darkroom.delivery;

import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Makes file names out of what a vendor calls its results. What comes from outside is never a path: only a base name that
 * every file system takes and that leads nowhere else.
 */
public final class SafeName {

    /** Most bytes of a name in UTF-8; file systems take 255, and a part-name adds to it. */
    static final int MOST_BYTES = 200;
    private static final int MOST_EXTENSION_BYTES = 20;
    private static final String NOBODY = "unnamed";
    // Cc control, Cf invisible (bidi marks, zero width), Cs broken halves of characters, Zl and Zp line breaks
    private static final Pattern INVISIBLE = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Zl}\\p{Zp}]");
    private static final Pattern FORBIDDEN = Pattern.compile("[<>:\"|?*]");
    private static final Pattern DEVICE =
            Pattern.compile("(?i)(CON|PRN|AUX|NUL|CONIN\\$|CONOUT\\$|(COM|LPT)[0-9\u00B9\u00B2\u00B3]) *(\\..*)?");

    private SafeName() {
    }

    /**
     * @param fromVendor any text, {@code null} included
     * @return a base name in NFC of at most 200 bytes in UTF-8; {@code unnamed} when nothing is left. A safe name is
     *         returned as it is
     */
    public static String of(String fromVendor) {
        String name = fromVendor == null ? "" : fromVendor;
        name = name.substring(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1);
        name = Normalizer.normalize(INVISIBLE.matcher(name).replaceAll(""), Normalizer.Form.NFC);
        name = trim(FORBIDDEN.matcher(name).replaceAll("_"));
        if (device(name)) {
            name = "_" + name;
        }
        name = trim(shorten(name, MOST_BYTES));
        return name.isEmpty() ? NOBODY : name;
    }

    /**
     * @param name           a safe name
     * @param takenCaseBlind names in lower case (root locale) that must not be met; not changed
     * @return the name, or the name with {@code -2}, {@code -3} ... before its extension
     */
    public static String unique(String name, Set<String> takenCaseBlind) {
        String candidate = name;
        for (int i = 2; takenCaseBlind.contains(candidate.toLowerCase(Locale.ROOT)); i++) {
            String number = "-" + i;
            String extension = extension(name);
            String stem = name.substring(0, name.length() - extension.length());
            candidate = cut(stem, MOST_BYTES - bytes(extension) - number.length()) + number + extension;
        }
        return candidate;
    }

    /** Whether Windows takes a name for a device, so that no file can have it; such as {@code NUL.JPG}. */
    public static boolean device(String name) {
        return DEVICE.matcher(name).matches();
    }

    private static String trim(String name) {
        int from = 0;
        int to = name.length();
        while (from < to && (name.charAt(from) == '.' || blank(name.charAt(from)))) {
            from++;
        }
        while (to > from && (name.charAt(to - 1) == '.' || blank(name.charAt(to - 1)))) {
            to--;
        }
        return name.substring(from, to);
    }

    private static boolean blank(char c) {
        return Character.isWhitespace(c) || Character.isSpaceChar(c);
    }

    private static String shorten(String name, int most) {
        if (bytes(name) <= most) {
            return name;
        }
        String extension = extension(name);
        return cut(name.substring(0, name.length() - extension.length()), most - bytes(extension)) + extension;
    }

    /** @return the extension with its dot, empty when there is none or it is too long to be one */
    private static String extension(String name) {
        int dot = name.lastIndexOf('.');
        String extension = dot <= 0 ? "" : name.substring(dot);
        return bytes(extension) > MOST_EXTENSION_BYTES ? "" : extension;
    }

    private static String cut(String text, int most) {
        StringBuilder cut = new StringBuilder();
        int bytes = 0;
        for (int point : text.codePoints().toArray()) {
            bytes += bytes(Character.toString(point));
            if (bytes > most) {
                break;
            }
            cut.appendCodePoint(point);
        }
        return cut.toString();
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
