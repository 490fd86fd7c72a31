package studio.darkroom.app;

import java.lang.reflect.InvocationTargetException;
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
import org.apache.camel.spi.Registry;
import org.apache.camel.support.LifecycleStrategySupport;
import studio.darkroom.config.SettingKeys;
import studio.darkroom.config.Settings;

/**
 * Camel calls this for each context that it creates with Darkroom on the class path. If the system properties, the environment or
 * the properties of the context contain {@code darkroom.autoinstall=true}, Darkroom is installed before the context starts, with
 * the {@code darkroom.} keys from the same places.
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

    /** Quarkus without its management extension has no such strategy, and camel-management, a dependency of Darkroom, fails without one. */
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
            new NodeInstaller(Settings.load(collectProperties(context)), Clock.systemUTC(), Optional.empty()).install(context, List.of());
        } catch (Exception e) {
            throw new VetoCamelContextStartException("Cannot install Darkroom into " + context.getName() + ": "
                    + e.getMessage(), e, context, true);
        }
    }

    /** The properties of the application: those that can be listed, and those that can only be asked for, as in Spring Boot. */
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
        lanes.forEach(lane -> Optional.ofNullable(collected.get("darkroom.lane." + lane + ".vendor")).ifPresent(vendors::add));
        resolveKnownKeys(properties, collected, lanes, vendors);
        Set<String> resolvedKeys = SettingKeys.expandKeys(lanes, vendors).stream().flatMap(known -> Stream.concat(Stream.of(known.key()), known.oldKey().stream()))
                .map(AutoInstall::normalizeKey)
                .collect(Collectors.toSet());
        SpringPropertyNames.listNames(context.getRegistry(), PREFIX).stream().filter(name -> !resolvedKeys.contains(normalizeKey(name)))
                .forEach(name -> collected.putIfAbsent(name, properties.resolveProperty(name).orElse("")));
        return collected;
    }

    /** Spring also finds {@code max-wait} if it is spelled {@code maxWait} or {@code max_wait}. */
    private static String normalizeKey(String key) {
        return key.toLowerCase(Locale.ROOT).replaceAll("[-_]", "");
    }

    private static void resolveKnownKeys(PropertiesComponent properties, Map<String, String> collected, Collection<String> lanes,
            Collection<String> vendors) {
        SettingKeys.expandKeys(lanes, vendors).stream().flatMap(known -> Stream.concat(Stream.of(known.key()), known.oldKey().stream()))
                .forEach(name -> collected.computeIfAbsent(name,
                        key -> properties.resolveProperty(key).filter(value -> !value.isBlank()).orElse(null)));
    }

    /**
     * The names of the properties of a Spring application. Camel's properties component can ask Spring only for single properties;
     * the bean {@code environment} can list them. It is called by reflection, because Spring need not be present.
     */
    private static final class SpringPropertyNames {

        private static final String ENVIRONMENT_TYPE = "org.springframework.core.env.ConfigurableEnvironment";
        private static final String SOURCE_TYPE = "org.springframework.core.env.EnumerablePropertySource";

        private SpringPropertyNames() {
        }

        /** Names with this prefix, without those of system properties; none without Spring. */
        static Set<String> listNames(Registry registry, String prefix) {
            Set<String> names = new TreeSet<>();
            Object environment = registry.lookupByName("environment");
            try {
                Object sources = invokeGetter(environment, ENVIRONMENT_TYPE, "getPropertySources");
                for (Object source : sources instanceof Iterable<?> all ? all : List.of()) {
                    if (invokeGetter(source, SOURCE_TYPE, "getPropertyNames") instanceof String[] listed) {
                        List.of(listed).stream().filter(name -> name.startsWith(prefix)).forEach(names::add);
                    }
                }
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException("Cannot list the properties of Spring's environment: " + e, e);
            }
            names.removeAll(System.getProperties().stringPropertyNames());
            return names;
        }

        /** The result of the getter; null if the object is not of that type. */
        private static Object invokeGetter(Object object, String type, String method) throws ReflectiveOperationException {
            Class<?> found = object == null ? null : findType(object.getClass(), type);
            try {
                return found == null ? null : found.getMethod(method).invoke(object);
            } catch (InvocationTargetException e) {
                throw new IllegalStateException("Cannot list the properties of Spring's environment: " + e.getCause(), e);
            }
        }

        /** The type of that name among a class and its supertypes; null if there is none. */
        private static Class<?> findType(Class<?> start, String name) {
            if (start == null || start.getName().equals(name)) {
                return start;
            }
            for (Class<?> implemented : start.getInterfaces()) {
                Class<?> found = findType(implemented, name);
                if (found != null) {
                    return found;
                }
            }
            return findType(start.getSuperclass(), name);
        }
    }
}
