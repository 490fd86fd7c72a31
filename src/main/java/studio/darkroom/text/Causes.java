package studio.darkroom.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Searches the causes of a failure. Camel wraps whatever an expression of a route throws. */
public final class Causes {

    private static final String CAMEL_PACKAGE = "org.apache.camel.";
    private static final int MAX_LENGTH = 100;

    private Causes() {
    }

    /** @return the failure and its causes, outermost first; at most 100 */
    public static List<Throwable> listChain(Throwable failure) {
        List<Throwable> chain = new ArrayList<>();
        for (Throwable current = failure; current != null && chain.size() < MAX_LENGTH; current = current.getCause()) {
            chain.add(current);
        }
        return chain;
    }

    /** @return the first of this type among the failure and its causes */
    public static <T extends Throwable> Optional<T> findCause(Class<T> type, Throwable failure) {
        return listChain(failure).stream().filter(type::isInstance).map(type::cast).findFirst();
    }

    /** @return the innermost cause, or the failure itself */
    public static Throwable findRoot(Throwable failure) {
        List<Throwable> chain = listChain(failure);
        return chain.get(chain.size() - 1);
    }

    /** @return the failure without Camel's wrapping; a failure of Camel itself stays as it is */
    public static Throwable unwrapCamel(Throwable failure) {
        return listChain(failure).stream()
                .filter(each -> each.getCause() == null || !each.getClass().getName().startsWith(CAMEL_PACKAGE)).findFirst()
                .orElse(failure);
    }
}
