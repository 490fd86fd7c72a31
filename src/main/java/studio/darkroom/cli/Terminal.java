package studio.darkroom.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Help.Ansi;
import studio.darkroom.text.Redactor;

/**
 * Where the command line writes.
 *
 * @param unicode whether more than ASCII can be shown
 * @param colourEnabled whether it is a terminal that wants colours
 * @param width columns
 */
record Terminal(PrintWriter out, PrintWriter err, boolean unicode, boolean colourEnabled, int width) {

    private static final int DEFAULT_WIDTH = 100;

    enum Colour {
        RED(31), GREEN(32), YELLOW(33), FAINT(2);

        private final int code;

        Colour(int code) {
            this.code = code;
        }
    }

    /** The process's own. */
    static Terminal forProcess() {
        Charset charset = detectCharset();
        return new Terminal(createWriter(FileDescriptor.out, charset), createWriter(FileDescriptor.err, charset),
                charset.equals(StandardCharsets.UTF_8), Ansi.AUTO.enabled(), detectWidth());
    }

    private static PrintWriter createWriter(FileDescriptor descriptor, Charset charset) {
        return new PrintWriter(new OutputStreamWriter(new FileOutputStream(descriptor), charset), true);
    }

    private static Charset detectCharset() {
        for (String key : List.of("stdout.encoding", "sun.stdout.encoding", "native.encoding")) {
            String name = System.getProperty(key, "");
            if (!name.isEmpty() && Charset.isSupported(name)) {
                return Charset.forName(name);
            }
        }
        return Charset.defaultCharset();
    }

    private static int detectWidth() {
        String columns = System.getenv().getOrDefault("COLUMNS", "");
        return columns.matches("[1-9]\\d{1,3}") ? Math.max(60, Integer.parseInt(columns)) : DEFAULT_WIDTH;
    }

    void printLine(String text) {
        out.println(text);
    }

    /** Text from outside, made harmless. */
    static String sanitizeText(String text) {
        return text == null ? "" : Redactor.replaceControls(text, "?");
    }

    String applyColour(String text, Colour colour) {
        return this.colourEnabled && colour != null ? "\u001b[" + colour.code + "m" + text + "\u001b[0m" : text;
    }

    /** A bar of five cells and the percentage; blank when there is nothing to count. */
    String formatProgress(long done, long total) {
        if (total == 0) {
            return unicode ? "\u2013" : "-";
        }
        long percent = Math.min(100, done * 100 / total);
        int full = (int) (percent / 20);
        return (unicode ? "\u2588" : "#").repeat(full) + (unicode ? "\u2591" : ".").repeat(5 - full)
                + String.format(" %3d%%", percent);
    }

    /** Text cut to {@code most} columns, with a sign that it was. */
    String truncateText(String text, int maxWidth) {
        if (text.codePointCount(0, text.length()) <= maxWidth) {
            return text;
        }
        return text.substring(0, text.offsetByCodePoints(0, Math.max(0, maxWidth - 1))) + (unicode ? "\u2026" : "~");
    }

    static String padText(String text, int width) {
        int padding = width - text.codePointCount(0, text.length());
        return padding <= 0 ? text : text + " ".repeat(padding);
    }

    /** The text in lines no wider than what is left beside {@code indent}. */
    List<String> wrapText(String text, int indent) {
        int maxWidth = Math.max(20, width - indent);
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        for (String word : sanitizeText(text).split(" +")) {
            if (line.length() > 0 && line.length() + 1 + word.length() > maxWidth) {
                lines.add(line.toString());
                line.setLength(0);
            }
            line.append(line.length() == 0 ? "" : " ").append(word);
        }
        lines.add(line.toString());
        return lines;
    }
}
