package studio.darkroom.inbox;

import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * What one file of an inbox is, told by its path alone.
 *
 * @param what the class of the file
 * @param kind the kind of a photo, {@link Kind#OTHER} for everything else
 * @param why  for {@link FileClass#GHOST} and {@link FileClass#FOREIGN} a sentence for the person, otherwise empty
 */
public record Sorting(FileClass what, Kind kind, String why) {

    private static final Set<String> MARKERS = Set.of("darkroom.ready", "_ready");
    private static final Set<String> TICKETS = Set.of("darkroom.yaml", "darkroom.yml", "darkroom.json");
    private static final Set<String> GHOST_NAMES = Set.of("thumbs.db", "desktop.ini", "ehthumbs.db");
    private static final Set<String> GHOST_EXTENSIONS =
            Set.of("tmp", "part", "partial", "filepart", "crdownload", "download", "aria2");
    // A storage box keeps JPEG previews of every photo in such folders: taken for photos they would be paid for.
    private static final Set<String> GHOST_FOLDERS =
            Set.of("@eadir", "__macosx", "$recycle.bin", "#recycle", "system volume information", "lost+found");
    private static final Map<String, String> KNOWN = Map.ofEntries(
            Map.entry("xmp", "a sidecar of another program"),
            Map.entry("heic", "a HEIC picture, which no vendor takes; export it as JPEG"),
            Map.entry("heif", "a HEIF picture, which no vendor takes; export it as JPEG"),
            Map.entry("hif", "a HEIF picture, which no vendor takes; export it as JPEG"),
            Map.entry("tif", "a TIFF picture, which no vendor takes; export it as JPEG"),
            Map.entry("tiff", "a TIFF picture, which no vendor takes; export it as JPEG"),
            Map.entry("webp", "a WebP picture, which no vendor takes; export it as JPEG"),
            Map.entry("psd", "a layered picture, which no vendor takes; export it as JPEG"),
            Map.entry("x3f", "a Sigma RAW, which no vendor takes; convert it to DNG"),
            Map.entry("iiq", "a Phase One RAW, which no vendor takes; convert it to DNG"),
            Map.entry("mov", "a video"),
            Map.entry("mp4", "a video"),
            Map.entry("avi", "a video"),
            Map.entry("zip", "an archive; unpack it into the shoot"),
            Map.entry("rar", "an archive; unpack it into the shoot"),
            Map.entry("7z", "an archive; unpack it into the shoot"));

    /**
     * @param path path inside the inbox, parts separated by {@code /}
     * @return its class; every kind of photo that any vendor takes is a photo
     */
    public static Sorting of(String path) {
        String name = Kind.base(path);
        String lower = name.toLowerCase(Locale.ROOT);
        String ghost = ghost(path, name, lower);
        if (ghost != null) {
            return new Sorting(FileClass.GHOST, Kind.OTHER, name + " is ignored: it is " + ghost + ".");
        }
        if (MARKERS.contains(lower)) {
            return new Sorting(FileClass.MARKER, Kind.OTHER, "");
        }
        if (TICKETS.contains(lower)) {
            return new Sorting(FileClass.TICKET, Kind.OTHER, "");
        }
        Kind kind = Kind.of(name);
        if (kind != Kind.OTHER) {
            return new Sorting(FileClass.PHOTO, kind, "");
        }
        String extension = Kind.extension(name);
        String known = KNOWN.get(extension);
        if (known == null) {
            known = extension.isEmpty() ? "a file without extension, no photo" : "a ." + extension + " file, no photo";
        }
        return foreign(name, known);
    }

    /**
     * @param path  path inside the inbox, parts separated by {@code /}
     * @param taken the kinds the vendor of the lane takes
     * @return as {@link #of(String)}, but a photo of a kind that is not taken is {@link FileClass#FOREIGN}
     */
    public static Sorting of(String path, Set<Kind> taken) {
        Sorting sorting = of(path);
        if (sorting.what == FileClass.PHOTO && !taken.contains(sorting.kind)) {
            return foreign(Kind.base(path), "a " + sorting.kind + " photo, which the vendor of this lane does not take");
        }
        return sorting;
    }

    private static Sorting foreign(String name, String what) {
        return new Sorting(FileClass.FOREIGN, Kind.OTHER, name + " is not edited: it is " + what + ".");
    }

    private static String ghost(String path, String name, String lower) {
        String[] parts = path.split("/");
        for (int i = 0; i < parts.length - 1; i++) {
            boolean hidden = parts[i].startsWith(".") && !parts[i].equals(".") && !parts[i].equals("..");
            if (hidden || GHOST_FOLDERS.contains(parts[i].toLowerCase(Locale.ROOT))) {
                return "in the folder " + parts[i] + ", which a system keeps for itself";
            }
        }
        if (name.isEmpty()) {
            return "a name without letters";
        }
        if (name.startsWith(".") || GHOST_NAMES.contains(lower)) {
            return "a hidden file or one that a system keeps for itself";
        }
        if (name.startsWith("~") || GHOST_EXTENSIONS.contains(Kind.extension(name))) {
            return "a temporary file, or a copy under way";
        }
        return null;
    }
}
