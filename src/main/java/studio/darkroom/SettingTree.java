package studio.darkroom;

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
import studio.darkroom.Settings.Await;
import studio.darkroom.Settings.Bucket;
import studio.darkroom.Settings.Gather;
import studio.darkroom.Settings.Http;
import studio.darkroom.Settings.Lane;
import studio.darkroom.Settings.LedgerAccess;
import studio.darkroom.Settings.Place;
import studio.darkroom.Settings.Retry;
import studio.darkroom.Settings.Spend;
import studio.darkroom.Settings.Transfer;
import studio.darkroom.Settings.Vendor;

/** Grows the tree of {@link Settings} from its sources, subject by subject. */
final class SettingTree {

    private static final Map<String, String> SPELLED = Map.of("imagen", "Imagen", "imagen-smart", "Imagen", "fotolabs", "FotoLabs");
    private static final String KEY_IN_CLEAR = "the key would travel in the clear";
    private static final Duration LEAST_QUIET = Duration.ofMillis(100);
    private static final int MOST_AT_ONCE = 256;
    private static final int MOST_SPENT = 1_000_000_000;
    private static final Pattern OLD_QUEUE = Pattern.compile("^([a-z0-9-]+)\\.queue\\.amazonaws\\.com$");

    private final Set<String> faults = new LinkedHashSet<>();
    private final SettingSources sources;
    private final SettingReader reader;
    private final SettingPlaces places;
    private final Map<String, String> queues = new HashMap<>();

    private SettingTree(Map<String, String> file, Map<String, String> environment, Map<String, String> system) {
        sources = new SettingSources(file, environment, system, faults);
        reader = new SettingReader(sources.settings(), SettingFolders.of(system), faults);
        places = new SettingPlaces(reader);
    }

    /** The settings, or every fault of theirs. */
    static Settings grown(Map<String, String> file, Map<String, String> environment, Map<String, String> system) {
        return new SettingTree(file, environment, system).settings();
    }

    /** Only the subject of HTTP; faults of others do not matter. */
    static Http http(Map<String, String> file, Map<String, String> environment, Map<String, String> system) {
        SettingTree tree = new SettingTree(file, environment, system);
        tree.faults.clear();
        Http http = tree.http();
        if (!tree.faults.isEmpty()) {
            throw new SettingsFault(List.copyOf(tree.faults));
        }
        return http;
    }

    private Settings settings() {
        Path home = reader.folder("darkroom.home");
        Bucket bucket = bucket("darkroom.bucket.");
        List<Lane> lanes = sources.lanes().stream().map(name -> lane(name, bucket)).toList();
        Gather gather = gather();
        Optional<Path> vendorsFolder = vendorsFolder();
        Map<String, Vendor> vendors = vendors(lanes, vendorsFolder);
        places.apart("darkroom.home", home);
        int transfers = reader.number("darkroom.transfers", 1, MOST_AT_ONCE);
        int workers = reader.number("darkroom.workers", 1, MOST_AT_ONCE);
        Transfer transfer = new Transfer(reader.duration("darkroom.transfer.stall"), reader.hosts("darkroom.transfer.hosts"),
                reader.choice("darkroom.upload.check", Transfer.Check.class));
        Await await = new Await(reader.duration("darkroom.await.patience"), reader.duration("darkroom.edit.grace"));
        Retry retry = retry();
        LedgerAccess ledger = ledger(home);
        Http http = http();
        Optional<URI> callback = reader.address("darkroom.callback.url", false, "anybody on the way could read its unguessable path");
        Spend spend = new Spend(reader.optionalNumber("darkroom.spend.edits-per-day", 1, MOST_SPENT),
                reader.optionalNumber("darkroom.spend.photos-per-shoot", 1, MOST_SPENT));
        if (!faults.isEmpty()) {
            throw new SettingsFault(List.copyOf(faults));
        }
        return new Settings(home, lanes, gather, vendors, vendorsFolder, transfers, workers, transfer, await, retry,
                ledger, bucket, http, callback, spend, reader.text("darkroom.notify"), sources.settings());
    }

    private Lane lane(String name, Bucket bucket) {
        String of = "darkroom.lane." + name + ".";
        String vendor = reader.text(of + "vendor").orElse("");
        if (!vendor.isEmpty() && !SettingSources.NAME.matcher(vendor).matches()) {
            reader.fault(of + "vendor", "that cannot name a vendor", meant(vendor).orElse("write small letters, digits and -"));
        }
        Bucket inboxStore = bucket(of + "inbox.bucket.").over(bucket);
        Bucket deliveryStore = bucket(of + "delivery.bucket.").over(bucket);
        Place inbox = places.inbox(of + "inbox", inboxStore);
        return new Lane(name, inbox, places.delivery(of + "delivery", deliveryStore), vendor,
                ticket(of + "ticket"), places.archive(of + "archive", inboxStore),
                Optional.ofNullable(places.folder(of + "touched-up")), inboxStore, deliveryStore,
                events(of + "inbox.events", inbox), reader.optionalNumber(of + "spend.edits-per-day", 1, MOST_SPENT));
    }

    private Optional<URI> events(String key, Place inbox) {
        Optional<URI> queue = reader.address(key, true, "");
        if (queue.isPresent() && inbox != null && inbox.kind() != Place.Kind.BUCKET) {
            reader.fault(key, "the inbox is a folder, and only buckets have events", "take it out");
        }
        // What one of two takes from a queue the other never hears of.
        String before = queue.map(address -> queues.putIfAbsent(spelled(address), key)).orElse(null);
        if (before != null) {
            reader.fault(key, before + " names the same queue, and each of the two lanes would take events of the other's"
                    + " photos away", "give each lane a queue of its own, or take one out: that lane's bucket is then found"
                    + " by listing alone");
        }
        return queue;
    }

    /** Amazon's queues had other host names once, which still work. */
    private static String spelled(URI queue) {
        String host = OLD_QUEUE.matcher(queue.getHost().toLowerCase(Locale.ROOT)).replaceFirst("sqs.$1.amazonaws.com");
        return host + (queue.getPort() < 0 ? "" : ":" + queue.getPort()) + queue.getPath();
    }

    private Optional<Path> ticket(String key) {
        Path ticket = reader.folder(key);
        if (ticket != null && !Files.isRegularFile(ticket)) {
            reader.fault(key, "there is no file " + ticket, "create it, or correct the path");
        }
        return Optional.ofNullable(ticket);
    }

    private Gather gather() {
        Duration quiet = reader.duration("darkroom.gather.quiet");
        Duration maxWait = reader.duration("darkroom.gather.max-wait");
        if (quiet != null && quiet.compareTo(LEAST_QUIET) < 0) {
            reader.fault("darkroom.gather.quiet", "a photo still being written would be taken for whole", "write at least 100ms");
        }
        reader.inOrder("darkroom.gather.quiet", quiet, "darkroom.gather.max-wait", maxWait);
        return new Gather(quiet, maxWait, reader.duration("darkroom.gather.every"), reader.duration("darkroom.gather.listing"),
                reader.duration("darkroom.gather.listing-with-events"), reader.yesOrNo("darkroom.gather.hash").orElse(true));
    }

    private Map<String, Vendor> vendors(List<Lane> lanes, Optional<Path> folder) {
        Set<String> used = lanes.stream().map(Lane::vendor).collect(Collectors.toSet());
        List<String> filed = folder.map(OwnVendors::new).map(OwnVendors::names).orElse(List.of());
        Map<String, Vendor> vendors = new LinkedHashMap<>();
        for (String name : sources.vendors()) {
            vendors.put(name, vendor(name, used.contains(name), filed.contains(name)));
        }
        return vendors;
    }

    private Vendor vendor(String name, boolean used, boolean filed) {
        String of = "darkroom.vendor." + name + ".";
        boolean own = !SettingKeys.vendors().contains(name);
        String end = own && !filed ? meant(name).map(meant -> "; or " + meant).orElse(".") : ".";
        if (own && reader.setting(of + "url").written().isEmpty()) {
            faults.add(of + "url is not set: a vendor of your own needs the address of its API here" + end);
        }
        Setting key = reader.setting(of + "key");
        boolean lookedUpInVain = key.written().isPresent() && key.unset().isEmpty();
        if (key.value().isEmpty() && !lookedUpInVain && (used || own && key.written().isEmpty())) {
            faults.add(noKey(name, key) + end);
        }
        Duration first = reader.duration(of + "poll.first");
        Duration most = reader.duration(of + "poll.most");
        reader.inOrder(of + "poll.first", first, of + "poll.most", most);
        return new Vendor(name, reader.address(of + "url", false, KEY_IN_CLEAR).orElse(null), reader.headerSecret(of + "key"),
                first, most);
    }

    private static String noKey(String name, Setting key) {
        String whose = SPELLED.getOrDefault(name, name) + " API key";
        return key.key() + " is not set: put your " + whose + " into "
                + key.unset().map(variable -> variable + " or this key").orElse("this key");
    }

    private static Optional<String> meant(String vendor) {
        return Nearest.to(vendor, SettingKeys.vendors()).map(near -> "did you mean " + near + "?");
    }

    private Optional<Path> vendorsFolder() {
        String key = "darkroom.vendors.folder";
        Path folder = places.folder(key);
        if (folder != null && !Files.isDirectory(folder)) {
            reader.fault(key, "there is no folder " + folder, "create it, or correct the path");
        }
        if (folder != null) {
            faults.addAll(new OwnVendors(folder).faults());
        }
        return Optional.ofNullable(folder);
    }

    private Retry retry() {
        Duration first = reader.duration("darkroom.retry.first");
        Duration most = reader.duration("darkroom.retry.most");
        reader.inOrder("darkroom.retry.first", first, "darkroom.retry.most", most);
        return new Retry(first, most);
    }

    private LedgerAccess ledger(Path home) {
        String key = "darkroom.ledger.url";
        String url = reader.text(key).orElse("jdbc:sqlite:" + (home == null ? "" : home.resolve("ledger.db")));
        if (url.toLowerCase(Locale.ROOT).matches(".*[?&;](password|user)=.*")) {
            faults.add(key + " has a user or password in it, where logs would show it: use darkroom.ledger.user and .password.");
        } else if (!url.startsWith("jdbc:sqlite:") && !url.startsWith("jdbc:postgresql:")) {
            reader.fault(key, "the ledger speaks SQLite and PostgreSQL only", "write jdbc:postgresql://<host>/<database>");
        }
        Optional<String> datasource = reader.text("darkroom.ledger.datasource");
        if (datasource.isPresent() && reader.text(key).isPresent()) {
            faults.add(key + " and darkroom.ledger.datasource are both set, and there is one ledger: take one of them out.");
        }
        return new LedgerAccess(url, reader.text("darkroom.ledger.user"), reader.secret("darkroom.ledger.password"),
                datasource);
    }

    private Bucket bucket(String of) {
        if (reader.text(of + "access-key").isPresent() != reader.text(of + "secret-key").isPresent()) {
            faults.add(of + "access-key and " + of + "secret-key belong together, and only one of them is set: set both, or neither.");
        }
        return new Bucket(reader.address(of + "endpoint", true, ""), reader.text(of + "region"), reader.text(of + "access-key"),
                reader.secret(of + "secret-key"), reader.yesOrNo(of + "path-style"), reader.yesOrNo(of + "checksums"),
                reader.yesOrNo(of + "chunked"));
    }

    private Http http() {
        String tokenKey = "darkroom.http.token";
        String host = reader.host("darkroom.http.host");
        Optional<Secret> token = reader.headerSecret(tokenKey);
        if (token.isEmpty() && host != null && !SettingReader.loopback(host)) {
            reader.fault("darkroom.http.host", "others could reach the API and spend money",
                    "set " + tokenKey + " (at least " + SettingReader.LEAST_TOKEN + " characters), or listen on 127.0.0.1");
        }
        if (token.isPresent() && token.get().reveal().length() < SettingReader.LEAST_TOKEN) {
            reader.fault(tokenKey, "it could be guessed", "write at least " + SettingReader.LEAST_TOKEN + " characters");
        }
        return new Http(port(), host, token);
    }

    private int port() {
        String key = "darkroom.http.port";
        if (!reader.text(key).orElse("").equalsIgnoreCase("off")) {
            return reader.number(key, 0, 65535);
        }
        if (reader.text("darkroom.callback.url").isPresent()) {
            reader.fault(key, "vendors could not call back", "take darkroom.callback.url out, or name a port");
        }
        return Http.OFF;
    }
}
