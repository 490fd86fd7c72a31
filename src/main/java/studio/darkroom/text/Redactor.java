package studio.darkroom.text;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/** Prepares text from outside for sentences, logs, events and API answers: short, on one line, printable, without secrets. */
public final class Redactor {

    private static final Pattern QUERY = Pattern.compile("(https?:(?:\\\\?/){2}[^\\s?\"'<>]+)\\?[^\\s\"'<>]*");
    /** A key, its separator, which may be percent-encoded or escaped as in JSON, and the value. */
    private static final Pattern SIGNED = Pattern.compile("(?i)("
            + "(?:X-(?:Amz|Goog)-[A-Za-z-]+|Signature|AWSAccessKeyId|(?:(?<![A-Za-z])|(?<=3F))sig|token|x-api-key|api.?key)"
            + "(?:\\\\*[\"'])?(?:\\s*[=:]\\s*|%(?:25)*3D|\\\\u003d)(?:\\\\*[\"'])?)"
            + "(?:[^\\s&\"'<>,;\\\\]|\\\\u(?!0026)[0-9a-f]{4}|\\\\/)+");
    private static final Pattern BEARER = Pattern.compile("(?i)(bearer\\s+)[^\\s\"'<>,;]+");
    private static final Pattern CALLBACK = Pattern.compile("(?i)(/callback/)[^\\s/?#\"'<>,;]+");
    private static final Pattern CONTROL = Pattern.compile("[\\p{Cntrl}\\u0080-\\u009f\\u200e\\u200f\\u202a-\\u202e\\u2066-\\u2069]");

    private static final int MAX_INPUT_LENGTH = 4096;
    private static final int MAX_LENGTH = 500;
    private static final int MAX_EXPLANATION_LENGTH = 200;
    private static final int MAX_WORD_LENGTH = 60;

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
     * @return at most 500 characters on one line, without control characters, queries of links, signatures, keys, tokens of
     *         callbacks and registered secrets
     */
    public static String redact(String raw) {
        if (raw == null) {
            return "";
        }
        String text = raw.length() > MAX_INPUT_LENGTH ? raw.substring(0, MAX_INPUT_LENGTH) : raw;
        for (String secret : SECRETS) {
            text = text.replace(secret, "...");
        }
        text = QUERY.matcher(text).replaceAll("$1?...");
        text = BEARER.matcher(SIGNED.matcher(text).replaceAll("$1...")).replaceAll("$1...");
        text = CALLBACK.matcher(text).replaceAll("$1...");
        text = replaceControls(text, " ").replaceAll(" {2,}", " ").strip();
        return text.length() > MAX_LENGTH ? text.substring(0, MAX_LENGTH) + "..." : text;
    }

    /** Quotes a word of a user's file without redacting it. */
    public static String quote(String text) {
        return '"' + shorten(text) + '"';
    }

    /** At most 60 printable characters on one line. Keeps secrets, unlike {@link #redact}. */
    public static String shorten(String text) {
        return clip(text, MAX_WORD_LENGTH);
    }

    /** Shortens an explanation of another program, which may be longer than a word. */
    public static String shortenExplanation(String explanation) {
        return clip(explanation, MAX_EXPLANATION_LENGTH);
    }

    private static String clip(String text, int maxLength) {
        StringBuilder result = new StringBuilder();
        int[] codePoints = text.codePoints().limit(maxLength + 1L).toArray();
        for (int i = 0; i < Math.min(codePoints.length, maxLength); i++) {
            result.appendCodePoint(isPrintable(codePoints[i]) ? codePoints[i] : codePoints[i] == '\n' ? ' ' : '?');
        }
        return codePoints.length > maxLength ? result.append("...").toString() : result.toString();
    }

    private static boolean isPrintable(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL, Character.SURROGATE, Character.FORMAT, Character.LINE_SEPARATOR,
                 Character.PARAGRAPH_SEPARATOR, Character.UNASSIGNED -> false;
            default -> true;
        };
    }

    /** Describes a value with its type: {@code the text "yes"}, {@code the number 5}, {@code a list}. */
    public static String describeValue(JsonNode value) {
        return switch (value.getNodeType()) {
            case STRING -> "the text " + quote(value.textValue());
            case NUMBER -> "the number " + shorten(value.asText());
            case BOOLEAN -> value.asText();
            case ARRAY -> "a list";
            case OBJECT -> "a group of keys";
            default -> "nothing";
        };
    }
}
