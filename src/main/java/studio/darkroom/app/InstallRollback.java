package studio.darkroom.app;

import java.util.List;
import java.util.Set;
import org.apache.camel.CamelContext;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.model.RouteConfigurationDefinition;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.RouteTemplateDefinition;
import org.apache.camel.support.service.ServiceHelper;

/** Removes what was added to a context since a snapshot of it, so that a failed installation leaves the application unchanged. */
public final class InstallRollback {

    private final ModelCamelContext context;
    private final Set<String> componentsBefore;
    private final List<RouteDefinition> routesBefore;
    private final List<RouteTemplateDefinition> templatesBefore;
    private final List<RouteConfigurationDefinition> configurationsBefore;

    private InstallRollback(ModelCamelContext context) {
        this.context = context;
        componentsBefore = Set.copyOf(context.getComponentNames());
        routesBefore = List.copyOf(context.getRouteDefinitions());
        templatesBefore = List.copyOf(context.getRouteTemplateDefinitions());
        configurationsBefore = List.copyOf(context.getRouteConfigurationDefinitions());
    }

    /** Looks at what is there. */
    public static InstallRollback takeSnapshot(CamelContext context) {
        return new InstallRollback((ModelCamelContext) context);
    }

    /** @param beans what has been bound since */
    public void removeAdded(List<String> beans) throws Exception {
        for (RouteDefinition route : List.copyOf(context.getRouteDefinitions())) {
            if (!routesBefore.contains(route)) {
                context.removeRouteDefinition(route);
            }
        }
        for (RouteTemplateDefinition template : List.copyOf(context.getRouteTemplateDefinitions())) {
            if (!templatesBefore.contains(template)) {
                context.removeRouteTemplateDefinition(template);
            }
        }
        for (RouteConfigurationDefinition configuration : List.copyOf(context.getRouteConfigurationDefinitions())) {
            if (!configurationsBefore.contains(configuration)) {
                context.removeRouteConfiguration(configuration);
            }
        }
        for (String name : List.copyOf(context.getComponentNames())) {
            if (!componentsBefore.contains(name)) {
                ServiceHelper.stopAndShutdownService(context.removeComponent(name));
            }
        }
        beans.forEach(context.getRegistry()::unbind);
    }
}
