package studio.darkroom.app;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.camel.spi.Registry;

/** The beans that the routes name, each under a name that the host does not use. */
public final class Bindings {

    private final Registry registry;
    private final List<String> names = new ArrayList<>();

    public Bindings(Registry registry) {
        this.registry = registry;
    }

    /** @throws IllegalStateException when the host has a bean of that name */
    public <T> T bind(String name, T bean) {
        if (registry.lookupByName(name) != null) {
            throw new IllegalStateException("The host already has a bean called \"" + name
                    + "\", which Darkroom's routes need: rename it, or give Darkroom a Camel context of its own.");
        }
        registry.bind(name, bean);
        names.add(name);
        return bean;
    }

    public <T> Optional<T> find(String name, Class<T> type) {
        return Optional.ofNullable(registry.lookupByNameAndType(name, type));
    }

    /** What was bound, in order. */
    public List<String> names() {
        return names;
    }
}
