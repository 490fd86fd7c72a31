package studio.darkroom.sim.imagen;

import java.util.Locale;
import java.util.Set;

/** Format of a photo, by its extension (docs/vendors/imagen.md 4). */
public enum PhotoFormat {
    RAW, JPEG, OTHER;

    private static final Set<String> RAW_EXTENSIONS = Set.of("dng", "nef", "cr2", "arw", "nrw", "crw", "srf", "sr2", "orf", "raw", "rw2",
            "raf", "ptx", "pef", "rwl", "srw", "cr3", "3fr", "fff");

    public static PhotoFormat of(String fileName) {
        String extension = fileName.substring(fileName.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        if (RAW_EXTENSIONS.contains(extension)) {
            return RAW;
        }
        return extension.equals("jpg") || extension.equals("jpeg") ? JPEG : OTHER;
    }

    static String stem(String fileName) {
        int dot = fileName.lastIndexOf('.');
        return dot <= 0 ? fileName : fileName.substring(0, dot);
    }
}
