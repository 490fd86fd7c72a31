package studio.darkroom;

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
import studio.darkroom.ticket.TicketFault;
import studio.darkroom.ticket.VendorSchemas;
import studio.darkroom.trouble.Plain;
import studio.darkroom.vendor.VendorFacts;

/** The files of one vendor of the user's own, looked over before any of it is run. */
final class OwnVendor {

    static final String ENDING = ".camel.yaml";

    private static final List<String> VERBS = List.of("check", "open", "links", "uploaded", "edit", "edit-state", "results");
    private static final List<String> OPTIONAL = List.of("retouch", "finalize", "replace");
    /** What a vendor that retouches has beside it. */
    private static final List<String> ALONG = List.of("versions", "reset", "finalize");
    private static final String TAUGHT = ": see \"A vendor of your own\" in routes/vendors/README.md";
    private static final Map<String, Set<String>> WORDS = Map.of("takes", Set.of("raw", "jpeg", "png"),
            "secondEdit", Set.of("same-answer", "conflict", "unknown"), "registers", Set.of("tells", "must"));

    private final Path file;
    private final String name;
    private final List<String> faults = new ArrayList<>();

    OwnVendor(Path file) {
        this.file = file;
        String plain = file.getFileName().toString();
        this.name = plain.substring(0, plain.length() - ENDING.length());
    }

    String name() {
        return name;
    }

    Path file() {
        return file;
    }

    /** The ids of its routes; none when it cannot be read. */
    List<String> routes() {
        try {
            return ids(elements());
        } catch (YAMLException | IOException e) {
            return List.of();
        }
    }

    /** What stands in the way of working with it, one sentence each; what only Camel can tell is not among it. */
    List<String> faults() {
        faults.clear();
        if (!SettingSources.NAME.matcher(name).matches()) {
            fault("\"" + Plain.text(name) + "\" cannot name a vendor: call the file <name>" + ENDING
                    + ", the name in small letters, digits and -");
            return faults;
        }
        if (SettingKeys.vendors().contains(name)) {
            fault("a vendor called " + name + " comes with Darkroom: give yours another name; to change Darkroom's,"
                    + " put a changed copy into routes/vendors/ beside the program");
            return faults;
        }
        if (RouteFiles.taken(name)) {
            fault("routes of Darkroom itself are called " + name + "-...: give the vendor another name");
            return faults;
        }
        try {
            look(elements());
        } catch (MarkedYAMLException e) {
            int line = e.getProblemMark() == null ? 0 : e.getProblemMark().getLine() + 1;
            faults.add(file + (line > 0 ? ", line " + line : "") + " is not YAML (" + Plain.text(e.getProblem())
                    + "): correct it there.");
        } catch (CharacterCodingException | YAMLException e) {
            fault("it is not text in UTF-8: save it as such");
        } catch (IOException e) {
            fault("it cannot be read (" + e.getClass().getSimpleName() + "): look at its permissions");
        }
        schema();
        return faults;
    }

    private List<Map<?, ?>> elements() throws IOException {
        Object tree = new Yaml(new SafeConstructor(new LoaderOptions())).load(Files.readString(file));
        return tree instanceof List<?> list ? list.stream().<Map<?, ?>>map(OwnVendor::map).toList() : List.of();
    }

    private void look(List<Map<?, ?>> elements) {
        if (elements.isEmpty()) {
            fault("it is no list of beans and routes" + TAUGHT);
            return;
        }
        elements.stream().flatMap(element -> element.keySet().stream()).map(String::valueOf).distinct()
                .filter(kind -> !kind.equals("route") && !kind.equals("beans"))
                .forEach(kind -> fault("it holds \"" + Plain.text(kind) + "\", which would reach beyond this vendor: leave "
                        + "nothing in it but beans and routes"));
        for (Map<?, ?> route : named(elements, "route")) {
            String id = String.valueOf(route.get("id"));
            if (!id.startsWith(name + "-")) {
                fault("its route \"" + Plain.text(id) + "\" is not called after it: give it the id " + name + "-<verb>");
            } else if (!"passes-up".equals(route.get("routeConfigurationId"))) {
                fault("the route " + id + " would keep its errors to itself: write routeConfigurationId: passes-up into it");
            }
        }
        List<Map<?, ?>> beans = elements.stream().filter(element -> element.get("beans") instanceof List<?>)
                .flatMap(element -> ((List<?>) element.get("beans")).stream()).<Map<?, ?>>map(OwnVendor::map).toList();
        beans.stream().map(bean -> String.valueOf(bean.get("name"))).filter(bean -> !bean.startsWith(name + "-"))
                .forEach(bean -> fault("its bean \"" + Plain.text(bean) + "\" is not called after it: give it the name "
                        + name + "-<something>"));
        Optional<Map<?, ?>> facts = beans.stream().filter(bean -> (name + "-facts").equals(bean.get("name"))
                && VendorFacts.class.getName().equals(bean.get("type"))).findFirst();
        if (facts.isEmpty()) {
            fault("it has no bean " + name + "-facts of type " + VendorFacts.class.getName()
                    + ", which tells Darkroom what the vendor takes and does" + TAUGHT);
        }
        facts(facts.map(bean -> map(bean.get("properties"))).orElse(Map.of()), facts.isPresent(), ids(elements));
    }

    private void facts(Map<?, ?> facts, boolean there, List<String> routes) {
        if (there && !name.equals(facts.get("name"))) {
            fault("the bean " + name + "-facts says name: " + Plain.text(String.valueOf(facts.get("name")))
                    + ": write name: " + name);
        }
        WORDS.forEach((fact, words) -> Stream.ofNullable(facts.get(fact)).flatMap(value -> words(value).stream())
                .filter(word -> !words.contains(word))
                .forEach(word -> fault("the fact " + fact + " says \"" + Plain.text(word) + "\": it knows "
                        + String.join(", ", words.stream().sorted().toList()) + " only")));
        List<String> wanted = new ArrayList<>(VERBS);
        if (yes(facts.get("exports"))) {
            wanted.addAll(List.of("export", "export-state"));
        }
        if (facts.get("partsAbove") != null && !"0".equals(String.valueOf(facts.get("partsAbove")))) {
            wanted.addAll(List.of("parts-open", "parts-complete", "parts-abort"));
        }
        if (facts.get("choices") != null) {
            wanted.add("choices");
        }
        List<String> lacks = words(facts.get("lacks"));
        boolean retouches = there && !lacks.contains("retouch") && routes.contains(name + "-retouch");
        List<String> along = retouches ? missing(ALONG, routes) : List.of();
        if (!along.isEmpty()) {
            fault("it has " + name + "-retouch and no route " + String.join(", ", along) + ", and these come together:"
                    + " write " + (along.size() == 1 ? "it" : "them") + ", or name retouch in lacks: of " + name + "-facts");
        }
        if (retouches && lacks.contains("finalize")) {
            fault("it has retouch and lacks finalize, and these come together: take finalize out of lacks: of " + name
                    + "-facts, or name retouch there too");
        }
        wanted = missing(wanted, routes);
        if (!wanted.isEmpty()) {
            fault("it has no route " + String.join(", ", wanted)
                    + ": write " + (wanted.size() == 1 ? "it" : "them") + TAUGHT.replace(": ", ", "));
        }
        List<String> silent = OPTIONAL.stream().filter(verb -> !retouches || !ALONG.contains(verb))
                .filter(verb -> !lacks.contains(verb) && !routes.contains(name + "-" + verb))
                .toList();
        if (there && !silent.isEmpty()) {
            fault("it neither has nor lacks " + String.join(", ", silent) + ": write the route, or name the verb in lacks:"
                    + " of " + name + "-facts");
        }
    }

    /** The ids of those of these verbs that have no route. */
    private List<String> missing(List<String> verbs, List<String> routes) {
        return verbs.stream().map(verb -> name + "-" + verb).filter(route -> !routes.contains(route)).toList();
    }

    private void schema() {
        Path schema = file.resolveSibling(name + ".ticket.json");
        if (!Files.isRegularFile(schema)) {
            fault("there is no " + schema.getFileName() + " beside it, which tells what edit: of a ticket may say: write"
                    + " one, {\"type\": \"object\"} takes anything");
            return;
        }
        try {
            new VendorSchemas(file.toAbsolutePath().getParent()).usable(name);
        } catch (TicketFault e) {
            faults.add(e.getMessage() + ".");
        }
    }

    private void fault(String text) {
        faults.add(file + ": " + text + ".");
    }

    private static List<String> ids(List<Map<?, ?>> elements) {
        return named(elements, "route").stream().map(route -> route.get("id")).filter(Objects::nonNull)
                .map(String::valueOf).toList();
    }

    private static List<Map<?, ?>> named(List<Map<?, ?>> elements, String kind) {
        return elements.stream().filter(element -> element.containsKey(kind))
                .<Map<?, ?>>map(element -> map(element.get(kind))).toList();
    }

    private static Map<?, ?> map(Object node) {
        return node instanceof Map<?, ?> map ? map : Map.of();
    }

    private static boolean yes(Object node) {
        return "true".equals(String.valueOf(node));
    }

    private static List<String> words(Object node) {
        return node == null ? List.of() : Stream.of(String.valueOf(node).split(",")).map(String::strip).toList();
    }
}
