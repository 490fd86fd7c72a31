package studio.darkroom.config;

import java.io.IOException;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import studio.darkroom.text.Hosts;

/**
 * The settings, typed and checked: paths are absolute, URLs have no trailing slash, durations are positive, places do not overlap
 * where they must not. The {@link Key} of a component names its line in {@code darkroom.properties}, which describes it.
 *
 * @param lanes       at least one, in the order of {@code darkroom.lanes}
 * @param vendors     by name: those of the product, of the lanes, of the user's folder, and those that have keys
 * @param values      every key with its value and source
 * @param renamedKeys names of earlier versions that are in use, each with its current name; both as a person writes them, keys
 *                    or environment variables
 */
public record Settings(@Key("home") Path home, List<Lane> lanes, Gather gather, Map<String, Vendor> vendors,
                       @Key("vendors.folder") Optional<Path> vendorsFolder, @Key(value = "transfer.concurrency", max = 256) int transfers,
                       @Key(value = "shoot.concurrency", max = 256) int workers, Transfer transfer, Await await, Retry retry, LedgerAccess ledger,
                       BucketStore bucketStore, Http http,
                       @Key(value = "callback.url", httpReason = "its secret path would be sent unencrypted") Optional<URI> callbackUrl, Spend spend,
                       @Key("notify") Optional<String> alertEndpoint, Map<String, Setting> values, Map<String, String> renamedKeys) {

    /** The key of a component, without the prefix of its record. */
    @Retention(RetentionPolicy.RUNTIME)
    @interface Key {

        String value();

        int min() default 1;

        int max() default 1_000_000_000;

        /** Why a URL must not be plain HTTP except on loopback; empty if it may be. */
        String httpReason() default "";

        /** Whether a secret is sent in an HTTP header. */
        boolean header() default false;
    }

    private static final Pattern URI_SECRET = Pattern.compile(
            "://[^/?#@:]*:([^/?#@]+)@|[?&][^=&]*(?i:pass|secret|token|key|auth|webhook)[^=&]*=(?:RAW[({])?([^&)}]+)");

    public Settings {
        lanes = List.copyOf(lanes);
        vendors = Collections.unmodifiableMap(new LinkedHashMap<>(vendors));
        values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
        renamedKeys = Collections.unmodifiableMap(new LinkedHashMap<>(renamedKeys));
    }

    /**
     * One configured flow.
     *
     * @param ticket     a ticket file, which existed when the settings were loaded
     * @param inboxStore store of the inbox bucket and of its archive bucket
     */
    public record Lane(String name, @Key("inbox") Place inbox, @Key("delivery") Place delivery, @Key("vendor") String vendor,
                       @Key("ticket") Optional<Path> ticket, @Key("archive") Archive archive, @Key("touched-up") Optional<Path> touchedUp,
                       BucketStore inboxStore, BucketStore deliveryStore, @Key("inbox.events") Optional<URI> events,
                       @Key("spend.edits-per-day") OptionalInt editsPerDay) {

        /** The time between two listings of the inbox bucket. */
        public Duration listingInterval(Gather gather) {
            return events.isPresent() ? gather.listingIntervalWithEvents() : gather.listingInterval();
        }
    }

    /**
     * A folder or a part of a bucket.
     *
     * @param folder absolute; null for a bucket
     * @param bucket null for a folder
     * @param prefix empty, or ends but does not begin with {@code /}; null for a folder
     */
    public record Place(Kind kind, Path folder, String bucket, String prefix) {

        public enum Kind { FOLDER, BUCKET }

        public static Place folder(Path folder) {
            return new Place(Kind.FOLDER, folder.toAbsolutePath().normalize(), null, null);
        }

        /** @param prefix with or without slashes around it; empty for the whole bucket */
        public static Place bucket(String bucket, String prefix) {
            String trimmed = prefix.replaceAll("^/+|/+$", "");
            return new Place(Kind.BUCKET, null, bucket, trimmed.isEmpty() ? "" : trimmed + "/");
        }

        /** Whether the other place is this one or inside it; symbolic links are followed. */
        public boolean contains(Place other) {
            if (kind != other.kind) {
                return false;
            }
            return kind == Kind.FOLDER
                    ? resolveLinks(other.folder).startsWith(resolveLinks(folder))
                    : bucket.equals(other.bucket) && other.prefix.startsWith(prefix);
        }

        /** As in the properties file. */
        @Override
        public String toString() {
            return kind == Kind.FOLDER ? "folder:" + folder : "bucket:" + bucket + "/" + prefix;
        }

        private static Path resolveLinks(Path path) {
            for (Path ancestor = path; ancestor != null; ancestor = ancestor.getParent()) {
                try {
                    return ancestor.toRealPath().resolve(ancestor.relativize(path));
                } catch (IOException e) {
                    // does not exist yet: try its parent
                }
            }
            return path;
        }
    }

    /** What to do with originals after delivery; {@code target} only with {@link Kind#MOVE}. */
    public record Archive(Kind kind, Optional<Place> target) {

        public enum Kind { LEAVE, MOVE, DELETE }
    }

    /** When a shoot is closed. */
    public record Gather(@Key("inbox.settle-time") Duration quietPeriod, @Key("inbox.incomplete-after") Duration maxWait,
                         @Key("inbox.scan-interval") Duration scanInterval, @Key("bucket.list-interval") Duration listingInterval,
                         @Key("bucket.list-interval-with-events") Duration listingIntervalWithEvents,
                         @Key("inbox.hash-originals") boolean hashPhotos) {
    }

    /** Access to one vendor; the key is present for every vendor that a lane uses. */
    public record Vendor(String name, @Key(value = "url", httpReason = "the API key would be sent unencrypted") URI url,
                         @Key(value = "key", header = true) Optional<Secret> key, @Key("poll.initial-delay") Duration pollFirst,
                         @Key("poll.max-delay") Duration pollMax) {
    }

    /** @param allowedHosts in lower case */
    public record Transfer(@Key("transfer.idle-timeout") Duration stallTimeout, @Key("transfer.hosts") Set<String> allowedHosts,
                           @Key("upload.verify") UploadCheck uploadCheck) {

        public enum UploadCheck { SIZE, MD5 }
    }

    /** How long to wait for a vendor, and for its status to show an edit whose response was lost. */
    public record Await(@Key("vendor.timeout") Duration timeout, @Key("edit.lost-response-wait") Duration editGracePeriod) {
    }

    /** The delay before the first retry, and the maximum delay between two. */
    public record Retry(@Key("retry.initial-delay") Duration initialDelay, @Key("retry.max-delay") Duration maxDelay) {
    }

    /** JDBC access to the ledger. @param url ignored if there is a data source */
    public record LedgerAccess(String url, @Key("user") Optional<String> user, @Key("password") Optional<Secret> password,
                               @Key("datasource") Optional<String> datasource) {
    }

    /** An S3-compatible store; the AWS SDK supplies the values that are not set. Access key and secret key come together. */
    public record BucketStore(@Key("endpoint") Optional<URI> endpoint, @Key("region") Optional<String> region,
                              @Key("access-key") Optional<String> accessKey, @Key("secret-key") Optional<Secret> secretKey,
                              @Key("path-style") Optional<Boolean> pathStyle, @Key("checksums") Optional<Boolean> checksums,
                              @Key("chunked") Optional<Boolean> chunked) {

        private static final Pattern AMAZON = Pattern.compile("\\.amazonaws\\.com(\\.cn)?\\.?$", Pattern.CASE_INSENSITIVE);

        /** This store, with the defaults for what it leaves empty. */
        BucketStore withDefaults(BucketStore defaults) {
            boolean hasOwnKeys = accessKey.isPresent();
            return new BucketStore(endpoint.or(defaults::endpoint), region.or(defaults::region), hasOwnKeys ? accessKey : defaults.accessKey,
                    hasOwnKeys ? secretKey : defaults.secretKey, pathStyle.or(defaults::pathStyle), checksums.or(defaults::checksums),
                    chunked.or(defaults::chunked));
        }

        /** Whether the store is AWS. */
        public boolean isAmazon() {
            return endpoint.isEmpty() || AMAZON.matcher(endpoint.get().getHost()).find();
        }

        /**
         * Whether two stores are the same, or may be as far as their addresses tell. All endpoints of AWS are one store, because
         * bucket names are unique across its regions. Two ports of one host with different schemes may be one store.
         */
        boolean canBeSame(BucketStore other) {
            if (isAmazon() || other.isAmazon()) {
                return isAmazon() && other.isAmazon();
            }
            URI one = endpoint.orElseThrow();
            URI two = other.endpoint.orElseThrow();
            boolean differentScheme = !one.getScheme().equalsIgnoreCase(two.getScheme());
            return (differentScheme || portOf(one) == portOf(two)) && Hosts.canBeSame(one.getHost(), two.getHost());
        }

        private static int portOf(URI endpoint) {
            return endpoint.getPort() >= 0 ? endpoint.getPort() : endpoint.getScheme().equalsIgnoreCase("http") ? 80 : 443;
        }
    }

    /** Where API, health checks and metrics listen; port 0 selects a free port. */
    public record Http(int port, String host, @Key(value = "token", header = true) Optional<Secret> token) {

        /** The port if HTTP is disabled. */
        public static final int OFF = -1;

        /** The URL of a server on this host. */
        public URI buildUrl(int actualPort) {
            return URI.create("http://" + (host.contains(":") && !host.startsWith("[") ? "[" + host + "]" : host) + ":" + actualPort);
        }

        /** Whether HTTP is enabled. */
        public boolean isEnabled() {
            return port != OFF;
        }
    }

    /** Spending limits; empty means unlimited. */
    public record Spend(@Key("spend.edits-per-day") OptionalInt editsPerDay, @Key("spend.photos-per-shoot") OptionalInt photosPerShoot) {
    }

    /** From the properties file, environment and system properties of this process. @throws SettingsException with all faults */
    public static Settings load() {
        return load(readFile(Optional.empty()));
    }

    /** The same from another properties file. @throws SettingsException with all faults */
    public static Settings load(Path file) {
        return load(readFile(Optional.of(file)));
    }

    /** From these values, environment and system properties of this process. @throws SettingsException with all faults */
    public static Settings load(Map<String, String> file) {
        return load(file, System.getenv(), copySystemProperties());
    }

    /**
     * The settings from three sources; a later one overrides an earlier one, keys of others are ignored. Reads the files that
     * values refer to and checks which folders exist; writes nothing.
     *
     * @param file        the properties file or the configuration in Karaf
     * @param environment {@code DARKROOM_} variables, and those that values refer to
     * @param system      {@code darkroom.} system properties; {@code user.dir} and {@code user.home} are the working folder and
     *                    {@code ~}, by default those of the process
     * @throws SettingsException with all faults
     */
    public static Settings load(Map<String, String> file, Map<String, String> environment, Map<String, String> system) {
        return SettingsBuilder.build(file, environment, system);
    }

    /**
     * Where a node with these settings listens, and its token. Faults of other settings are ignored.
     *
     * @param file the properties file; empty for that of the process
     * @throws SettingsException with all faults of these keys
     */
    public static Http loadHttp(Optional<Path> file) {
        return SettingsBuilder.buildHttp(readFile(file), System.getenv(), copySystemProperties());
    }

    private static Map<String, String> readFile(Optional<Path> file) {
        return file.or(() -> SettingsFile.find(System.getenv(), copySystemProperties())).map(SettingsFile::read).orElse(Map.of());
    }

    /** The system properties of this process. */
    public static Map<String, String> copySystemProperties() {
        Map<String, String> system = new HashMap<>();
        System.getProperties().stringPropertyNames().forEach(key -> system.put(key, System.getProperty(key, "")));
        return system;
    }

    /** Every key with its value, in the order of the table; {@code ***} for secrets, empty if nothing is set. */
    public Map<String, String> describe() {
        Map<String, String> shown = new LinkedHashMap<>();
        values.forEach((key, setting) -> shown.put(key, setting.displayValue()));
        return shown;
    }

    /**
     * What {@code {{key}}} stands for in a route file: a duration in milliseconds, any other value as it is, an empty text if
     * nothing is set. Old names work too.
     *
     * @return empty for a secret and for an unknown key
     */
    public Optional<String> findRouteValue(String name) {
        Optional<Setting> setting = Optional.ofNullable(values.get(SettingKeys.findNewKey(name).orElse(name))).filter(any -> !any.secret());
        return setting.map(any -> SettingKeys.isDuration(any.key()) ? String.valueOf(SettingParser.parseDuration(any.value().get()).toMillis())
                : any.value().orElse(""));
    }

    /** Everything that must not appear in any text: the value of each secret key, and the secrets inside the alert endpoint. */
    public Set<String> secretTexts() {
        Set<String> secrets = new LinkedHashSet<>();
        values.values().stream().filter(Setting::secret).flatMap(setting -> setting.value().stream()).forEach(secrets::add);
        alertEndpoint.map(URI_SECRET::matcher).stream().flatMap(Matcher::results).forEach(found -> {
            String part = found.group(1) == null ? found.group(2) : found.group(1);
            secrets.add(part);
            secrets.add(URLDecoder.decode(part.replace("+", "%2B").replaceAll("%(?![0-9A-Fa-f]{2})", "%25"), StandardCharsets.UTF_8));
        });
        return secrets;
    }

    /** One sentence that names the old names in use and their current names; empty if there are none. */
    public Optional<String> describeRenamedKeys() {
        return Optional.of(renamedKeys.entrySet().stream().map(renamed -> renamed.getKey() + " is now " + renamed.getValue())
                .collect(Collectors.joining(", ", "Some settings have new names; the old names still work: ", ".")))
                .filter(any -> !renamedKeys.isEmpty());
    }

    /** The described values, so that no secret gets into a log by accident. */
    @Override
    public String toString() {
        return "Settings" + describe();
    }
}
