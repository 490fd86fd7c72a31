package studio.darkroom.inbox;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import studio.darkroom.trouble.Problem;
import studio.darkroom.vendor.VendorFacts;

/**
 * How the photos of one folder go to a vendor: which go together, under which names, and which are left out.
 *
 * @param groups each becomes a shoot of its own; none when the vendor takes none of the photos
 * @param leftOut the path of each photo that takes no part, and why
 */
public record Division(List<Group> groups, Map<String, String> leftOut) {

    /**
     * Photos that go to the vendor together.
     *
     * @param kind {@code raw}, {@code jpeg}, {@code png}, or {@code mixed}
     * @param names the name at the vendor, by path
     */
    public record Group(String kind, Map<String, String> names) {
    }

    /** @param paths of photos in one folder of an inbox, in the order in which they are to stay */
    public static Division of(Collection<String> paths, VendorFacts facts) {
        Map<String, Kind> taken = new LinkedHashMap<>();
        Map<String, String> leftOut = new TreeMap<>();
        for (String path : paths) {
            Kind kind = Kind.of(path);
            if (facts.kinds().contains(word(kind))) {
                taken.put(path, kind);
            } else {
                leftOut.put(path, facts.getName() + " takes no " + word(kind) + " photos");
            }
        }
        Twins.of(taken).leftOut().forEach((path, raw) -> {
            taken.remove(path);
            leftOut.put(path, "the RAW of the same picture lies beside it; it would be paid for twice");
        });
        return new Division(groups(taken, facts), leftOut);
    }

    private static List<Group> groups(Map<String, Kind> taken, VendorFacts facts) {
        Map<String, List<String>> together = new LinkedHashMap<>();
        for (Kind kind : List.of(Kind.RAW, Kind.JPEG, Kind.PNG)) {
            taken.forEach((path, each) -> {
                if (each == kind) {
                    together.computeIfAbsent(facts.isMixes() ? "mixed" : word(kind), group -> new ArrayList<>()).add(path);
                }
            });
        }
        List<Group> groups = new ArrayList<>();
        together.forEach((kind, paths) -> {
            Map<String, String> given = PhotoNames.of(paths);
            Map<String, String> names = new LinkedHashMap<>();
            paths.forEach(path -> names.put(path, given.get(path)));
            groups.add(new Group(kind, names));
        });
        return groups;
    }

    /** @throws Problem when nothing is left to be edited */
    public void demandPhotos(VendorFacts facts) {
        if (groups.isEmpty()) {
            throw new Problem("photos-none", "None of the files is a photo that " + facts.getName() + " takes ("
                    + String.join(", ", facts.kinds()) + ").", "Add photos, or cancel the shoot.");
        }
    }

    private static String word(Kind kind) {
        return kind.name().toLowerCase(java.util.Locale.ROOT);
    }
}
