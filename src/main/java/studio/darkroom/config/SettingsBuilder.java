package studio.darkroom.config;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import studio.darkroom.config.Settings.Await;
import studio.darkroom.config.Settings.BucketStore;
import studio.darkroom.config.Settings.Gather;
import studio.darkroom.config.Settings.Http;
import studio.darkroom.config.Settings.Lane;
import studio.darkroom.config.Settings.LedgerAccess;
import studio.darkroom.config.Settings.Place;
import studio.darkroom.config.Settings.Retry;
import studio.darkroom.config.Settings.Spend;
import studio.darkroom.config.Settings.Transfer;
import studio.darkroom.config.Settings.Vendor;
import studio.darkroom.config.SettingsException.Code;
import studio.darkroom.config.SettingsException.Fault;
import studio.darkroom.text.Loopback;
import studio.darkroom.text.Nearest;

/** Builds {@link Settings} from their sources, subject by subject. */
final class SettingsBuilder {

    private static final int MIN_TOKEN_LENGTH = 16;
    private static final Duration MIN_SETTLE_TIME = Duration.ofMillis(100);
    private static final int MAX_CONCURRENCY = 256;
    private static final int MAX_SPEND_CAP = 1_000_000_000;
    private static final Pattern LEGACY_QUEUE_HOST = Pattern.compile("^([a-z0-9-]+)\\.queue\\.amazonaws\\.com$");

    private final Set<Fault> faults = new LinkedHashSet<>();
    private final Map<String, Duration> durations = new HashMap<>();
    private final SettingsLoader loader;
    private final SettingParser parser;
    private final PlaceParser placeParser;
    private final Map<String, String> queueKeys = new HashMap<>();

    private SettingsBuilder(Map<String, String> file, Map<String, String> environment, Map<String, String> system) {
        loader = new SettingsLoader(file, environment, system, faults);
        parser = new SettingParser(loader.settings, durations, loader.resolver(), faults);
        placeParser = new PlaceParser(parser);
    }

    static Settings build(Map<String, String> file, Map<String, String> environment, Map<String, String> system) {
        SettingsBuilder builder = new SettingsBuilder(file, environment, system);
        return builder.requireNoFaults(builder.buildSettings());
    }

    /** Only the HTTP settings; faults of other subjects are ignored. */
    static Http buildHttp(Map<String, String> file, Map<String, String> environment, Map<String, String> system) {
        SettingsBuilder builder = new SettingsBuilder(file, environment, system);
        builder.faults.clear();
        return builder.requireNoFaults(builder.buildHttp());
    }

    private <T> T requireNoFaults(T built) {
        if (!faults.isEmpty()) {
            throw new SettingsException(List.copyOf(faults));
        }
        return built;
    }

    private Settings buildSettings() {
        Path home = parser.parsePath("darkroom.home");
        BucketStore bucket = buildBucketStore("darkroom.bucket.");
        List<Lane> lanes = loader.lanes.stream().map(name -> buildLane(name, bucket)).toList();
        Gather gather = buildGather();
        Optional<Path> vendorsFolder = parseExisting("darkroom.vendors.folder", placeParser::parseFolder, true);
        Map<String, Vendor> vendors = new LinkedHashMap<>();
        loader.vendors.forEach(name -> vendors.put(name, buildVendor(name, lanes.stream().anyMatch(lane -> lane.vendor().equals(name)))));
        placeParser.checkOverlaps("darkroom.home", home);
        int transfers = parser.parseNumber("darkroom.transfer.concurrency", 1, MAX_CONCURRENCY);
        int workers = parser.parseNumber("darkroom.shoot.concurrency", 1, MAX_CONCURRENCY);
        Transfer transfer = new Transfer(parser.parseDuration("darkroom.transfer.idle-timeout"), parser.parseHosts("darkroom.transfer.hosts"),
                parser.parseEnum("darkroom.upload.verify", Transfer.UploadCheck.class));
        Await await = new Await(parser.parseDuration("darkroom.vendor.timeout"), parser.parseDuration("darkroom.edit.lost-response-wait"));
        Duration[] retry = parseDelays("darkroom.retry.");
        LedgerAccess ledger = buildLedger(home);
        Http http = buildHttp();
        Optional<URI> callback = parser.parseUrl("darkroom.callback.url", "its secret path would be sent unencrypted");
        Spend spend = new Spend(parser.parseOptionalNumber("darkroom.spend.edits-per-day", 1, MAX_SPEND_CAP),
                parser.parseOptionalNumber("darkroom.spend.photos-per-shoot", 1, MAX_SPEND_CAP));
        requireNoFaults(home);
        return new Settings(home, lanes, gather, vendors, vendorsFolder, transfers, workers, transfer, await, new Retry(retry[0], retry[1]),
                ledger, bucket, http, callback, spend, parser.getText("darkroom.notify"), loader.settings, durations, loader.renamedKeys);
    }

    private Lane buildLane(String name, BucketStore bucket) {
        String prefix = "darkroom.lane." + name + ".";
        String vendor = parser.getText(prefix + "vendor").orElse("");
        if (!vendor.isEmpty() && !SettingKeys.NAME_PATTERN.matcher(vendor).matches()) {
            parser.addFault(prefix + "vendor", Code.INVALID_NAME, "it is not a valid vendor name",
                    suggestVendor(vendor).orElse("use lower-case letters, digits and -"));
        }
        BucketStore inboxStore = buildBucketStore(prefix + "inbox.bucket.").withDefaults(bucket);
        BucketStore deliveryStore = buildBucketStore(prefix + "delivery.bucket.").withDefaults(bucket);
        Place inbox = placeParser.parseInbox(prefix + "inbox", inboxStore);
        return new Lane(name, inbox, placeParser.parseDelivery(prefix + "delivery", deliveryStore), vendor,
                parseExisting(prefix + "ticket", parser::parsePath, false), placeParser.parseArchive(prefix + "archive", inboxStore),
                Optional.ofNullable(placeParser.parseFolder(prefix + "touched-up")), inboxStore, deliveryStore,
                parseEventQueue(prefix + "inbox.events", inbox), parser.parseOptionalNumber(prefix + "spend.edits-per-day", 1, MAX_SPEND_CAP));
    }

    private Optional<URI> parseEventQueue(String key, Place inbox) {
        Optional<URI> queue = parser.parseUrl(key, null);
        if (queue.isPresent() && inbox != null && inbox.kind() != Place.Kind.BUCKET) {
            parser.addFault(key, Code.USELESS_KEY, "the inbox is a folder, and only buckets have events", "remove the key");
        }
        // A message that one lane takes from the queue never reaches the other lane.
        String otherKey = queue.map(address -> queueKeys.putIfAbsent(normalizeQueue(address), key)).orElse(null);
        if (otherKey != null) {
            parser.addFault(key, Code.SHARED_QUEUE, otherKey + " uses the same queue, and each lane would take events that the other needs",
                    "give each lane its own queue, or remove one of the two keys to use listings only");
        }
        return queue;
    }

    /** Queues of AWS have two host names, an old and a current one. */
    private static String normalizeQueue(URI queue) {
        String host = LEGACY_QUEUE_HOST.matcher(queue.getHost().toLowerCase(Locale.ROOT)).replaceFirst("sqs.$1.amazonaws.com");
        return host + (queue.getPort() < 0 ? "" : ":" + queue.getPort()) + queue.getPath();
    }

    private Optional<Path> parseExisting(String key, Function<String, Path> parse, boolean folder) {
        Path path = parse.apply(key);
        if (path != null && !(folder ? Files.isDirectory(path) : Files.isRegularFile(path))) {
            parser.addFault(key, folder ? Code.MISSING_FOLDER : Code.MISSING_FILE, "the " + (folder ? "folder " : "file ") + path
                    + " does not exist", "create it, or correct the path");
        }
        return Optional.ofNullable(path);
    }

    private Gather buildGather() {
        String key = "darkroom.inbox.settle-time";
        Duration settleTime = parser.parseDuration(key);
        Duration incompleteAfter = parser.parseDuration("darkroom.inbox.incomplete-after");
        if (settleTime != null && settleTime.compareTo(MIN_SETTLE_TIME) < 0) {
            parser.addFault(key, Code.INVALID_DURATION, "a photo that is still being written could look complete", "use at least 100ms");
        }
        parser.checkOrder(key, settleTime, "darkroom.inbox.incomplete-after", incompleteAfter);
        return new Gather(settleTime, incompleteAfter, parser.parseDuration("darkroom.inbox.scan-interval"),
                parser.parseDuration("darkroom.bucket.list-interval"), parser.parseDuration("darkroom.bucket.list-interval-with-events"),
                parser.parseBoolean("darkroom.inbox.hash-originals").orElse(true));
    }

    private Vendor buildVendor(String name, boolean used) {
        String prefix = "darkroom.vendor." + name + ".";
        boolean custom = !SettingKeys.builtInVendors().contains(name);
        String ending = custom && !loader.customVendors.contains(name) ? suggestVendor(name).map(suggestion -> "; or " + suggestion).orElse(".") : ".";
        if (custom && parser.getSetting(prefix + "url").rawValue().isEmpty()) {
            parser.addFault(prefix + "url", Code.MISSING_VALUE, prefix + "url is not set; set it to the URL of the vendor's API" + ending);
        }
        Setting key = parser.getSetting(prefix + "key");
        boolean lookupFailed = key.rawValue().isPresent() && key.missingVariable().isEmpty();
        if (key.value().isEmpty() && !lookupFailed && (used || custom && key.rawValue().isEmpty())) {
            parser.addFault(key.key(), Code.MISSING_VALUE, key.key() + " is not set; write the API key of " + name + " into "
                    + key.missingVariable().map(variable -> variable + " or into this key").orElse("this key") + ending);
        }
        Duration[] poll = parseDelays(prefix + "poll.");
        return new Vendor(name, parser.parseUrl(prefix + "url", "the API key would be sent unencrypted").orElse(null),
                parser.parseHeaderSecret(prefix + "key"), poll[0], poll[1]);
    }

    /** The initial and the maximum delay. */
    private Duration[] parseDelays(String prefix) {
        Duration initialDelay = parser.parseDuration(prefix + "initial-delay");
        Duration maxDelay = parser.parseDuration(prefix + "max-delay");
        parser.checkOrder(prefix + "initial-delay", initialDelay, prefix + "max-delay", maxDelay);
        return new Duration[] {initialDelay, maxDelay};
    }

    private static Optional<String> suggestVendor(String vendor) {
        return Nearest.suggest(vendor, SettingKeys.builtInVendors()).map(near -> "did you mean " + near + "?");
    }

    private LedgerAccess buildLedger(Path home) {
        String key = "darkroom.ledger.url";
        String url = parser.getText(key).orElse("jdbc:sqlite:" + (home == null ? "" : home.resolve("ledger.db")));
        if (url.toLowerCase(Locale.ROOT).matches(".*[?&;](password|user)=.*")) {
            parser.addFault(key, Code.CREDENTIALS_IN_URL, key + " contains a user or password, which logs would show; use darkroom.ledger.user"
                    + " and darkroom.ledger.password.");
        } else if (!url.startsWith("jdbc:sqlite:") && !url.startsWith("jdbc:postgresql:")) {
            parser.addFault(key, Code.INVALID_URL, "unsupported database", "use jdbc:postgresql://<host>/<database>, or remove the key for SQLite");
        }
        Optional<String> datasource = parser.getText("darkroom.ledger.datasource");
        if (datasource.isPresent() && parser.getText(key).isPresent()) {
            parser.addFault(key, Code.CONFLICTING_KEYS, key + " and darkroom.ledger.datasource are both set; remove one of them.");
        }
        return new LedgerAccess(url, parser.getText("darkroom.ledger.user"), parser.parseSecret("darkroom.ledger.password"), datasource);
    }

    private BucketStore buildBucketStore(String prefix) {
        if (parser.getText(prefix + "access-key").isPresent() != parser.getText(prefix + "secret-key").isPresent()) {
            parser.addFault(prefix + "access-key", Code.INCOMPLETE_PAIR, prefix + "access-key and " + prefix
                    + "secret-key must be set together; set both, or neither.");
        }
        return new BucketStore(parser.parseUrl(prefix + "endpoint", null), parser.getText(prefix + "region"), parser.getText(prefix + "access-key"),
                parser.parseSecret(prefix + "secret-key"), parser.parseBoolean(prefix + "path-style"), parser.parseBoolean(prefix + "checksums"),
                parser.parseBoolean(prefix + "chunked"));
    }

    private Http buildHttp() {
        String tokenKey = "darkroom.http.token";
        String host = parser.parseHost("darkroom.http.host");
        Optional<Secret> token = parser.parseHeaderSecret(tokenKey);
        if (token.isEmpty() && host != null && !Loopback.isLoopback(host)) {
            parser.addFault("darkroom.http.host", Code.TOKEN_REQUIRED, "other machines could use the API and spend money",
                    "set " + tokenKey + " (at least " + MIN_TOKEN_LENGTH + " characters), or listen on 127.0.0.1");
        }
        if (token.isPresent() && token.get().reveal().length() < MIN_TOKEN_LENGTH) {
            parser.addFault(tokenKey, Code.INVALID_SECRET, "it is too short", "use at least " + MIN_TOKEN_LENGTH + " characters");
        }
        String portKey = "darkroom.http.port";
        if (!parser.getText(portKey).orElse("").equalsIgnoreCase("off")) {
            return new Http(parser.parseNumber(portKey, 0, 65535), host, token);
        }
        if (parser.getText("darkroom.callback.url").isPresent()) {
            parser.addFault(portKey, Code.CONFLICTING_KEYS, "vendors could not reach darkroom.callback.url", "remove that key, or set a port");
        }
        return new Http(Http.OFF, host, token);
    }

    /** A folder may be written with or without {@code folder:}. */
    static String stripFolderPrefix(String text) {
        return text.startsWith("folder:") ? text.substring("folder:".length()).strip() : text;
    }
}
