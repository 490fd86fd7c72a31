package studio.darkroom.config;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import studio.darkroom.config.SettingParser.InvalidValue;
import studio.darkroom.config.Settings.Await;
import studio.darkroom.config.Settings.BucketStore;
import studio.darkroom.config.Settings.Gather;
import studio.darkroom.config.Settings.Http;
import studio.darkroom.config.Settings.Key;
import studio.darkroom.config.Settings.Lane;
import studio.darkroom.config.Settings.LedgerAccess;
import studio.darkroom.config.Settings.Place;
import studio.darkroom.config.Settings.Retry;
import studio.darkroom.config.Settings.Spend;
import studio.darkroom.config.Settings.Transfer;
import studio.darkroom.config.Settings.Vendor;
import studio.darkroom.config.SettingsException.Code;
import studio.darkroom.config.SettingsException.Fault;
import studio.darkroom.text.Hosts;
import studio.darkroom.text.Nearest;

/**
 * Builds {@link Settings} from their sources, subject by subject. A value that cannot be used adds a fault and counts as null, so
 * that all faults are found. The nulls are never used, because faults end the start.
 */
final class SettingsBuilder {

    private static final int MIN_TOKEN_LENGTH = 16;
    private static final Duration MIN_SETTLE_TIME = Duration.ofMillis(100);
    private static final Pattern LEGACY_QUEUE_HOST = Pattern.compile("^([a-z0-9-]+)\\.queue\\.amazonaws\\.com$");

    private final Set<Fault> faults = new LinkedHashSet<>();
    private final SettingsLoader loader;
    private final Map<String, String> queueKeys = new HashMap<>();

    private SettingsBuilder(Map<String, String> file, Map<String, String> environment, Map<String, String> system) {
        loader = new SettingsLoader(file, environment, system, faults);
    }

    static Settings build(Map<String, String> file, Map<String, String> environment, Map<String, String> system) {
        SettingsBuilder builder = new SettingsBuilder(file, environment, system);
        return builder.requireNoFaults(builder.buildSettings());
    }

    /** Only the HTTP settings; faults of other subjects are ignored. */
    static Http buildHttp(Map<String, String> file, Map<String, String> environment, Map<String, String> system) {
        SettingsBuilder builder = new SettingsBuilder(file, environment, system);
        builder.faults.clear();
        return builder.requireNoFaults(builder.bindHttp());
    }

    private <T> T requireNoFaults(T built) {
        if (!faults.isEmpty()) {
            throw new SettingsException(List.copyOf(faults));
        }
        return built;
    }

    private <T> Optional<T> find(String key, Function<String, T> parse) {
        try {
            return loader.settings.get(key).value().map(parse);
        } catch (InvalidValue e) {
            faults.add(loader.settings.get(key).createFault(e));
            return Optional.empty();
        }
    }

    private Optional<String> findText(String key) {
        return loader.settings.get(key).value();
    }

    /** A record with the values of its keys; components without a key take the given values, in order. */
    private <R extends Record> R bind(Class<R> type, String prefix, Object... given) {
        Iterator<Object> others = Arrays.asList(given).iterator();
        List<Object> values = new ArrayList<>();
        for (RecordComponent component : type.getRecordComponents()) {
            values.add(component.isAnnotationPresent(Key.class) ? read(prefix, component) : others.next());
        }
        try {
            return type.cast(type.getDeclaredConstructors()[0].newInstance(values.toArray()));
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private Object read(String prefix, RecordComponent component) {
        Key key = component.getAnnotation(Key.class);
        Class<?> type = component.getType();
        boolean optional = type == Optional.class;
        Class<?> content = optional ? (Class<?>) ((ParameterizedType) component.getGenericType()).getActualTypeArguments()[0] : type;
        Optional<Object> value = find(prefix + key.value(), text -> SettingParser.parse(text, content, key, loader.folders));
        return optional ? value : value.orElse(type == int.class ? key.min() : type == boolean.class ? false : type == Set.class ? Set.of()
                : type == OptionalInt.class ? OptionalInt.empty() : null);
    }

    private void addFault(String key, Code code, String reason, String fix) {
        faults.add(loader.settings.get(key).createFault(code, reason, fix));
    }

    private void addFault(String key, Code code, String text) {
        faults.add(loader.settings.get(key).createFault(code, text));
    }

    private Settings buildSettings() {
        BucketStore bucket = bindStore("darkroom.bucket.");
        List<Lane> lanes = loader.lanes.stream().map(name -> bindLane("darkroom.lane." + name + ".", name, bucket)).toList();
        Map<String, Vendor> vendors = new LinkedHashMap<>();
        loader.vendors.forEach(name -> vendors.put(name, bindVendor("darkroom.vendor." + name + ".", name,
                lanes.stream().anyMatch(lane -> name.equals(lane.vendor())))));
        Settings settings = bind(Settings.class, "darkroom.", lanes, bindGather(), vendors, bind(Transfer.class, "darkroom."),
                bind(Await.class, "darkroom."), bind(Retry.class, "darkroom."), bindLedger(), bucket, bindHttp(), bind(Spend.class, "darkroom."),
                loader.settings, loader.renamedKeys);
        checkOrder("darkroom.retry.initial-delay", settings.retry().initialDelay(), "darkroom.retry.max-delay", settings.retry().maxDelay());
        checkExists("darkroom.vendors.folder", settings.vendorsFolder(), true);
        new OverlapCheck(loader.settings, faults).checkPlaces(settings);
        return settings;
    }

    private Lane bindLane(String prefix, String name, BucketStore defaults) {
        Lane lane = bind(Lane.class, prefix, name, bindStore(prefix + "inbox.bucket.").withDefaults(defaults),
                bindStore(prefix + "delivery.bucket.").withDefaults(defaults));
        if (lane.vendor() != null && !SettingKeys.NAME_PATTERN.matcher(lane.vendor()).matches()) {
            addFault(prefix + "vendor", Code.INVALID_NAME, "it is not a valid vendor name",
                    suggestVendor(lane.vendor()).orElse("use lower-case letters, digits and -"));
        }
        checkExists(prefix + "ticket", lane.ticket(), false);
        lane.events().ifPresent(queue -> checkEventQueue(prefix + "inbox.events", queue, lane.inbox()));
        return lane;
    }

    private void checkEventQueue(String key, URI queue, Place inbox) {
        if (inbox != null && inbox.kind() != Place.Kind.BUCKET) {
            addFault(key, Code.USELESS_KEY, "the inbox is a folder, and only buckets have events", "remove the key");
        }
        // A message that one lane takes from the queue never reaches the other lane.
        String otherKey = queueKeys.putIfAbsent(normalizeQueue(queue), key);
        if (otherKey != null) {
            addFault(key, Code.SHARED_QUEUE, otherKey + " uses the same queue, and each lane would take events that the other needs",
                    "give each lane its own queue, or remove one of the two keys to use listings only");
        }
    }

    /** Queues of AWS have two host names, an old and a current one. */
    private static String normalizeQueue(URI queue) {
        String host = LEGACY_QUEUE_HOST.matcher(queue.getHost().toLowerCase(Locale.ROOT)).replaceFirst("sqs.$1.amazonaws.com");
        return host + (queue.getPort() < 0 ? "" : ":" + queue.getPort()) + queue.getPath();
    }

    private void checkExists(String key, Optional<Path> path, boolean folder) {
        path.filter(file -> !(folder ? Files.isDirectory(file) : Files.isRegularFile(file))).ifPresent(missing -> addFault(key,
                folder ? Code.MISSING_FOLDER : Code.MISSING_FILE, (folder ? "the folder " : "the file ") + missing + " does not exist",
                "create it, or correct the path"));
    }

    private Gather bindGather() {
        Gather gather = bind(Gather.class, "darkroom.");
        String key = "darkroom.inbox.settle-time";
        if (gather.quietPeriod() != null && gather.quietPeriod().compareTo(MIN_SETTLE_TIME) < 0) {
            addFault(key, Code.INVALID_DURATION, "a photo that is still being written could look complete", "use at least 100ms");
        }
        checkOrder(key, gather.quietPeriod(), "darkroom.inbox.incomplete-after", gather.maxWait());
        return gather;
    }

    private Vendor bindVendor(String prefix, String name, boolean used) {
        boolean custom = !SettingKeys.builtInVendors().contains(name);
        String ending = custom && !loader.customVendors.contains(name) ? suggestVendor(name).map(suggestion -> "; or " + suggestion).orElse("") : "";
        if (custom && loader.settings.get(prefix + "url").rawValue().isEmpty()) {
            addFault(prefix + "url", Code.MISSING_VALUE, " is not set; set it to the URL of the vendor's API" + ending);
        }
        Setting key = loader.settings.get(prefix + "key");
        boolean lookupFailed = key.rawValue().isPresent() && key.missingVariable().isEmpty();
        if (key.value().isEmpty() && !lookupFailed && (used || custom && key.rawValue().isEmpty())) {
            addFault(key.key(), Code.MISSING_VALUE, " is not set; write the API key of " + name + " into "
                    + key.missingVariable().map(variable -> variable + " or into this key").orElse("this key") + ending);
        }
        Vendor vendor = bind(Vendor.class, prefix, name);
        checkOrder(prefix + "poll.initial-delay", vendor.pollFirst(), prefix + "poll.max-delay", vendor.pollMax());
        return vendor;
    }

    private void checkOrder(String key, Duration duration, String limitKey, Duration limit) {
        if (duration != null && limit != null && duration.compareTo(limit) > 0) {
            addFault(key, Code.OUT_OF_ORDER, "it is longer than " + limitKey + " = '" + loader.settings.get(limitKey).displayValue() + "'",
                    "reduce it, or increase " + limitKey);
        }
    }

    private static Optional<String> suggestVendor(String vendor) {
        return Nearest.suggest(vendor, SettingKeys.builtInVendors()).map(near -> "did you mean " + near + "?");
    }

    private LedgerAccess bindLedger() {
        String key = "darkroom.ledger.url";
        String url = findText(key).orElseGet(() -> "jdbc:sqlite:" + find("darkroom.home", loader.folders::resolve).map(home ->
                home.resolve("ledger.db")).orElse(null));
        if (url.toLowerCase(Locale.ROOT).matches(".*[?&;](password|user)=.*")) {
            addFault(key, Code.CREDENTIALS_IN_URL, " contains a user or password, which logs would show; use darkroom.ledger.user"
                    + " and darkroom.ledger.password");
        } else if (!url.startsWith("jdbc:sqlite:") && !url.startsWith("jdbc:postgresql:")) {
            addFault(key, Code.INVALID_URL, "unsupported database", "use jdbc:postgresql://<host>/<database>, or remove the key for SQLite");
        }
        LedgerAccess ledger = bind(LedgerAccess.class, "darkroom.ledger.", url);
        if (ledger.datasource().isPresent() && findText(key).isPresent()) {
            addFault(key, Code.CONFLICTING_KEYS, " and darkroom.ledger.datasource are both set; remove one of them");
        }
        return ledger;
    }

    private BucketStore bindStore(String prefix) {
        BucketStore store = bind(BucketStore.class, prefix);
        if (store.accessKey().isPresent() != store.secretKey().isPresent()) {
            addFault(prefix + "access-key", Code.INCOMPLETE_PAIR, " and " + prefix + "secret-key must be set together; set both, or neither");
        }
        return store;
    }

    private Http bindHttp() {
        String tokenKey = "darkroom.http.token";
        String portKey = "darkroom.http.port";
        boolean off = findText(portKey).filter("off"::equalsIgnoreCase).isPresent();
        Http http = bind(Http.class, "darkroom.http.", off ? Http.OFF : find(portKey, text -> SettingParser.parseNumber(text, 0, 65535)).orElse(0),
                find("darkroom.http.host", SettingParser::parseHost).orElse(null));
        if (findText(tokenKey).isEmpty() && http.host() != null && !Hosts.isLoopback(http.host())) {
            addFault("darkroom.http.host", Code.TOKEN_REQUIRED, "other machines could use the API and spend money",
                    "set " + tokenKey + " (at least " + MIN_TOKEN_LENGTH + " characters), or listen on 127.0.0.1");
        }
        if (findText(tokenKey).filter(token -> token.length() < MIN_TOKEN_LENGTH).isPresent()) {
            addFault(tokenKey, Code.INVALID_SECRET, "it is too short", "use at least " + MIN_TOKEN_LENGTH + " characters");
        }
        if (off && findText("darkroom.callback.url").isPresent()) {
            addFault(portKey, Code.CONFLICTING_KEYS, "vendors could not reach darkroom.callback.url", "remove that key, or set a port");
        }
        return http;
    }
}
