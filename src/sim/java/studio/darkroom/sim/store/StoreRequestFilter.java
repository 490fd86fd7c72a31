package studio.darkroom.sim.store;

/** Additional rules of a port in front of the store. */
public interface StoreRequestFilter {

    /**
     * The error of a rejected request, in S3 format.
     *
     * @param status  HTTP status
     * @param code    name of the error, such as {@code AccessDenied}
     * @param message text for people
     */
    record S3Error(int status, String code, String message) {
    }

    /** Checks a request before the store does; null accepts it. */
    S3Error checkRequest(StoreRequest call);

    /** Called for every object that was stored through this port, before the client receives the response. */
    default void onObjectStored(StoreRequest call, long size) {
    }

    /**
     * Returns another path and query, presigned for the store's own port, to request instead; null leaves the request
     * unchanged.
     */
    default String rewriteTarget(StoreRequest call) {
        return null;
    }
}
