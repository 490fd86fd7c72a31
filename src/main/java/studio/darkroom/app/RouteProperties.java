package studio.darkroom.app;

import org.apache.camel.spi.PropertiesSource;
import studio.darkroom.config.Settings;

/** What the route files may ask for by {@code {{key}}}; never a secret but the address that alerts go to. */
public final class RouteProperties implements PropertiesSource {

    /** Whoever wants no alerts has them in the log already, where each trouble is a warning. */
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
        return switch (name) {
            case "darkroom.notify" -> settings.alertEndpoint().orElse(DEFAULT_ALERT_ENDPOINT);
            case "darkroom.gather.every" -> String.valueOf(settings.gather().scanInterval().toMillis());
            default -> null;
        };
    }
}
