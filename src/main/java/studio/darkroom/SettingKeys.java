package studio.darkroom;

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

    private static final String LANE = "<lane>";
    private static final String VENDOR = "<vendor>";

    private static final String IMAGEN_URL = "https://api.imagen-ai.com/v1";
    private static final String IMAGEN_KEY = "{{env:IMAGEN_API_KEY}}";

    private static final List<Key> ALL = List.of(
            key("darkroom.home", "darkroom-home", "Folder of the ledger and of part files; must be on a local disk"),
            key("darkroom.lanes", DEFAULT_LANE, "Names of the lanes, comma between them; each has its darkroom.lane.<lane> keys"),

            key("darkroom.lane.<lane>.inbox", "folder:inbox", "Where photos are dropped: folder:<path> or bucket:<name>/<prefix>"),
            key("darkroom.lane.<lane>.delivery", "folder:delivery", "Where results go: folder:<path> or bucket:<name>/<prefix>"),
            key("darkroom.lane.<lane>.vendor", "imagen", "Who edits: imagen, imagen-smart, fotolabs or a vendor of your own"),
            key("darkroom.lane.<lane>.ticket", null, "Ticket file: how the shoots of this lane are to be edited"),
            key("darkroom.lane.<lane>.archive", "leave", "What happens to originals after delivery: leave, move:<folder or bucket>, delete"),
            key("darkroom.lane.<lane>.touched-up", null, "Folder of results touched up by hand, given back to a vendor that takes them"),
            key("darkroom.lane.<lane>.spend.edits-per-day", null, "Edits paid for per day at most in this lane; none is no cap of its own"),

            key("darkroom.lane.<lane>.inbox.events", null, "SQS queue, by its URL, that is told of new objects of a bucket inbox"),
            key("darkroom.lane.<lane>.inbox.bucket.endpoint", null, "Store of the inbox, and of a bucket it is archived to; none is darkroom.bucket's"),
            key("darkroom.lane.<lane>.inbox.bucket.region", null, "Region of that store"),
            key("darkroom.lane.<lane>.inbox.bucket.access-key", null, "Access key for that store"),
            secret("darkroom.lane.<lane>.inbox.bucket.secret-key", "Secret key for that store"),
            key("darkroom.lane.<lane>.inbox.bucket.path-style", null, "As darkroom.bucket.path-style, for that store"),
            key("darkroom.lane.<lane>.inbox.bucket.checksums", null, "As darkroom.bucket.checksums, for that store"),
            key("darkroom.lane.<lane>.inbox.bucket.chunked", null, "As darkroom.bucket.chunked, for that store"),
            key("darkroom.lane.<lane>.delivery.bucket.endpoint", null, "Store of the delivery; none is darkroom.bucket's"),
            key("darkroom.lane.<lane>.delivery.bucket.region", null, "Region of that store"),
            key("darkroom.lane.<lane>.delivery.bucket.access-key", null, "Access key for that store"),
            secret("darkroom.lane.<lane>.delivery.bucket.secret-key", "Secret key for that store"),
            key("darkroom.lane.<lane>.delivery.bucket.path-style", null, "As darkroom.bucket.path-style, for that store"),
            key("darkroom.lane.<lane>.delivery.bucket.checksums", null, "As darkroom.bucket.checksums, for that store"),
            key("darkroom.lane.<lane>.delivery.bucket.chunked", null, "As darkroom.bucket.chunked, for that store"),

            key("darkroom.gather.quiet", "30s", "A shoot closes when nothing in it has changed for so long; at least 100ms"),
            key("darkroom.gather.max-wait", "24h", "A photo that is not whole after so long is a problem"),
            key("darkroom.gather.every", "2s", "How often an inbox is looked at"),
            key("darkroom.gather.hash", "true", "Whether photos in folders are read once more when they have arrived, for their SHA-256"),
            key("darkroom.gather.listing", "30s", "How often a bucket is listed, one call per 1,000 objects and one more"),
            key("darkroom.gather.listing-with-events", "15m", "The same for an inbox with a queue of events"),

            new Key("darkroom.vendor.<vendor>.url", null, Map.of("imagen", IMAGEN_URL, "imagen-smart", IMAGEN_URL,
                    "fotolabs", "https://api.fotolabs.co"), false, "Address of the vendor's API"),
            new Key("darkroom.vendor.<vendor>.key", null, Map.of("imagen", IMAGEN_KEY, "imagen-smart", IMAGEN_KEY,
                    "fotolabs", "{{env:FOTOLABS_API_KEY}}"), true, "API key; {{env:NAME}} and {{file:/path}} are looked up"),
            new Key("darkroom.vendor.<vendor>.poll.first", "10s", Map.of("imagen-smart", "30s", "fotolabs", "15s"), false,
                    "First look at the vendor's status after so long"),
            key("darkroom.vendor.<vendor>.poll.most", "60s", "Looks grow rarer up to this"),
            key("darkroom.vendors.folder", null, "Folder with vendor files of your own"),

            key("darkroom.transfers", "8", "Transfers at once on this node"),
            key("darkroom.workers", "8", "Shoots worked on at once on this node"),
            key("darkroom.transfer.stall", "60s", "A transfer without a byte for so long is broken"),
            key("darkroom.transfer.hosts", null, "Further hosts that transfer links may point to, comma between them"),
            key("darkroom.upload.check", "size", "How an upload is checked: size, or md5 where the store gives one"),
            key("darkroom.edit.grace", "15m", "After a lost answer to an edit, how long the vendor's state may stay silent"),
            key("darkroom.await.patience", "20h", "After waiting so long for a vendor, a person is asked"),
            key("darkroom.retry.first", "1s", "First retry after an outage or a refused call"),
            key("darkroom.retry.most", "60s", "Retries grow rarer up to this"),

            key("darkroom.ledger.url", null, "Database of the ledger, jdbc:postgresql:...; none is SQLite in darkroom.home"),
            key("darkroom.ledger.user", null, "User of that database"),
            secret("darkroom.ledger.password", "Password of that database"),
            key("darkroom.ledger.datasource", null, "Name of a DataSource of the host instead: an OSGi service, or a bean"),

            key("darkroom.bucket.endpoint", null, "S3-compatible store; none is AWS"),
            key("darkroom.bucket.region", null, "Region; none is what AWS finds (profile, environment)"),
            key("darkroom.bucket.access-key", null, "Access key; none is what AWS finds (profile, role, environment)"),
            secret("darkroom.bucket.secret-key", "Secret key that belongs to the access key"),
            key("darkroom.bucket.path-style", null, "true: bucket in the path instead of the host name; none is false at AWS, true elsewhere"),
            key("darkroom.bucket.checksums", null, "false: extra checksums only where S3 demands them; none is true at AWS, false elsewhere"),
            key("darkroom.bucket.chunked", null, "false: no signed chunks in uploads; none is true at AWS, false elsewhere"),

            key("darkroom.http.port", "8080", "Port of API, health and metrics; 0 takes any free one, off none"),
            key("darkroom.http.host", "127.0.0.1", "Address they listen on; any other than this machine's own demands a token"),
            secret("darkroom.http.token", "Token that callers must show, at least 16 characters"),
            key("darkroom.callback.url", null,
                    "Public HTTPS address of this node for vendors to call back; only <address>/callback/ has to be reachable"),

            key("darkroom.spend.edits-per-day", null, "Edits paid for per day at most, all lanes together; none is no cap"),
            key("darkroom.spend.photos-per-shoot", null, "Photos in a shoot at most; a larger one waits for a higher cap; none is no cap"),

            secret("darkroom.notify", "Camel endpoint URI that alerts are sent to"),

            key("darkroom.autoinstall", "false", "true: as a library, install into each Camel context of the application by itself"));

    private SettingKeys() {
    }

    /**
     * One row.
     *
     * @param pattern  the key; {@code <lane>} or {@code <vendor>} stands for a name
     * @param fallback the default of every name, or null for none
     * @param named    defaults of single names, before {@code fallback}
     * @param secret   whether the value is never shown
     * @param line     what it is for, in one line
     */
    public record Key(String pattern, String fallback, Map<String, String> named, boolean secret, String line) {

        /** The key of one lane or vendor; of a row without a name, the key itself. */
        public String of(String name) {
            return pattern.replace(LANE, name).replace(VENDOR, name);
        }

        /** The default for one lane or vendor. */
        public Optional<String> fallback(String name) {
            return Optional.ofNullable(named.getOrDefault(name, fallback));
        }

        boolean ofLane() {
            return pattern.contains(LANE);
        }

        boolean ofVendor() {
            return pattern.contains(VENDOR);
        }
    }

    /** A row for one name: a key that may be set as it stands; {@code name} is empty where the row has none. */
    public record Known(String key, Key row, String name) {

        /** The default of this key. */
        public Optional<String> fallback() {
            return row.fallback(name);
        }
    }

    /** Every row, in the order of {@code config/darkroom.properties}. */
    public static List<Key> all() {
        return ALL;
    }

    /** The vendors that come with the product. */
    public static List<String> vendors() {
        return List.of("imagen", "imagen-smart", "fotolabs");
    }

    /** Every key that may be set when these lanes and vendors are there, in the order of the table. */
    public static List<Known> known(Collection<String> lanes, Collection<String> vendors) {
        List<Known> known = new ArrayList<>();
        boolean lanesDone = false;
        boolean vendorsDone = false;
        for (Key row : ALL) {
            if (row.ofLane()) {
                if (!lanesDone) {
                    lanesDone = true;
                    lanes.forEach(lane -> ALL.stream().filter(Key::ofLane).forEach(r -> known.add(new Known(r.of(lane), r, lane))));
                }
            } else if (row.ofVendor()) {
                if (!vendorsDone) {
                    vendorsDone = true;
                    vendors.forEach(vendor -> ALL.stream().filter(Key::ofVendor).forEach(r -> known.add(new Known(r.of(vendor), r, vendor))));
                }
            } else {
                known.add(new Known(row.pattern(), row, ""));
            }
        }
        return known;
    }

    /** The environment variable of a key: upper case, every other character a {@code _}. */
    public static String environmentName(String key) {
        return key.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_");
    }

    private static Key key(String pattern, String fallback, String line) {
        return new Key(pattern, fallback, Map.of(), false, line);
    }

    private static Key secret(String pattern, String line) {
        return new Key(pattern, null, Map.of(), true, line);
    }
}
