package studio.darkroom;

import java.util.List;
import java.util.Set;
import org.apache.camel.CamelContext;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.model.RouteConfigurationDefinition;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.RouteTemplateDefinition;
import org.apache.camel.support.service.ServiceHelper;

/** Takes out again what came into a context since it was looked at: the application goes on as if nothing had been. */
final class Undoing {

    private final ModelCamelContext context;
    private final Set<String> components;
    private final List<RouteDefinition> routes;
    private final List<RouteTemplateDefinition> templates;
    private final List<RouteConfigurationDefinition> configurations;

    private Undoing(ModelCamelContext context) {
        this.context = context;
        components = Set.copyOf(context.getComponentNames());
        routes = List.copyOf(context.getRouteDefinitions());
        templates = List.copyOf(context.getRouteTemplateDefinitions());
        configurations = List.copyOf(context.getRouteConfigurationDefinitions());
    }

    /** Looks at what is there. */
    static Undoing from(CamelContext context) {
        return new Undoing((ModelCamelContext) context);
    }

    /** @param beans what has been bound since */
    void run(List<String> beans) throws Exception {
        for (RouteDefinition route : List.copyOf(context.getRouteDefinitions())) {
            if (!routes.contains(route)) {
                context.removeRouteDefinition(route);
            }
        }
        for (RouteTemplateDefinition template : List.copyOf(context.getRouteTemplateDefinitions())) {
            if (!templates.contains(template)) {
                context.removeRouteTemplateDefinition(template);
            }
        }
        for (RouteConfigurationDefinition configuration : List.copyOf(context.getRouteConfigurationDefinitions())) {
            if (!configurations.contains(configuration)) {
                context.removeRouteConfiguration(configuration);
            }
        }
        for (String name : List.copyOf(context.getComponentNames())) {
            if (!components.contains(name)) {
                ServiceHelper.stopAndShutdownService(context.removeComponent(name));
            }
        }
        beans.forEach(context.getRegistry()::unbind);
    }
}
