package studio.darkroom;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.apache.camel.VetoCamelContextStartException;
import org.apache.camel.impl.engine.DefaultManagementNameStrategy;
import org.apache.camel.spi.ContextServicePlugin;
import org.apache.camel.spi.PropertiesComponent;
import org.apache.camel.support.LifecycleStrategySupport;

/**
 * Camel calls this for each context that it makes where Darkroom is on the class path. Nothing happens unless the context's
 * properties, the environment or the system properties say {@code darkroom.autoinstall=true}; then Darkroom is installed
 * when the context is about to start, with the {@code darkroom.} keys from the same places.
 */
public final class AutoInstall implements ContextServicePlugin {

    private static final String PREFIX = "darkroom.";
    private static final String KEY = PREFIX + "autoinstall";

    @Override
    public void load(CamelContext context) {
        nameForManagement(context);
        context.addLifecycleStrategy(new LifecycleStrategySupport() {
            @Override
            public void onContextInitializing(CamelContext starting) throws VetoCamelContextStartException {
                if (!Darkroom.isIn(starting) && wanted(starting)) {
                    install(starting);
                }
            }
        });
    }

    /** Without its management extension Quarkus names nothing, and then camel-management, which we bring, ends the start. */
    private static void nameForManagement(CamelContext context) {
        if (context.getManagementNameStrategy() == null) {
            context.setManagementNameStrategy(new DefaultManagementNameStrategy(context));
        }
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
            Map<String, String> told = told(context);
            Map<String, String> system = new TreeMap<>();
            System.getProperties().stringPropertyNames().forEach(key -> system.put(key, System.getProperty(key, "")));
            new Darkroom(Settings.load(told, System.getenv(), system)).install(context);
        } catch (Exception e) {
            throw new VetoCamelContextStartException("Darkroom cannot be installed into " + context.getName() + ": "
                    + e.getMessage(), e, context, true);
        }
    }

    /** What the application's properties say: all that can be listed, and what is there for the asking, as Spring Boot's are. */
    private static Map<String, String> told(CamelContext context) {
        PropertiesComponent properties = context.getPropertiesComponent();
        Map<String, String> told = new TreeMap<>();
        Properties listed = properties.loadProperties(key -> key.startsWith(PREFIX));
        listed.stringPropertyNames().forEach(key -> told.put(key, listed.getProperty(key)));
        ask(properties, told, List.of(), List.of());
        List<String> lanes = Arrays.stream(told.getOrDefault("darkroom.lanes", SettingKeys.DEFAULT_LANE).split(","))
                .map(String::strip).toList();
        ask(properties, told, lanes, List.of());
        Set<String> vendors = new TreeSet<>(SettingKeys.vendors());
        lanes.forEach(lane -> vendors.add(told.getOrDefault("darkroom.lane." + lane + ".vendor", "imagen")));
        ask(properties, told, lanes, vendors);
        Set<String> answered = SettingKeys.known(lanes, vendors).stream().map(known -> loose(known.key()))
                .collect(Collectors.toSet());
        SpringNames.in(context.getRegistry(), PREFIX).stream().filter(name -> !answered.contains(loose(name)))
                .forEach(name -> told.putIfAbsent(name, properties.resolveProperty(name).orElse("")));
        return told;
    }

    /** Spring answers for {@code max-wait} with what is spelled {@code maxWait} or {@code max_wait}. */
    private static String loose(String key) {
        return key.toLowerCase(Locale.ROOT).replaceAll("[-_]", "");
    }

    private static void ask(PropertiesComponent properties, Map<String, String> told, Collection<String> lanes,
            Collection<String> vendors) {
        SettingKeys.known(lanes, vendors).forEach(known -> told.computeIfAbsent(known.key(),
                key -> properties.resolveProperty(key).filter(value -> !value.isBlank()).orElse(null)));
    }
}
