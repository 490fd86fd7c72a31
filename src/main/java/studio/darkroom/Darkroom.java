package studio.darkroom;

import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.apache.camel.CamelContext;
import studio.darkroom.app.NodeInstaller;
import studio.darkroom.config.Settings;

/**
 * Darkroom inside another Camel application: {@code new Darkroom(Settings.load(file)).install(context)} before the context starts.
 * Darkroom starts and stops with the context.
 */
public final class Darkroom {

    private final NodeInstaller installer;

    public Darkroom(Settings settings) {
        this(settings, Clock.systemUTC(), Optional.empty());
    }

    /**
     * @param clock        the clock of everything except Quartz
     * @param routesFolder a folder with the layout of {@code routes/}; its files replace the packaged ones
     */
    public Darkroom(Settings settings, Clock clock, Optional<Path> routesFolder) {
        installer = new NodeInstaller(settings, clock, routesFolder);
    }

    /**
     * Adds Darkroom without its HTTP API to a context that has not started yet.
     *
     * @throws IllegalStateException if the context has started, or already has a bean or route with a required name
     * @throws studio.darkroom.config.SettingsException if a vendor of a lane does not exist or cannot be loaded
     */
    public void install(CamelContext context) throws Exception {
        installer.install(context, List.of());
    }

    /** Whether Darkroom is installed in this context. */
    public static boolean isInstalledIn(CamelContext context) {
        return NodeInstaller.isInstalledIn(context);
    }
}
