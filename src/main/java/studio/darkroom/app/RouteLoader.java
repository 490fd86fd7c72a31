package studio.darkroom.app;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.TemplatedRouteBuilder;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.spi.PropertiesSource;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import studio.darkroom.config.SettingKeys;
import studio.darkroom.config.Settings;
import studio.darkroom.lifecycle.Step;
import studio.darkroom.text.Causes;
import studio.darkroom.text.Redactor;

/** Loads the route files: the packaged ones, those in a folder that replace them, and those of custom vendors. */
public final class RouteLoader {

    private static final String FILE_SUFFIX = CustomVendor.FILE_SUFFIX;

    /** In the order in which they are loaded; listed because a packaged program cannot list its own folders everywhere. */
    static final List<String> CORE_ROUTES = Stream.of(Stream.of("trouble", "transfer", "transfer-parts", "delivery-put",
            "inbox-folder", "inbox-bucket", "inbox-events", "touched-up-folder"), Step.listActive().stream().map(Step::route),
            listVendorFiles()).flatMap(Function.identity()).toList();

    private final CamelContext context;
    private final Optional<Path> routesFolder;
    private final Optional<Path> vendorsFolder;

    /**
     * @param routesFolder  a folder with the layout of {@code routes/}; its files replace the packaged ones
     * @param vendorsFolder a folder with the files of custom vendors
     */
    RouteLoader(CamelContext context, Optional<Path> routesFolder, Optional<Path> vendorsFolder) {
        this.context = context;
        this.routesFolder = routesFolder;
        this.vendorsFolder = vendorsFolder;
    }

    /** The files of the product's vendors; {@code <vendor>-common} has templates that other vendors use too. */
    private static Stream<String> listVendorFiles() {
        return SettingKeys.builtInVendors().stream().flatMap(vendor -> Stream.of(vendor + "-common", vendor)).map(name -> "vendors/" + name)
                .filter(name -> RouteLoader.class.getResource("/routes/" + name + FILE_SUFFIX) != null);
    }

    /** Whether routes of the core have ids that belong to a vendor of this name. */
    static boolean isReservedName(String name) {
        return Stream.concat(CORE_ROUTES.stream(), Stream.of("api", "callback"))
                .anyMatch(core -> (core + "-").startsWith(name + "-"));
    }

    /** Loads the files of the core and these. */
    void loadRoutes(List<String> extraRoutes) throws Exception {
        loadFiles(resolveRoutes(extraRoutes));
    }

    /** The files of the core and these. */
    List<Resource> resolveRoutes(List<String> extraRoutes) throws IOException {
        List<Resource> resources = new ArrayList<>();
        for (String name : Stream.concat(CORE_ROUTES.stream(), extraRoutes.stream()).toList()) {
            resources.add(resolveRoute(name));
        }
        return resources;
    }

    /** Adds a route for each place that a lane watches, from the templates. */
    void addLaneRoutes(Settings settings) {
        for (Settings.Lane lane : settings.lanes()) {
            if (lane.inbox().kind() == Settings.Place.Kind.FOLDER) {
                createRoute("inbox-folder", lane).parameter("folder", lane.inbox().folder().toString()).add();
            } else {
                createRoute("inbox-bucket", lane).parameter("bucket", lane.inbox().bucket())
                        .parameter("interval", String.valueOf(lane.listingInterval(settings.gather()).toMillis())).add();
            }
            lane.events().map(URI::toString).ifPresent(queue -> createRoute("inbox-events", lane).parameter("queue", queue)
                    .parameter("name", queue.substring(queue.lastIndexOf('/') + 1)).add());
            lane.touchedUp().ifPresent(folder -> createRoute("touched-up-folder", lane).parameter("folder", folder.toString()).add());
        }
    }

    private TemplatedRouteBuilder createRoute(String template, Settings.Lane lane) {
        return TemplatedRouteBuilder.builder(context, template).routeId(template + "-" + lane.name()).parameter("lane", lane.name());
    }

    /** Loads only the vendors and the routes that they use. */
    void loadVendorRoutes() throws Exception {
        List<Resource> resources = new ArrayList<>();
        for (String name : CORE_ROUTES.stream().filter(name -> name.equals("trouble") || name.startsWith("vendors/")).toList()) {
            resources.add(resolveRoute(name));
        }
        loadFiles(resources);
    }

    private void loadFiles(List<Resource> resources) throws Exception {
        PluginHelper.getRoutesLoader(context).loadRoutes(resources);
        loadCustomVendors();
    }

    /** One by one, so that the error names the file. */
    private void loadCustomVendors() {
        List<String> faults = new ArrayList<>();
        for (CustomVendor vendor : CustomVendor.listVendors(vendorsFolder)) {
            Set<String> existingIds = ((ModelCamelContext) context).getRouteDefinitions().stream()
                    .map(RouteDefinition::getRouteId).collect(Collectors.toSet());
            List<String> duplicates = vendor.routeIds().stream().filter(existingIds::contains).toList();
            if (!duplicates.isEmpty()) {
                faults.add(vendor.file() + ": the route " + String.join(", ", duplicates) + " already exists; give the vendor another name.");
                continue;
            }
            try {
                PluginHelper.getRoutesLoader(context).loadRoutes(resolveFile(vendor.file()));
            } catch (Exception e) {
                faults.add(vendor.file() + ": Camel cannot load the file (" + describeRootCause(e) + "); correct it.");
            }
        }
        if (!faults.isEmpty()) {
            throw CustomVendor.createException(faults);
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

    /** Resolves {@code {{key}}} in route files: every setting that is not secret, and the endpoint that alerts are sent to. */
    public record SettingsSource(Settings settings) implements PropertiesSource {

        /** Each trouble is already in the log as a warning. */
        private static final String DEFAULT_ALERT_ENDPOINT = "log:studio.darkroom.alert?level=DEBUG&plain=true";

        @Override
        public String getName() {
            return "darkroom";
        }

        @Override
        public String getProperty(String name) {
            return name.equals("darkroom.notify") ? settings.alertEndpoint().orElse(DEFAULT_ALERT_ENDPOINT)
                    : settings.findRouteValue(name).orElse(null);
        }
    }
}
