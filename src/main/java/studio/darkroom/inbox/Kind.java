package studio.darkroom.inbox;

import java.util.Locale;
import java.util.Set;

/**
 * The kind of a photo, told by the extension of its name without regard to case. RAW extensions are those of both
 * vendor families (contract imagen section 4, contract fotolabs section 2.2); DNG counts as RAW. PNG is taken by
 * Fotolabs alone.
 */
public enum Kind {
    RAW("dng", "nef", "cr2", "arw", "nrw", "crw", "srf", "sr2", "orf", "raw", "rw2", "raf", "ptx", "pef", "rwl", "srw",
            "cr3", "3fr", "fff", "mrw"),
    JPEG("jpg", "jpeg"),
    PNG("png"),
    /** No photo. */
    OTHER;

    private final Set<String> extensions;

    Kind(String... extensions) {
        this.extensions = Set.of(extensions);
    }

    /**
     * @param name a file name or a path with {@code /} between its parts
     * @return the kind its extension stands for; {@link #OTHER} when there is none or an unknown one
     */
    public static Kind of(String name) {
        String extension = extension(name);
        for (Kind kind : values()) {
            if (kind.extensions.contains(extension)) {
                return kind;
            }
        }
        return OTHER;
    }

    /** @return the extension in lower case without its dot; empty when the name has none */
    static String extension(String name) {
        String base = base(name);
        int dot = base.lastIndexOf('.');
        return dot < 0 ? "" : base.substring(dot + 1).toLowerCase(Locale.ROOT);
    }

    /** @return the base name without its last extension; the dot of a dot-file does not begin an extension */
    static String stem(String name) {
        String base = base(name);
        int dot = base.lastIndexOf('.');
        return dot <= 0 ? base : base.substring(0, dot);
    }

    /** @return the part behind the last {@code /} */
    static String base(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }
}
