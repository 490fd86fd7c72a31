package studio.darkroom.app;

import java.lang.reflect.InvocationTargetException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.camel.spi.Registry;

/**
 * The names of the properties that a Spring application has. Camel's properties component asks Spring for one property at a
 * time and cannot list them; Spring's own environment, a bean of its, can. Spring is spoken to by name, because an
 * application need not have it.
 */
final class SpringPropertyNames {

    private static final String ENVIRONMENT_TYPE = "org.springframework.core.env.ConfigurableEnvironment";
    private static final String SOURCE_TYPE = "org.springframework.core.env.EnumerablePropertySource";

    private SpringPropertyNames() {
    }

    /** Names that begin so, but for those of system properties; none where there is no Spring. */
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
            throw new IllegalStateException("Spring's environment does not list its properties: " + e, e);
        }
        names.removeAll(System.getProperties().stringPropertyNames());
        return names;
    }

    /** What the method answers, where the object is of that type; null where it is not. */
    private static Object invokeGetter(Object object, String type, String method) throws ReflectiveOperationException {
        Class<?> found = object == null ? null : findType(object.getClass(), type);
        try {
            return found == null ? null : found.getMethod(method).invoke(object);
        } catch (InvocationTargetException e) {
            throw new IllegalStateException("Spring's environment does not list its properties: " + e.getCause(), e);
        }
    }

    /** The type of that name among a class, what it extends and what it implements. */
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
