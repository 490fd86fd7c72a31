package studio.darkroom.sim.store;

/** What a door to the store adds to the store's own rules. */
public interface StoreRequestFilter {

    /**
     * Why a request is turned away, as S3 tells it.
     *
     * @param status  HTTP status
     * @param code    the error's name, such as {@code AccessDenied}
     * @param message for people
     */
    record S3Error(int status, String code, String message) {
    }

    /** Looks at a request before the store does; null lets it through. */
    S3Error checkRequest(StoreRequest call);

    /** Told of every object that was stored through this door, before the client is. */
    default void onObjectStored(StoreRequest call, long size) {
    }

    /** Path and query, presigned for the store's own port, to ask for instead; null leaves the request as it is. */
    default String rewriteTarget(StoreRequest call) {
        return null;
    }
}
