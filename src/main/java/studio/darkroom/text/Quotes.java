package studio.darkroom.text;

import com.fasterxml.jackson.databind.JsonNode;

/** Formats text from outside for use inside a sentence: short, on one line, printable. */
public final class Quotes {

    private static final int MAX_WORD_LENGTH = 60;
    private static final int MAX_EXPLANATION_LENGTH = 200;

    private Quotes() {
    }

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

    public static String quote(String text) {
        return '"' + shorten(text) + '"';
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

    private static boolean isPrintable(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL, Character.SURROGATE, Character.FORMAT, Character.LINE_SEPARATOR,
                 Character.PARAGRAPH_SEPARATOR, Character.UNASSIGNED -> false;
            default -> true;
        };
    }
}
