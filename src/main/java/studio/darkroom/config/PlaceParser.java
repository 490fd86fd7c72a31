package studio.darkroom.config;

import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import studio.darkroom.config.Settings.Archive;
import studio.darkroom.config.Settings.BucketStore;
import studio.darkroom.config.Settings.Place;
import studio.darkroom.config.SettingsException.Code;
import studio.darkroom.text.Loopback;

/** Parses places, and checks that nothing Darkroom writes can be picked up as a photo to be edited and paid for. */
final class PlaceParser {

    private static final Pattern BUCKET_NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{1,61}[A-Za-z0-9]");
    private static final Pattern OTHER_SCHEME = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]+:.*");
    private static final String FORMAT = "use folder:<path> or bucket:<name>/<prefix>";
    private static final Pattern IP_ADDRESS = Pattern.compile("[0-9.]+|\\[.*]");

    private final SettingParser parser;
    private final List<ConfiguredPlace> inboxes = new ArrayList<>();
    private final List<ConfiguredPlace> otherPlaces = new ArrayList<>();

    /** @param store empty for a folder */
    private record ConfiguredPlace(String key, Place place, Optional<BucketStore> store) {
    }

    PlaceParser(SettingParser parser) {
        this.parser = parser;
    }

    Place parseInbox(String key, BucketStore store) {
        return registerPlace(inboxes, key, parser.getText(key).map(text -> parsePlace(key, text)).orElse(null), store);
    }

    Place parseDelivery(String key, BucketStore store) {
        return registerPlace(otherPlaces, key, parser.getText(key).map(text -> parsePlace(key, text)).orElse(null), store);
    }

    /** {@code leave}, {@code delete} or {@code move:<place>}. */
    Archive parseArchive(String key, BucketStore store) {
        String text = parser.getText(key).orElse("");
        if (text.startsWith("move:")) {
            Place target = registerPlace(otherPlaces, key, parsePlace(key, text.substring("move:".length()).strip()), store);
            return target == null ? null : Archive.move(target);
        }
        if (!List.of("", "leave", "delete").contains(text)) {
            parser.addFault(key, Code.INVALID_CHOICE, "unknown action", "use leave, delete or move:<folder or bucket>");
        }
        return text.equals("delete") ? Archive.delete() : Archive.leave();
    }

    /** A folder that must not be inside an inbox. */
    Path parseFolder(String key) {
        Path folder = parser.parsePath(key);
        if (folder != null) {
            otherPlaces.add(new ConfiguredPlace(key, Place.folder(folder), Optional.empty()));
        }
        return folder;
    }

    private static Place registerPlace(List<ConfiguredPlace> places, String key, Place place, BucketStore store) {
        if (place != null) {
            places.add(new ConfiguredPlace(key, place, Optional.of(store).filter(any -> place.kind() == Place.Kind.BUCKET)));
        }
        return place;
    }

    private Place parsePlace(String key, String text) {
        if (text.startsWith("bucket:")) {
            String path = text.substring("bucket:".length()).strip();
            String bucket = path.replaceFirst("/.*", "");
            String prefix = path.substring(Math.min(path.length(), bucket.length() + 1));
            if (!BUCKET_NAME.matcher(bucket).matches()) {
                parser.addFault(key, Code.INVALID_PLACE, "'" + bucket + "' is not a valid bucket name", FORMAT);
            } else if (("/" + prefix).matches(".*/(/|\\.\\.?(/|$)).*")) {
                parser.addFault(key, Code.INVALID_PLACE, "the prefix contains an empty segment, . or ..", FORMAT);
            } else {
                return Place.bucket(bucket, prefix);
            }
            return null;
        }
        if (SettingsBuilder.stripFolderPrefix(text).isEmpty()) {
            parser.addFault(key, Code.INVALID_PLACE, "the path is missing", FORMAT);
        } else if (!text.startsWith("folder:") && OTHER_SCHEME.matcher(text).matches()) {
            parser.addFault(key, Code.INVALID_PLACE, "unknown kind of place", FORMAT);
        } else {
            return Optional.ofNullable(parser.resolvePath(key, text)).map(Place::folder).orElse(null);
        }
        return null;
    }

    /** Adds a fault for each two places that must not overlap. */
    void checkOverlaps(String homeKey, Path home) {
        for (ConfiguredPlace touchedUp : otherPlaces) {
            otherPlaces.stream().filter(place -> touchedUp.key().endsWith(".touched-up") && place.key().endsWith(".delivery"))
                    .forEach(delivery -> checkOverlap(touchedUp, delivery, "results would be picked up as retouched photos"));
        }
        for (int i = 0; i < inboxes.size(); i++) {
            ConfiguredPlace inbox = inboxes.get(i);
            inboxes.subList(0, i).forEach(before -> checkOverlap(inbox, before, "its photos would be edited and paid for twice"));
            otherPlaces.forEach(other -> checkOverlap(other, inbox, "the files written there would be edited and paid for again"));
            if (home != null && inbox.place().contains(Place.folder(home))) {
                parser.addFault(homeKey, Code.OVERLAPPING_PLACES, "it is inside the inbox " + describePlace(inbox), "move one of them");
            }
        }
    }

    private void checkOverlap(ConfiguredPlace one, ConfiguredPlace other, String consequence) {
        if (one.store().isPresent() && other.store().isPresent() && !canBeSameStore(one.store().get(), other.store().get())) {
            return;
        }
        boolean inside = other.place().contains(one.place());
        if (inside || one.place().contains(other.place())) {
            String relation = one.place().equals(other.place()) ? "it is the same place as " : inside ? "it is inside " : "it contains ";
            parser.addFault(one.key(), Code.OVERLAPPING_PLACES, relation + describePlace(other) + ", so " + consequence,
                    "use two places of which neither contains the other");
        }
    }

    private String describePlace(ConfiguredPlace configured) {
        return configured.key() + " = '" + parser.getSetting(configured.key()).displayValue() + "'";
    }

    /**
     * Whether two stores are the same, or may be as far as their addresses tell; no name is looked up. All endpoints of AWS are
     * one store, because bucket names are unique across its regions. An address and a name may be one host, so may a short and
     * a long name, and two ports of one host with different schemes.
     */
    private static boolean canBeSameStore(BucketStore one, BucketStore other) {
        if (one.isAmazon() || other.isAmazon()) {
            return one.isAmazon() && other.isAmazon();
        }
        URI first = one.endpoint().orElseThrow();
        URI second = other.endpoint().orElseThrow();
        boolean mayShareHost = !first.getScheme().equalsIgnoreCase(second.getScheme()) || portOf(first) == portOf(second);
        return mayShareHost && canBeSameHost(hostOf(first), hostOf(second));
    }

    private static int portOf(URI endpoint) {
        return endpoint.getPort() >= 0 ? endpoint.getPort() : endpoint.getScheme().equalsIgnoreCase("http") ? 80 : 443;
    }

    private static String hostOf(URI endpoint) {
        String host = endpoint.getHost().toLowerCase(Locale.ROOT).replaceAll("\\.$", "");
        return Loopback.isLoopback(host) ? "localhost" : host;
    }

    private static boolean canBeSameHost(String one, String other) {
        if (one.equals(other) || one.equals("localhost") || other.equals("localhost")) {
            return true;
        }
        boolean isAddress = IP_ADDRESS.matcher(one).matches();
        boolean isOtherAddress = IP_ADDRESS.matcher(other).matches();
        if (isAddress || isOtherAddress) {
            return isAddress != isOtherAddress;
        }
        String[] labels = one.split("\\.");
        String[] otherLabels = other.split("\\.");
        return one.startsWith(other + ".") || other.startsWith(one + ".")
                || labels.length != otherLabels.length && domainOf(labels).equals(domainOf(otherLabels));
    }

    private static String domainOf(String[] labels) {
        return labels.length < 2 ? "" : labels[labels.length - 2] + "." + labels[labels.length - 1];
    }
}
