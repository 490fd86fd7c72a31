package studio.darkroom.sim.http;

import java.util.List;

/** A family of endpoints with its own manners, mounted on an {@link ApiServer}. */
public interface Api {

    /** First part of the paths that are this API's, such as {@code /v1/}. */
    String prefix();

    /** Endpoints, tried in order: literal paths before those with variables. */
    List<Route> routes();

    /** Refuses calls without a right to come in. */
    default void authorize(Call call) {
    }

    /** The error answer, in this API's shape. */
    Response toErrorResponse(HttpStatusException refusal);

    /** Whether calls are logged and meet faults; control calls are not. */
    default boolean isSimulated() {
        return true;
    }
}
