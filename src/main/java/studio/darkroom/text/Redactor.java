package studio.darkroom.text;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/** Text from outside made fit for logs, events and answers. */
public final class Redactor {

    private static final Pattern QUERY = Pattern.compile("(https?://[^\\s?\"'<>]+)\\?[^\\s\"'<>]*");
    private static final Pattern SIGNED = Pattern.compile(
            "(?i)((?:X-Amz-[A-Za-z-]+|Signature|AWSAccessKeyId|token|x-api-key|api.?key)\\s*[=:]\\s*)[^\\s&\"'<>,;]+");
    private static final Pattern BEARER = Pattern.compile("(?i)(bearer\\s+)[^\\s\"'<>,;]+");
    private static final Pattern CALLBACK = Pattern.compile("(?i)(/callback/)[^\\s/?#\"'<>,;]+");
    private static final Pattern CONTROL = Pattern.compile("[\\p{Cntrl}\\u202a-\\u202e\\u2066-\\u2069]+");
    private static final int MAX_LENGTH = 500;

    private static final int MIN_SECRET_LENGTH = 8;
    private static final Set<String> SECRETS = ConcurrentHashMap.newKeySet();

    private Redactor() {
    }

    /** From now on this is left out of every text, whoever wrote it there; what is shorter than 8 characters is not. */
    public static void addSecret(String secret) {
        if (secret.length() >= MIN_SECRET_LENGTH) {
            SECRETS.add(secret);
        }
    }

    /**
     * Without line breaks and control characters, without the query of any link, the token of a callback or anything that is
     * to be hidden, at most 500 characters.
     */
    public static String redact(String raw) {
        if (raw == null) {
            return "";
        }
        String text = raw.length() > 4096 ? raw.substring(0, 4096) : raw;
        for (String secret : SECRETS) {
            text = text.replace(secret, "...");
        }
        text = QUERY.matcher(text).replaceAll("$1?...");
        text = BEARER.matcher(SIGNED.matcher(text).replaceAll("$1...")).replaceAll("$1...");
        text = CALLBACK.matcher(text).replaceAll("$1...");
        text = CONTROL.matcher(text).replaceAll(" ").strip();
        return text.length() > MAX_LENGTH ? text.substring(0, MAX_LENGTH) + "..." : text;
    }
}
