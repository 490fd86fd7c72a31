package studio.darkroom.photo;

import java.util.Locale;
import java.util.Set;

/**
 * The kind of a photo, told by the extension of its name without regard to case. RAW extensions are those of both
 * vendor families (contract imagen section 4, contract fotolabs section 2.2); DNG counts as RAW. PNG is taken by
 * Fotolabs alone.
 */
public enum PhotoKind {
    RAW("dng", "nef", "cr2", "arw", "nrw", "crw", "srf", "sr2", "orf", "raw", "rw2", "raf", "ptx", "pef", "rwl", "srw",
            "cr3", "3fr", "fff", "mrw"),
    JPEG("jpg", "jpeg"),
    PNG("png"),
    /** No photo. */
    OTHER;

    private final Set<String> extensions;

    PhotoKind(String... extensions) {
        this.extensions = Set.of(extensions);
    }

    /**
     * @param name a file name or a path with {@code /} between its parts
     * @return the kind its extension stands for; {@link #OTHER} when there is none or an unknown one
     */
    public static PhotoKind of(String name) {
        String extension = getExtension(name);
        for (PhotoKind kind : values()) {
            if (kind.extensions.contains(extension)) {
                return kind;
            }
        }
        return OTHER;
    }

    /** @return the extension in lower case without its dot; empty when the name has none */
    public static String getExtension(String name) {
        String base = getBaseName(name);
        int dot = base.lastIndexOf('.');
        return dot < 0 ? "" : base.substring(dot + 1).toLowerCase(Locale.ROOT);
    }

    /** @return the base name without its last extension; the dot of a dot-file does not begin an extension */
    public static String getStem(String name) {
        String base = getBaseName(name);
        int dot = base.lastIndexOf('.');
        return dot <= 0 ? base : base.substring(0, dot);
    }

    /** @return the part behind the last {@code /} */
    public static String getBaseName(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }
}
