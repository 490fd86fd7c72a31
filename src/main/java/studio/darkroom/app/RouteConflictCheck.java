package studio.darkroom.app;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.VetoCamelContextStartException;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.model.RouteConfigurationDefinition;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.RouteTemplateDefinition;
import org.apache.camel.spi.Resource;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** Keeps Darkroom's routes apart from the application's: Camel lets the later of two with one id win in silence. */
public final class RouteConflictCheck {

    private static final Set<String> ELEMENTS_WITH_ID = Set.of("route", "routeTemplate", "routeConfiguration", "templatedRoute");

    private final ModelCamelContext context;
    private final List<RouteDefinition> ownRoutes = new ArrayList<>();

    private RouteConflictCheck(ModelCamelContext context) {
        this.context = context;
    }

    /** @throws IllegalStateException when the application has a route, template or configuration of an id in these files */
    static void rejectDuplicateIds(CamelContext context, Collection<Resource> files) throws IOException {
        ModelCamelContext model = (ModelCamelContext) context;
        Set<String> hostIds = Stream.of(
                model.getRouteDefinitions().stream().map(RouteDefinition::getRouteId),
                model.getRouteTemplateDefinitions().stream().map(RouteTemplateDefinition::getId),
                model.getRouteConfigurationDefinitions().stream().map(RouteConfigurationDefinition::getId))
                .flatMap(ids -> ids).filter(id -> id != null).collect(Collectors.toSet());
        if (hostIds.isEmpty()) {
            return;
        }
        List<String> duplicates = new ArrayList<>();
        for (Resource file : files) {
            readIds(file).stream().filter(hostIds::contains).forEach(duplicates::add);
        }
        if (!duplicates.isEmpty()) {
            throw new IllegalStateException(describeDuplicates(duplicates));
        }
    }

    private static String describeDuplicates(Collection<String> ids) {
        return "The application already has a route called \"" + String.join("\", \"", ids) + "\", which is also"
                + " the name of one of Darkroom's: rename it, or give Darkroom a Camel context of its own.";
    }

    private static List<String> readIds(Resource file) throws IOException {
        try (InputStream in = file.getInputStream()) {
            Object tree = new Yaml(new SafeConstructor(new LoaderOptions())).load(in);
            return tree instanceof List<?> list ? list.stream().filter(Map.class::isInstance).map(Map.class::cast)
                    .flatMap(element -> ELEMENTS_WITH_ID.stream().map(element::get)).filter(Map.class::isInstance).map(Map.class::cast)
                    .map(definition -> String.valueOf(definition.containsKey("id") ? definition.get("id") : definition.get("routeId"))).toList() : List.of();
        }
    }

    /** The application's routes before Darkroom adds its own. */
    public static List<RouteDefinition> snapshotRoutes(CamelContext context) {
        return List.copyOf(((ModelCamelContext) context).getRouteDefinitions());
    }

    /** Remembers which routes are Darkroom's: those that were not there before. */
    public static RouteConflictCheck captureAdded(CamelContext context, List<RouteDefinition> before) {
        RouteConflictCheck check = new RouteConflictCheck((ModelCamelContext) context);
        check.context.getRouteDefinitions().stream().filter(route -> before.stream().noneMatch(one -> one == route))
                .forEach(check.ownRoutes::add);
        return check;
    }

    /** @throws VetoCamelContextStartException when a route of the application has taken the place of one of Darkroom's */
    void rejectReplacedRoutes() throws VetoCamelContextStartException {
        List<RouteDefinition> current = context.getRouteDefinitions();
        List<String> replaced = ownRoutes.stream().filter(route -> current.stream().noneMatch(one -> one == route))
                .map(RouteDefinition::getRouteId).toList();
        if (!replaced.isEmpty()) {
            throw new VetoCamelContextStartException(describeDuplicates(replaced), context, true);
        }
    }
}
