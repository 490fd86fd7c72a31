package studio.darkroom.config;

import java.io.IOException;
import java.nio.file.Files;
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
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import studio.darkroom.config.Setting.Source;
import studio.darkroom.config.SettingKeys.KnownKey;
import studio.darkroom.config.SettingParser.InvalidValue;
import studio.darkroom.config.SettingsException.Code;
import studio.darkroom.config.SettingsException.Fault;
import studio.darkroom.config.SettingsFile.Folders;
import studio.darkroom.text.Nearest;

/** Merges file, environment and system properties over the defaults: which keys there are, and the value of each. */
final class SettingsLoader {

    private static final String LANES_KEY = "darkroom.lanes";
    private static final String VENDORS_FOLDER_KEY = "darkroom.vendors.folder";
    private static final String VENDOR_FILE_SUFFIX = ".camel.yaml";
    private static final Pattern LOOKUP = Pattern.compile("\\{\\{(?:env:(?<variable>[A-Za-z_]\\w*)|file:(?<file>[^{}]+)|[^{}]*)}}");

    /** Names of other programs: the start script, and the links of Docker and Kubernetes to services called darkroom or darkroom-something. */
    private static final Pattern FOREIGN_VARIABLE = Pattern.compile("DARKROOM_(CONFIG|OPTS|JAVA_OPTS"
            + "|(\\w+_)?(SERVICE_HOST|SERVICE_PORT(_\\w+)?|PORT_\\d+_(TCP|UDP|SCTP)(_(PROTO|PORT|ADDR))?))");
    private static final Pattern SERVICE_ADDRESS = Pattern.compile("(tcp|udp|sctp)://.*");

    private final Map<String, String> environment;
    private final Collection<Fault> faults;
    /** The strongest first. */
    private final List<Origin> origins;
    final Folders folders;
    /** Old names in use, as they are written, with the current name. */
    final Map<String, String> renamedKeys = new LinkedHashMap<>();
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
        this.faults = faults;
        this.folders = Folders.of(system);
        this.origins = List.of(new Origin(Source.SYSTEM, system), new Origin(Source.ENVIRONMENT, environment), new Origin(Source.FILE, file));
        this.lanes = parseLaneNames();
        this.customVendors = listCustomVendors();
        this.vendors = collectVendors();
        List<KnownKey> known = SettingKeys.expandKeys(lanes, vendors);
        origins.forEach(origin -> reportUnknownNames(origin, known));
        known.forEach(key -> settings.put(key.key(), loadSetting(key)));
    }

    /** One place that values come from. In the environment keys are spelled differently, and an empty value is none. */
    private record Origin(Source source, Map<String, String> values, UnaryOperator<String> naming) {

        Origin(Source source, Map<String, String> values) {
            this(source, new TreeMap<>(values), source == Source.ENVIRONMENT ? SettingKeys::environmentName : UnaryOperator.identity());
            this.values.keySet().removeIf(name -> !name.toUpperCase(Locale.ROOT).startsWith("DARKROOM" + (source == Source.ENVIRONMENT ? "_" : ".")));
            this.values.replaceAll((name, value) -> value.strip());
        }

        boolean isSet(String name) {
            return values.containsKey(name) && !(source == Source.ENVIRONMENT && values.get(name).isEmpty());
        }

        boolean isForeign(String name) {
            return switch (source) {
                case SYSTEM -> name.equals(SettingsFile.CONFIG_KEY);
                case ENVIRONMENT -> FOREIGN_VARIABLE.matcher(name).matches()
                        || name.endsWith("_PORT") && SERVICE_ADDRESS.matcher(values.get(name)).matches();
                // the lines of the default lane in the packaged file may stay if the lanes have other names
                default -> SettingKeys.findLane(name).flatMap(lane -> SettingKeys.findKey(name)).flatMap(KnownKey::defaultValue)
                        .equals(Optional.of(values.get(name)));
            };
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
        return loadSetting(SettingKeys.expandKeys(List.of(), List.of()).stream().filter(known -> known.key().equals(key)).findFirst().orElseThrow());
    }

    /** Vendors that have a route file in the user's folder. */
    private List<String> listCustomVendors() {
        Optional<String> folder = loadGlobalSetting(VENDORS_FOLDER_KEY).value();
        if (folder.isEmpty()) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folders.resolve(folder.get()))) {
            return files.map(file -> file.getFileName().toString()).filter(name -> name.endsWith(VENDOR_FILE_SUFFIX))
                    .map(name -> name.substring(0, name.length() - VENDOR_FILE_SUFFIX.length()))
                    .filter(SettingKeys.NAME_PATTERN.asMatchPredicate()).sorted().toList();
        } catch (IOException | InvalidValue e) {
            return List.of();
        }
    }

    /** The product's vendors, those in the user's folder, those that a lane uses, and those that have a key. */
    private List<String> collectVendors() {
        Set<String> names = new LinkedHashSet<>(SettingKeys.builtInVendors());
        names.addAll(customVendors);
        SettingKeys.expandKeys(lanes, List.of()).stream().filter(known -> known.key().matches("darkroom\\.lane\\.[^.]+\\.vendor"))
                .forEach(known -> loadSetting(known).value().ifPresent(names::add));
        origins.stream().flatMap(origin -> origin.values().keySet().stream()).map(name -> SettingKeys.findNewKey(name).orElse(name))
                .filter(key -> SettingKeys.findKey(key).isPresent()).forEach(key -> SettingKeys.findVendor(key).ifPresent(names::add));
        names.removeIf(SettingKeys.NAME_PATTERN.asMatchPredicate().negate());
        return List.copyOf(names);
    }

    private void reportUnknownNames(Origin origin, List<KnownKey> known) {
        Map<String, String> names = new TreeMap<>();
        known.forEach(key -> key.oldKey().ifPresent(old -> names.put(origin.naming().apply(old), origin.naming().apply(key.key()))));
        known.forEach(key -> names.put(origin.naming().apply(key.key()), origin.naming().apply(key.key())));
        origin.values().keySet().stream().filter(name -> !names.containsKey(name) && !origin.isForeign(name)).forEach(name ->
                faults.add(describeUnknownName(name, Nearest.suggest(name, names.keySet()).map(near -> "did you mean " + names.get(near)
                        + "? Correct it or remove it.").orElse("remove it, or see config/darkroom.properties for all keys."))));
    }

    private Fault describeUnknownName(String name, String suggestion) {
        Optional<String> lane = SettingKeys.findLane(name).filter(any -> SettingKeys.findKey(name).isPresent() && !lanes.contains(any));
        if (lane.isPresent()) {
            return new Fault(name, Code.UNKNOWN_LANE, name + " belongs to a lane that does not exist: " + LANES_KEY + " lists "
                    + String.join(", ", lanes) + "; add '" + lane.get() + "' there, or " + suggestion);
        }
        if (name.startsWith("DARKROOM_LANE_")) {
            return new Fault(name, Code.UNKNOWN_LANE, name + " matches no key of the lanes " + String.join(", ", lanes) + ": add its lane to "
                    + LANES_KEY + ", or " + suggestion);
        }
        if (name.startsWith("DARKROOM_VENDOR_")) {
            return new Fault(name, Code.UNKNOWN_VENDOR, name + " matches no key of a known vendor: use the vendor in a lane, put its file into "
                    + VENDORS_FOLDER_KEY + ", or set one of its keys in the properties file; or " + suggestion);
        }
        return new Fault(name, Code.UNKNOWN_KEY, name + " is not a setting of Darkroom: " + suggestion);
    }

    private Setting loadSetting(KnownKey known) {
        List<Setting> found = new ArrayList<>();
        origins.forEach(origin -> findIn(origin, known).ifPresent(found::add));
        if (found.isEmpty()) {
            return resolveLookups(new Setting(known.key(), known.secret(), known.defaultValue(), known.defaultValue(), Optional.empty(),
                    Source.DEFAULT, known.key()));
        }
        Setting setting = found.get(0);
        if (setting.value().isEmpty() && known.defaultValue().isPresent() && !known.secret()) {
            faults.add(setting.createFault(Code.EMPTY_VALUE, "it is empty", "set a value, or remove the key to use " + known.defaultValue().get()));
        }
        return resolveLookups(setting);
    }

    private Optional<Setting> findIn(Origin origin, KnownKey known) {
        String name = origin.naming().apply(known.key());
        Optional<String> oldName = known.oldKey().map(origin.naming()).filter(origin::isSet);
        oldName.ifPresent(old -> {
            renamedKeys.put(old, name);
            if (origin.isSet(name) && !origin.values().get(name).equals(origin.values().get(old))) {
                faults.add(new Fault(name, Code.CONFLICTING_KEYS, old + " is the old name of " + name
                        + ", and both are set to different values; remove " + old + "."));
            }
        });
        return Optional.of(name).filter(origin::isSet).or(() -> oldName).map(written -> {
            Optional<String> text = Optional.of(origin.values().get(written)).filter(value -> !value.isEmpty());
            return new Setting(known.key(), known.secret(), text, text, Optional.empty(), origin.source(), written);
        });
    }

    /**
     * The setting with its lookups resolved, once: text that a lookup returns is not searched again. If an environment variable
     * is not set, a secret counts as not set. For any other key that is a fault: its default could watch the wrong inbox or drop
     * a spending limit.
     */
    private Setting resolveLookups(Setting setting) {
        StringBuilder value = new StringBuilder();
        Matcher lookup = LOOKUP.matcher(setting.rawValue().orElse(""));
        try {
            while (lookup.find()) {
                String variable = lookup.group("variable");
                String text = lookup.group();
                if (variable != null) {
                    text = environment.getOrDefault(variable, "").strip();
                    if (text.isEmpty() && setting.secret()) {
                        return setting.withValue(Optional.empty(), Optional.of(variable));
                    } else if (text.isEmpty()) {
                        throw new InvalidValue(Code.MISSING_VARIABLE, "the environment variable " + variable + " is not set",
                                "set it, or write the value itself");
                    }
                } else if (lookup.group("file") != null) {
                    text = readFile(lookup.group("file").strip());
                } else if (!setting.key().equals("darkroom.notify")) { // an endpoint URI may contain property placeholders of Camel
                    throw new InvalidValue(Code.UNKNOWN_LOOKUP, "unknown lookup", "use {{env:NAME}} or {{file:/path}}");
                }
                lookup.appendReplacement(value, Matcher.quoteReplacement(text));
            }
        } catch (InvalidValue e) {
            faults.add(setting.createFault(e));
            return setting.withValue(Optional.empty(), Optional.empty());
        }
        return setting.withValue(Optional.of(lookup.appendTail(value).toString()).filter(text -> !text.isEmpty()), Optional.empty());
    }

    private String readFile(String path) {
        Path file = folders.resolve(path);
        if (!Files.isRegularFile(file)) {
            throw new InvalidValue(Code.MISSING_FILE, "the file " + file + " does not exist", "create it, or correct the path");
        }
        try {
            String text = Files.readString(file).strip();
            if (text.isEmpty()) {
                throw new InvalidValue(Code.EMPTY_VALUE, "the file " + file + " is empty", "write the value into it");
            }
            return text;
        } catch (IOException e) {
            throw new InvalidValue(Code.UNREADABLE_FILE, "cannot read the file " + path + " (" + e.getClass().getSimpleName() + ")",
                    "make it readable for the user that runs Darkroom, as UTF-8 text");
        }
    }
}
