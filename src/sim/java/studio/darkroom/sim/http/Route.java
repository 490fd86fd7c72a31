package studio.darkroom.sim.http;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/**
 * One endpoint of an API.
 *
 * @param method  HTTP method
 * @param pattern path without trailing slash; {@code {x}} matches one segment
 * @param call    name of the call
 * @param handler implementation
 */
public record Route(String method, String pattern, String call, Handler handler) {

    /** Performs the call and returns the response; a {@link HttpStatusException} is an error response. */
    @FunctionalInterface
    public interface Handler {
        Response handle(Call call) throws Exception;
    }

    /** Returns the decoded path variables, or null if the path does not match. */
    Map<String, String> matchPath(String path) {
        String[] patternSegments = pattern.split("/", -1);
        String[] pathSegments = (path.endsWith("/") && path.length() > 1 ? path.substring(0, path.length() - 1) : path).split("/", -1);
        if (patternSegments.length != pathSegments.length) {
            return null;
        }
        Map<String, String> vars = new HashMap<>();
        for (int i = 0; i < patternSegments.length; i++) {
            if (patternSegments[i].startsWith("{")) {
                vars.put(patternSegments[i].substring(1, patternSegments[i].length() - 1), decode(pathSegments[i]));
            } else if (!patternSegments[i].equals(pathSegments[i])) {
                return null;
            }
        }
        return vars;
    }

    /** Percent-decodes a path segment; a plus sign stays a plus sign. */
    static String decode(String segment) {
        try {
            return URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new HttpStatusException(400, "The path is not well encoded.");
        }
    }
}
