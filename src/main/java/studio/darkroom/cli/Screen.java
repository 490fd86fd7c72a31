package studio.darkroom.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import picocli.CommandLine.Help.Ansi;

/**
 * Where the command line writes.
 *
 * @param unicode whether more than ASCII can be shown
 * @param colour whether it is a terminal that wants colours
 * @param width columns
 */
record Screen(PrintWriter out, PrintWriter err, boolean unicode, boolean colour, int width) {

    private static final int USUAL = 100;

    /** File names come from anywhere: what steers a terminal or turns the writing direction is not shown. */
    private static final Pattern STEERING = Pattern.compile("[\\p{Cntrl}\\u0080-\\u009f\\u200e\\u200f\\u202a-\\u202e\\u2066-\\u2069]");

    enum Colour {
        RED(31), GREEN(32), YELLOW(33), FAINT(2);

        private final int code;

        Colour(int code) {
            this.code = code;
        }
    }

    /** The process's own. */
    static Screen own() {
        Charset charset = charset();
        return new Screen(writer(FileDescriptor.out, charset), writer(FileDescriptor.err, charset),
                charset.equals(StandardCharsets.UTF_8), Ansi.AUTO.enabled(), columns());
    }

    private static PrintWriter writer(FileDescriptor descriptor, Charset charset) {
        return new PrintWriter(new OutputStreamWriter(new FileOutputStream(descriptor), charset), true);
    }

    private static Charset charset() {
        for (String key : List.of("stdout.encoding", "sun.stdout.encoding", "native.encoding")) {
            String name = System.getProperty(key, "");
            if (!name.isEmpty() && Charset.isSupported(name)) {
                return Charset.forName(name);
            }
        }
        return Charset.defaultCharset();
    }

    private static int columns() {
        String columns = System.getenv().getOrDefault("COLUMNS", "");
        return columns.matches("[1-9]\\d{1,3}") ? Math.max(60, Integer.parseInt(columns)) : USUAL;
    }

    void line(String text) {
        out.println(text);
    }

    /** Text from outside, made harmless. */
    static String plain(String text) {
        return text == null ? "" : STEERING.matcher(text).replaceAll("?");
    }

    String coloured(String text, Colour colour) {
        return this.colour && colour != null ? "\u001b[" + colour.code + "m" + text + "\u001b[0m" : text;
    }

    /** A bar of five cells and the percentage; blank when there is nothing to count. */
    String bar(long done, long all) {
        if (all == 0) {
            return unicode ? "\u2013" : "-";
        }
        long percent = Math.min(100, done * 100 / all);
        int full = (int) (percent / 20);
        return (unicode ? "\u2588" : "#").repeat(full) + (unicode ? "\u2591" : ".").repeat(5 - full)
                + String.format(" %3d%%", percent);
    }

    /** Text cut to {@code most} columns, with a sign that it was. */
    String cut(String text, int most) {
        if (text.codePointCount(0, text.length()) <= most) {
            return text;
        }
        return text.substring(0, text.offsetByCodePoints(0, Math.max(0, most - 1))) + (unicode ? "\u2026" : "~");
    }

    static String pad(String text, int width) {
        int blanks = width - text.codePointCount(0, text.length());
        return blanks <= 0 ? text : text + " ".repeat(blanks);
    }

    /** The text in lines no wider than what is left beside {@code indent}. */
    List<String> wrapped(String text, int indent) {
        int most = Math.max(20, width - indent);
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        for (String word : plain(text).split(" +")) {
            if (line.length() > 0 && line.length() + 1 + word.length() > most) {
                lines.add(line.toString());
                line.setLength(0);
            }
            line.append(line.length() == 0 ? "" : " ").append(word);
        }
        lines.add(line.toString());
        return lines;
    }
}
