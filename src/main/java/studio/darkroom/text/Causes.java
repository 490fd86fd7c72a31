package studio.darkroom.text;

import java.util.Optional;

/** What a failure is about. Camel wraps whatever is thrown while an expression of a route is evaluated. */
public final class Causes {

    private static final String CAMEL_PACKAGE = "org.apache.camel.";

    private Causes() {
    }

    /** The first of this type among the failure and its causes. */
    public static <T extends Throwable> Optional<T> findCause(Class<T> type, Throwable failure) {
        for (Throwable current = failure; current != null; current = current.getCause()) {
            if (type.isInstance(current)) {
                return Optional.of(type.cast(current));
            }
        }
        return Optional.empty();
    }

    /** The failure without Camel's wrapping; Camel's own failures stay as they are. */
    public static Throwable unwrapCamel(Throwable failure) {
        Throwable current = failure;
        while (current.getCause() != null && current.getClass().getName().startsWith(CAMEL_PACKAGE)) {
            current = current.getCause();
        }
        return current;
    }
}
