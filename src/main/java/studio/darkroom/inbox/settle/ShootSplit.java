package studio.darkroom.inbox.settle;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import studio.darkroom.lifecycle.Trouble.Problem;
import studio.darkroom.photo.PhotoKind;
import studio.darkroom.vendor.VendorFacts;

/**
 * How the photos of one folder are divided for a vendor: which go together, under which names, and which are left out.
 *
 * @param groups each becomes a shoot; none if the vendor accepts none of the photos
 * @param leftOut the photos that are not edited, by path, with the reason
 */
public record ShootSplit(List<Group> groups, Map<String, String> leftOut) {

    static final ShootSplit NONE = new ShootSplit(List.of(), Map.of());

    /**
     * Photos of one vendor project.
     *
     * @param kind {@code raw}, {@code jpeg}, {@code png}, or {@code mixed}
     * @param names the name at the vendor, by path
     */
    public record Group(String kind, Map<String, String> names) {
    }

    /**
     * Divides photos by kind unless the vendor mixes kinds (docs/vendors/imagen.md 4), and leaves out what it does not accept. A
     * JPEG or PNG that a camera wrote beside its RAW is left out, too: it would be charged a second time.
     *
     * @param paths of photos in one folder of an inbox; the groups keep their order
     */
    public static ShootSplit of(Collection<String> paths, VendorFacts facts) {
        Map<String, PhotoKind> accepted = new LinkedHashMap<>();
        Map<String, String> leftOut = new TreeMap<>();
        for (String path : paths) {
            PhotoKind kind = PhotoKind.of(path);
            if (facts.kinds().contains(toKindName(kind))) {
                accepted.put(path, kind);
            } else {
                leftOut.put(path, facts.getName() + " does not accept " + kind + " photos");
            }
        }
        Map<String, String> rawByStem = new HashMap<>();
        accepted.forEach((path, kind) -> {
            if (kind == PhotoKind.RAW) {
                rawByStem.putIfAbsent(toStemKey(path), path);
            }
        });
        accepted.entrySet().removeIf(photo -> {
            String raw = photo.getValue() == PhotoKind.RAW ? null : rawByStem.get(toStemKey(photo.getKey()));
            if (raw != null) {
                leftOut.put(photo.getKey(), "the RAW file of the same picture is edited instead");
            }
            return raw != null;
        });
        return new ShootSplit(buildGroups(accepted, facts), leftOut);
    }

    private static String toStemKey(String path) {
        String folder = path.substring(0, path.lastIndexOf('/') + 1);
        return Normalizer.normalize(folder + PhotoKind.getStem(path), Normalizer.Form.NFC).toLowerCase(Locale.ROOT);
    }

    private static List<Group> buildGroups(Map<String, PhotoKind> accepted, VendorFacts facts) {
        Map<String, List<String>> pathsByKind = new LinkedHashMap<>();
        for (PhotoKind kind : List.of(PhotoKind.RAW, PhotoKind.JPEG, PhotoKind.PNG)) {
            accepted.forEach((path, each) -> {
                if (each == kind) {
                    pathsByKind.computeIfAbsent(facts.isMixes() ? "mixed" : toKindName(kind), group -> new ArrayList<>()).add(path);
                }
            });
        }
        List<Group> groups = new ArrayList<>();
        pathsByKind.forEach((kind, paths) -> {
            Map<String, String> uploadNames = UploadNames.of(paths);
            Map<String, String> names = new LinkedHashMap<>();
            paths.forEach(path -> names.put(path, uploadNames.get(path)));
            groups.add(new Group(kind, names));
        });
        return groups;
    }

    /** @throws Problem if there is nothing to edit */
    public void requirePhotos(VendorFacts facts) {
        if (groups.isEmpty()) {
            throw new Problem("photos-none", "The folder contains no photo that " + facts.getName() + " accepts ("
                    + String.join(", ", facts.kinds()) + ").", "Add photos, or cancel the shoot.");
        }
    }

    private static String toKindName(PhotoKind kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }
}
