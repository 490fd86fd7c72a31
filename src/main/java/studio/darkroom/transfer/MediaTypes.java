package studio.darkroom.transfer;

import java.util.Locale;
import java.util.Map;

/** The Content-Type of a photo by its extension, for stores that sign it (contract fotolabs 2.3, assumption A12). */
public final class MediaTypes {

    /** What every camera's file may be called too. */
    public static final String OCTET_STREAM = "application/octet-stream";

    private static final Map<String, String> TYPES = Map.ofEntries(
            Map.entry("jpg", "image/jpeg"), Map.entry("jpeg", "image/jpeg"), Map.entry("png", "image/png"),
            Map.entry("dng", "image/x-adobe-dng"), Map.entry("nef", "image/x-nikon-nef"),
            Map.entry("cr2", "image/x-canon-cr2"), Map.entry("cr3", "image/x-canon-cr3"),
            Map.entry("arw", "image/x-sony-arw"), Map.entry("orf", "image/x-olympus-orf"),
            Map.entry("rw2", "image/x-panasonic-rw2"), Map.entry("raf", "image/x-fuji-raf"),
            Map.entry("pef", "image/x-pentax-pef"), Map.entry("mrw", "image/x-minolta-mrw"),
            Map.entry("srw", "image/x-samsung-srw"));

    private MediaTypes() {
    }

    /** The usual type; {@link #OCTET_STREAM} where none is known. */
    public static String typeOf(String name) {
        return TYPES.getOrDefault(name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT), OCTET_STREAM);
    }

    /** Another type that may be meant; empty where there is none. */
    public static String alternativeTypeOf(String name) {
        String type = typeOf(name);
        return type.startsWith("image/x-") ? OCTET_STREAM : "";
    }
}
