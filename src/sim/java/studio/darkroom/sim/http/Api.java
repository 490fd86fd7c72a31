package studio.darkroom.sim.http;

import java.util.List;

/** A family of endpoints with its own conventions, mounted on an {@link ApiServer}. */
public interface Api {

    /** Path prefix of this API, such as {@code /v1/}. */
    String prefix();

    /** Endpoints, matched in order: literal paths before those with variables. */
    List<Route> routes();

    /** Rejects calls without access. */
    default void authorize(Call call) {
    }

    /** Builds the error response in the format of this API. */
    Response toErrorResponse(HttpStatusException refusal);

    /** Whether calls are logged and subject to faults; control calls are not. */
    default boolean isSimulated() {
        return true;
    }
}
