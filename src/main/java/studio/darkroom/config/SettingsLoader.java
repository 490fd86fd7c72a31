package studio.darkroom.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
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
import java.util.stream.Stream;
import studio.darkroom.config.Setting.Source;
import studio.darkroom.config.SettingKeys.KnownKey;
import studio.darkroom.config.SettingsException.Code;
import studio.darkroom.config.SettingsException.Fault;
import studio.darkroom.text.Nearest;

/** Merges file, environment and system properties over the defaults: which keys there are, and the value of each. */
final class SettingsLoader {

    private static final String PREFIX = "darkroom.";
    private static final String LANES_KEY = "darkroom.lanes";
    private static final String VENDORS_FOLDER_KEY = "darkroom.vendors.folder";
    private static final String VENDOR_FILE_SUFFIX = ".camel.yaml";

    /** The settings file, and what the start script passes to Java. */
    private static final Set<String> RESERVED_VARIABLES = Set.of("DARKROOM_CONFIG", "DARKROOM_OPTS", "DARKROOM_JAVA_OPTS");
    /** Kubernetes and Docker links set these in every container near a service named darkroom or darkroom-something. */
    private static final Pattern SERVICE_LINK_VARIABLE = Pattern.compile(
            "DARKROOM_(\\w+_)?(SERVICE_HOST|SERVICE_PORT(_\\w+)?|PORT_\\d+_(TCP|UDP|SCTP)(_(PROTO|PORT|ADDR))?)");
    private static final Pattern SERVICE_ADDRESS = Pattern.compile("(tcp|udp|sctp)://.*");

    private final Map<String, String> environment;
    private final ValueResolver resolver;
    private final Collection<Fault> faults;
    /** Old names in use, as they are written, with the current name. */
    final Map<String, String> renamedKeys = new LinkedHashMap<>();
    private final Map<String, String> oldNamesInFile = new LinkedHashMap<>();
    private final Map<String, String> oldNamesInSystem = new LinkedHashMap<>();
    private final Map<String, String> fileValues;
    private final Map<String, String> systemProperties;

    /** Valid lane names, in the order given. */
    final List<String> lanes;
    /** Vendors in the user's folder. */
    final List<String> customVendors;
    /** All vendors that keys may belong to, the product's first. */
    final List<String> vendors;
    /** Every known key with its value, in the order of the table. */
    final Map<String, Setting> settings = new LinkedHashMap<>();

    /** @param faults receives the faults of the keys themselves: unknown names, failed lookups */
    SettingsLoader(Map<String, String> file, Map<String, String> environment, Map<String, String> system, Collection<Fault> faults) {
        this.environment = environment;
        this.resolver = new ValueResolver(environment, system);
        this.faults = faults;
        this.fileValues = useCurrentNames(file, oldNamesInFile);
        this.systemProperties = useCurrentNames(system, oldNamesInSystem);
        this.systemProperties.remove(SettingsFile.CONFIG_KEY);
        this.lanes = parseLaneNames();
        this.customVendors = listCustomVendors();
        this.vendors = collectVendors();
        List<KnownKey> known = SettingKeys.expandKeys(lanes, vendors);
        reportUnknownKeys(known.stream().map(KnownKey::key).toList());
        reportUnknownVariables(known);
        known.forEach(key -> settings.put(key.key(), loadSetting(key, faults)));
    }

    /** Darkroom's own keys under their current names. */
    private Map<String, String> useCurrentNames(Map<String, String> source, Map<String, String> oldNames) {
        Map<String, String> current = new TreeMap<>();
        source.forEach((key, value) -> {
            if (key.toLowerCase(Locale.ROOT).startsWith(PREFIX) && SettingKeys.findNewKey(key).isEmpty()) {
                current.put(key, value.strip());
            }
        });
        new TreeMap<>(source).forEach((oldKey, value) -> SettingKeys.findNewKey(oldKey).ifPresent(key -> {
            String existing = current.putIfAbsent(key, value.strip());
            oldNames.put(key, oldKey);
            recordOldName(oldKey, key, existing, value);
        }));
        return current;
    }

    private void recordOldName(String oldName, String name, String value, String oldValue) {
        renamedKeys.put(oldName, name);
        if (value != null && !value.strip().equals(oldValue.strip())) {
            faults.add(new Fault(name, Code.CONFLICTING_KEYS, oldName + " is the old name of " + name
                    + ", and both are set to different values; remove " + oldName + "."));
        }
    }

    private List<String> parseLaneNames() {
        Setting setting = loadGlobalSetting(LANES_KEY);
        Set<String> names = new LinkedHashSet<>();
        for (String name : setting.value().orElse("").split(",", -1)) {
            String lane = name.strip();
            if (!SettingKeys.NAME_PATTERN.matcher(lane).matches()) {
                faults.add(setting.createFault(Code.INVALID_NAME, lane.isEmpty() ? "it contains an empty name"
                        : "'" + lane + "' is not a valid lane name", "use lower-case letters, digits and -, and separate names by commas"));
            } else if (!names.add(lane)) {
                faults.add(setting.createFault(Code.DUPLICATE_NAME, "the lane '" + lane + "' is listed twice", "list each lane once"));
            }
        }
        return List.copyOf(names);
    }

    /** A key that belongs to no lane or vendor, read before those are known. */
    private Setting loadGlobalSetting(String key) {
        return loadSetting(SettingKeys.expandKeys(List.of(), List.of()).stream().filter(known -> known.key().equals(key)).findFirst()
                .orElseThrow(), new ArrayList<>());
    }

    /** Vendors that have a route file in the user's folder. */
    private List<String> listCustomVendors() {
        Optional<String> folder = loadGlobalSetting(VENDORS_FOLDER_KEY).value();
        if (folder.isPresent()) {
            try (Stream<Path> files = Files.list(resolver.resolvePath(SettingsBuilder.stripFolderPrefix(folder.get())))) {
                return files.map(file -> file.getFileName().toString()).filter(name -> name.endsWith(VENDOR_FILE_SUFFIX))
                        .map(name -> name.substring(0, name.length() - VENDOR_FILE_SUFFIX.length()))
                        .filter(SettingKeys.NAME_PATTERN.asMatchPredicate()).sorted().toList();
            } catch (IOException | InvalidPathException e) {
                return List.of();
            }
        }
        return List.of();
    }

    /** The product's vendors, those in the user's folder, those that a lane uses, and those that have a key. */
    private List<String> collectVendors() {
        Set<String> names = new LinkedHashSet<>(SettingKeys.builtInVendors());
        names.addAll(customVendors);
        SettingKeys.expandKeys(lanes, List.of()).stream().filter(known -> known.key().matches("darkroom\\.lane\\.[^.]+\\.vendor"))
                .forEach(known -> loadSetting(known, new ArrayList<>()).value().ifPresent(names::add));
        Stream.of(fileValues, systemProperties).flatMap(source -> source.keySet().stream())
                .forEach(key -> SettingKeys.findVendor(key).filter(vendor -> isKey(key, SettingKeys.expandKeys(List.of(), List.of(vendor))))
                        .ifPresent(names::add));
        names.removeIf(SettingKeys.NAME_PATTERN.asMatchPredicate().negate());
        return List.copyOf(names);
    }

    private static boolean isKey(String key, List<KnownKey> known) {
        return known.stream().anyMatch(each -> each.key().equals(key));
    }

    private void reportUnknownKeys(List<String> keys) {
        Stream.of(fileValues, systemProperties).flatMap(source -> source.entrySet().stream())
                .filter(entry -> !keys.contains(entry.getKey()) && !isUnusedDefault(entry.getKey(), entry.getValue()))
                .forEach(entry -> faults.add(describeUnknownKey(entry.getKey(), keys)));
    }

    /** The lines of the default lane in the packaged file may stay if the lanes have other names. */
    private static boolean isUnusedDefault(String key, String value) {
        return SettingKeys.findLane(key).stream().flatMap(lane -> SettingKeys.expandKeys(List.of(lane), List.of()).stream())
                .anyMatch(known -> known.key().equals(key) && known.defaultValue().equals(Optional.of(value)));
    }

    private void reportUnknownVariables(List<KnownKey> known) {
        List<String> variables = known.stream().map(key -> SettingKeys.environmentName(key.key())).toList();
        List<String> oldVariables = known.stream().flatMap(key -> key.oldKey().stream()).map(SettingKeys::environmentName).toList();
        for (Map.Entry<String, String> variable : new TreeMap<>(environment).entrySet()) {
            String name = variable.getKey();
            boolean foreign = RESERVED_VARIABLES.contains(name) || SERVICE_LINK_VARIABLE.matcher(name).matches()
                    || name.endsWith("_PORT") && SERVICE_ADDRESS.matcher(variable.getValue()).matches();
            if (name.startsWith("DARKROOM_") && !variables.contains(name) && !oldVariables.contains(name) && !foreign) {
                faults.add(describeUnknownKey(name, variables));
            }
        }
    }

    private Fault describeUnknownKey(String key, List<String> known) {
        String suggestion = Nearest.suggest(key, known).map(near -> "did you mean " + near + "? Correct it or remove it.")
                .orElse("remove it, or see config/darkroom.properties for all keys.");
        Optional<String> lane = SettingKeys.findLane(key).filter(name -> isKey(key, SettingKeys.expandKeys(List.of(name), List.of())));
        if (lane.isPresent() && !lanes.contains(lane.get())) {
            return new Fault(key, Code.UNKNOWN_LANE, key + " belongs to a lane that does not exist: " + LANES_KEY + " lists "
                    + String.join(", ", lanes) + "; add '" + lane.get() + "' there, or " + suggestion);
        }
        if (key.startsWith("DARKROOM_LANE_")) {
            return new Fault(key, Code.UNKNOWN_LANE, key + " matches no key of the lanes " + String.join(", ", lanes) + ": add its lane to "
                    + LANES_KEY + ", or " + suggestion);
        }
        if (key.startsWith("DARKROOM_VENDOR_")) {
            return new Fault(key, Code.UNKNOWN_VENDOR, key + " matches no key of a known vendor: use the vendor in a lane, put its file into "
                    + VENDORS_FOLDER_KEY + ", or set one of its keys in the properties file; or " + suggestion);
        }
        return new Fault(key, Code.UNKNOWN_KEY, key + " is not a setting of Darkroom: " + suggestion);
    }

    private Setting loadSetting(KnownKey known, Collection<Fault> faults) {
        String key = known.key();
        if (systemProperties.containsKey(key)) {
            return resolve(known, systemProperties.get(key), Source.SYSTEM, oldNamesInSystem.getOrDefault(key, key), faults);
        }
        String variable = SettingKeys.environmentName(key);
        Optional<String> oldVariable = known.oldKey().map(SettingKeys::environmentName).filter(this::isSet);
        oldVariable.ifPresent(old -> {
            if (faults == this.faults) {
                recordOldName(old, variable, isSet(variable) ? environment.get(variable) : null, environment.get(old));
            }
        });
        String setVariable = isSet(variable) ? variable : oldVariable.orElse(null);
        if (setVariable != null) {
            return resolve(known, environment.get(setVariable).strip(), Source.ENVIRONMENT, setVariable, faults);
        }
        if (fileValues.containsKey(key)) {
            return resolve(known, fileValues.get(key), Source.FILE, oldNamesInFile.getOrDefault(key, key), faults);
        }
        return known.defaultValue().map(text -> resolve(known, text, Source.DEFAULT, key, faults)).orElseGet(() ->
                new Setting(key, known.secret(), Optional.empty(), Optional.empty(), Optional.empty(), Source.DEFAULT, key));
    }

    /** Compose files pass variables that are not set as empty ones. */
    private boolean isSet(String variable) {
        return !environment.getOrDefault(variable, "").isBlank();
    }

    private Setting resolve(KnownKey known, String text, Source source, String writtenName, Collection<Fault> faults) {
        Setting setting = new Setting(known.key(), known.secret(), Optional.of(text), Optional.of(text), Optional.empty(), source, writtenName);
        if (!text.isEmpty()) {
            return resolver.resolveLookups(setting, faults);
        }
        if (known.defaultValue().isPresent() && !known.secret()) {
            faults.add(setting.createFault(Code.EMPTY_VALUE, "it is empty", "set a value, or remove the key to use " + known.defaultValue().get()));
        }
        return new Setting(known.key(), known.secret(), Optional.empty(), Optional.empty(), Optional.empty(), source, writtenName);
    }

    ValueResolver resolver() {
        return resolver;
    }
}
