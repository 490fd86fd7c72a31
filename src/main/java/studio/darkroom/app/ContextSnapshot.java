package studio.darkroom.app;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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
import org.apache.camel.support.service.ServiceHelper;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/**
 * What the application has in its Camel context before Darkroom is added. Undoes a failed installation, and detects routes with
 * the same id: Camel would silently replace the earlier of two.
 */
final class ContextSnapshot {

    private static final Set<String> ELEMENTS_WITH_ID = Set.of("route", "routeTemplate", "routeConfiguration", "templatedRoute");

    private final ModelCamelContext context;
    private final Set<String> components;
    private final List<RouteDefinition> routes;
    private final List<RouteTemplateDefinition> templates;
    private final List<RouteConfigurationDefinition> configurations;

    ContextSnapshot(CamelContext context) {
        this.context = (ModelCamelContext) context;
        components = Set.copyOf(context.getComponentNames());
        routes = List.copyOf(this.context.getRouteDefinitions());
        templates = List.copyOf(this.context.getRouteTemplateDefinitions());
        configurations = List.copyOf(this.context.getRouteConfigurationDefinitions());
    }

    /** Removes what was added since. @param beans names of the beans bound since */
    void removeAdded(List<String> beans) throws Exception {
        for (RouteDefinition route : listAdded(context.getRouteDefinitions(), routes)) {
            context.removeRouteDefinition(route);
        }
        for (RouteTemplateDefinition template : listAdded(context.getRouteTemplateDefinitions(), templates)) {
            context.removeRouteTemplateDefinition(template);
        }
        for (RouteConfigurationDefinition configuration : listAdded(context.getRouteConfigurationDefinitions(), configurations)) {
            context.removeRouteConfiguration(configuration);
        }
        for (String name : listAdded(context.getComponentNames(), components)) {
            ServiceHelper.stopAndShutdownService(context.removeComponent(name));
        }
        beans.forEach(context.getRegistry()::unbind);
    }

    private static <T> List<T> listAdded(Collection<T> current, Collection<T> before) {
        return current.stream().filter(each -> before.stream().noneMatch(other -> other == each || other.equals(each))).toList();
    }

    /** @throws IllegalStateException if the application has a route, template or configuration of an id in these files */
    void rejectDuplicateIds(Collection<Resource> files) throws IOException {
        Set<String> hostIds = Stream.of(routes.stream().map(RouteDefinition::getRouteId), templates.stream().map(RouteTemplateDefinition::getId),
                configurations.stream().map(RouteConfigurationDefinition::getId))
                .flatMap(ids -> ids).filter(Objects::nonNull).collect(Collectors.toSet());
        List<String> duplicates = new ArrayList<>();
        for (Resource file : hostIds.isEmpty() ? List.<Resource>of() : files) {
            readIds(file).stream().filter(hostIds::contains).forEach(duplicates::add);
        }
        if (!duplicates.isEmpty()) {
            throw new IllegalStateException(describeDuplicates(duplicates));
        }
    }

    private static String describeDuplicates(Collection<String> ids) {
        return "The application already has a route named \"" + String.join("\", \"", ids) + "\", which is also the name of a route of"
                + " Darkroom. Rename it, or run Darkroom in a separate Camel context.";
    }

    private static List<String> readIds(Resource file) throws IOException {
        try (InputStream in = file.getInputStream()) {
            Object tree = new Yaml(new SafeConstructor(new LoaderOptions())).load(in);
            return tree instanceof List<?> list ? list.stream().filter(Map.class::isInstance).map(Map.class::cast)
                    .flatMap(element -> ELEMENTS_WITH_ID.stream().map(element::get)).filter(Map.class::isInstance).map(Map.class::cast)
                    .map(definition -> String.valueOf(definition.containsKey("id") ? definition.get("id") : definition.get("routeId"))).toList() : List.of();
        }
    }

    /** A check before the start of the context: whether a route of the application has replaced one that was added since the snapshot. */
    RouteCheck createRouteCheck() {
        List<RouteDefinition> added = listAdded(context.getRouteDefinitions(), routes);
        return () -> {
            List<RouteDefinition> current = context.getRouteDefinitions();
            List<String> replaced = added.stream().filter(route -> current.stream().noneMatch(each -> each == route))
                    .map(RouteDefinition::getRouteId).toList();
            if (!replaced.isEmpty()) {
                throw new VetoCamelContextStartException(describeDuplicates(replaced), context, true);
            }
        };
    }

    interface RouteCheck {

        void rejectReplacedRoutes() throws VetoCamelContextStartException;
    }
}
