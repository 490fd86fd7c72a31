package studio.darkroom.photo;

import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * The kind of a photo, by the extension of its name in any case. The RAW extensions are those that the vendors list
 * (docs/vendors/imagen.md 4, docs/vendors/fotolabs.md 2.2); DNG counts as RAW.
 */
public enum PhotoKind {
    RAW("dng", "nef", "cr2", "arw", "nrw", "crw", "srf", "sr2", "orf", "raw", "rw2", "raf", "ptx", "pef", "rwl", "srw",
            "cr3", "3fr", "fff", "mrw"),
    JPEG("jpg", "jpeg"),
    PNG("png"),
    /** Not a photo. */
    OTHER;

    private static final String OCTET_STREAM = "application/octet-stream";
    private static final Map<String, String> MEDIA_TYPES = Map.ofEntries(
            Map.entry("jpg", "image/jpeg"), Map.entry("jpeg", "image/jpeg"), Map.entry("png", "image/png"),
            Map.entry("dng", "image/x-adobe-dng"), Map.entry("nef", "image/x-nikon-nef"),
            Map.entry("cr2", "image/x-canon-cr2"), Map.entry("cr3", "image/x-canon-cr3"),
            Map.entry("arw", "image/x-sony-arw"), Map.entry("orf", "image/x-olympus-orf"),
            Map.entry("rw2", "image/x-panasonic-rw2"), Map.entry("raf", "image/x-fuji-raf"),
            Map.entry("pef", "image/x-pentax-pef"), Map.entry("mrw", "image/x-minolta-mrw"),
            Map.entry("srw", "image/x-samsung-srw"));

    private final Set<String> extensions;

    PhotoKind(String... extensions) {
        this.extensions = Set.of(extensions);
    }

    /** The kind of a file. @param name a file name, or a path with {@code /} between its parts */
    public static PhotoKind of(String name) {
        String extension = getExtension(name);
        for (PhotoKind kind : values()) {
            if (kind.extensions.contains(extension)) {
                return kind;
            }
        }
        return OTHER;
    }

    /** The extension in lower case, without its dot; empty if there is none. */
    public static String getExtension(String name) {
        String base = getBaseName(name);
        int dot = base.lastIndexOf('.');
        return dot < 0 ? "" : base.substring(dot + 1).toLowerCase(Locale.ROOT);
    }

    /** The base name without its last extension; the leading dot of a hidden file does not start an extension. */
    public static String getStem(String name) {
        String base = getBaseName(name);
        int dot = base.lastIndexOf('.');
        return dot <= 0 ? base : base.substring(0, dot);
    }

    /** The part after the last {@code /}. */
    public static String getBaseName(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    /** The usual Content-Type of a file with this name, for stores that sign it (docs/vendors/fotolabs.md 2.3). */
    public static String getMediaType(String name) {
        return MEDIA_TYPES.getOrDefault(getExtension(name), OCTET_STREAM);
    }

    /** Another Content-Type that a store may have signed; empty if there is none. */
    public static String getAlternativeMediaType(String name) {
        return getMediaType(name).startsWith("image/x-") ? OCTET_STREAM : "";
    }
}
