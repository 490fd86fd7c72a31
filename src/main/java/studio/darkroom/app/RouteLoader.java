package studio.darkroom.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import studio.darkroom.text.Causes;
import studio.darkroom.text.Redactor;

/** The route files: those inside the program, those that stand beside it in their place, and a user's own vendors. */
public final class RouteLoader {

    /** In the order they are read; listed because a packaged program cannot list its own folders everywhere. */
    static final List<String> CORE_ROUTES = List.of("trouble", "transfer", "transfer-parts", "delivery-put",
            "inbox-folder", "inbox-bucket", "inbox-events", "shoot-gather", "shoot-open", "shoot-upload",
            "shoot-edit", "shoot-await-edit", "shoot-export", "shoot-await-export", "shoot-retouch", "shoot-deliver",
            "shoot-archive", "touched-up-folder", "shoot-replace", "vendors/imagen-common", "vendors/imagen",
            "vendors/imagen-smart", "vendors/fotolabs");

    private static final String FILE_SUFFIX = CustomVendor.FILE_SUFFIX;

    private final CamelContext context;
    private final Optional<Path> routesFolder;
    private final Optional<Path> vendorsFolder;

    /**
     * @param routesFolder a folder laid out like {@code routes/} whose files win over those inside
     * @param vendorsFolder a folder with vendor files of the user's own
     */
    public RouteLoader(CamelContext context, Optional<Path> routesFolder, Optional<Path> vendorsFolder) {
        this.context = context;
        this.routesFolder = routesFolder;
        this.vendorsFolder = vendorsFolder;
    }

    /** Whether routes of the core may be called after a vendor of this name. */
    static boolean isReservedName(String name) {
        return Stream.concat(CORE_ROUTES.stream(), Stream.of("api", "callback"))
                .anyMatch(core -> (core + "-").startsWith(name + "-"));
    }

    /** Loads the core's files and those named further. */
    public void loadRoutes(List<String> extraRoutes) throws Exception {
        loadFiles(Stream.concat(CORE_ROUTES.stream(), extraRoutes.stream()).toList());
    }

    /** @throws IllegalStateException when the application has a route of an id that one of these files has */
    public void rejectDuplicateIds(List<String> extraRoutes) throws Exception {
        List<Resource> resources = new ArrayList<>();
        for (String name : Stream.concat(CORE_ROUTES.stream(), extraRoutes.stream()).toList()) {
            resources.add(resolveRoute(name));
        }
        RouteConflictCheck.rejectDuplicateIds(context, resources);
    }

    /** Loads only the vendors, and what their routes lean on. */
    public void loadVendorRoutes() throws Exception {
        loadFiles(CORE_ROUTES.stream().filter(name -> name.equals("trouble") || name.startsWith("vendors/")).toList());
    }

    private void loadFiles(List<String> names) throws Exception {
        List<Resource> resources = new ArrayList<>();
        for (String name : names) {
            resources.add(resolveRoute(name));
        }
        PluginHelper.getRoutesLoader(context).loadRoutes(resources);
        loadCustomVendors();
    }

    /** One after the other, so that a file that cannot be loaded is known by its name. */
    private void loadCustomVendors() {
        List<String> faults = new ArrayList<>();
        for (CustomVendor vendor : vendorsFolder.map(CustomVendors::new).map(CustomVendors::listVendors).orElse(List.of())) {
            Set<String> existingIds = ((ModelCamelContext) context).getRouteDefinitions().stream()
                    .map(RouteDefinition::getRouteId).collect(Collectors.toSet());
            List<String> duplicates = vendor.routeIds().stream().filter(existingIds::contains).toList();
            if (!duplicates.isEmpty()) {
                faults.add(vendor.file() + ": a route called " + String.join(", ", duplicates)
                        + " is there already: give the vendor another name.");
                continue;
            }
            try {
                PluginHelper.getRoutesLoader(context).loadRoutes(resolveFile(vendor.file()));
            } catch (Exception e) {
                faults.add(vendor.file() + ": Camel cannot load it (" + describeRootCause(e) + "): correct it there.");
            }
        }
        if (!faults.isEmpty()) {
            throw CustomVendors.invalidVendors(faults);
        }
    }

    private static String describeRootCause(Throwable failure) {
        return Redactor.redact(String.valueOf(Causes.findRoot(failure).getMessage()).lines().findFirst().orElse(""));
    }

    private Resource resolveRoute(String name) throws IOException {
        Optional<Path> override = routesFolder.map(folder -> folder.resolve(name + FILE_SUFFIX)).filter(Files::isRegularFile);
        return override.isPresent() ? resolveFile(override.get())
                : ResourceHelper.resolveMandatoryResource(context, "classpath:routes/" + name + FILE_SUFFIX);
    }

    private Resource resolveFile(Path file) {
        return ResourceHelper.resolveResource(context, "file:" + file.toAbsolutePath());
    }
}
