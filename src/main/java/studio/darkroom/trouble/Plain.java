package studio.darkroom.trouble;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/** Text from outside made fit for logs, events and answers. */
public final class Plain {

    private static final Pattern QUERY = Pattern.compile("(https?://[^\\s?\"'<>]+)\\?[^\\s\"'<>]*");
    private static final Pattern SIGNED = Pattern.compile(
            "(?i)((?:X-Amz-[A-Za-z-]+|Signature|AWSAccessKeyId|token|x-api-key|api.?key)\\s*[=:]\\s*)[^\\s&\"'<>,;]+");
    private static final Pattern BEARER = Pattern.compile("(?i)(bearer\\s+)[^\\s\"'<>,;]+");
    private static final Pattern CALLBACK = Pattern.compile("(?i)(/callback/)[^\\s/?#\"'<>,;]+");
    private static final Pattern CONTROL = Pattern.compile("[\\p{Cntrl}\\u202a-\\u202e\\u2066-\\u2069]+");
    private static final int MOST = 500;

    private static final int LEAST = 8;
    private static final Set<String> HIDDEN = ConcurrentHashMap.newKeySet();

    private Plain() {
    }

    /** From now on this is left out of every text, whoever wrote it there; what is shorter than 8 characters is not. */
    public static void hide(String secret) {
        if (secret.length() >= LEAST) {
            HIDDEN.add(secret);
        }
    }

    /**
     * Without line breaks and control characters, without the query of any link, the token of a callback or anything that is
     * to be hidden, at most 500 characters.
     */
    public static String text(String raw) {
        if (raw == null) {
            return "";
        }
        String plain = raw.length() > 4096 ? raw.substring(0, 4096) : raw;
        for (String secret : HIDDEN) {
            plain = plain.replace(secret, "...");
        }
        plain = QUERY.matcher(plain).replaceAll("$1?...");
        plain = BEARER.matcher(SIGNED.matcher(plain).replaceAll("$1...")).replaceAll("$1...");
        plain = CALLBACK.matcher(plain).replaceAll("$1...");
        plain = CONTROL.matcher(plain).replaceAll(" ").strip();
        return plain.length() > MOST ? plain.substring(0, MOST) + "..." : plain;
    }
}
