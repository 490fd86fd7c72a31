package studio.darkroom.vendor;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import studio.darkroom.ledger.Ledger;
import studio.darkroom.ledger.Photo;
import studio.darkroom.ledger.PhotoRepository;
import studio.darkroom.ledger.Shoot;
import studio.darkroom.lifecycle.Trouble.Problem;
import studio.darkroom.text.Nearest;

/** Finds the profile that a ticket names in the account and checks that it fits the photos. */
public final class ProfileCheck {

    private final Ledger ledger;
    private final PhotoRepository photos;

    public ProfileCheck(Ledger ledger, PhotoRepository photos) {
        this.ledger = ledger;
        this.photos = photos;
    }

    /**
     * @param profiles rows of {@code key}, {@code name}, {@code kind} ({@code RAW} or {@code JPG}; empty accepts both)
     * @throws Problem as {@link #matchProfile}
     */
    public void chooseProfile(Shoot shoot, List<Map<String, String>> profiles) {
        Set<String> kinds = photos.listByShoot(shoot.id()).stream().map(Photo::kind).collect(Collectors.toSet());
        ledger.recordProfile(shoot, matchProfile(shoot.vendor(), shoot.ticket().profile(), kinds, profiles).get("key"));
    }

    /**
     * @param wanted name or key in the ticket; null if not set
     * @param kinds kinds of the photos
     * @return the row of the profile
     * @throws Problem if the ticket names no profile, an unknown or ambiguous one, or one for another kind of photos
     */
    public static Map<String, String> matchProfile(String vendor, String wanted, Set<String> kinds,
            List<Map<String, String>> profiles) {
        if (wanted == null || wanted.isBlank()) {
            throw new Problem("profile-missing", "The ticket does not name a profile, which " + vendor + " requires.",
                    "Set profile: <name> in the shoot's darkroom.yaml or the lane's ticket, then retry. Available profiles: "
                    + quoteNames(profiles) + ".");
        }
        List<Map<String, String>> found = findProfiles(wanted, profiles);
        if (found.isEmpty()) {
            Collection<String> known = profiles.stream().map(row -> row.getOrDefault("name", "")).toList();
            throw new Problem("profile-unknown", "Your account at " + vendor + " has no profile \"" + wanted + "\""
                    + Nearest.suggest(wanted, known).map(near -> "; did you mean \"" + near + "\"?")
                    .orElse("."), "Name one of these in the ticket, then retry: " + quoteNames(profiles) + ".");
        }
        found = filterByKind(wanted, kinds, found);
        if (found.size() > 1) {
            throw new Problem("profile-ambiguous", "Your account at " + vendor + " has several profiles with the name \"" + wanted + "\".",
                    "Use the key of one in the ticket, then retry: "
                    + found.stream().map(row -> row.get("key")).collect(Collectors.joining(", ")) + ".");
        }
        return found.get(0);
    }

    /** The rows of this key; else of this exact name; else of this name in any case. */
    public static List<Map<String, String>> findProfiles(String wanted, List<Map<String, String>> profiles) {
        List<Map<String, String>> found = profiles.stream().filter(row -> wanted.equals(row.get("key"))).toList();
        if (found.isEmpty()) {
            found = profiles.stream().filter(row -> wanted.equals(row.get("name"))).toList();
        }
        if (found.isEmpty()) {
            found = profiles.stream().filter(row -> wanted.strip().equalsIgnoreCase(row.getOrDefault("name", "").strip()))
                    .toList();
        }
        return found;
    }

    private static List<Map<String, String>> filterByKind(String wanted, Set<String> kinds, List<Map<String, String>> found) {
        List<Map<String, String>> fitting = found.stream().filter(row -> {
            String kind = toPhotoKind(row.get("kind"));
            return kind.isEmpty() || kinds.equals(Set.of(kind));
        }).toList();
        if (fitting.isEmpty()) {
            throw new Problem("profile-unfit", "Profile \"" + wanted + "\" is for "
                    + found.get(0).get("kind").toUpperCase(Locale.ROOT) + " photos, but the shoot has "
                    + String.join(" and ", kinds).toUpperCase(Locale.ROOT) + " photos.",
                    "Name a profile for these photos in the ticket, then retry.");
        }
        return fitting;
    }

    private static String toPhotoKind(String imageType) {
        String kind = imageType == null ? "" : imageType.strip().toLowerCase(Locale.ROOT);
        return kind.equals("jpg") ? "jpeg" : kind;
    }

    private static String quoteNames(List<Map<String, String>> profiles) {
        return profiles.stream().map(row -> "\"" + row.get("name") + "\"").limit(30).collect(Collectors.joining(", "));
    }
}
