package studio.darkroom.inbox.settle;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import studio.darkroom.photo.PhotoKind;
import studio.darkroom.text.SafeName;

/**
 * Names under which the photos of one shoot are uploaded. Vendors identify photos by base name, refuse duplicates, and name
 * results by the stem (docs/vendors/imagen.md 4), so stems must differ within a kind, regardless of case. Camera names are kept;
 * the second of two equal names is prefixed with its sub-folder.
 */
public final class UploadNames {

    private static final int MAX_LENGTH = 200;

    private final Map<PhotoKind, Set<String>> usedStems = new EnumMap<>(PhotoKind.class);
    private final Map<String, String> names = new TreeMap<>();

    private UploadNames() {
    }

    /**
     * @param paths paths inside the shoot, parts separated by {@code /}, in any order
     * @return the name of each path: letters, digits, dots, underscores, hyphens and inner spaces; the same for the same set of paths
     *         at every call
     */
    public static Map<String, String> of(Collection<String> paths) {
        List<String> sorted = new ArrayList<>(new TreeSet<>(paths));
        // Photos closest to the top keep their names.
        sorted.sort(Comparator.comparingInt((String path) -> path.split("/").length)
                .thenComparing(path -> Normalizer.normalize(path, Normalizer.Form.NFC).toLowerCase(Locale.ROOT))
                .thenComparing(Comparator.naturalOrder()));
        UploadNames result = new UploadNames();
        List<String> duplicates = new ArrayList<>();
        for (String path : sorted) {
            // Original names come first, so that a generated name never takes the original name of another photo.
            if (!result.tryAssignName(path, sanitizeName(PhotoKind.getBaseName(path)))) {
                duplicates.add(path);
            }
        }
        for (String path : duplicates) {
            result.assignUniqueName(path);
        }
        return result.names;
    }

    private void assignUniqueName(String path) {
        String[] parts = path.split("/");
        StringBuilder name = new StringBuilder(parts[parts.length - 1]);
        for (int i = parts.length - 2; i >= 0; i--) {
            name.insert(0, parts[i] + "-");
            if (tryAssignName(path, sanitizeName(name.toString()))) {
                return;
            }
        }
        String full = sanitizeName(name.toString());
        for (int i = 2;; i++) {
            if (tryAssignName(path, appendNumber(full, i))) {
                return;
            }
        }
    }

    private static String appendNumber(String name, int number) {
        int dot = name.lastIndexOf('.');
        String suffix = "-" + number + (dot <= 0 ? "" : name.substring(dot));
        String stem = dot <= 0 ? name : name.substring(0, dot);
        return stem.substring(0, Math.min(stem.length(), MAX_LENGTH - suffix.length())) + suffix;
    }

    private boolean tryAssignName(String path, String name) {
        Set<String> stems = usedStems.computeIfAbsent(PhotoKind.of(path), kind -> new HashSet<>());
        if (!stems.add(PhotoKind.getStem(name).toLowerCase(Locale.ROOT))) {
            return false;
        }
        names.put(path, name);
        return true;
    }

    /** Keeps plain names, prefixes Windows device names with _, removes accents, and replaces every other character by _. */
    static String sanitizeName(String name) {
        if (SafeName.isDeviceName(name)) {
            return sanitizeName("_" + name);
        }
        if (name.length() <= MAX_LENGTH && name.matches("[A-Za-z0-9._-]+( +[A-Za-z0-9._-]+)*")) {
            return name;
        }
        String bare = Normalizer.normalize(name.replace("ß", "ss"), Normalizer.Form.NFKD)
                .replaceAll("\\p{M}+", "")
                .replaceAll("[^A-Za-z0-9._-]", "_");
        int dot = bare.lastIndexOf('.');
        String extension = dot <= 0 ? "" : bare.substring(dot);
        String stem = dot <= 0 ? bare : bare.substring(0, dot);
        int maxStemLength = Math.max(1, MAX_LENGTH - extension.length());
        return stem.substring(0, Math.min(stem.length(), maxStemLength)) + extension;
    }
}
