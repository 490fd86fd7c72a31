package studio.darkroom.sim;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * One request that the simulator received.
 *
 * @param number   sequence number, from 1
 * @param at       real time of arrival
 * @param server   {@code imagen}, {@code store}, {@code fotolabs}, {@code fotolabs-store} or {@code fotolabs-cdn}
 * @param call     name of the call: {@code create}, {@code links}, {@code put}, {@code part}, {@code edit},
 *                 {@code i2i-edit}, ...
 * @param method   HTTP method
 * @param path     path; for the store {@code /bucket/key}, decoded
 * @param query    query parameters without signatures and credentials
 * @param headers  headers as sent; keys and signatures replaced by a hash
 * @param body     body of an API call, as text; empty for the store
 * @param status   status of the response; 0 if the connection was dropped
 * @param fault    the fault that was applied, or empty
 * @param bytesIn  body bytes received
 * @param bytesOut body bytes sent
 * @param millis   duration
 * @param leaked   store and CDN calls through a link: whether it carried an API key or an Authorization header
 */
public record LoggedRequest(long number, Instant at, String server, String call, String method, String path,
                            Map<String, String> query, Map<String, List<String>> headers, String body, int status,
                            String fault, long bytesIn, long bytesOut, long millis, boolean leaked) {

    /** First value of a header; the name is case-insensitive. Null if it was not sent. */
    public String header(String name) {
        return headers.entrySet().stream().filter(e -> e.getKey().equalsIgnoreCase(name))
                .map(e -> e.getValue().isEmpty() ? "" : e.getValue().get(0)).findFirst().orElse(null);
    }

    public boolean isStore() {
        return isStore(server);
    }

    static boolean isStore(String server) {
        return server.equals("store") || server.startsWith("fotolabs-");
    }
}
