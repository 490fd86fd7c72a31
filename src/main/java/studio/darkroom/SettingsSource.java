package studio.darkroom;

import org.apache.camel.spi.PropertiesSource;

/** What the route files may ask for by {@code {{key}}}; never a secret but the address that alerts go to. */
final class SettingsSource implements PropertiesSource {

    /** Whoever wants no alerts has them in the log already, where each trouble is a warning. */
    private static final String QUIET = "log:studio.darkroom.alert?level=DEBUG&plain=true";

    private final Settings settings;

    SettingsSource(Settings settings) {
        this.settings = settings;
    }

    @Override
    public String getName() {
        return "darkroom";
    }

    @Override
    public String getProperty(String name) {
        return switch (name) {
            case "darkroom.notify" -> settings.alert().orElse(QUIET);
            case "darkroom.gather.every" -> String.valueOf(settings.gather().every().toMillis());
            default -> null;
        };
    }
}
