package studio.darkroom.config;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The one table of keys: what may be set, its default, and what it is for. Reading, the neighbours of unknown keys,
 * {@code config/darkroom.properties} and the documentation all come from here.
 */
public final class SettingKeys {

    /** The lane there is when nobody names one. */
    public static final String DEFAULT_LANE = "default";

    private static final String LANE_PLACEHOLDER = "<lane>";
    private static final String VENDOR_PLACEHOLDER = "<vendor>";

    private static final String IMAGEN_URL = "https://api.imagen-ai.com/v1";
    private static final String IMAGEN_KEY = "{{env:IMAGEN_API_KEY}}";

    private static final List<KeyDefinition> DEFINITIONS = List.of(
            defineKey("darkroom.home", "darkroom-home", "Folder of the ledger and of part files; must be on a local disk"),
            defineKey("darkroom.lanes", DEFAULT_LANE, "Names of the lanes, comma between them; each has its darkroom.lane.<lane> keys"),

            defineKey("darkroom.lane.<lane>.inbox", "folder:inbox", "Where photos are dropped: folder:<path> or bucket:<name>/<prefix>"),
            defineKey("darkroom.lane.<lane>.delivery", "folder:delivery", "Where results go: folder:<path> or bucket:<name>/<prefix>"),
            defineKey("darkroom.lane.<lane>.vendor", "imagen", "Who edits: imagen, imagen-smart, fotolabs or a vendor of your own"),
            defineKey("darkroom.lane.<lane>.ticket", null, "Ticket file: how the shoots of this lane are to be edited"),
            defineKey("darkroom.lane.<lane>.archive", "leave", "What happens to originals after delivery: leave, move:<folder or bucket>, delete"),
            defineKey("darkroom.lane.<lane>.touched-up", null, "Folder of results touched up by hand, given back to a vendor that takes them"),
            defineKey("darkroom.lane.<lane>.spend.edits-per-day", null, "Edits paid for per day at most in this lane; none is no cap of its own"),

            defineKey("darkroom.lane.<lane>.inbox.events", null, "SQS queue, by its URL, that is told of new objects of a bucket inbox"),
            defineKey("darkroom.lane.<lane>.inbox.bucket.endpoint", null, "Store of the inbox, and of a bucket it is archived to; none is darkroom.bucket's"),
            defineKey("darkroom.lane.<lane>.inbox.bucket.region", null, "Region of that store"),
            defineKey("darkroom.lane.<lane>.inbox.bucket.access-key", null, "Access key for that store"),
            defineSecret("darkroom.lane.<lane>.inbox.bucket.secret-key", "Secret key for that store"),
            defineKey("darkroom.lane.<lane>.inbox.bucket.path-style", null, "As darkroom.bucket.path-style, for that store"),
            defineKey("darkroom.lane.<lane>.inbox.bucket.checksums", null, "As darkroom.bucket.checksums, for that store"),
            defineKey("darkroom.lane.<lane>.inbox.bucket.chunked", null, "As darkroom.bucket.chunked, for that store"),
            defineKey("darkroom.lane.<lane>.delivery.bucket.endpoint", null, "Store of the delivery; none is darkroom.bucket's"),
            defineKey("darkroom.lane.<lane>.delivery.bucket.region", null, "Region of that store"),
            defineKey("darkroom.lane.<lane>.delivery.bucket.access-key", null, "Access key for that store"),
            defineSecret("darkroom.lane.<lane>.delivery.bucket.secret-key", "Secret key for that store"),
            defineKey("darkroom.lane.<lane>.delivery.bucket.path-style", null, "As darkroom.bucket.path-style, for that store"),
            defineKey("darkroom.lane.<lane>.delivery.bucket.checksums", null, "As darkroom.bucket.checksums, for that store"),
            defineKey("darkroom.lane.<lane>.delivery.bucket.chunked", null, "As darkroom.bucket.chunked, for that store"),

            defineKey("darkroom.gather.quiet", "30s", "A shoot closes when nothing in it has changed for so long; at least 100ms"),
            defineKey("darkroom.gather.max-wait", "24h", "A photo that is not whole after so long is a problem"),
            defineKey("darkroom.gather.every", "2s", "How often an inbox is looked at"),
            defineKey("darkroom.gather.hash", "true", "Whether photos in folders are read once more when they have arrived, for their SHA-256"),
            defineKey("darkroom.gather.listing", "30s", "How often a bucket is listed, one call per 1,000 objects and one more"),
            defineKey("darkroom.gather.listing-with-events", "15m", "The same for an inbox with a queue of events"),

            new KeyDefinition("darkroom.vendor.<vendor>.url", null, Map.of("imagen", IMAGEN_URL, "imagen-smart", IMAGEN_URL,
                    "fotolabs", "https://api.fotolabs.co"), false, "Address of the vendor's API"),
            new KeyDefinition("darkroom.vendor.<vendor>.key", null, Map.of("imagen", IMAGEN_KEY, "imagen-smart", IMAGEN_KEY,
                    "fotolabs", "{{env:FOTOLABS_API_KEY}}"), true, "API key; {{env:NAME}} and {{file:/path}} are looked up"),
            new KeyDefinition("darkroom.vendor.<vendor>.poll.first", "10s", Map.of("imagen-smart", "30s", "fotolabs", "15s"), false,
                    "First look at the vendor's status after so long"),
            defineKey("darkroom.vendor.<vendor>.poll.most", "60s", "Looks grow rarer up to this"),
            defineKey("darkroom.vendors.folder", null, "Folder with vendor files of your own"),

            defineKey("darkroom.transfers", "8", "Transfers at once on this node"),
            defineKey("darkroom.workers", "8", "Shoots worked on at once on this node"),
            defineKey("darkroom.transfer.stall", "60s", "A transfer without a byte for so long is broken"),
            defineKey("darkroom.transfer.hosts", null, "Further hosts that transfer links may point to, comma between them"),
            defineKey("darkroom.upload.check", "size", "How an upload is checked: size, or md5 where the store gives one"),
            defineKey("darkroom.edit.grace", "15m", "After a lost answer to an edit, how long the vendor's state may stay silent"),
            defineKey("darkroom.await.patience", "20h", "After waiting so long for a vendor, a person is asked"),
            defineKey("darkroom.retry.first", "1s", "First retry after an outage or a refused call"),
            defineKey("darkroom.retry.most", "60s", "Retries grow rarer up to this"),

            defineKey("darkroom.ledger.url", null, "Database of the ledger, jdbc:postgresql:...; none is SQLite in darkroom.home"),
            defineKey("darkroom.ledger.user", null, "User of that database"),
            defineSecret("darkroom.ledger.password", "Password of that database"),
            defineKey("darkroom.ledger.datasource", null, "Name of a DataSource of the host instead: an OSGi service, or a bean"),

            defineKey("darkroom.bucket.endpoint", null, "S3-compatible store; none is AWS"),
            defineKey("darkroom.bucket.region", null, "Region; none is what AWS finds (profile, environment)"),
            defineKey("darkroom.bucket.access-key", null, "Access key; none is what AWS finds (profile, role, environment)"),
            defineSecret("darkroom.bucket.secret-key", "Secret key that belongs to the access key"),
            defineKey("darkroom.bucket.path-style", null, "true: bucket in the path instead of the host name; none is false at AWS, true elsewhere"),
            defineKey("darkroom.bucket.checksums", null, "false: extra checksums only where S3 demands them; none is true at AWS, false elsewhere"),
            defineKey("darkroom.bucket.chunked", null, "false: no signed chunks in uploads; none is true at AWS, false elsewhere"),

            defineKey("darkroom.http.port", "8080", "Port of API, health and metrics; 0 takes any free one, off none"),
            defineKey("darkroom.http.host", "127.0.0.1", "Address they listen on; any other than this machine's own demands a token"),
            defineSecret("darkroom.http.token", "Token that callers must show, at least 16 characters"),
            defineKey("darkroom.callback.url", null,
                    "Public HTTPS address of this node for vendors to call back; only <address>/callback/ has to be reachable"),

            defineKey("darkroom.spend.edits-per-day", null, "Edits paid for per day at most, all lanes together; none is no cap"),
            defineKey("darkroom.spend.photos-per-shoot", null, "Photos in a shoot at most; a larger one waits for a higher cap; none is no cap"),

            defineSecret("darkroom.notify", "Camel endpoint URI that alerts are sent to"),

            defineKey("darkroom.autoinstall", "false", "true: as a library, install into each Camel context of the application by itself"));

    private SettingKeys() {
    }

    /**
     * One row.
     *
     * @param pattern  the key; {@code <lane>} or {@code <vendor>} stands for a name
     * @param defaultValue the default of every name, or null for none
     * @param namedDefaults    defaults of single names, before {@code fallback}
     * @param secret   whether the value is never shown
     * @param description     what it is for, in one line
     */
    public record KeyDefinition(String pattern, String defaultValue, Map<String, String> namedDefaults, boolean secret, String description) {

        /** The key of one lane or vendor; of a row without a name, the key itself. */
        public String buildKey(String name) {
            return pattern.replace(LANE_PLACEHOLDER, name).replace(VENDOR_PLACEHOLDER, name);
        }

        /** The default for one lane or vendor. */
        public Optional<String> findDefault(String name) {
            return Optional.ofNullable(namedDefaults.getOrDefault(name, defaultValue));
        }

        boolean isPerLane() {
            return pattern.contains(LANE_PLACEHOLDER);
        }

        boolean isPerVendor() {
            return pattern.contains(VENDOR_PLACEHOLDER);
        }
    }

    /** A row for one name: a key that may be set as it stands; {@code name} is empty where the row has none. */
    public record KnownKey(String key, KeyDefinition definition, String name) {

        /** The default of this key. */
        public Optional<String> findDefault() {
            return definition.findDefault(name);
        }
    }

    /** Every row, in the order of {@code config/darkroom.properties}. */
    public static List<KeyDefinition> definitions() {
        return DEFINITIONS;
    }

    /** The vendors that come with the product. */
    public static List<String> builtInVendors() {
        return List.of("imagen", "imagen-smart", "fotolabs");
    }

    /** Every key that may be set when these lanes and vendors are there, in the order of the table. */
    public static List<KnownKey> expandKeys(Collection<String> lanes, Collection<String> vendors) {
        List<KnownKey> keys = new ArrayList<>();
        boolean lanesDone = false;
        boolean vendorsDone = false;
        for (KeyDefinition definition : DEFINITIONS) {
            if (definition.isPerLane()) {
                if (!lanesDone) {
                    lanesDone = true;
                    lanes.forEach(lane -> DEFINITIONS.stream().filter(KeyDefinition::isPerLane).forEach(r -> keys.add(new KnownKey(r.buildKey(lane), r, lane))));
                }
            } else if (definition.isPerVendor()) {
                if (!vendorsDone) {
                    vendorsDone = true;
                    vendors.forEach(vendor -> DEFINITIONS.stream().filter(KeyDefinition::isPerVendor).forEach(r -> keys.add(new KnownKey(r.buildKey(vendor), r, vendor))));
                }
            } else {
                keys.add(new KnownKey(definition.pattern(), definition, ""));
            }
        }
        return keys;
    }

    /** The environment variable of a key: upper case, every other character a {@code _}. */
    public static String environmentName(String key) {
        return key.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_");
    }

    private static KeyDefinition defineKey(String pattern, String defaultValue, String description) {
        return new KeyDefinition(pattern, defaultValue, Map.of(), false, description);
    }

    private static KeyDefinition defineSecret(String pattern, String description) {
        return new KeyDefinition(pattern, null, Map.of(), true, description);
    }
}
