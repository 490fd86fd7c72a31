package studio.darkroom;

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
final class HostRoutes {

    private static final Set<String> KINDS = Set.of("route", "routeTemplate", "routeConfiguration");

    private final ModelCamelContext context;
    private final List<RouteDefinition> ours = new ArrayList<>();

    private HostRoutes(ModelCamelContext context) {
        this.context = context;
    }

    /** @throws IllegalStateException when the application has a route, template or configuration of an id in these files */
    static void apart(CamelContext context, Collection<Resource> files) throws IOException {
        ModelCamelContext model = (ModelCamelContext) context;
        Set<String> theirs = Stream.of(
                model.getRouteDefinitions().stream().map(RouteDefinition::getRouteId),
                model.getRouteTemplateDefinitions().stream().map(RouteTemplateDefinition::getId),
                model.getRouteConfigurationDefinitions().stream().map(RouteConfigurationDefinition::getId))
                .flatMap(ids -> ids).filter(id -> id != null).collect(Collectors.toSet());
        if (theirs.isEmpty()) {
            return;
        }
        List<String> taken = new ArrayList<>();
        for (Resource file : files) {
            ids(file).stream().filter(theirs::contains).forEach(taken::add);
        }
        if (!taken.isEmpty()) {
            throw new IllegalStateException(taken(taken));
        }
    }

    private static String taken(Collection<String> ids) {
        return "The application already has a route called \"" + String.join("\", \"", ids) + "\", which is also"
                + " the name of one of Darkroom's: rename it, or give Darkroom a Camel context of its own.";
    }

    private static List<String> ids(Resource file) throws IOException {
        try (InputStream in = file.getInputStream()) {
            Object tree = new Yaml(new SafeConstructor(new LoaderOptions())).load(in);
            return tree instanceof List<?> list ? list.stream().filter(Map.class::isInstance).map(Map.class::cast)
                    .flatMap(element -> KINDS.stream().map(element::get)).filter(Map.class::isInstance).map(Map.class::cast)
                    .map(definition -> String.valueOf(definition.get("id"))).toList() : List.of();
        }
    }

    /** The application's routes before Darkroom adds its own. */
    static List<RouteDefinition> before(CamelContext context) {
        return List.copyOf(((ModelCamelContext) context).getRouteDefinitions());
    }

    /** Remembers which routes are Darkroom's: those that were not there before. */
    static HostRoutes since(CamelContext context, List<RouteDefinition> before) {
        HostRoutes routes = new HostRoutes((ModelCamelContext) context);
        routes.context.getRouteDefinitions().stream().filter(route -> before.stream().noneMatch(one -> one == route))
                .forEach(routes.ours::add);
        return routes;
    }

    /** @throws VetoCamelContextStartException when a route of the application has taken the place of one of Darkroom's */
    void stillThere() throws VetoCamelContextStartException {
        List<RouteDefinition> there = context.getRouteDefinitions();
        List<String> gone = ours.stream().filter(route -> there.stream().noneMatch(one -> one == route))
                .map(RouteDefinition::getRouteId).toList();
        if (!gone.isEmpty()) {
            throw new VetoCamelContextStartException(taken(gone), context, true);
        }
    }
}
