package studio.darkroom.sim.fotolabs;

import java.util.Locale;
import java.util.Map;
import studio.darkroom.sim.Switches;

/**
 * The file types that Fotolabs accepts, by extension, and the Content-Type that an upload link is signed with
 * (docs/vendors/fotolabs.md 2.2, 2.3).
 */
final class FileTypes {

    private static final String OCTET_STREAM = "application/octet-stream";
    private static final Map<String, String> CONTENT_TYPES = Map.ofEntries(
            Map.entry("jpg", "image/jpeg"), Map.entry("jpeg", "image/jpeg"), Map.entry("png", "image/png"),
            Map.entry("dng", "image/x-adobe-dng"), Map.entry("nef", "image/x-nikon-nef"),
            Map.entry("cr2", "image/x-canon-cr2"), Map.entry("cr3", "image/x-canon-cr3"),
            Map.entry("arw", "image/x-sony-arw"), Map.entry("orf", "image/x-olympus-orf"),
            Map.entry("rw2", "image/x-panasonic-rw2"), Map.entry("raf", "image/x-fuji-raf"),
            Map.entry("pef", "image/x-pentax-pef"), Map.entry("mrw", "image/x-minolta-mrw"),
            Map.entry("srw", "image/x-samsung-srw"), Map.entry("raw", OCTET_STREAM));

    private FileTypes() {
    }

    /** Extension in lower case, or empty. */
    static String extension(String filename) {
        int dot = filename.lastIndexOf('.');
        return dot < 0 ? "" : filename.substring(dot + 1).toLowerCase(Locale.ROOT);
    }

    static boolean isSupported(String filename) {
        return CONTENT_TYPES.containsKey(extension(filename)) && filename.lastIndexOf('.') > 0;
    }

    static String contentType(String filename, Switches switches) {
        String first = CONTENT_TYPES.get(extension(filename));
        boolean picture = first.equals("image/jpeg") || first.equals("image/png");
        return switches.is("fotolabs-mime-table", "fallback") && !picture ? OCTET_STREAM : first;
    }
}
