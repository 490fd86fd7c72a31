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
import studio.darkroom.text.Redactor;
import studio.darkroom.ticket.TicketException;
import studio.darkroom.ticket.VendorSchemas;
import studio.darkroom.vendor.VendorFacts;

/** The files of one vendor of the user's own, looked over before any of it is run. */
final class CustomVendor {

    static final String FILE_SUFFIX = ".camel.yaml";

    private static final List<String> REQUIRED_VERBS = List.of("check", "open", "links", "uploaded", "edit", "edit-state", "results");
    private static final List<String> OPTIONAL_VERBS = List.of("retouch", "finalize", "replace");
    /** What a vendor that retouches has beside it. */
    private static final List<String> RETOUCH_VERBS = List.of("versions", "reset", "finalize");
    private static final String DOCUMENTATION_HINT = ": see \"A vendor of your own\" in routes/vendors/README.md";
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

    String name() {
        return name;
    }

    Path file() {
        return file;
    }

    /** The ids of its routes; none when it cannot be read. */
    List<String> routeIds() {
        try {
            return collectRouteIds(readElements());
        } catch (YAMLException | IOException e) {
            return List.of();
        }
    }

    /** The faults of the files, one sentence each, without those that only Camel finds. */
    List<String> findFaults() {
        faults.clear();
        if (!SettingKeys.NAME_PATTERN.matcher(name).matches()) {
            addFault("\"" + Redactor.redact(name) + "\" cannot name a vendor: call the file <name>" + FILE_SUFFIX
                    + ", the name in small letters, digits and -");
            return faults;
        }
        if (SettingKeys.builtInVendors().contains(name)) {
            addFault("a vendor called " + name + " comes with Darkroom: give yours another name; to change Darkroom's,"
                    + " put a changed copy into routes/vendors/ beside the program");
            return faults;
        }
        if (RouteLoader.isReservedName(name)) {
            addFault("routes of Darkroom itself are called " + name + "-...: give the vendor another name");
            return faults;
        }
        try {
            checkElements(readElements());
        } catch (MarkedYAMLException e) {
            int line = e.getProblemMark() == null ? 0 : e.getProblemMark().getLine() + 1;
            faults.add(file + (line > 0 ? ", line " + line : "") + " is not YAML (" + Redactor.redact(e.getProblem())
                    + "): correct it there.");
        } catch (CharacterCodingException | YAMLException e) {
            addFault("it is not text in UTF-8: save it as such");
        } catch (IOException e) {
            addFault("it cannot be read (" + e.getClass().getSimpleName() + "): look at its permissions");
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
            addFault("it is no list of beans and routes" + DOCUMENTATION_HINT);
            return;
        }
        elements.stream().flatMap(element -> element.keySet().stream()).map(String::valueOf).distinct()
                .filter(kind -> !kind.equals("route") && !kind.equals("beans"))
                .forEach(kind -> addFault("it holds \"" + Redactor.redact(kind) + "\", which would reach beyond this vendor: leave "
                        + "nothing in it but beans and routes"));
        for (Map<?, ?> route : findElements(elements, "route")) {
            String id = String.valueOf(route.get("id"));
            if (!id.startsWith(name + "-")) {
                addFault("its route \"" + Redactor.redact(id) + "\" is not called after it: give it the id " + name + "-<verb>");
            } else if (!"passes-up".equals(route.get("routeConfigurationId"))) {
                addFault("the route " + id + " would keep its errors to itself: write routeConfigurationId: passes-up into it");
            }
        }
        List<Map<?, ?>> beans = elements.stream().filter(element -> element.get("beans") instanceof List<?>)
                .flatMap(element -> ((List<?>) element.get("beans")).stream()).<Map<?, ?>>map(CustomVendor::toMap).toList();
        beans.stream().map(bean -> String.valueOf(bean.get("name"))).filter(bean -> !bean.startsWith(name + "-"))
                .forEach(bean -> addFault("its bean \"" + Redactor.redact(bean) + "\" is not called after it: give it the name "
                        + name + "-<something>"));
        Optional<Map<?, ?>> facts = beans.stream().filter(bean -> (name + "-facts").equals(bean.get("name"))
                && VendorFacts.class.getName().equals(bean.get("type"))).findFirst();
        if (facts.isEmpty()) {
            addFault("it has no bean " + name + "-facts of type " + VendorFacts.class.getName()
                    + ", which tells Darkroom what the vendor takes and does" + DOCUMENTATION_HINT);
        }
        checkFacts(facts.map(bean -> toMap(bean.get("properties"))).orElse(Map.of()), facts.isPresent(), collectRouteIds(elements));
    }

    private void checkFacts(Map<?, ?> facts, boolean present, List<String> routes) {
        if (present && !name.equals(facts.get("name"))) {
            addFault("the bean " + name + "-facts says name: " + Redactor.redact(String.valueOf(facts.get("name")))
                    + ": write name: " + name);
        }
        ALLOWED_VALUES.forEach((fact, allowed) -> Stream.ofNullable(facts.get(fact)).flatMap(value -> splitValues(value).stream())
                .filter(word -> !allowed.contains(word))
                .forEach(word -> addFault("the fact " + fact + " says \"" + Redactor.redact(word) + "\": it knows "
                        + String.join(", ", allowed.stream().sorted().toList()) + " only")));
        List<String> requiredVerbs = new ArrayList<>(REQUIRED_VERBS);
        if (isTrue(facts.get("exports"))) {
            requiredVerbs.addAll(List.of("export", "export-state"));
        }
        if (facts.get("partsAbove") != null && !"0".equals(String.valueOf(facts.get("partsAbove")))) {
            requiredVerbs.addAll(List.of("parts-open", "parts-complete", "parts-abort"));
        }
        if (facts.get("choices") != null) {
            requiredVerbs.add("choices");
        }
        List<String> lacks = splitValues(facts.get("lacks"));
        boolean retouches = present && !lacks.contains("retouch") && routes.contains(name + "-retouch");
        List<String> missingRetouchRoutes = retouches ? findMissingRoutes(RETOUCH_VERBS, routes) : List.of();
        if (!missingRetouchRoutes.isEmpty()) {
            addFault("it has " + name + "-retouch and no route " + String.join(", ", missingRetouchRoutes) + ", and these come together:"
                    + " write " + (missingRetouchRoutes.size() == 1 ? "it" : "them") + ", or name retouch in lacks: of " + name + "-facts");
        }
        if (retouches && lacks.contains("finalize")) {
            addFault("it has retouch and lacks finalize, and these come together: take finalize out of lacks: of " + name
                    + "-facts, or name retouch there too");
        }
        requiredVerbs = findMissingRoutes(requiredVerbs, routes);
        if (!requiredVerbs.isEmpty()) {
            addFault("it has no route " + String.join(", ", requiredVerbs)
                    + ": write " + (requiredVerbs.size() == 1 ? "it" : "them") + DOCUMENTATION_HINT.replace(": ", ", "));
        }
        List<String> undeclared = OPTIONAL_VERBS.stream().filter(verb -> !retouches || !RETOUCH_VERBS.contains(verb))
                .filter(verb -> !lacks.contains(verb) && !routes.contains(name + "-" + verb))
                .toList();
        if (present && !undeclared.isEmpty()) {
            addFault("it neither has nor lacks " + String.join(", ", undeclared) + ": write the route, or name the verb in lacks:"
                    + " of " + name + "-facts");
        }
    }

    /** The ids of those of these verbs that have no route. */
    private List<String> findMissingRoutes(List<String> verbs, List<String> routes) {
        return verbs.stream().map(verb -> name + "-" + verb).filter(route -> !routes.contains(route)).toList();
    }

    private void checkSchema() {
        Path schema = file.resolveSibling(name + ".ticket.json");
        if (!Files.isRegularFile(schema)) {
            addFault("there is no " + schema.getFileName() + " beside it, which tells what edit: of a ticket may say: write"
                    + " one, {\"type\": \"object\"} takes anything");
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
