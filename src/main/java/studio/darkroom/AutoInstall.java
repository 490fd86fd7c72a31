package studio.darkroom;

import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import org.apache.camel.CamelContext;
import org.apache.camel.VetoCamelContextStartException;
import org.apache.camel.spi.ContextServicePlugin;
import org.apache.camel.support.LifecycleStrategySupport;

/**
 * Camel calls this for each context that it makes where Darkroom is on the class path. Nothing happens unless the context's
 * properties, the environment or the system properties say {@code darkroom.autoinstall=true}; then Darkroom is installed
 * when the context is about to start, with the {@code darkroom.} keys from the same places.
 */
public final class AutoInstall implements ContextServicePlugin {

    private static final String KEY = "darkroom.autoinstall";

    @Override
    public void load(CamelContext context) {
        context.addLifecycleStrategy(new LifecycleStrategySupport() {
            @Override
            public void onContextInitializing(CamelContext starting) throws VetoCamelContextStartException {
                if (!Darkroom.isIn(starting) && wanted(starting)) {
                    install(starting);
                }
            }
        });
    }

    private static boolean wanted(CamelContext context) {
        String said = System.getProperty(KEY);
        if (said == null) {
            said = System.getenv(SettingKeys.environmentName(KEY));
        }
        if (said == null) {
            said = context.getPropertiesComponent().resolveProperty(KEY).orElse("false");
        }
        return said.strip().equalsIgnoreCase("true");
    }

    private static void install(CamelContext context) throws VetoCamelContextStartException {
        try {
            Properties properties = context.getPropertiesComponent().loadProperties(key -> key.startsWith("darkroom."));
            Map<String, String> told = new TreeMap<>();
            properties.stringPropertyNames().forEach(key -> told.put(key, properties.getProperty(key, "")));
            Map<String, String> system = new TreeMap<>();
            System.getProperties().stringPropertyNames().forEach(key -> system.put(key, System.getProperty(key, "")));
            new Darkroom(Settings.load(told, System.getenv(), system)).install(context);
        } catch (Exception e) {
            throw new VetoCamelContextStartException("Darkroom cannot be installed into " + context.getName() + ": "
                    + e.getMessage(), e, context, true);
        }
    }
}
