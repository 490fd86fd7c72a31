package studio.darkroom.trouble;

import java.util.Optional;

/** What a failure is about. Camel wraps whatever is thrown while an expression of a route is evaluated. */
public final class Cause {

    private static final String CAMEL = "org.apache.camel.";

    private Cause() {
    }

    /** The first of this type among the failure and its causes. */
    public static <T extends Throwable> Optional<T> of(Class<T> type, Throwable failure) {
        for (Throwable at = failure; at != null; at = at.getCause()) {
            if (type.isInstance(at)) {
                return Optional.of(type.cast(at));
            }
        }
        return Optional.empty();
    }

    /** The failure without Camel's wrapping; Camel's own failures stay as they are. */
    public static Throwable bare(Throwable failure) {
        Throwable at = failure;
        while (at.getCause() != null && at.getClass().getName().startsWith(CAMEL)) {
            at = at.getCause();
        }
        return at;
    }
}
