package studio.darkroom;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import studio.darkroom.Settings.Archive;
import studio.darkroom.Settings.Bucket;
import studio.darkroom.Settings.Place;

/** Reads places, and sees to it that nothing Darkroom writes is taken for a photo to be edited and paid for. */
final class SettingPlaces {

    private static final Pattern BUCKET = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{1,61}[A-Za-z0-9]");
    private static final String FORM = "write folder:<path> or bucket:<name>/<prefix>";

    private final SettingReader reader;
    private final List<Spot> inboxes = new ArrayList<>();
    private final List<Spot> others = new ArrayList<>();

    /** @param store who keeps its bucket, for two stores may have buckets of one name; empty for a folder */
    private record Spot(String key, Place place, Optional<StoreAddress> store) {
    }

    SettingPlaces(SettingReader reader) {
        this.reader = reader;
    }

    /** Where photos are dropped. */
    Place inbox(String key, Bucket store) {
        return noted(inboxes, key, place(key), store);
    }

    /** Where results go. */
    Place delivery(String key, Bucket store) {
        return noted(others, key, place(key), store);
    }

    /** {@code leave}, {@code delete}, {@code move:<folder>}, {@code move:folder:..}, {@code move:bucket:..}. */
    Archive archive(String key, Bucket store) {
        String text = reader.text(key).orElse(null);
        if (text == null) {
            return null;
        }
        if (text.startsWith("move:")) {
            String target = text.substring("move:".length()).strip();
            boolean bare = !target.startsWith("folder:") && !target.startsWith("bucket:");
            Place to = noted(others, key, place(key, bare ? "folder:" + target : target), store);
            return to == null ? null : Archive.move(to);
        }
        return switch (text) {
            case "leave" -> Archive.leave();
            case "delete" -> Archive.delete();
            default -> {
                reader.fault(key, "it is none of leave, move:<folder or bucket>, delete", "write one of them");
                yield null;
            }
        };
    }

    /** A folder that is not read as an inbox either. */
    Path folder(String key) {
        Path folder = reader.folder(key);
        if (folder != null) {
            others.add(new Spot(key, Place.folder(folder), Optional.empty()));
        }
        return folder;
    }

    /** Notes a fault for each two places that must not touch. */
    void apart(String homeKey, Path home) {
        others.stream().filter(spot -> spot.key().endsWith(".touched-up")).forEach(hand -> others.stream()
                .filter(spot -> spot.key().endsWith(".delivery"))
                .forEach(delivery -> touching(hand, delivery, "results would be taken for touched-up ones")));
        for (int i = 0; i < inboxes.size(); i++) {
            Spot inbox = inboxes.get(i);
            for (Spot before : inboxes.subList(0, i)) {
                touching(inbox, before, "their photos would be edited and paid for twice");
            }
            for (Spot other : others) {
                touching(other, inbox, "what is put there would be edited and paid for again");
            }
            if (home != null && inbox.place().holds(Place.folder(home))) {
                reader.fault(homeKey, "it is inside the inbox " + told(inbox), "move one of them");
            }
        }
    }

    private void touching(Spot one, Spot other, String harm) {
        if (one.store().isPresent() && other.store().isPresent() && !one.store().get().mayBe(other.store().get())) {
            return;
        }
        boolean inside = other.place().holds(one.place());
        if (inside || one.place().holds(other.place())) {
            String how = one.place().equals(other.place()) ? "it is the same place as " : inside ? "it is inside " : "it contains ";
            reader.fault(one.key(), how + told(other) + ", so " + harm, "give the two places side by side");
        }
    }

    private String told(Spot spot) {
        return spot.key() + " = '" + reader.setting(spot.key()).shown() + "'";
    }

    private Place noted(List<Spot> spots, String key, Place place, Bucket store) {
        if (place != null) {
            spots.add(new Spot(key, place, place.kind() == Place.Kind.BUCKET ? Optional.of(StoreAddress.of(store))
                    : Optional.empty()));
        }
        return place;
    }

    private Place place(String key) {
        return reader.text(key).map(text -> place(key, text)).orElse(null);
    }

    private Place place(String key, String text) {
        if (text.startsWith("folder:")) {
            String written = text.substring("folder:".length()).strip();
            if (written.isEmpty()) {
                reader.fault(key, "the folder has no path", FORM);
                return null;
            }
            Path folder = reader.path(key, written);
            return folder == null ? null : Place.folder(folder);
        }
        if (text.startsWith("bucket:")) {
            String written = text.substring("bucket:".length()).strip();
            int slash = written.indexOf('/');
            String bucket = slash < 0 ? written : written.substring(0, slash);
            String prefix = slash < 0 ? "" : written.substring(slash + 1);
            if (!BUCKET.matcher(bucket).matches()) {
                reader.fault(key, "'" + bucket + "' cannot name a bucket", FORM);
                return null;
            }
            if (("/" + prefix).matches(".*/(/|\\.\\.?(/|$)).*")) {
                reader.fault(key, "the prefix has an empty part, a . or a ..", FORM);
                return null;
            }
            return Place.bucket(bucket, prefix);
        }
        reader.fault(key, "it begins with neither folder: nor bucket:", FORM);
        return null;
    }
}
