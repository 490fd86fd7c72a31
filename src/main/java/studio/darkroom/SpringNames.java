package studio.darkroom;

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
final class SpringNames {

    private static final String ENVIRONMENT = "org.springframework.core.env.ConfigurableEnvironment";
    private static final String LISTING = "org.springframework.core.env.EnumerablePropertySource";

    private SpringNames() {
    }

    /** Names that begin so, but for those of system properties; none where there is no Spring. */
    static Set<String> in(Registry registry, String beginning) {
        Set<String> names = new TreeSet<>();
        Object environment = registry.lookupByName("environment");
        try {
            Object sources = call(environment, ENVIRONMENT, "getPropertySources");
            for (Object source : sources instanceof Iterable<?> all ? all : List.of()) {
                if (call(source, LISTING, "getPropertyNames") instanceof String[] listed) {
                    List.of(listed).stream().filter(name -> name.startsWith(beginning)).forEach(names::add);
                }
            }
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("Spring's environment does not list its properties: " + e, e);
        }
        names.removeAll(System.getProperties().stringPropertyNames());
        return names;
    }

    /** What the method answers, where the object is of that type; null where it is not. */
    private static Object call(Object object, String type, String method) throws ReflectiveOperationException {
        Class<?> found = object == null ? null : type(object.getClass(), type);
        try {
            return found == null ? null : found.getMethod(method).invoke(object);
        } catch (InvocationTargetException e) {
            throw new IllegalStateException("Spring's environment does not list its properties: " + e.getCause(), e);
        }
    }

    /** The type of that name among a class, what it extends and what it implements. */
    private static Class<?> type(Class<?> one, String name) {
        if (one == null || one.getName().equals(name)) {
            return one;
        }
        for (Class<?> implemented : one.getInterfaces()) {
            Class<?> found = type(implemented, name);
            if (found != null) {
                return found;
            }
        }
        return type(one.getSuperclass(), name);
    }
}
