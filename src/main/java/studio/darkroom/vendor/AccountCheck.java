package studio.darkroom.vendor;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import studio.darkroom.ledger.Ledger;
import studio.darkroom.ledger.Photo;
import studio.darkroom.ledger.PhotoRepository;
import studio.darkroom.ledger.Shoot;
import studio.darkroom.lifecycle.Trouble.Problem;
import studio.darkroom.text.Nearest;
import studio.darkroom.text.Redactor;
import studio.darkroom.text.ShortList;

/** Checks before the upload that the account at the vendor can do what a ticket requests, and warns of what may go wrong. */
public final class AccountCheck {

    private static final int MAX_LISTED = 30;

    private final Ledger ledger;
    private final PhotoRepository photos;

    public AccountCheck(Ledger ledger, PhotoRepository photos) {
        this.ledger = ledger;
        this.photos = photos;
    }

    /**
     * Finds the profile of the ticket in the account and records it.
     *
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
    public static Map<String, String> matchProfile(String vendor, String wanted, Set<String> kinds, List<Map<String, String>> profiles) {
        Stream<String> names = profiles.stream().map(row -> "\"" + row.get("name") + "\"");
        if (wanted == null || wanted.isBlank()) {
            throw new Problem("profile-missing", "The ticket sets no profile, but " + vendor + " requires one.",
                    "Set profile: <name> in the shoot's darkroom.yaml or the lane's ticket, then retry. Available profiles: " + list(names) + ".");
        }
        List<Map<String, String>> found = findProfiles(wanted, profiles);
        if (found.isEmpty()) {
            Collection<String> known = profiles.stream().map(row -> Redactor.redact(row.get("name"))).toList();
            throw new Problem("profile-unknown", "Your account at " + vendor + " has no profile \"" + wanted + "\""
                    + Nearest.suggest(wanted, known).map(near -> "; did you mean \"" + near + "\"?").orElse("."),
                    "Set profile in the ticket to one of these, then retry: " + list(names) + ".");
        }
        List<Map<String, String>> fitting = found.stream().filter(row -> {
            String kind = toPhotoKind(row.get("kind"));
            return kind.isEmpty() || kinds.equals(Set.of(kind));
        }).toList();
        if (fitting.isEmpty()) {
            throw new Problem("profile-unfit", "Profile \"" + wanted + "\" is for "
                    + Redactor.redact(found.get(0).get("kind")).toUpperCase(Locale.ROOT) + " photos, but the shoot has "
                    + String.join(" and ", kinds).toUpperCase(Locale.ROOT) + " photos.", "Set a profile for this kind of photo in the ticket, then retry.");
        }
        if (fitting.size() > 1) {
            throw new Problem("profile-ambiguous", "Your account at " + vendor + " has several profiles with the name \"" + wanted + "\".",
                    "Set profile in the ticket to one of these keys, then retry: " + list(fitting.stream().map(row -> row.get("key"))) + ".");
        }
        return fitting.get(0);
    }

    /** The rows of this key; else of this exact name; else of this name in any case. */
    public static List<Map<String, String>> findProfiles(String wanted, List<Map<String, String>> profiles) {
        List<Map<String, String>> found = profiles.stream().filter(row -> wanted.equals(row.get("key"))).toList();
        if (found.isEmpty()) {
            found = profiles.stream().filter(row -> wanted.equals(row.get("name"))).toList();
        }
        return found.isEmpty() ? profiles.stream().filter(row -> wanted.strip().equalsIgnoreCase(row.getOrDefault("name", "").strip())).toList() : found;
    }

    private static String toPhotoKind(String imageType) {
        String kind = imageType == null ? "" : imageType.strip().toLowerCase(Locale.ROOT);
        return kind.equals("jpg") ? "jpeg" : kind;
    }

    private static String list(Stream<String> texts) {
        return ShortList.join(texts.map(Redactor::redact).toList(), MAX_LISTED);
    }

    /** Whether the ticket sets the option of {@link VendorFacts#getChoices}. */
    public boolean hasChoice(Shoot shoot, VendorFacts facts) {
        return findChoice(shoot.ticket().edit(), facts).isPresent();
    }

    /** As {@link #requireChoice}, for the ticket of a shoot. */
    public void checkChoice(Shoot shoot, VendorFacts facts, List<Map<String, String>> offered) {
        requireChoice(shoot.ticket().edit(), facts, offered);
    }

    /** The value of that option in the {@code edit:} block; empty if it is not set. */
    public static Optional<String> findChoice(JsonNode edit, VendorFacts facts) {
        return Optional.ofNullable(facts.getChoices()).map(edit::get).filter(JsonNode::isValueNode)
                .filter(value -> !value.isNull()).map(AccountCheck::toText);
    }

    /**
     * Checks the value of that option.
     *
     * @param offered rows of {@code value}, and {@code default}; an empty list disables the check
     * @throws Problem if the ticket's value is not offered
     */
    public static void requireChoice(JsonNode edit, VendorFacts facts, List<Map<String, String>> offered) {
        Optional<String> choice = findChoice(edit, facts);
        List<Map<String, String>> rows = offered.stream().filter(row -> row.get("value") != null).toList();
        if (choice.isEmpty() || rows.isEmpty() || rows.stream().anyMatch(row -> choice.get().equals(row.get("value")))) {
            return;
        }
        throw new Problem("choice-unknown", "Your account at " + facts.getName() + " has no " + facts.getChoices() + " "
                + Redactor.redact(choice.get()) + ".", "Use one of these under edit: in the ticket, then retry: "
                + list(rows.stream().map(row -> row.get("value") + ("true".equals(row.get("default")) ? " (default)" : ""))) + ".");
    }

    /** Compares numbers by value: JSON Schema accepts {@code 7.0} as an integer. */
    private static String toText(JsonNode value) {
        return value.isNumber() && value.canConvertToExactIntegral() ? value.decimalValue().toBigInteger().toString() : value.asText();
    }

    /** Records an event for too few photos and for each enabled option with a remark, once per shoot. */
    public void recordWarnings(Shoot shoot, VendorFacts facts) {
        findPhotoCountWarning(photos.countByShoot(shoot), facts).ifPresent(warning -> recordOnce(shoot, "warning", warning));
        findOptionNotes(shoot.ticket().edit(), facts).forEach(note -> recordOnce(shoot, "note", note));
    }

    /** A warning if there are fewer photos than the vendor expects. */
    public static Optional<String> findPhotoCountWarning(int count, VendorFacts facts) {
        return count >= facts.getFewest() ? Optional.empty() : Optional.of("The shoot has " + count + (count == 1 ? " photo" : " photos") + "; "
                + facts.getName() + " expects at least " + facts.getFewest() + " and may reject the shoot or return poor edits");
    }

    /** The remarks on the enabled options. */
    public static List<String> findOptionNotes(JsonNode edit, VendorFacts facts) {
        return facts.remarks().entrySet().stream().filter(remark -> edit.path(remark.getKey()).asBoolean(false))
                .map(remark -> remark.getKey() + ": " + remark.getValue()).sorted().toList();
    }

    private void recordOnce(Shoot shoot, String event, String detail) {
        if (!ledger.hasEvent(shoot, event, detail)) {
            ledger.recordEvent(shoot, event, detail);
        }
    }
}
