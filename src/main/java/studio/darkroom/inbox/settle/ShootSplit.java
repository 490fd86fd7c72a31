package studio.darkroom.inbox.settle;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import studio.darkroom.lifecycle.Problem;
import studio.darkroom.photo.PhotoKind;
import studio.darkroom.vendor.VendorFacts;

/**
 * How the photos of one folder go to a vendor: which go together, under which names, and which are left out.
 *
 * @param groups each becomes a shoot of its own; none when the vendor takes none of the photos
 * @param leftOut the path of each photo that takes no part, and why
 */
public record ShootSplit(List<Group> groups, Map<String, String> leftOut) {

    static final ShootSplit NONE = new ShootSplit(List.of(), Map.of());

    /**
     * Photos that go to the vendor together.
     *
     * @param kind {@code raw}, {@code jpeg}, {@code png}, or {@code mixed}
     * @param names the name at the vendor, by path
     */
    public record Group(String kind, Map<String, String> names) {
    }

    /** @param paths of photos in one folder of an inbox, in the order in which they are to stay */
    public static ShootSplit of(Collection<String> paths, VendorFacts facts) {
        Map<String, PhotoKind> acceptedPhotos = new LinkedHashMap<>();
        Map<String, String> leftOut = new TreeMap<>();
        for (String path : paths) {
            PhotoKind kind = PhotoKind.of(path);
            if (facts.kinds().contains(toKindName(kind))) {
                acceptedPhotos.put(path, kind);
            } else {
                leftOut.put(path, facts.getName() + " takes no " + toKindName(kind) + " photos");
            }
        }
        RawJpegPairs.of(acceptedPhotos).leftOut().forEach((path, raw) -> {
            acceptedPhotos.remove(path);
            leftOut.put(path, "the RAW of the same picture lies beside it; it would be paid for twice");
        });
        return new ShootSplit(buildGroups(acceptedPhotos, facts), leftOut);
    }

    private static List<Group> buildGroups(Map<String, PhotoKind> acceptedPhotos, VendorFacts facts) {
        Map<String, List<String>> pathsByKind = new LinkedHashMap<>();
        for (PhotoKind kind : List.of(PhotoKind.RAW, PhotoKind.JPEG, PhotoKind.PNG)) {
            acceptedPhotos.forEach((path, each) -> {
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

    /** @throws Problem when nothing is left to be edited */
    public void requirePhotos(VendorFacts facts) {
        if (groups.isEmpty()) {
            throw new Problem("photos-none", "None of the files is a photo that " + facts.getName() + " takes ("
                    + String.join(", ", facts.kinds()) + ").", "Add photos, or cancel the shoot.");
        }
    }

    private static String toKindName(PhotoKind kind) {
        return kind.name().toLowerCase(java.util.Locale.ROOT);
    }
}
