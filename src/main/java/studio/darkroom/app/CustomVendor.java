package studio.darkroom.app;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import studio.darkroom.config.SettingKeys;
import studio.darkroom.config.Settings;
import studio.darkroom.config.SettingsException;
import studio.darkroom.text.Redactor;
import studio.darkroom.ticket.TicketException;
import studio.darkroom.ticket.VendorSchemas;
import studio.darkroom.vendor.VendorFacts;

/** A vendor in {@code darkroom.vendors.folder}: a route file and a ticket schema, which are checked before any route is loaded. */
public final class CustomVendor {

    static final String FILE_SUFFIX = ".camel.yaml";

    private static final String DOCUMENTATION_HINT = "; see \"A vendor of your own\" in routes/vendors/README.md";
    private static final Map<String, Set<String>> ALLOWED_VALUES = Map.of("takes", Set.of("raw", "jpeg", "png"),
            "secondEdit", Set.of("same-answer", "conflict", "unknown"), "registers", Set.of("tells", "must"));

    private final Path file;
    private final String name;
    private final List<String> faults = new ArrayList<>();

    CustomVendor(Path file) {
        this.file = file;
        String fileName = file.getFileName().toString();
        this.name = fileName.substring(0, fileName.length() - FILE_SUFFIX.length());
    }

    /** All custom vendors, by name; none if the folder cannot be listed. */
    static List<CustomVendor> listVendors(Optional<Path> folder) {
        if (folder.isEmpty()) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder.get())) {
            return files.filter(file -> file.getFileName().toString().endsWith(FILE_SUFFIX)).sorted().map(CustomVendor::new).toList();
        } catch (IOException e) {
            return List.of();
        }
    }

    /** @throws SettingsException with every fault of every custom vendor */
    public static void requireUsable(Settings settings) {
        List<String> faults = listVendors(settings.vendorsFolder()).stream().flatMap(vendor -> vendor.findFaults().stream()).toList();
        if (!faults.isEmpty()) {
            throw createException(faults);
        }
    }

    static SettingsException createException(List<String> sentences) {
        return new SettingsException(sentences.stream().map(sentence -> new SettingsException.Fault("darkroom.vendors.folder",
                SettingsException.Code.INVALID_VENDOR_FILE, sentence)).toList());
    }

    Path file() {
        return file;
    }

    /** The ids of its routes; none if the file cannot be read. */
    List<String> routeIds() {
        try {
            return collectRouteIds(readElements());
        } catch (YAMLException | IOException e) {
            return List.of();
        }
    }

    /** The faults of both files, one sentence each, without those that only Camel finds. */
    List<String> findFaults() {
        faults.clear();
        if (!SettingKeys.NAME_PATTERN.matcher(name).matches()) {
            addFault("\"" + Redactor.redact(name) + "\" is not a valid vendor name; name the file <vendor>" + FILE_SUFFIX
                    + ", in lower-case letters, digits and -");
            return faults;
        }
        if (SettingKeys.builtInVendors().contains(name)) {
            addFault("Darkroom has a vendor named " + name + "; choose another name. To change the built-in vendor, put a changed"
                    + " copy of its file into routes/vendors/ beside the program");
            return faults;
        }
        if (RouteLoader.isReservedName(name)) {
            addFault("routes of Darkroom have names that begin with " + name + "-; give the vendor another name");
            return faults;
        }
        try {
            checkElements(readElements());
        } catch (MarkedYAMLException e) {
            int line = e.getProblemMark() == null ? 0 : e.getProblemMark().getLine() + 1;
            faults.add(file + (line > 0 ? ", line " + line : "") + " is not YAML (" + Redactor.redact(e.getProblem()) + "); correct it.");
        } catch (CharacterCodingException | YAMLException e) {
            addFault("the file is not UTF-8 text; save it as UTF-8");
        } catch (IOException e) {
            addFault("the file cannot be read (" + e.getClass().getSimpleName() + "); check its permissions");
        }
        checkSchema();
        return faults;
    }

    private List<Map<?, ?>> readElements() throws IOException {
        Object tree = new Yaml(new SafeConstructor(new LoaderOptions())).load(Files.readString(file));
        return tree instanceof List<?> list ? list.stream().<Map<?, ?>>map(CustomVendor::toMap).toList() : List.of();
    }

    private void checkElements(List<Map<?, ?>> elements) {
        if (elements.isEmpty()) {
            addFault("the file is not a list of beans and routes" + DOCUMENTATION_HINT);
            return;
        }
        elements.stream().flatMap(element -> element.keySet().stream()).map(String::valueOf).distinct()
                .filter(kind -> !kind.equals("route") && !kind.equals("beans"))
                .forEach(kind -> addFault("the element \"" + Redactor.redact(kind) + "\" would affect more than this vendor; keep only"
                        + " beans and routes"));
        for (Map<?, ?> route : findElements(elements, "route")) {
            String id = String.valueOf(route.get("id"));
            if (!id.startsWith(name + "-")) {
                addFault("the id of the route \"" + Redactor.redact(id) + "\" does not begin with the vendor's name; use " + name + "-<verb>");
            } else if (!"passes-up".equals(route.get("routeConfigurationId"))) {
                addFault("the route " + id + " does not pass on its errors; add routeConfigurationId: passes-up");
            }
        }
        List<Map<?, ?>> beans = elements.stream().filter(element -> element.get("beans") instanceof List<?>)
                .flatMap(element -> ((List<?>) element.get("beans")).stream()).<Map<?, ?>>map(CustomVendor::toMap).toList();
        beans.stream().map(bean -> String.valueOf(bean.get("name"))).filter(bean -> !bean.startsWith(name + "-"))
                .forEach(bean -> addFault("the name of the bean \"" + Redactor.redact(bean) + "\" does not begin with the vendor's name; use "
                        + name + "-<name>"));
        Optional<Map<?, ?>> facts = beans.stream().filter(bean -> (name + "-facts").equals(bean.get("name"))
                && VendorFacts.class.getName().equals(bean.get("type"))).findFirst();
        if (facts.isEmpty()) {
            addFault("the bean " + name + "-facts of type " + VendorFacts.class.getName()
                    + ", which declares what the vendor accepts and does, is missing" + DOCUMENTATION_HINT);
        }
        checkFacts(facts.map(bean -> toMap(bean.get("properties"))).orElse(Map.of()), facts.isPresent(), collectRouteIds(elements));
    }

    private void checkFacts(Map<?, ?> facts, boolean present, List<String> routes) {
        if (present && !name.equals(facts.get("name"))) {
            addFault("the bean " + name + "-facts has the name " + Redactor.redact(String.valueOf(facts.get("name")))
                    + "; write name: " + name);
        }
        ALLOWED_VALUES.forEach((fact, allowed) -> Stream.ofNullable(facts.get(fact)).flatMap(value -> splitValues(value).stream())
                .filter(word -> !allowed.contains(word))
                .forEach(word -> addFault("the fact " + fact + " has the unknown value \"" + Redactor.redact(word) + "\"; use "
                        + String.join(", ", allowed.stream().sorted().toList()))));
        List<String> requiredVerbs = new ArrayList<>(VendorFacts.REQUIRED_VERBS);
        if (isTrue(facts.get("exports"))) {
            requiredVerbs.addAll(VendorFacts.EXPORT_VERBS);
        }
        if (facts.get("partsAbove") != null && !"0".equals(String.valueOf(facts.get("partsAbove")))) {
            requiredVerbs.addAll(VendorFacts.PART_VERBS);
        }
        if (facts.get("choices") != null) {
            requiredVerbs.add("choices");
        }
        List<String> lacks = splitValues(facts.get("lacks"));
        boolean retouches = present && !lacks.contains("retouch") && routes.contains(name + "-retouch");
        List<String> missingRetouchRoutes = retouches ? findMissingRoutes(VendorFacts.RETOUCH_VERBS, routes) : List.of();
        if (!missingRetouchRoutes.isEmpty()) {
            addFault("the route " + name + "-retouch requires the missing routes " + String.join(", ", missingRetouchRoutes)
                    + "; write them, or add retouch to lacks: of " + name + "-facts");
        }
        if (retouches && lacks.contains("finalize")) {
            addFault("the verb retouch requires finalize; remove finalize from lacks: of " + name
                    + "-facts, or add retouch to it");
        }
        requiredVerbs = findMissingRoutes(requiredVerbs, routes);
        if (!requiredVerbs.isEmpty()) {
            addFault("required routes are missing: " + String.join(", ", requiredVerbs) + DOCUMENTATION_HINT);
        }
        List<String> undeclared = VendorFacts.OPTIONAL_VERBS.stream().filter(verb -> !retouches || !VendorFacts.RETOUCH_VERBS.contains(verb))
                .filter(verb -> !lacks.contains(verb) && !routes.contains(name + "-" + verb))
                .toList();
        if (present && !undeclared.isEmpty()) {
            addFault("optional verbs are undeclared: " + String.join(", ", undeclared) + "; write their routes, or add them to"
                    + " lacks: of " + name + "-facts");
        }
    }

    /** The ids of those of these verbs that have no route. */
    private List<String> findMissingRoutes(List<String> verbs, List<String> routes) {
        return verbs.stream().map(verb -> name + "-" + verb).filter(route -> !routes.contains(route)).toList();
    }

    private void checkSchema() {
        Path schema = file.resolveSibling(name + ".ticket.json");
        if (!Files.isRegularFile(schema)) {
            addFault(schema.getFileName() + ", the schema of the block edit: in tickets, is missing; write it, or {\"type\": \"object\"}"
                    + " to accept any option");
            return;
        }
        try {
            new VendorSchemas(file.toAbsolutePath().getParent()).requireUsable(name);
        } catch (TicketException e) {
            faults.add(e.getMessage() + ".");
        }
    }

    private void addFault(String text) {
        faults.add(file + ": " + text + ".");
    }

    private static List<String> collectRouteIds(List<Map<?, ?>> elements) {
        return findElements(elements, "route").stream().map(route -> route.get("id")).filter(Objects::nonNull)
                .map(String::valueOf).toList();
    }

    private static List<Map<?, ?>> findElements(List<Map<?, ?>> elements, String kind) {
        return elements.stream().filter(element -> element.containsKey(kind))
                .<Map<?, ?>>map(element -> toMap(element.get(kind))).toList();
    }

    private static Map<?, ?> toMap(Object node) {
        return node instanceof Map<?, ?> map ? map : Map.of();
    }

    private static boolean isTrue(Object node) {
        return "true".equals(String.valueOf(node));
    }

    private static List<String> splitValues(Object node) {
        return node == null ? List.of() : Stream.of(String.valueOf(node).split(",")).map(String::strip).toList();
    }
}
