package studio.darkroom.ticket;

import com.fasterxml.jackson.databind.JsonNode;

/** How things written by others are shown inside our own sentences: short, on one line, printable. */
final class Shown {

    private static final int LONGEST_WORD = 60;
    private static final int LONGEST_EXPLANATION = 200;

    private Shown() {
    }

    static String plain(String text) {
        return shown(text, LONGEST_WORD);
    }

    /** Somebody else's explanation, which may be longer than a word. */
    static String clipped(String explanation) {
        return shown(explanation, LONGEST_EXPLANATION);
    }

    private static String shown(String text, int longest) {
        StringBuilder shown = new StringBuilder();
        int[] points = text.codePoints().limit(longest + 1L).toArray();
        for (int i = 0; i < Math.min(points.length, longest); i++) {
            shown.appendCodePoint(printable(points[i]) ? points[i] : points[i] == '\n' ? ' ' : '?');
        }
        return points.length > longest ? shown.append("...").toString() : shown.toString();
    }

    static String quoted(String text) {
        return '"' + plain(text) + '"';
    }

    /** A value with its kind: {@code the text "yes"}, {@code the number 5}, {@code a list}. */
    static String value(JsonNode value) {
        return switch (value.getNodeType()) {
            case STRING -> "the text " + quoted(value.textValue());
            case NUMBER -> "the number " + plain(value.asText());
            case BOOLEAN -> value.asText();
            case ARRAY -> "a list";
            case OBJECT -> "a group of keys";
            default -> "nothing";
        };
    }

    private static boolean printable(int point) {
        return switch (Character.getType(point)) {
            case Character.CONTROL, Character.SURROGATE, Character.FORMAT, Character.LINE_SEPARATOR,
                 Character.PARAGRAPH_SEPARATOR, Character.UNASSIGNED -> false;
            default -> true;
        };
    }
}
