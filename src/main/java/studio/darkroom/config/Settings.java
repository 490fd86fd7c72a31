package studio.darkroom.config;

import java.io.IOException;
import java.net.URI;
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

/**
 * The properties as one typed, checked record. What is here is usable as it is: paths are absolute, addresses have no
 * slash at their end, durations are positive, places do not touch where they must not. Keys, defaults and meanings
 * stand in {@link SettingKeys}.
 *
 * @param home          folder of the ledger and of part files
 * @param lanes         at least one, in the order of {@code darkroom.lanes}
 * @param vendors       by name: the product's own, those of the lanes and those with keys of their own
 * @param transfers     transfers at once on this node
 * @param workers       shoots worked on at once on this node
 * @param vendorsFolder folder with vendor files of the user's own
 * @param callbackUrl   public address of this node
 * @param alertEndpoint         Camel endpoint URI that alerts are sent to ({@code darkroom.notify}); may hold secrets
 * @param values        every key with what it is set to and by whom
 */
public record Settings(Path home, List<Lane> lanes, Gather gather, Map<String, Vendor> vendors,
                       Optional<Path> vendorsFolder, int transfers, int workers, Transfer transfer, Await await,
                       Retry retry, LedgerAccess ledger, BucketStore bucketStore, Http http, Optional<URI> callbackUrl,
                       Spend spend, Optional<String> alertEndpoint, Map<String, Setting> values) {

    public Settings {
        lanes = List.copyOf(lanes);
        vendors = Collections.unmodifiableMap(new LinkedHashMap<>(vendors));
        values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }

    /**
     * One configured flow.
     *
     * @param ticket    a ticket file that was there when the settings were read
     * @param touchedUp folder of results touched up by hand
     * @param inboxStore where the buckets of inbox and archive are
     * @param deliveryStore where the bucket of the delivery is
     * @param events URL of a queue that is told of new objects of the inbox
     * @param editsPerDay edits paid for per day in this lane at most
     */
    public record Lane(String name, Place inbox, Place delivery, String vendor, Optional<Path> ticket, Archive archive,
                       Optional<Path> touchedUp, BucketStore inboxStore, BucketStore deliveryStore, Optional<URI> events,
                       OptionalInt editsPerDay) {

        /** How often the inbox is listed if it is a bucket. */
        public Duration listingInterval(Gather gather) {
            return events.isPresent() ? gather.listingIntervalWithEvents() : gather.listingInterval();
        }
    }

    /**
     * A folder or a part of a bucket.
     *
     * @param folder absolute; null for a bucket
     * @param bucket null for a folder
     * @param prefix empty, or ends with {@code /} and begins with none; null for a folder
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

        /** Whether the other place is this one or inside it; links to folders are followed. */
        public boolean contains(Place other) {
            if (kind != other.kind) {
                return false;
            }
            return kind == Kind.FOLDER
                    ? resolveLinks(other.folder).startsWith(resolveLinks(folder))
                    : bucket.equals(other.bucket) && other.prefix.startsWith(prefix);
        }

        /** As it is written in the properties. */
        @Override
        public String toString() {
            return kind == Kind.FOLDER ? "folder:" + folder : "bucket:" + bucket + "/" + prefix;
        }

        private static Path resolveLinks(Path path) {
            for (Path ancestor = path; ancestor != null; ancestor = ancestor.getParent()) {
                try {
                    return ancestor.toRealPath().resolve(ancestor.relativize(path));
                } catch (IOException e) {
                    // not there (yet): its parent may be
                }
            }
            return path;
        }
    }

    /** What happens to originals after delivery; {@code to} only with {@link Kind#MOVE}. */
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
     * When a shoot closes: quiet for so long, waited for at most so long, looked at every so often.
     *
     * @param listingInterval so often a bucket is listed
     * @param listingIntervalWithEvents so often a bucket is listed that tells of new objects by itself
     * @param hashPhotos whether the SHA-256 of every photo in a folder is taken down when it has arrived
     */
    public record Gather(Duration quietPeriod, Duration maxWait, Duration scanInterval, Duration listingInterval, Duration listingIntervalWithEvents,
                         boolean hashPhotos) {
    }

    /**
     * Access to one vendor.
     *
     * @param key       there for every vendor that a lane uses
     * @param pollFirst first look at a status after so long
     * @param pollMax  looks grow rarer up to this
     */
    public record Vendor(String name, URI url, Optional<Secret> key, Duration pollFirst, Duration pollMax) {
    }

    /**
     * @param stallTimeout no byte for so long is a broken transfer
     * @param allowedHosts further hosts that links may point to, in small letters
     * @param uploadCheck how an upload is checked
     */
    public record Transfer(Duration stallTimeout, Set<String> allowedHosts, UploadCheck uploadCheck) {

        public enum UploadCheck { SIZE, MD5 }

        public Transfer {
            allowedHosts = Collections.unmodifiableSet(new LinkedHashSet<>(allowedHosts));
        }
    }

    /**
     * @param timeout after waiting so long for a vendor, a person decides
     * @param editGracePeriod    how long a vendor's state may stay silent after a lost answer to an edit ({@code darkroom.edit.grace})
     */
    public record Await(Duration timeout, Duration editGracePeriod) {
    }

    /** Time to the first retry; retries grow rarer up to the most. */
    public record Retry(Duration initialDelay, Duration maxDelay) {
    }

    /**
     * JDBC access to the ledger.
     *
     * @param url        {@code jdbc:sqlite:} in the home folder unless set; without a meaning where a data source is named
     * @param datasource name of a DataSource of the host's
     */
    public record LedgerAccess(String url, Optional<String> user, Optional<Secret> password, Optional<String> datasource) {

        /** Access by address. */
        public LedgerAccess(String url, Optional<String> user, Optional<Secret> password) {
            this(url, user, password, Optional.empty());
        }
    }

    /** The S3-compatible store; what is empty is left to AWS's own ways. Keys come in pairs. */
    public record BucketStore(Optional<URI> endpoint, Optional<String> region, Optional<String> accessKey,
                         Optional<Secret> secretKey, Optional<Boolean> pathStyle, Optional<Boolean> checksums,
                         Optional<Boolean> chunked) {

        private static final Pattern AMAZON = Pattern.compile("\\.amazonaws\\.com(\\.cn)?\\.?$", Pattern.CASE_INSENSITIVE);

        /** This one where it says something, else the other. */
        BucketStore withDefaults(BucketStore defaults) {
            boolean hasOwnKeys = accessKey.isPresent();
            return new BucketStore(endpoint.or(defaults::endpoint), region.or(defaults::region), hasOwnKeys ? accessKey : defaults.accessKey,
                    hasOwnKeys ? secretKey : defaults.secretKey, pathStyle.or(defaults::pathStyle), checksums.or(defaults::checksums),
                    chunked.or(defaults::chunked));
        }

        /** Whether the store is Amazon's own. */
        public boolean isAmazon() {
            return endpoint.isEmpty() || AMAZON.matcher(endpoint.get().getHost()).find();
        }
    }

    /** Where API, health and metrics listen; port 0 takes any free one. */
    public record Http(int port, String host, Optional<Secret> token) {

        /** In the port's place where nothing is to listen. */
        public static final int OFF = -1;

        /** Whether anything listens. */
        public boolean isEnabled() {
            return port != OFF;
        }
    }

    /** Caps; empty is none. */
    public record Spend(OptionalInt editsPerDay, OptionalInt photosPerShoot) {
    }

    /**
     * The settings of this process: its properties file, environment and system properties.
     *
     * @throws SettingsException with every fault found
     */
    public static Settings load() {
        Map<String, String> system = copySystemProperties();
        return load(SettingsFile.find(System.getenv(), system).map(SettingsFile::read).orElse(Map.of()), System.getenv(), system);
    }

    /**
     * The same with a named properties file.
     *
     * @throws SettingsException with every fault found
     */
    public static Settings load(Path file) {
        return load(SettingsFile.read(file), System.getenv(), copySystemProperties());
    }

    /**
     * Where a node of these settings listens and which token it wants; whatever else is wrong with them does not matter.
     *
     * @param file the named properties file; empty for the process's own
     * @throws SettingsException with every fault of these keys
     */
    public static Http loadHttp(Optional<Path> file) {
        Map<String, String> system = copySystemProperties();
        Map<String, String> fileValues = file.or(() -> SettingsFile.find(System.getenv(), system)).map(SettingsFile::read)
                .orElse(Map.of());
        return SettingsBuilder.buildHttp(fileValues, System.getenv(), system);
    }

    /**
     * The settings that three sources make; a later one wins. Keys of others are ignored. Reads the files that
     * values refer to and looks which folders there are; creates and writes nothing.
     *
     * @param file        the properties file or Karaf's configuration
     * @param environment {@code DARKROOM_..} variables, and those that values refer to
     * @param system      {@code darkroom.} system properties; {@code user.dir} and {@code user.home} stand for the
     *                    working folder and {@code ~}, the process's own where they are missing
     * @throws SettingsException with every fault found
     */
    public static Settings load(Map<String, String> file, Map<String, String> environment, Map<String, String> system) {
        return SettingsBuilder.build(file, environment, system);
    }

    /** Every key with its effective value, in the order of the table; {@code ***} for secrets, empty for none. */
    public Map<String, String> describe() {
        Map<String, String> shown = new LinkedHashMap<>();
        values.forEach((key, setting) -> shown.put(key, setting.displayValue()));
        return shown;
    }

    /**
     * Where the value of a key comes from.
     *
     * @throws IllegalArgumentException if there is no such key
     */
    public Setting.Source findSource(String key) {
        if (!values.containsKey(key)) {
            throw new IllegalArgumentException(key + " is not a key of these settings: see describe() for those there are.");
        }
        return values.get(key).source();
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
