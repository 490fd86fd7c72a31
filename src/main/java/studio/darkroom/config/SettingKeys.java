package studio.darkroom.config;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The table of keys, read from the {@code darkroom.properties} that is packaged with the program: its keys are all keys, its
 * values are the defaults. Its {@code default} lane and its vendors stand for every lane and every vendor.
 */
public final class SettingKeys {

    /** The lane that exists unless {@code darkroom.lanes} says otherwise. */
    public static final String DEFAULT_LANE = "default";

    /** Names of lanes and vendors; a name is part of a key and of an environment variable. */
    public static final Pattern NAME_PATTERN = Pattern.compile("[a-z0-9][a-z0-9-]*");

    private static final Pattern LINE = Pattern.compile("(#?)(darkroom\\.[a-z.-]+) =(.*)");
    private static final Pattern NAMED_KEY = Pattern.compile("darkroom\\.(lane|vendor)\\.([^.]+)\\.(.+)");
    private static final Pattern SECRET = Pattern.compile("darkroom\\.notify|.*\\.(key|secret-key|password|token)");
    /** Keys of a vendor that have no default unless the vendor comes with the product. */
    private static final Set<String> KEYS_OF_EACH_VENDOR = Set.of("url", "key");

    /** Current names by the names of earlier versions; the keys below {@code darkroom.vendor.<vendor>} without that prefix. */
    private static final Map<String, String> RENAMED = Map.ofEntries(
            Map.entry("darkroom.gather.every", "darkroom.inbox.scan-interval"),
            Map.entry("darkroom.gather.quiet", "darkroom.inbox.settle-time"),
            Map.entry("darkroom.gather.max-wait", "darkroom.inbox.incomplete-after"),
            Map.entry("darkroom.gather.hash", "darkroom.inbox.hash-originals"),
            Map.entry("darkroom.gather.listing", "darkroom.bucket.list-interval"),
            Map.entry("darkroom.gather.listing-with-events", "darkroom.bucket.list-interval-with-events"),
            Map.entry("darkroom.upload.check", "darkroom.upload.verify"),
            Map.entry("darkroom.retry.first", "darkroom.retry.initial-delay"),
            Map.entry("darkroom.retry.most", "darkroom.retry.max-delay"),
            Map.entry("darkroom.edit.grace", "darkroom.edit.lost-response-wait"),
            Map.entry("darkroom.await.patience", "darkroom.vendor.timeout"),
            Map.entry("darkroom.transfer.stall", "darkroom.transfer.idle-timeout"),
            Map.entry("darkroom.transfers", "darkroom.transfer.concurrency"),
            Map.entry("darkroom.workers", "darkroom.shoot.concurrency"),
            Map.entry("poll.first", "poll.initial-delay"),
            Map.entry("poll.most", "poll.max-delay"));

    private static final List<KnownKey> SHIPPED = readShippedKeys();
    private static final List<String> BUILT_IN_VENDORS = List.copyOf(SHIPPED.stream().flatMap(known -> findVendor(known.key()).stream())
            .collect(LinkedHashSet::new, Set::add, Set::addAll));

    private SettingKeys() {
    }

    /** A key that may be set, its default, and whether its value is never shown. */
    public record KnownKey(String key, Optional<String> defaultValue, boolean secret) {

        /** The key's name in earlier versions, which still works. */
        public Optional<String> oldKey() {
            return RENAMED.entrySet().stream().map(renamed -> renamed.getValue().equals(key) ? renamed.getKey()
                    : findVendor(key).map(vendor -> "darkroom.vendor." + vendor + ".")
                            .filter(prefix -> key.equals(prefix + renamed.getValue())).map(prefix -> prefix + renamed.getKey()).orElse(""))
                    .filter(old -> !old.isEmpty()).findFirst();
        }

        private KnownKey renameTo(String name, boolean hasDefault) {
            return new KnownKey(NAMED_KEY.matcher(key).replaceFirst("darkroom.$1." + Matcher.quoteReplacement(name) + ".$3"),
                    hasDefault ? defaultValue : Optional.empty(), secret);
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
        blocks.computeIfPresent("lane", (block, keys) -> expand(lanes, lane -> keys.stream().map(known -> known.renameTo(lane, true))
                .toList()));
        blocks.computeIfPresent("vendor", (block, keys) -> expand(vendors, vendor -> expandVendor(vendor, keys)));
        return blocks.values().stream().flatMap(List::stream).toList();
    }

    private static List<KnownKey> expand(Collection<String> names, Function<String, List<KnownKey>> keysOf) {
        return names.stream().flatMap(name -> keysOf.apply(name).stream()).toList();
    }

    private static List<KnownKey> expandVendor(String vendor, List<KnownKey> keys) {
        boolean builtIn = BUILT_IN_VENDORS.contains(vendor);
        String model = builtIn ? vendor : BUILT_IN_VENDORS.get(0);
        return keys.stream().filter(known -> findVendor(known.key()).orElseThrow().equals(model)).map(known -> known.renameTo(vendor,
                builtIn || !KEYS_OF_EACH_VENDOR.contains(known.key().substring(("darkroom.vendor." + model + ".").length())))).toList();
    }

    /** The current name of a key of an earlier version. */
    public static Optional<String> findNewKey(String oldKey) {
        Optional<String> prefix = findVendor(oldKey).map(vendor -> "darkroom.vendor." + vendor + ".");
        return prefix.isPresent()
                ? Optional.ofNullable(RENAMED.get(oldKey.substring(prefix.get().length()))).map(key -> prefix.get() + key)
                : Optional.ofNullable(RENAMED.get(oldKey)).filter(key -> key.startsWith("darkroom."));
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
        Matcher named = NAMED_KEY.matcher(key);
        return named.matches() && named.group(1).equals(subject) ? Optional.of(named.group(2)) : Optional.empty();
    }

    /** The environment variable of a key: upper case, every other character a {@code _}. */
    public static String environmentName(String key) {
        return key.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_");
    }

    private static List<KnownKey> readShippedKeys() {
        try (InputStream file = SettingKeys.class.getResourceAsStream("darkroom.properties")) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8).lines().map(LINE::matcher).filter(Matcher::matches)
                    .map(line -> new KnownKey(line.group(2), Optional.of(line.group(3).strip()).filter(value -> line.group(1).isEmpty()),
                            SECRET.matcher(line.group(2)).matches())).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
