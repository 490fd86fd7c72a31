package studio.darkroom.text;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/** Prepares text from outside for logs, events and API answers. */
public final class Redactor {

    private static final Pattern QUERY = Pattern.compile("(https?://[^\\s?\"'<>]+)\\?[^\\s\"'<>]*");
    private static final Pattern SIGNED = Pattern.compile(
            "(?i)((?:X-Amz-[A-Za-z-]+|Signature|AWSAccessKeyId|token|x-api-key|api.?key)\\s*[=:]\\s*)[^\\s&\"'<>,;]+");
    private static final Pattern BEARER = Pattern.compile("(?i)(bearer\\s+)[^\\s\"'<>,;]+");
    private static final Pattern CALLBACK = Pattern.compile("(?i)(/callback/)[^\\s/?#\"'<>,;]+");
    private static final Pattern CONTROL = Pattern.compile("[\\p{Cntrl}\\u0080-\\u009f\\u200e\\u200f\\u202a-\\u202e\\u2066-\\u2069]");
    private static final int MAX_LENGTH = 500;

    private static final int MIN_SECRET_LENGTH = 8;
    private static final Set<String> SECRETS = ConcurrentHashMap.newKeySet();

    private Redactor() {
    }

    /** Registers a secret that {@link #redact} removes from every text; ignores secrets of less than 8 characters. */
    public static void addSecret(String secret) {
        if (secret.length() >= MIN_SECRET_LENGTH) {
            SECRETS.add(secret);
        }
    }

    /** @return the text with each control character and each mark that changes the writing direction replaced */
    public static String replaceControls(String text, String replacement) {
        return CONTROL.matcher(text).replaceAll(replacement);
    }

    /**
     * @param raw may be null
     * @return at most 500 characters on one line, without control characters, queries of links, tokens of callbacks and
     *         registered secrets
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
        text = replaceControls(text, " ").replaceAll(" {2,}", " ").strip();
        return text.length() > MAX_LENGTH ? text.substring(0, MAX_LENGTH) + "..." : text;
    }
}
