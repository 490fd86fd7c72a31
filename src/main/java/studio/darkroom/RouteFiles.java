package studio.darkroom;

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
import studio.darkroom.trouble.Plain;

/** The route files: those inside the program, those that stand beside it in their place, and a user's own vendors. */
final class RouteFiles {

    /** In the order they are read; listed because a packaged program cannot list its own folders everywhere. */
    static final List<String> CORE = List.of("trouble", "transfer", "transfer-parts", "delivery-folder",
            "delivery-bucket", "inbox-folder", "inbox-bucket", "inbox-events", "shoot-gather", "shoot-open", "shoot-upload",
            "shoot-edit", "shoot-await-edit", "shoot-export", "shoot-await-export", "shoot-retouch", "shoot-deliver",
            "shoot-archive", "touched-up-folder", "shoot-replace", "vendors/imagen", "vendors/imagen-smart",
            "vendors/fotolabs");

    private static final String ENDING = OwnVendor.ENDING;

    private final CamelContext context;
    private final Optional<Path> beside;
    private final Optional<Path> vendors;

    /**
     * @param beside a folder laid out like {@code routes/} whose files win over those inside
     * @param vendors a folder with vendor files of the user's own
     */
    RouteFiles(CamelContext context, Optional<Path> beside, Optional<Path> vendors) {
        this.context = context;
        this.beside = beside;
        this.vendors = vendors;
    }

    /** Whether routes of the core may be called after a vendor of this name. */
    static boolean taken(String name) {
        return Stream.concat(CORE.stream(), Stream.of("api", "callback", "delivery-bucket", "inbox-bucket", "shoot-retouch"))
                .anyMatch(core -> (core + "-").startsWith(name + "-"));
    }

    /** Loads the core's files and those named further. */
    void load(List<String> further) throws Exception {
        read(Stream.concat(CORE.stream(), further.stream()).toList());
    }

    /** @throws IllegalStateException when the application has a route of an id that one of these files has */
    void apart(List<String> further) throws Exception {
        List<Resource> resources = new ArrayList<>();
        for (String name : Stream.concat(CORE.stream(), further.stream()).toList()) {
            resources.add(resource(name));
        }
        HostRoutes.apart(context, resources);
    }

    /** Loads only the vendors, and what their routes lean on. */
    void vendors() throws Exception {
        read(CORE.stream().filter(name -> name.equals("trouble") || name.startsWith("vendors/")).toList());
    }

    private void read(List<String> names) throws Exception {
        List<Resource> resources = new ArrayList<>();
        for (String name : names) {
            resources.add(resource(name));
        }
        PluginHelper.getRoutesLoader(context).loadRoutes(resources);
        own();
    }

    /** One after the other, so that a file that cannot be loaded is known by its name. */
    private void own() {
        List<String> faults = new ArrayList<>();
        for (OwnVendor vendor : vendors.map(OwnVendors::new).map(OwnVendors::all).orElse(List.of())) {
            Set<String> there = ((ModelCamelContext) context).getRouteDefinitions().stream()
                    .map(RouteDefinition::getRouteId).collect(Collectors.toSet());
            List<String> twice = vendor.routes().stream().filter(there::contains).toList();
            if (!twice.isEmpty()) {
                faults.add(vendor.file() + ": a route called " + String.join(", ", twice)
                        + " is there already: give the vendor another name.");
                continue;
            }
            try {
                PluginHelper.getRoutesLoader(context).loadRoutes(external(vendor.file()));
            } catch (Exception e) {
                faults.add(vendor.file() + ": Camel cannot load it (" + reason(e) + "): correct it there.");
            }
        }
        if (!faults.isEmpty()) {
            throw new SettingsFault(faults);
        }
    }

    private static String reason(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return Plain.text(String.valueOf(cause.getMessage()).lines().findFirst().orElse(""));
    }

    private Resource resource(String name) throws IOException {
        Optional<Path> own = beside.map(folder -> folder.resolve(name + ENDING)).filter(Files::isRegularFile);
        return own.isPresent() ? external(own.get())
                : ResourceHelper.resolveMandatoryResource(context, "classpath:routes/" + name + ENDING);
    }

    private Resource external(Path file) {
        return ResourceHelper.resolveResource(context, "file:" + file.toAbsolutePath());
    }
}
