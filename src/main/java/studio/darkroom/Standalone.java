package studio.darkroom;

import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.apache.camel.CamelContext;
import org.apache.camel.main.Main;
import org.apache.camel.main.MainListenerSupport;

/** Darkroom by itself: a Camel main with an HTTP server for the API, health and metrics. */
public final class Standalone {

    /** System property naming a folder whose route files win over those inside the program; set by {@code bin/darkroom}. */
    private static final String ROUTES = "studio.darkroom.routes";

    private final Settings settings;

    public Standalone(Settings settings) {
        this.settings = settings;
    }

    /** Runs until the process is told to stop; what is under way is finished first. */
    public void run() throws Exception {
        Main main = new Main();
        main.setDefaultPropertyPlaceholderLocation("false");
        main.configure().withAutoConfigurationEnvironmentVariablesEnabled(false)
                .withAutoConfigurationSystemPropertiesEnabled(false).withName("darkroom")
                .withShutdownTimeout(60).withShutdownLogInflightExchangesOnTimeout(false)
                .withJmxEnabled(true);
        main.addInitialProperty("camel.server.enabled", "true");
        main.addInitialProperty("camel.server.host", settings.http().host());
        main.addInitialProperty("camel.server.port", String.valueOf(settings.http().port()));
        Darkroom darkroom = new Darkroom(settings, Clock.systemUTC(),
                Optional.ofNullable(System.getProperty(ROUTES)).map(Path::of));
        main.addMainListener(new MainListenerSupport() {
            @Override
            public void afterConfigure(org.apache.camel.main.BaseMainSupport support) {
                install(darkroom, support.getCamelContext());
            }
        });
        main.run();
    }

    private static void install(Darkroom darkroom, CamelContext context) {
        try {
            darkroom.install(context, List.of());
        } catch (Exception e) {
            throw new IllegalStateException("Darkroom cannot start: " + e.getMessage(), e);
        }
    }
}
