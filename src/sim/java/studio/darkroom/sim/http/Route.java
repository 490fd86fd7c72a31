package studio.darkroom.sim.http;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/**
 * One endpoint of an API.
 *
 * @param method  HTTP method
 * @param pattern path without trailing slash; {@code {x}} takes one segment
 * @param call    name of the call
 * @param handler what is done
 */
public record Route(String method, String pattern, String call, Handler handler) {

    /** Does the call and says what is answered; a {@link Refusal} is an error answer. */
    @FunctionalInterface
    public interface Handler {
        Answer answer(Call call) throws Exception;
    }

    /** The variables of the path, decoded, or null when the path is another one. */
    Map<String, String> match(String path) {
        String[] want = pattern.split("/", -1);
        String[] have = (path.endsWith("/") && path.length() > 1 ? path.substring(0, path.length() - 1) : path).split("/", -1);
        if (want.length != have.length) {
            return null;
        }
        Map<String, String> vars = new HashMap<>();
        for (int i = 0; i < want.length; i++) {
            if (want[i].startsWith("{")) {
                vars.put(want[i].substring(1, want[i].length() - 1), decode(have[i]));
            } else if (!want[i].equals(have[i])) {
                return null;
            }
        }
        return vars;
    }

    /** Percent-decodes a path segment; a plus sign stays one. */
    static String decode(String segment) {
        try {
            return URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new Refusal(400, "The path is not well encoded.");
        }
    }
}
