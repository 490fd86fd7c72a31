package studio.darkroom.inbox;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import studio.darkroom.photo.PhotoKind;

/**
 * The class of one file of an inbox, by its path.
 *
 * @param fileClass the class of the file
 * @param kind the kind of a photo, {@link PhotoKind#OTHER} for everything else
 * @param reason  why it is not edited, as a sentence, for {@link FileClass#SYSTEM_FILE} and {@link FileClass#UNSUPPORTED}; otherwise empty
 */
public record FileClassification(FileClass fileClass, PhotoKind kind, String reason) {

    /** The names of a ticket. */
    public static final List<String> TICKET_NAMES = List.of("darkroom.yaml", "darkroom.yml", "darkroom.json");

    private static final Set<String> MARKER_NAMES = Set.of("darkroom.ready", "_ready");
    private static final Set<String> SYSTEM_FILE_NAMES = Set.of("thumbs.db", "desktop.ini", "ehthumbs.db");
    private static final Set<String> TEMPORARY_EXTENSIONS =
            Set.of("tmp", "part", "partial", "filepart", "crdownload", "download", "aria2");
    // Storage devices keep JPEG previews of every photo in such folders; editing them would be charged.
    private static final Set<String> SYSTEM_FOLDERS =
            Set.of("@eadir", "__macosx", "$recycle.bin", "#recycle", "system volume information", "lost+found");
    private static final Map<String, String> KNOWN_EXTENSIONS = Map.ofEntries(
            Map.entry("xmp", "a sidecar file"),
            Map.entry("heic", "a HEIC picture, which no vendor accepts; export it as JPEG"),
            Map.entry("heif", "a HEIF picture, which no vendor accepts; export it as JPEG"),
            Map.entry("hif", "a HEIF picture, which no vendor accepts; export it as JPEG"),
            Map.entry("tif", "a TIFF picture, which no vendor accepts; export it as JPEG"),
            Map.entry("tiff", "a TIFF picture, which no vendor accepts; export it as JPEG"),
            Map.entry("webp", "a WebP picture, which no vendor accepts; export it as JPEG"),
            Map.entry("psd", "a layered picture, which no vendor accepts; export it as JPEG"),
            Map.entry("x3f", "a Sigma RAW, which no vendor accepts; convert it to DNG"),
            Map.entry("iiq", "a Phase One RAW, which no vendor accepts; convert it to DNG"),
            Map.entry("mov", "a video"),
            Map.entry("mp4", "a video"),
            Map.entry("avi", "a video"),
            Map.entry("zip", "an archive; unpack it into the shoot"),
            Map.entry("rar", "an archive; unpack it into the shoot"),
            Map.entry("7z", "an archive; unpack it into the shoot"));

    /**
     * @param path below the inbox, parts separated by {@code /}
     * @return its class; every kind of photo that any vendor accepts is a photo
     */
    public static FileClassification of(String path) {
        String name = PhotoKind.getBaseName(path);
        String lower = name.toLowerCase(Locale.ROOT);
        String systemFile = describeSystemFile(path, name, lower);
        if (systemFile != null) {
            return new FileClassification(FileClass.SYSTEM_FILE, PhotoKind.OTHER, name + " is ignored: it is " + systemFile + ".");
        }
        if (MARKER_NAMES.contains(lower)) {
            return new FileClassification(FileClass.MARKER, PhotoKind.OTHER, "");
        }
        if (TICKET_NAMES.contains(lower)) {
            return new FileClassification(FileClass.TICKET, PhotoKind.OTHER, "");
        }
        PhotoKind kind = PhotoKind.of(name);
        if (kind != PhotoKind.OTHER) {
            return new FileClassification(FileClass.PHOTO, kind, "");
        }
        String extension = PhotoKind.getExtension(name);
        String description = KNOWN_EXTENSIONS.get(extension);
        if (description == null) {
            description = extension.isEmpty() ? "a file without an extension" : "a ." + extension + " file";
        }
        return createUnsupported(name, description);
    }

    private static FileClassification createUnsupported(String name, String description) {
        return new FileClassification(FileClass.UNSUPPORTED, PhotoKind.OTHER, name + " is not edited: it is " + description + ".");
    }

    private static String describeSystemFile(String path, String name, String lower) {
        String[] parts = path.split("/");
        for (int i = 0; i < parts.length - 1; i++) {
            boolean hidden = parts[i].startsWith(".") && !parts[i].equals(".") && !parts[i].equals("..");
            if (hidden || SYSTEM_FOLDERS.contains(parts[i].toLowerCase(Locale.ROOT))) {
                return "in the system folder " + parts[i];
            }
        }
        if (name.isEmpty()) {
            return "a file without a name";
        }
        if (name.startsWith(".") || SYSTEM_FILE_NAMES.contains(lower)) {
            return "a hidden or system file";
        }
        if (name.startsWith("~") || TEMPORARY_EXTENSIONS.contains(PhotoKind.getExtension(name))) {
            return "a temporary file or an unfinished copy";
        }
        return null;
    }

    /** How Darkroom treats a file in an inbox. */
    public enum FileClass {
        /** Is edited and charged. */
        PHOTO,
        /** {@code darkroom.ready} or {@code _READY}: all photos of the shoot have been copied. */
        MARKER,
        /** {@code darkroom.yaml}, {@code darkroom.yml} or {@code darkroom.json}: how the shoot is edited. */
        TICKET,
        /** Created by an operating system, a storage device or an unfinished copy; ignored. */
        SYSTEM_FILE,
        /** Anything else; ignored and reported once. */
        UNSUPPORTED
    }
}
