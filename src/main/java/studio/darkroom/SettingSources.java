package studio.darkroom;

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
import studio.darkroom.Setting.Source;

/** File, environment and system properties laid over the defaults: which keys there are, and what each is set to. */
final class SettingSources {

    /** Lanes and vendors: the name must survive as part of a key and of an environment variable. */
    static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]*");

    private static final String PREFIX = "darkroom.";
    private static final String ENVIRONMENT_PREFIX = "DARKROOM_";
    private static final String LANES = "darkroom.lanes";
    private static final String VENDORS_FOLDER = "darkroom.vendors.folder";

    /** Where the file is, and what the start script hands to Java. */
    private static final Set<String> RESERVED = Set.of("DARKROOM_CONFIG", "DARKROOM_OPTS", "DARKROOM_JAVA_OPTS");

    /** Kubernetes and Docker links put these into every container near a service that is called darkroom, or darkroom-something. */
    private static final Pattern SERVICE_LINK = Pattern.compile(
            "DARKROOM_(\\w+_)?(SERVICE_HOST|SERVICE_PORT(_\\w+)?|PORT_\\d+_(TCP|UDP|SCTP)(_(PROTO|PORT|ADDR))?)");
    private static final Pattern SERVICE_ADDRESS = Pattern.compile("(tcp|udp|sctp)://.*");

    private final Map<String, String> file;
    private final Map<String, String> environment;
    private final Map<String, String> system;
    private final SettingFolders folders;
    private final SettingLookup lookup;
    private final Collection<String> faults;

    private final List<String> lanes;
    private final List<String> vendors;
    private final Map<String, Setting> settings = new LinkedHashMap<>();

    /** @param faults receives what is wrong with the keys themselves: unknown names, look-ups that find nothing */
    SettingSources(Map<String, String> file, Map<String, String> environment, Map<String, String> system, Collection<String> faults) {
        this.file = ours(file);
        this.environment = environment;
        this.system = ours(system);
        this.system.remove(SettingsFile.KEY);
        this.folders = SettingFolders.of(system);
        this.lookup = new SettingLookup(environment, folders);
        this.faults = faults;
        this.lanes = laneNames();
        this.vendors = vendorNames();
        List<SettingKeys.Known> known = SettingKeys.known(lanes, vendors);
        reportUnknown(known);
        known.forEach(key -> settings.put(key.key(), look(key, faults)));
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

    private List<String> laneNames() {
        Setting setting = alone(LANES);
        Set<String> names = new LinkedHashSet<>();
        for (String name : setting.value().orElse("").split(",", -1)) {
            String lane = name.strip();
            if (!NAME.matcher(lane).matches()) {
                faults.add(setting.fault(lane.isEmpty() ? "there is an empty name" : "'" + lane + "' cannot name a lane",
                        "write small letters, digits and -, with a comma between names"));
            } else if (!names.add(lane)) {
                faults.add(setting.fault("the lane '" + lane + "' is named twice", "name each lane once"));
            }
        }
        return List.copyOf(names);
    }

    /** A key that belongs to no lane or vendor, read before those are known. */
    private Setting alone(String key) {
        return look(SettingKeys.known(List.of(), List.of()).stream().filter(known -> known.key().equals(key)).findFirst()
                .orElseThrow(), new ArrayList<>());
    }

    /** Vendors that have a route file in the folder of the user's own. */
    private List<String> filed() {
        try {
            return alone(VENDORS_FOLDER).value().map(folders::resolve).map(OwnVendors::new).map(OwnVendors::names)
                    .orElse(List.of());
        } catch (InvalidPathException e) {
            return List.of();
        }
    }

    /** The product's vendors, those with a file of their own, those that a lane uses, and those that a key is about. */
    private List<String> vendorNames() {
        Set<String> names = new LinkedHashSet<>(SettingKeys.vendors());
        names.addAll(filed());
        SettingKeys.known(lanes, List.of()).stream()
                .filter(known -> known.row().pattern().equals("darkroom.lane.<lane>.vendor"))
                .forEach(known -> look(known, new ArrayList<>()).value().ifPresent(names::add));
        Set<String> written = new LinkedHashSet<>(file.keySet());
        written.addAll(system.keySet());
        for (SettingKeys.Key row : SettingKeys.all()) {
            if (row.ofVendor()) {
                written.forEach(key -> nameIn(key, row).ifPresent(names::add));
            }
        }
        names.removeIf(name -> !NAME.matcher(name).matches());
        return List.copyOf(names);
    }

    private void reportUnknown(List<SettingKeys.Known> known) {
        List<String> keys = known.stream().map(SettingKeys.Known::key).toList();
        for (Map<String, String> source : List.of(file, system)) {
            for (String key : source.keySet()) {
                if (!keys.contains(key) && !saysNothing(key, source.get(key))) {
                    faults.add(unknown(key, keys));
                }
            }
        }
        List<String> variables = keys.stream().map(SettingKeys::environmentName).toList();
        for (String variable : new TreeMap<>(environment).keySet()) {
            if (variable.startsWith(ENVIRONMENT_PREFIX) && !variables.contains(variable) && !foreign(variable)) {
                faults.add(unknown(variable, variables));
            }
        }
    }

    /** Lines of the shipped file about the default lane may stay when the lanes have other names. */
    private boolean saysNothing(String key, String value) {
        return SettingKeys.all().stream()
                .filter(SettingKeys.Key::ofLane)
                .anyMatch(row -> nameIn(key, row).isPresent() && value.equals(row.fallback()));
    }

    private boolean foreign(String variable) {
        return RESERVED.contains(variable)
                || SERVICE_LINK.matcher(variable).matches()
                || variable.endsWith("_PORT") && SERVICE_ADDRESS.matcher(environment.get(variable)).matches();
    }

    private String unknown(String key, List<String> known) {
        String meant = Nearest.to(key, known).map(near -> "did you mean " + near + "? Correct it or take it out.")
                .orElse("take it out, or see config/darkroom.properties for the keys there are.");
        for (SettingKeys.Key row : SettingKeys.all()) {
            Optional<String> lane = row.ofLane() ? nameIn(key, row) : Optional.empty();
            if (lane.isPresent() && !lanes.contains(lane.get())) {
                return key + " is about a lane that does not exist: " + LANES + " names " + String.join(", ", lanes)
                        + "; add '" + lane.get() + "' there, or " + meant;
            }
        }
        if (key.startsWith("DARKROOM_LANE_")) {
            return key + " fits no key of the lanes " + String.join(", ", lanes) + ": add its lane to " + LANES + ", or " + meant;
        }
        if (key.startsWith("DARKROOM_VENDOR_")) {
            return key + " fits no key of a vendor known here: a vendor of your own is known once a lane uses it, its"
                    + " file is in " + VENDORS_FOLDER + " or the properties file has a key of it; or " + meant;
        }
        return key + " is not a key of Darkroom: " + meant;
    }

    private Setting look(SettingKeys.Known known, Collection<String> faults) {
        String key = known.key();
        boolean secret = known.row().secret();
        String variable = SettingKeys.environmentName(key);
        if (system.containsKey(key)) {
            return resolve(known, system.get(key), Source.SYSTEM, faults);
        }
        // compose files hand on variables that nobody has set as empty ones
        if (!environment.getOrDefault(variable, "").isBlank()) {
            return resolve(known, environment.get(variable).strip(), Source.ENVIRONMENT, faults);
        }
        if (file.containsKey(key)) {
            return resolve(known, file.get(key), Source.FILE, faults);
        }
        return known.fallback().map(text -> resolve(known, text, Source.DEFAULT, faults))
                .orElseGet(() -> new Setting(key, secret, Optional.empty(), Optional.empty(), Optional.empty(), Source.DEFAULT));
    }

    private Setting resolve(SettingKeys.Known known, String written, Source source, Collection<String> faults) {
        boolean secret = known.row().secret();
        Setting plain = new Setting(known.key(), secret, Optional.of(written), Optional.of(written), Optional.empty(), source);
        if (written.isEmpty()) {
            if (known.fallback().isPresent() && !secret) {
                faults.add(plain.fault("it is empty", "give it a value, or take the key out for " + known.fallback().get()));
            }
            return new Setting(known.key(), secret, Optional.empty(), Optional.empty(), Optional.empty(), source);
        }
        return lookup.resolve(plain, faults);
    }

    /** The lane or vendor that {@code key} is about, if it is a key of this row. */
    private static Optional<String> nameIn(String key, SettingKeys.Key row) {
        int start = row.pattern().indexOf('<');
        String before = row.pattern().substring(0, start);
        String after = row.pattern().substring(row.pattern().indexOf('>') + 1);
        return key.startsWith(before) && key.endsWith(after) && key.length() > before.length() + after.length()
                ? Optional.of(key.substring(before.length(), key.length() - after.length()))
                : Optional.empty();
    }

    private static Map<String, String> ours(Map<String, String> source) {
        Map<String, String> ours = new TreeMap<>();
        source.forEach((key, value) -> {
            if (key.toLowerCase(Locale.ROOT).startsWith(PREFIX)) {
                ours.put(key, value.strip());
            }
        });
        return ours;
    }
}
