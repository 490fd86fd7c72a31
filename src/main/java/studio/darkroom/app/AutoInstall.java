package studio.darkroom.app;

import java.time.Clock;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.VetoCamelContextStartException;
import org.apache.camel.impl.engine.DefaultManagementNameStrategy;
import org.apache.camel.spi.ContextServicePlugin;
import org.apache.camel.spi.PropertiesComponent;
import org.apache.camel.support.LifecycleStrategySupport;
import studio.darkroom.config.SettingKeys;
import studio.darkroom.config.Settings;

/**
 * Camel calls this for each context that it makes where Darkroom is on the class path. Nothing happens unless the context's
 * properties, the environment or the system properties say {@code darkroom.autoinstall=true}; then Darkroom is installed
 * when the context is about to start, with the {@code darkroom.} keys from the same places.
 */
public final class AutoInstall implements ContextServicePlugin {

    private static final String PREFIX = "darkroom.";
    private static final String ENABLED_KEY = PREFIX + "autoinstall";

    @Override
    public void load(CamelContext context) {
        setManagementName(context);
        context.addLifecycleStrategy(new LifecycleStrategySupport() {
            @Override
            public void onContextInitializing(CamelContext starting) throws VetoCamelContextStartException {
                if (!NodeInstaller.isInstalledIn(starting) && isEnabled(starting)) {
                    install(starting);
                }
            }
        });
    }

    /** Without its management extension Quarkus names nothing, and then camel-management, which we bring, ends the start. */
    private static void setManagementName(CamelContext context) {
        if (context.getManagementNameStrategy() == null) {
            context.setManagementNameStrategy(new DefaultManagementNameStrategy(context));
        }
    }

    private static boolean isEnabled(CamelContext context) {
        String value = System.getProperty(ENABLED_KEY);
        if (value == null) {
            value = System.getenv(SettingKeys.environmentName(ENABLED_KEY));
        }
        if (value == null) {
            value = context.getPropertiesComponent().resolveProperty(ENABLED_KEY).orElse("false");
        }
        return value.strip().equalsIgnoreCase("true");
    }

    private static void install(CamelContext context) throws VetoCamelContextStartException {
        try {
            Map<String, String> properties = collectProperties(context);
            Map<String, String> system = new TreeMap<>();
            System.getProperties().stringPropertyNames().forEach(key -> system.put(key, System.getProperty(key, "")));
            new NodeInstaller(Settings.load(properties, System.getenv(), system), Clock.systemUTC(), Optional.empty())
                    .install(context, List.of());
        } catch (Exception e) {
            throw new VetoCamelContextStartException("Darkroom cannot be installed into " + context.getName() + ": "
                    + e.getMessage(), e, context, true);
        }
    }

    /** What the application's properties say: all that can be listed, and what is there for the asking, as Spring Boot's are. */
    private static Map<String, String> collectProperties(CamelContext context) {
        PropertiesComponent properties = context.getPropertiesComponent();
        Map<String, String> collected = new TreeMap<>();
        Properties listed = properties.loadProperties(key -> key.startsWith(PREFIX));
        listed.stringPropertyNames().forEach(key -> collected.put(key, listed.getProperty(key)));
        resolveKnownKeys(properties, collected, List.of(), List.of());
        List<String> lanes = Arrays.stream(collected.getOrDefault("darkroom.lanes", SettingKeys.DEFAULT_LANE).split(","))
                .map(String::strip).toList();
        resolveKnownKeys(properties, collected, lanes, List.of());
        Set<String> vendors = new TreeSet<>(SettingKeys.builtInVendors());
        lanes.forEach(lane -> vendors.add(collected.getOrDefault("darkroom.lane." + lane + ".vendor", "imagen")));
        resolveKnownKeys(properties, collected, lanes, vendors);
        Set<String> resolvedKeys = SettingKeys.expandKeys(lanes, vendors).stream().flatMap(known -> Stream.concat(Stream.of(known.key()), known.oldKey().stream()))
                .map(AutoInstall::normalizeKey)
                .collect(Collectors.toSet());
        SpringPropertyNames.listNames(context.getRegistry(), PREFIX).stream().filter(name -> !resolvedKeys.contains(normalizeKey(name)))
                .forEach(name -> collected.putIfAbsent(name, properties.resolveProperty(name).orElse("")));
        return collected;
    }

    /** Spring answers for {@code max-wait} with what is spelled {@code maxWait} or {@code max_wait}. */
    private static String normalizeKey(String key) {
        return key.toLowerCase(Locale.ROOT).replaceAll("[-_]", "");
    }

    private static void resolveKnownKeys(PropertiesComponent properties, Map<String, String> collected, Collection<String> lanes,
            Collection<String> vendors) {
        SettingKeys.expandKeys(lanes, vendors).stream().flatMap(known -> Stream.concat(Stream.of(known.key()), known.oldKey().stream()))
                .forEach(name -> collected.computeIfAbsent(name,
                        key -> properties.resolveProperty(key).filter(value -> !value.isBlank()).orElse(null)));
    }
}
