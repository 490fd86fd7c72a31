package studio.darkroom.app;

import org.apache.camel.spi.PropertiesSource;
import studio.darkroom.config.Settings;

/** Resolves {@code {{key}}} in route files: every setting that is not secret, and the endpoint that alerts are sent to. */
public final class RouteProperties implements PropertiesSource {

    /** Each trouble is already in the log as a warning. */
    private static final String DEFAULT_ALERT_ENDPOINT = "log:studio.darkroom.alert?level=DEBUG&plain=true";

    private final Settings settings;

    public RouteProperties(Settings settings) {
        this.settings = settings;
    }

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
