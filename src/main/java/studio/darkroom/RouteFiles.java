package studio.darkroom;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;

/** The route files: those inside the program, those that stand beside it in their place, and a user's own vendors. */
final class RouteFiles {

    /** In the order they are read; listed because a packaged program cannot list its own folders everywhere. */
    static final List<String> CORE = List.of("trouble", "transfer", "transfer-parts", "delivery-folder",
            "delivery-bucket", "inbox-folder", "inbox-bucket", "inbox-events", "shoot-gather", "shoot-open", "shoot-upload", "shoot-edit", "shoot-await-edit", "shoot-export", "shoot-await-export",
            "shoot-deliver", "shoot-archive", "vendors/imagen", "vendors/imagen-smart", "vendors/fotolabs");

    private static final String ENDING = ".camel.yaml";

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

    /** Loads the core's files and those named further. */
    void load(List<String> further) throws Exception {
        read(Stream.concat(CORE.stream(), further.stream()).toList());
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
        if (vendors.isPresent()) {
            try (Stream<Path> files = Files.list(vendors.get())) {
                files.filter(file -> file.getFileName().toString().endsWith(ENDING)).sorted()
                        .forEach(file -> resources.add(external(file)));
            }
        }
        PluginHelper.getRoutesLoader(context).loadRoutes(resources);
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
