package studio.darkroom.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import studio.darkroom.config.Settings.Archive;
import studio.darkroom.config.Settings.BucketStore;
import studio.darkroom.config.Settings.Place;

/** Reads places, and sees to it that nothing Darkroom writes is taken for a photo to be edited and paid for. */
final class PlaceParser {

    private static final Pattern BUCKET_NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{1,61}[A-Za-z0-9]");
    private static final String FORMAT_HINT = "write folder:<path> or bucket:<name>/<prefix>";

    private final SettingParser parser;
    private final List<ConfiguredPlace> inboxes = new ArrayList<>();
    private final List<ConfiguredPlace> otherPlaces = new ArrayList<>();

    /** @param store who keeps its bucket, for two stores may have buckets of one name; empty for a folder */
    private record ConfiguredPlace(String key, Place place, Optional<StoreAddress> store) {
    }

    PlaceParser(SettingParser parser) {
        this.parser = parser;
    }

    /** Where photos are dropped. */
    Place parseInbox(String key, BucketStore store) {
        return registerPlace(inboxes, key, parsePlace(key), store);
    }

    /** Where results go. */
    Place parseDelivery(String key, BucketStore store) {
        return registerPlace(otherPlaces, key, parsePlace(key), store);
    }

    /** {@code leave}, {@code delete}, {@code move:<folder>}, {@code move:folder:..}, {@code move:bucket:..}. */
    Archive parseArchive(String key, BucketStore store) {
        String text = parser.getText(key).orElse(null);
        if (text == null) {
            return null;
        }
        if (text.startsWith("move:")) {
            String target = text.substring("move:".length()).strip();
            boolean unprefixed = !target.startsWith("folder:") && !target.startsWith("bucket:");
            Place to = registerPlace(otherPlaces, key, parsePlace(key, unprefixed ? "folder:" + target : target), store);
            return to == null ? null : Archive.move(to);
        }
        return switch (text) {
            case "leave" -> Archive.leave();
            case "delete" -> Archive.delete();
            default -> {
                parser.addFault(key, "it is none of leave, move:<folder or bucket>, delete", "write one of them");
                yield null;
            }
        };
    }

    /** A folder that is not read as an inbox either. */
    Path parseFolder(String key) {
        Path folder = parser.parsePath(key);
        if (folder != null) {
            otherPlaces.add(new ConfiguredPlace(key, Place.folder(folder), Optional.empty()));
        }
        return folder;
    }

    /** Notes a fault for each two places that must not touch. */
    void checkOverlaps(String homeKey, Path home) {
        otherPlaces.stream().filter(candidate -> candidate.key().endsWith(".touched-up")).forEach(touchedUp -> otherPlaces.stream()
                .filter(candidate -> candidate.key().endsWith(".delivery"))
                .forEach(delivery -> checkOverlap(touchedUp, delivery, "results would be taken for touched-up ones")));
        for (int i = 0; i < inboxes.size(); i++) {
            ConfiguredPlace inbox = inboxes.get(i);
            for (ConfiguredPlace before : inboxes.subList(0, i)) {
                checkOverlap(inbox, before, "their photos would be edited and paid for twice");
            }
            for (ConfiguredPlace other : otherPlaces) {
                checkOverlap(other, inbox, "what is put there would be edited and paid for again");
            }
            if (home != null && inbox.place().contains(Place.folder(home))) {
                parser.addFault(homeKey, "it is inside the inbox " + describePlace(inbox), "move one of them");
            }
        }
    }

    private void checkOverlap(ConfiguredPlace one, ConfiguredPlace other, String consequence) {
        if (one.store().isPresent() && other.store().isPresent() && !one.store().get().canBeSameStore(other.store().get())) {
            return;
        }
        boolean inside = other.place().contains(one.place());
        if (inside || one.place().contains(other.place())) {
            String relation = one.place().equals(other.place()) ? "it is the same place as " : inside ? "it is inside " : "it contains ";
            parser.addFault(one.key(), relation + describePlace(other) + ", so " + consequence, "give the two places side by side");
        }
    }

    private String describePlace(ConfiguredPlace configured) {
        return configured.key() + " = '" + parser.getSetting(configured.key()).displayValue() + "'";
    }

    private Place registerPlace(List<ConfiguredPlace> places, String key, Place place, BucketStore store) {
        if (place != null) {
            places.add(new ConfiguredPlace(key, place, place.kind() == Place.Kind.BUCKET ? Optional.of(StoreAddress.of(store))
                    : Optional.empty()));
        }
        return place;
    }

    private Place parsePlace(String key) {
        return parser.getText(key).map(text -> parsePlace(key, text)).orElse(null);
    }

    private Place parsePlace(String key, String text) {
        if (text.startsWith("folder:")) {
            String path = text.substring("folder:".length()).strip();
            if (path.isEmpty()) {
                parser.addFault(key, "the folder has no path", FORMAT_HINT);
                return null;
            }
            Path folder = parser.resolvePath(key, path);
            return folder == null ? null : Place.folder(folder);
        }
        if (text.startsWith("bucket:")) {
            String path = text.substring("bucket:".length()).strip();
            int slash = path.indexOf('/');
            String bucket = slash < 0 ? path : path.substring(0, slash);
            String prefix = slash < 0 ? "" : path.substring(slash + 1);
            if (!BUCKET_NAME.matcher(bucket).matches()) {
                parser.addFault(key, "'" + bucket + "' cannot name a bucket", FORMAT_HINT);
                return null;
            }
            if (("/" + prefix).matches(".*/(/|\\.\\.?(/|$)).*")) {
                parser.addFault(key, "the prefix has an empty part, a . or a ..", FORMAT_HINT);
                return null;
            }
            return Place.bucket(bucket, prefix);
        }
        parser.addFault(key, "it begins with neither folder: nor bucket:", FORMAT_HINT);
        return null;
    }
}
