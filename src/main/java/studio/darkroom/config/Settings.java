package studio.darkroom.config;

import java.io.IOException;
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
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The settings, typed and checked: paths are absolute, URLs have no trailing slash, durations are positive, places do not overlap
 * where they must not. {@link SettingKeys} has the keys and their defaults.
 *
 * @param home          folder of the ledger and of temporary files
 * @param lanes         at least one, in the order of {@code darkroom.lanes}
 * @param vendors       by name: those of the product, of the lanes, of the user's folder, and those that have keys
 * @param transfers     maximum number of concurrent transfers on this node
 * @param workers       maximum number of shoots in work at the same time on this node
 * @param vendorsFolder folder with the files of the user's own vendors
 * @param callbackUrl   public URL of this node
 * @param alertEndpoint Camel endpoint URI for alerts ({@code darkroom.notify}); may contain secrets
 * @param values        every key with its value and source
 * @param durations     the parsed value of each key that is a duration
 * @param renamedKeys   names of earlier versions that are in use, each with its current name; both as a person writes them, keys
 *                      or environment variables
 */
public record Settings(Path home, List<Lane> lanes, Gather gather, Map<String, Vendor> vendors,
                       Optional<Path> vendorsFolder, int transfers, int workers, Transfer transfer, Await await,
                       Retry retry, LedgerAccess ledger, BucketStore bucketStore, Http http, Optional<URI> callbackUrl,
                       Spend spend, Optional<String> alertEndpoint, Map<String, Setting> values,
                       Map<String, Duration> durations, Map<String, String> renamedKeys) {

    private static final Pattern URI_SECRET = Pattern.compile(
            "://[^/?#@:]*:([^/?#@]+)@|[?&][^=&]*(?i:pass|secret|token|key|auth|webhook)[^=&]*=(?:RAW[({])?([^&)}]+)");

    public Settings {
        lanes = List.copyOf(lanes);
        vendors = Collections.unmodifiableMap(new LinkedHashMap<>(vendors));
        values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
        durations = Map.copyOf(durations);
        renamedKeys = Collections.unmodifiableMap(new LinkedHashMap<>(renamedKeys));
    }

    /**
     * One configured flow.
     *
     * @param ticket        a ticket file, which existed when the settings were loaded
     * @param touchedUp     folder of results retouched by hand
     * @param inboxStore    store of the inbox bucket and of its archive bucket
     * @param deliveryStore store of the delivery bucket
     * @param events        URL of the queue that receives the events of the inbox bucket
     * @param editsPerDay   maximum number of paid edits per day in this lane
     */
    public record Lane(String name, Place inbox, Place delivery, String vendor, Optional<Path> ticket, Archive archive,
                       Optional<Path> touchedUp, BucketStore inboxStore, BucketStore deliveryStore, Optional<URI> events,
                       OptionalInt editsPerDay) {

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

        static Archive leave() {
            return new Archive(Kind.LEAVE, Optional.empty());
        }

        static Archive move(Place to) {
            return new Archive(Kind.MOVE, Optional.of(to));
        }

        static Archive delete() {
            return new Archive(Kind.DELETE, Optional.empty());
        }
    }

    /**
     * When a shoot is closed.
     *
     * @param quietPeriod               time without changes before it is closed
     * @param maxWait                   time after which an incomplete photo is a problem
     * @param scanInterval              time between two scans of a folder
     * @param listingInterval           time between two listings of a bucket
     * @param listingIntervalWithEvents the same for a bucket with an event queue
     * @param hashPhotos                whether to compute the SHA-256 of each photo in a folder
     */
    public record Gather(Duration quietPeriod, Duration maxWait, Duration scanInterval, Duration listingInterval, Duration listingIntervalWithEvents,
                         boolean hashPhotos) {
    }

    /**
     * Access to one vendor.
     *
     * @param key       present for every vendor that a lane uses
     * @param pollFirst time before the first status poll
     * @param pollMax   maximum time between two status polls
     */
    public record Vendor(String name, URI url, Optional<Secret> key, Duration pollFirst, Duration pollMax) {
    }

    /**
     * @param stallTimeout time without a byte before a transfer is aborted
     * @param allowedHosts additional hosts that links may point to, in lower case
     * @param uploadCheck  how an upload is verified
     */
    public record Transfer(Duration stallTimeout, Set<String> allowedHosts, UploadCheck uploadCheck) {

        public enum UploadCheck { SIZE, MD5 }

        public Transfer {
            allowedHosts = Collections.unmodifiableSet(new LinkedHashSet<>(allowedHosts));
        }
    }

    /**
     * @param timeout         time to wait for a vendor before a person decides
     * @param editGracePeriod time to wait for the vendor's status to show an edit whose response was lost
     */
    public record Await(Duration timeout, Duration editGracePeriod) {
    }

    /** The delay before the first retry, and the maximum delay between two. */
    public record Retry(Duration initialDelay, Duration maxDelay) {
    }

    /**
     * JDBC access to the ledger.
     *
     * @param url        {@code jdbc:sqlite:} in the home folder unless set; ignored if there is a data source
     * @param datasource name of a DataSource of the host
     */
    public record LedgerAccess(String url, Optional<String> user, Optional<Secret> password, Optional<String> datasource) {

        /** Access by URL. */
        public LedgerAccess(String url, Optional<String> user, Optional<Secret> password) {
            this(url, user, password, Optional.empty());
        }
    }

    /** An S3-compatible store; the AWS SDK decides what is empty. Access key and secret key come together. */
    public record BucketStore(Optional<URI> endpoint, Optional<String> region, Optional<String> accessKey,
                         Optional<Secret> secretKey, Optional<Boolean> pathStyle, Optional<Boolean> checksums,
                         Optional<Boolean> chunked) {

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
    }

    /** Where API, health checks and metrics listen; port 0 selects a free port. */
    public record Http(int port, String host, Optional<Secret> token) {

        /** The port if HTTP is disabled. */
        public static final int OFF = -1;

        /** Whether HTTP is enabled. */
        public boolean isEnabled() {
            return port != OFF;
        }
    }

    /** Spending limits; empty means unlimited. */
    public record Spend(OptionalInt editsPerDay, OptionalInt photosPerShoot) {
    }

    /** From the properties file, environment and system properties of this process. @throws SettingsException with all faults */
    public static Settings load() {
        Map<String, String> system = copySystemProperties();
        return load(SettingsFile.find(System.getenv(), system).map(SettingsFile::read).orElse(Map.of()), System.getenv(), system);
    }

    /** The same from another properties file. @throws SettingsException with all faults */
    public static Settings load(Path file) {
        return load(SettingsFile.read(file), System.getenv(), copySystemProperties());
    }

    /**
     * Where a node with these settings listens, and its token. Faults of other settings are ignored.
     *
     * @param file the properties file; empty for that of the process
     * @throws SettingsException with all faults of these keys
     */
    public static Http loadHttp(Optional<Path> file) {
        Map<String, String> system = copySystemProperties();
        Map<String, String> fileValues = file.or(() -> SettingsFile.find(System.getenv(), system)).map(SettingsFile::read)
                .orElse(Map.of());
        return SettingsBuilder.buildHttp(fileValues, System.getenv(), system);
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

    /** Every key with its value, in the order of the table; {@code ***} for secrets, empty if nothing is set. */
    public Map<String, String> describe() {
        Map<String, String> shown = new LinkedHashMap<>();
        values.forEach((key, setting) -> shown.put(key, setting.displayValue()));
        return shown;
    }

    /** Where the value of a key comes from. @throws IllegalArgumentException if there is no such key */
    public Setting.Source findSource(String key) {
        if (!values.containsKey(key)) {
            throw new IllegalArgumentException("Unknown setting " + key);
        }
        return values.get(key).source();
    }

    /**
     * What {@code {{key}}} stands for in a route file: a duration in milliseconds, any other value as it is, an empty text if
     * nothing is set. Old names work too.
     *
     * @return empty for a secret and for an unknown key
     */
    public Optional<String> findRouteValue(String name) {
        String key = SettingKeys.findNewKey(name).orElse(name);
        return Optional.ofNullable(values.get(key)).filter(setting -> !setting.secret()).map(setting -> durations.containsKey(key)
                ? String.valueOf(durations.get(key).toMillis()) : setting.value().orElse(""));
    }

    /** Everything that must not appear in any text: the value of each secret key, and the secrets inside the alert endpoint. */
    public Set<String> secretTexts() {
        Set<String> secrets = new LinkedHashSet<>();
        values.values().stream().filter(Setting::secret).flatMap(setting -> setting.value().stream()).forEach(secrets::add);
        alertEndpoint.map(URI_SECRET::matcher).ifPresent(found -> {
            while (found.find()) {
                String part = found.group(1) == null ? found.group(2) : found.group(1);
                secrets.add(part);
                secrets.add(URLDecoder.decode(part.replace("+", "%2B").replaceAll("%(?![0-9A-Fa-f]{2})", "%25"), StandardCharsets.UTF_8));
            }
        });
        return secrets;
    }

    /** One sentence that names the old names in use and their current names; empty if there are none. */
    public Optional<String> describeRenamedKeys() {
        return renamedKeys.isEmpty() ? Optional.empty() : Optional.of("Some settings have new names; the old names still work: "
                + renamedKeys.entrySet().stream().map(renamed -> renamed.getKey() + " is now " + renamed.getValue())
                        .collect(Collectors.joining(", ")) + ".");
    }

    /** The described values, so that no secret gets into a log by accident. */
    @Override
    public String toString() {
        return "Settings" + describe();
    }

    private static Map<String, String> copySystemProperties() {
        Map<String, String> system = new HashMap<>();
        System.getProperties().stringPropertyNames().forEach(key -> system.put(key, System.getProperty(key, "")));
        return system;
    }
}
