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
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import studio.darkroom.app.CustomVendors;
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
import studio.darkroom.text.Nearest;

/** Grows the tree of {@link Settings} from its sources, subject by subject. */
final class SettingsBuilder {

    private static final Map<String, String> DISPLAY_NAMES = Map.of("imagen", "Imagen", "imagen-smart", "Imagen", "fotolabs", "FotoLabs");
    private static final String PLAIN_HTTP_REASON = "the key would travel in the clear";
    private static final Duration MIN_QUIET_PERIOD = Duration.ofMillis(100);
    private static final int MAX_CONCURRENCY = 256;
    private static final int MAX_SPEND_CAP = 1_000_000_000;
    private static final Pattern LEGACY_QUEUE_HOST = Pattern.compile("^([a-z0-9-]+)\\.queue\\.amazonaws\\.com$");

    private final Set<String> faults = new LinkedHashSet<>();
    private final SettingsLoader loader;
    private final SettingParser parser;
    private final PlaceParser placeParser;
    private final Map<String, String> queueKeys = new HashMap<>();

    private SettingsBuilder(Map<String, String> file, Map<String, String> environment, Map<String, String> system) {
        loader = new SettingsLoader(file, environment, system, faults);
        parser = new SettingParser(loader.settings(), BaseFolders.of(system), faults);
        placeParser = new PlaceParser(parser);
    }

    /** The settings, or every fault of theirs. */
    static Settings build(Map<String, String> file, Map<String, String> environment, Map<String, String> system) {
        return new SettingsBuilder(file, environment, system).buildSettings();
    }

    /** Only the subject of HTTP; faults of others do not matter. */
    static Http buildHttp(Map<String, String> file, Map<String, String> environment, Map<String, String> system) {
        SettingsBuilder builder = new SettingsBuilder(file, environment, system);
        builder.faults.clear();
        Http http = builder.buildHttp();
        if (!builder.faults.isEmpty()) {
            throw new SettingsException(List.copyOf(builder.faults));
        }
        return http;
    }

    private Settings buildSettings() {
        Path home = parser.parsePath("darkroom.home");
        BucketStore bucket = buildBucketStore("darkroom.bucket.");
        List<Lane> lanes = loader.lanes().stream().map(name -> buildLane(name, bucket)).toList();
        Gather gather = buildGather();
        Optional<Path> vendorsFolder = parseVendorsFolder();
        Map<String, Vendor> vendors = buildVendors(lanes, vendorsFolder);
        placeParser.checkOverlaps("darkroom.home", home);
        int transfers = parser.parseNumber("darkroom.transfers", 1, MAX_CONCURRENCY);
        int workers = parser.parseNumber("darkroom.workers", 1, MAX_CONCURRENCY);
        Transfer transfer = new Transfer(parser.parseDuration("darkroom.transfer.stall"), parser.parseHosts("darkroom.transfer.hosts"),
                parser.parseEnum("darkroom.upload.check", Transfer.UploadCheck.class));
        Await await = new Await(parser.parseDuration("darkroom.await.patience"), parser.parseDuration("darkroom.edit.grace"));
        Retry retry = buildRetry();
        LedgerAccess ledger = buildLedger(home);
        Http http = buildHttp();
        Optional<URI> callback = parser.parseUrl("darkroom.callback.url", false, "anybody on the way could read its unguessable path");
        Spend spend = new Spend(parser.parseOptionalNumber("darkroom.spend.edits-per-day", 1, MAX_SPEND_CAP),
                parser.parseOptionalNumber("darkroom.spend.photos-per-shoot", 1, MAX_SPEND_CAP));
        if (!faults.isEmpty()) {
            throw new SettingsException(List.copyOf(faults));
        }
        return new Settings(home, lanes, gather, vendors, vendorsFolder, transfers, workers, transfer, await, retry,
                ledger, bucket, http, callback, spend, parser.getText("darkroom.notify"), loader.settings());
    }

    private Lane buildLane(String name, BucketStore bucket) {
        String prefix = "darkroom.lane." + name + ".";
        String vendor = parser.getText(prefix + "vendor").orElse("");
        if (!vendor.isEmpty() && !SettingsLoader.NAME_PATTERN.matcher(vendor).matches()) {
            parser.addFault(prefix + "vendor", "that cannot name a vendor", suggestVendor(vendor).orElse("write small letters, digits and -"));
        }
        BucketStore inboxStore = buildBucketStore(prefix + "inbox.bucket.").withDefaults(bucket);
        BucketStore deliveryStore = buildBucketStore(prefix + "delivery.bucket.").withDefaults(bucket);
        Place inbox = placeParser.parseInbox(prefix + "inbox", inboxStore);
        return new Lane(name, inbox, placeParser.parseDelivery(prefix + "delivery", deliveryStore), vendor,
                parseTicketFile(prefix + "ticket"), placeParser.parseArchive(prefix + "archive", inboxStore),
                Optional.ofNullable(placeParser.parseFolder(prefix + "touched-up")), inboxStore, deliveryStore,
                parseEventQueue(prefix + "inbox.events", inbox), parser.parseOptionalNumber(prefix + "spend.edits-per-day", 1, MAX_SPEND_CAP));
    }

    private Optional<URI> parseEventQueue(String key, Place inbox) {
        Optional<URI> queue = parser.parseUrl(key, true, "");
        if (queue.isPresent() && inbox != null && inbox.kind() != Place.Kind.BUCKET) {
            parser.addFault(key, "the inbox is a folder, and only buckets have events", "take it out");
        }
        // What one of two takes from a queue the other never hears of.
        String otherKey = queue.map(address -> queueKeys.putIfAbsent(normalizeQueue(address), key)).orElse(null);
        if (otherKey != null) {
            parser.addFault(key, otherKey + " names the same queue, and each of the two lanes would take events of the other's"
                    + " photos away", "give each lane a queue of its own, or take one out: that lane's bucket is then found"
                    + " by listing alone");
        }
        return queue;
    }

    /** Amazon's queues had other host names once, which still work. */
    private static String normalizeQueue(URI queue) {
        String host = LEGACY_QUEUE_HOST.matcher(queue.getHost().toLowerCase(Locale.ROOT)).replaceFirst("sqs.$1.amazonaws.com");
        return host + (queue.getPort() < 0 ? "" : ":" + queue.getPort()) + queue.getPath();
    }

    private Optional<Path> parseTicketFile(String key) {
        Path ticket = parser.parsePath(key);
        if (ticket != null && !Files.isRegularFile(ticket)) {
            parser.addFault(key, "there is no file " + ticket, "create it, or correct the path");
        }
        return Optional.ofNullable(ticket);
    }

    private Gather buildGather() {
        Duration quietPeriod = parser.parseDuration("darkroom.gather.quiet");
        Duration maxWait = parser.parseDuration("darkroom.gather.max-wait");
        if (quietPeriod != null && quietPeriod.compareTo(MIN_QUIET_PERIOD) < 0) {
            parser.addFault("darkroom.gather.quiet", "a photo still being written would be taken for whole", "write at least 100ms");
        }
        parser.checkOrder("darkroom.gather.quiet", quietPeriod, "darkroom.gather.max-wait", maxWait);
        return new Gather(quietPeriod, maxWait, parser.parseDuration("darkroom.gather.every"), parser.parseDuration("darkroom.gather.listing"),
                parser.parseDuration("darkroom.gather.listing-with-events"), parser.parseBoolean("darkroom.gather.hash").orElse(true));
    }

    private Map<String, Vendor> buildVendors(List<Lane> lanes, Optional<Path> folder) {
        Set<String> used = lanes.stream().map(Lane::vendor).collect(Collectors.toSet());
        List<String> customVendors = folder.map(CustomVendors::new).map(CustomVendors::listNames).orElse(List.of());
        Map<String, Vendor> vendors = new LinkedHashMap<>();
        for (String name : loader.vendors()) {
            vendors.put(name, buildVendor(name, used.contains(name), customVendors.contains(name)));
        }
        return vendors;
    }

    private Vendor buildVendor(String name, boolean used, boolean hasRouteFile) {
        String prefix = "darkroom.vendor." + name + ".";
        boolean custom = !SettingKeys.builtInVendors().contains(name);
        String ending = custom && !hasRouteFile ? suggestVendor(name).map(suggestion -> "; or " + suggestion).orElse(".") : ".";
        if (custom && parser.getSetting(prefix + "url").rawValue().isEmpty()) {
            faults.add(prefix + "url is not set: a vendor of your own needs the address of its API here" + ending);
        }
        Setting key = parser.getSetting(prefix + "key");
        boolean lookupFailed = key.rawValue().isPresent() && key.missingVariable().isEmpty();
        if (key.value().isEmpty() && !lookupFailed && (used || custom && key.rawValue().isEmpty())) {
            faults.add(describeMissingKey(name, key) + ending);
        }
        Duration first = parser.parseDuration(prefix + "poll.first");
        Duration max = parser.parseDuration(prefix + "poll.most");
        parser.checkOrder(prefix + "poll.first", first, prefix + "poll.most", max);
        return new Vendor(name, parser.parseUrl(prefix + "url", false, PLAIN_HTTP_REASON).orElse(null), parser.parseHeaderSecret(prefix + "key"),
                first, max);
    }

    private static String describeMissingKey(String name, Setting key) {
        String keyName = DISPLAY_NAMES.getOrDefault(name, name) + " API key";
        return key.key() + " is not set: put your " + keyName + " into "
                + key.missingVariable().map(variable -> variable + " or this key").orElse("this key");
    }

    private static Optional<String> suggestVendor(String vendor) {
        return Nearest.suggest(vendor, SettingKeys.builtInVendors()).map(near -> "did you mean " + near + "?");
    }

    private Optional<Path> parseVendorsFolder() {
        String key = "darkroom.vendors.folder";
        Path folder = placeParser.parseFolder(key);
        if (folder != null && !Files.isDirectory(folder)) {
            parser.addFault(key, "there is no folder " + folder, "create it, or correct the path");
        }
        if (folder != null) {
            faults.addAll(new CustomVendors(folder).findFaults());
        }
        return Optional.ofNullable(folder);
    }

    private Retry buildRetry() {
        Duration initialDelay = parser.parseDuration("darkroom.retry.first");
        Duration maxDelay = parser.parseDuration("darkroom.retry.most");
        parser.checkOrder("darkroom.retry.first", initialDelay, "darkroom.retry.most", maxDelay);
        return new Retry(initialDelay, maxDelay);
    }

    private LedgerAccess buildLedger(Path home) {
        String key = "darkroom.ledger.url";
        String url = parser.getText(key).orElse("jdbc:sqlite:" + (home == null ? "" : home.resolve("ledger.db")));
        if (url.toLowerCase(Locale.ROOT).matches(".*[?&;](password|user)=.*")) {
            faults.add(key + " has a user or password in it, where logs would show it: use darkroom.ledger.user and .password.");
        } else if (!url.startsWith("jdbc:sqlite:") && !url.startsWith("jdbc:postgresql:")) {
            parser.addFault(key, "the ledger speaks SQLite and PostgreSQL only", "write jdbc:postgresql://<host>/<database>");
        }
        Optional<String> datasource = parser.getText("darkroom.ledger.datasource");
        if (datasource.isPresent() && parser.getText(key).isPresent()) {
            faults.add(key + " and darkroom.ledger.datasource are both set, and there is one ledger: take one of them out.");
        }
        return new LedgerAccess(url, parser.getText("darkroom.ledger.user"), parser.parseSecret("darkroom.ledger.password"),
                datasource);
    }

    private BucketStore buildBucketStore(String prefix) {
        if (parser.getText(prefix + "access-key").isPresent() != parser.getText(prefix + "secret-key").isPresent()) {
            faults.add(prefix + "access-key and " + prefix + "secret-key belong together, and only one of them is set: set both, or neither.");
        }
        return new BucketStore(parser.parseUrl(prefix + "endpoint", true, ""), parser.getText(prefix + "region"), parser.getText(prefix + "access-key"),
                parser.parseSecret(prefix + "secret-key"), parser.parseBoolean(prefix + "path-style"), parser.parseBoolean(prefix + "checksums"),
                parser.parseBoolean(prefix + "chunked"));
    }

    private Http buildHttp() {
        String tokenKey = "darkroom.http.token";
        String host = parser.parseHost("darkroom.http.host");
        Optional<Secret> token = parser.parseHeaderSecret(tokenKey);
        if (token.isEmpty() && host != null && !SettingParser.isLoopback(host)) {
            parser.addFault("darkroom.http.host", "others could reach the API and spend money",
                    "set " + tokenKey + " (at least " + SettingParser.MIN_TOKEN_LENGTH + " characters), or listen on 127.0.0.1");
        }
        if (token.isPresent() && token.get().reveal().length() < SettingParser.MIN_TOKEN_LENGTH) {
            parser.addFault(tokenKey, "it could be guessed", "write at least " + SettingParser.MIN_TOKEN_LENGTH + " characters");
        }
        return new Http(parsePort(), host, token);
    }

    private int parsePort() {
        String key = "darkroom.http.port";
        if (!parser.getText(key).orElse("").equalsIgnoreCase("off")) {
            return parser.parseNumber(key, 0, 65535);
        }
        if (parser.getText("darkroom.callback.url").isPresent()) {
            parser.addFault(key, "vendors could not call back", "take darkroom.callback.url out, or name a port");
        }
        return Http.OFF;
    }
}
