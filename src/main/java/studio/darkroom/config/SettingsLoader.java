package studio.darkroom.config;

import java.nio.file.InvalidPathException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import studio.darkroom.app.CustomVendors;
import studio.darkroom.config.Setting.Source;
import studio.darkroom.text.Nearest;

/** File, environment and system properties laid over the defaults: which keys there are, and what each is set to. */
public final class SettingsLoader {

    /** Lanes and vendors: the name must survive as part of a key and of an environment variable. */
    public static final Pattern NAME_PATTERN = Pattern.compile("[a-z0-9][a-z0-9-]*");

    private static final String PREFIX = "darkroom.";
    private static final String ENVIRONMENT_PREFIX = "DARKROOM_";
    private static final String LANES_KEY = "darkroom.lanes";
    private static final String VENDORS_FOLDER_KEY = "darkroom.vendors.folder";

    /** Where the file is, and what the start script hands to Java. */
    private static final Set<String> RESERVED_VARIABLES = Set.of("DARKROOM_CONFIG", "DARKROOM_OPTS", "DARKROOM_JAVA_OPTS");

    /** Kubernetes and Docker links put these into every container near a service that is called darkroom, or darkroom-something. */
    private static final Pattern SERVICE_LINK_VARIABLE = Pattern.compile(
            "DARKROOM_(\\w+_)?(SERVICE_HOST|SERVICE_PORT(_\\w+)?|PORT_\\d+_(TCP|UDP|SCTP)(_(PROTO|PORT|ADDR))?)");
    private static final Pattern SERVICE_ADDRESS = Pattern.compile("(tcp|udp|sctp)://.*");

    private final Map<String, String> fileValues;
    private final Map<String, String> environment;
    private final Map<String, String> systemProperties;
    private final BaseFolders folders;
    private final ValueResolver resolver;
    private final Collection<String> faults;

    private final List<String> lanes;
    private final List<String> vendors;
    private final Map<String, Setting> settings = new LinkedHashMap<>();

    /** @param faults receives what is wrong with the keys themselves: unknown names, look-ups that find nothing */
    SettingsLoader(Map<String, String> file, Map<String, String> environment, Map<String, String> system, Collection<String> faults) {
        this.fileValues = filterOwnKeys(file);
        this.environment = environment;
        this.systemProperties = filterOwnKeys(system);
        this.systemProperties.remove(SettingsFile.CONFIG_KEY);
        this.folders = BaseFolders.of(system);
        this.resolver = new ValueResolver(environment, folders);
        this.faults = faults;
        this.lanes = parseLaneNames();
        this.vendors = collectVendorNames();
        List<SettingKeys.KnownKey> known = SettingKeys.expandKeys(lanes, vendors);
        reportUnknownKeys(known);
        known.forEach(key -> settings.put(key.key(), loadSetting(key, faults)));
    }

    /** Names of the lanes that are named rightly, in the order given. */
    List<String> lanes() {
        return lanes;
    }

    /** Names of the vendors that keys may be about, the product's first. */
    List<String> vendors() {
        return vendors;
    }

    /** Every known key with what it is set to, in the order of the table. */
    Map<String, Setting> settings() {
        return settings;
    }

    private List<String> parseLaneNames() {
        Setting setting = loadGlobalSetting(LANES_KEY);
        Set<String> names = new LinkedHashSet<>();
        for (String name : setting.value().orElse("").split(",", -1)) {
            String lane = name.strip();
            if (!NAME_PATTERN.matcher(lane).matches()) {
                faults.add(setting.describeFault(lane.isEmpty() ? "there is an empty name" : "'" + lane + "' cannot name a lane",
                        "write small letters, digits and -, with a comma between names"));
            } else if (!names.add(lane)) {
                faults.add(setting.describeFault("the lane '" + lane + "' is named twice", "name each lane once"));
            }
        }
        return List.copyOf(names);
    }

    /** A key that belongs to no lane or vendor, read before those are known. */
    private Setting loadGlobalSetting(String key) {
        return loadSetting(SettingKeys.expandKeys(List.of(), List.of()).stream().filter(known -> known.key().equals(key)).findFirst()
                .orElseThrow(), new ArrayList<>());
    }

    /** Vendors that have a route file in the folder of the user's own. */
    private List<String> listCustomVendors() {
        try {
            return loadGlobalSetting(VENDORS_FOLDER_KEY).value().map(folders::resolve).map(CustomVendors::new).map(CustomVendors::listNames)
                    .orElse(List.of());
        } catch (InvalidPathException e) {
            return List.of();
        }
    }

    /** The product's vendors, those with a file of their own, those that a lane uses, and those that a key is about. */
    private List<String> collectVendorNames() {
        Set<String> names = new LinkedHashSet<>(SettingKeys.builtInVendors());
        names.addAll(listCustomVendors());
        SettingKeys.expandKeys(lanes, List.of()).stream()
                .filter(known -> known.definition().pattern().equals("darkroom.lane.<lane>.vendor"))
                .forEach(known -> loadSetting(known, new ArrayList<>()).value().ifPresent(names::add));
        Set<String> writtenKeys = new LinkedHashSet<>(fileValues.keySet());
        writtenKeys.addAll(systemProperties.keySet());
        for (SettingKeys.KeyDefinition definition : SettingKeys.definitions()) {
            if (definition.isPerVendor()) {
                writtenKeys.forEach(key -> extractName(key, definition).ifPresent(names::add));
            }
        }
        names.removeIf(name -> !NAME_PATTERN.matcher(name).matches());
        return List.copyOf(names);
    }

    private void reportUnknownKeys(List<SettingKeys.KnownKey> known) {
        List<String> keys = known.stream().map(SettingKeys.KnownKey::key).toList();
        for (Map<String, String> source : List.of(fileValues, systemProperties)) {
            for (String key : source.keySet()) {
                if (!keys.contains(key) && !isUnusedDefault(key, source.get(key))) {
                    faults.add(describeUnknownKey(key, keys));
                }
            }
        }
        List<String> variables = keys.stream().map(SettingKeys::environmentName).toList();
        for (String variable : new TreeMap<>(environment).keySet()) {
            if (variable.startsWith(ENVIRONMENT_PREFIX) && !variables.contains(variable) && !isForeignVariable(variable)) {
                faults.add(describeUnknownKey(variable, variables));
            }
        }
    }

    /** Lines of the shipped file about the default lane may stay when the lanes have other names. */
    private boolean isUnusedDefault(String key, String value) {
        return SettingKeys.definitions().stream()
                .filter(SettingKeys.KeyDefinition::isPerLane)
                .anyMatch(definition -> extractName(key, definition).isPresent() && value.equals(definition.defaultValue()));
    }

    private boolean isForeignVariable(String variable) {
        return RESERVED_VARIABLES.contains(variable)
                || SERVICE_LINK_VARIABLE.matcher(variable).matches()
                || variable.endsWith("_PORT") && SERVICE_ADDRESS.matcher(environment.get(variable)).matches();
    }

    private String describeUnknownKey(String key, List<String> known) {
        String suggestion = Nearest.suggest(key, known).map(near -> "did you mean " + near + "? Correct it or take it out.")
                .orElse("take it out, or see config/darkroom.properties for the keys there are.");
        for (SettingKeys.KeyDefinition definition : SettingKeys.definitions()) {
            Optional<String> lane = definition.isPerLane() ? extractName(key, definition) : Optional.empty();
            if (lane.isPresent() && !lanes.contains(lane.get())) {
                return key + " is about a lane that does not exist: " + LANES_KEY + " names " + String.join(", ", lanes)
                        + "; add '" + lane.get() + "' there, or " + suggestion;
            }
        }
        if (key.startsWith("DARKROOM_LANE_")) {
            return key + " fits no key of the lanes " + String.join(", ", lanes) + ": add its lane to " + LANES_KEY + ", or " + suggestion;
        }
        if (key.startsWith("DARKROOM_VENDOR_")) {
            return key + " fits no key of a vendor known here: a vendor of your own is known once a lane uses it, its"
                    + " file is in " + VENDORS_FOLDER_KEY + " or the properties file has a key of it; or " + suggestion;
        }
        return key + " is not a key of Darkroom: " + suggestion;
    }

    private Setting loadSetting(SettingKeys.KnownKey known, Collection<String> faults) {
        String key = known.key();
        boolean secret = known.definition().secret();
        String variable = SettingKeys.environmentName(key);
        if (systemProperties.containsKey(key)) {
            return resolveSetting(known, systemProperties.get(key), Source.SYSTEM, faults);
        }
        // compose files hand on variables that nobody has set as empty ones
        if (!environment.getOrDefault(variable, "").isBlank()) {
            return resolveSetting(known, environment.get(variable).strip(), Source.ENVIRONMENT, faults);
        }
        if (fileValues.containsKey(key)) {
            return resolveSetting(known, fileValues.get(key), Source.FILE, faults);
        }
        return known.findDefault().map(text -> resolveSetting(known, text, Source.DEFAULT, faults))
                .orElseGet(() -> new Setting(key, secret, Optional.empty(), Optional.empty(), Optional.empty(), Source.DEFAULT));
    }

    private Setting resolveSetting(SettingKeys.KnownKey known, String rawValue, Source source, Collection<String> faults) {
        boolean secret = known.definition().secret();
        Setting unresolved = new Setting(known.key(), secret, Optional.of(rawValue), Optional.of(rawValue), Optional.empty(), source);
        if (rawValue.isEmpty()) {
            if (known.findDefault().isPresent() && !secret) {
                faults.add(unresolved.describeFault("it is empty", "give it a value, or take the key out for " + known.findDefault().get()));
            }
            return new Setting(known.key(), secret, Optional.empty(), Optional.empty(), Optional.empty(), source);
        }
        return resolver.resolve(unresolved, faults);
    }

    /** The lane or vendor that {@code key} is about, if it is a key of this row. */
    private static Optional<String> extractName(String key, SettingKeys.KeyDefinition definition) {
        int start = definition.pattern().indexOf('<');
        String prefix = definition.pattern().substring(0, start);
        String suffix = definition.pattern().substring(definition.pattern().indexOf('>') + 1);
        return key.startsWith(prefix) && key.endsWith(suffix) && key.length() > prefix.length() + suffix.length()
                ? Optional.of(key.substring(prefix.length(), key.length() - suffix.length()))
                : Optional.empty();
    }

    private static Map<String, String> filterOwnKeys(Map<String, String> source) {
        Map<String, String> filtered = new TreeMap<>();
        source.forEach((key, value) -> {
            if (key.toLowerCase(Locale.ROOT).startsWith(PREFIX)) {
                filtered.put(key, value.strip());
            }
        });
        return filtered;
    }
}
