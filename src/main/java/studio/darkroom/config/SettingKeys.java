package studio.darkroom.config;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The table of keys, read from the {@code darkroom.properties} that is packaged with the program: its keys are all keys, its
 * values are the defaults, its comments name the old keys. Its {@code default} lane and its vendors stand for every lane and
 * every vendor.
 */
public final class SettingKeys {

    /** The lane that exists unless {@code darkroom.lanes} says otherwise. */
    public static final String DEFAULT_LANE = "default";

    /** Names of lanes and vendors; a name is part of a key and of an environment variable. */
    public static final Pattern NAME_PATTERN = Pattern.compile("[a-z0-9][a-z0-9-]*");

    private static final Pattern ENTRY = Pattern.compile("(?m)^# .*?(?: \\(formerly (\\S+)\\))?\n(#?)(darkroom\\.[a-z.-]+) =(.*)$");
    private static final Pattern NAMED_KEY = Pattern.compile("darkroom\\.(lane|vendor)\\.([^.]+)\\.(.+)");
    private static final Pattern SECRET = Pattern.compile("darkroom\\.notify|.*\\.(key|secret-key|password|token)");
    /** Keys of a vendor that have no default unless the vendor comes with the product. */
    private static final Set<String> KEYS_OF_EACH_VENDOR = Set.of("url", "key");

    private static final List<KnownKey> SHIPPED = readShippedKeys();
    private static final List<String> BUILT_IN_VENDORS = SHIPPED.stream().flatMap(known -> findVendor(known.key()).stream()).distinct().toList();

    private SettingKeys() {
    }

    /** A key that may be set, its name in earlier versions, which still works, its default, and whether its value is never shown. */
    public record KnownKey(String key, Optional<String> oldKey, Optional<String> defaultValue, boolean secret) {

        private KnownKey renameTo(String name, boolean hasDefault) {
            UnaryOperator<String> rename = any -> NAMED_KEY.matcher(any).replaceFirst("darkroom.$1." + Matcher.quoteReplacement(name) + ".$3");
            return new KnownKey(rename.apply(key), oldKey.map(rename), hasDefault ? defaultValue : Optional.empty(), secret);
        }
    }

    /** The vendors that come with the product. */
    public static List<String> builtInVendors() {
        return BUILT_IN_VENDORS;
    }

    /** Every key that may be set when there are these lanes and vendors, in the order of {@code darkroom.properties}. */
    public static List<KnownKey> expandKeys(Collection<String> lanes, Collection<String> vendors) {
        Map<String, List<KnownKey>> blocks = new LinkedHashMap<>();
        for (KnownKey known : SHIPPED) {
            Matcher named = NAMED_KEY.matcher(known.key());
            blocks.computeIfAbsent(named.matches() ? named.group(1) : known.key(), block -> new ArrayList<>()).add(known);
        }
        blocks.computeIfPresent("lane", (block, keys) -> lanes.stream().flatMap(lane -> keys.stream().map(known -> known.renameTo(lane, true)))
                .toList());
        blocks.computeIfPresent("vendor", (block, keys) -> vendors.stream().flatMap(vendor -> expandVendor(vendor, keys)).toList());
        return blocks.values().stream().flatMap(List::stream).toList();
    }

    private static Stream<KnownKey> expandVendor(String vendor, List<KnownKey> keys) {
        boolean builtIn = BUILT_IN_VENDORS.contains(vendor);
        String prefix = "darkroom.vendor." + (builtIn ? vendor : BUILT_IN_VENDORS.get(0)) + ".";
        return keys.stream().filter(known -> known.key().startsWith(prefix)).map(known -> known.renameTo(vendor,
                builtIn || !KEYS_OF_EACH_VENDOR.contains(known.key().substring(prefix.length()))));
    }

    /** The current name of a key of an earlier version. */
    public static Optional<String> findNewKey(String oldKey) {
        return listKeysBeside(oldKey).filter(known -> known.oldKey().equals(Optional.of(oldKey))).map(KnownKey::key).findFirst();
    }

    /** This key, if its lane or vendor, where it has one, existed. */
    static Optional<KnownKey> findKey(String key) {
        return listKeysBeside(key).filter(known -> known.key().equals(key)).findFirst();
    }

    /** Whether the value of this key is a duration: its default is one. */
    static boolean isDuration(String key) {
        return findKey(key).flatMap(KnownKey::defaultValue).filter(value -> value.matches("\\d+(ms|s|m|h|d)")).isPresent();
    }

    private static Stream<KnownKey> listKeysBeside(String key) {
        return expandKeys(findLane(key).stream().toList(), findVendor(key).stream().toList()).stream();
    }

    /** The lane that this key belongs to. */
    static Optional<String> findLane(String key) {
        return findName("lane", key);
    }

    /** The vendor that this key belongs to. */
    static Optional<String> findVendor(String key) {
        return findName("vendor", key);
    }

    private static Optional<String> findName(String subject, String key) {
        return Optional.of(NAMED_KEY.matcher(key)).filter(named -> named.matches() && named.group(1).equals(subject)).map(named -> named.group(2));
    }

    /** The environment variable of a key: upper case, every other character a {@code _}. */
    public static String environmentName(String key) {
        return key.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_");
    }

    private static List<KnownKey> readShippedKeys() {
        try (InputStream file = SettingKeys.class.getResourceAsStream("darkroom.properties")) {
            return ENTRY.matcher(new String(file.readAllBytes(), StandardCharsets.UTF_8)).results().map(entry -> new KnownKey(entry.group(3),
                    Optional.ofNullable(entry.group(1)), Optional.of(entry.group(4).strip()).filter(value -> entry.group(2).isEmpty()),
                    SECRET.matcher(entry.group(3)).matches())).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
