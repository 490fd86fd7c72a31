package studio.darkroom.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Help.Ansi.IStyle;
import picocli.CommandLine.Help.Ansi.Text;
import picocli.CommandLine.Help.Column;
import picocli.CommandLine.Help.TextTable;
import studio.darkroom.text.Redactor;

/**
 * Output of the command line.
 *
 * @param unicode whether characters other than ASCII can be shown
 * @param ansi whether colours are used
 * @param width columns
 */
record Terminal(PrintWriter out, PrintWriter err, boolean unicode, Ansi ansi, int width) {

    private static final int DEFAULT_WIDTH = 100;

    /** The terminal of this process. */
    static Terminal forProcess() {
        Charset charset = detectCharset();
        return new Terminal(createWriter(FileDescriptor.out, charset), createWriter(FileDescriptor.err, charset),
                charset.equals(StandardCharsets.UTF_8), Ansi.valueOf(Ansi.AUTO.enabled()), detectWidth());
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

    /** Replaces control characters. */
    static String sanitizeText(String text) {
        return text == null ? "" : Redactor.replaceControls(text, "?");
    }

    Help.ColorScheme colorScheme() {
        return CommandLine.Help.defaultColorScheme(ansi);
    }

    /** The text in these styles; it may contain picocli's markup, which is not interpreted. */
    Text style(String text, IStyle... styles) {
        return ansi.apply(text, List.of(styles));
    }

    /** Prints a label and a text beside it that wraps. @param label already sanitized */
    void printField(int indent, Text label, int labelWidth, String text) {
        printColumns(indent, new int[] {labelWidth}, label, style(sanitizeText(text)));
    }

    /** Prints cells in columns of these widths; the last column takes the rest of the line, at least 20, and wraps. */
    void printColumns(int indent, int[] widths, Text... cells) {
        int last = cells.length - 1;
        int lastWidth = Math.max(20, width - indent - IntStream.of(widths).sum());
        TextTable table = TextTable.forColumns(colorScheme(), IntStream.rangeClosed(0, last).mapToObj(column ->
                new Column((column == 0 ? indent : 0) + (column < last ? widths[column] : lastWidth), column == 0 ? indent : 0,
                        Column.Overflow.WRAP)).toArray(Column[]::new));
        table.indentWrappedLines = 0;
        addWrapped(table, lastWidth, cells);
        out.print(table);
        out.flush();
    }

    /**
     * Adds a row whose last cell wraps at blanks. Picocli would also break after dots and dashes, within keys and file names
     * that a person copies.
     */
    void addWrapped(TextTable table, int lastWidth, Text... cells) {
        Text[] row = cells.clone();
        int last = cells.length - 1;
        StringBuilder line = new StringBuilder();
        for (String word : cells[last].plainString().split(" +")) {
            if (line.length() > 0 && line.length() + 1 + word.length() > lastWidth) {
                row[last] = style(line.toString());
                table.addRowValues(row);
                java.util.Arrays.fill(row, style(""));
                line.setLength(0);
            }
            line.append(line.length() == 0 ? "" : " ").append(word);
        }
        row[last] = style(line.toString());
        table.addRowValues(row);
    }

    /** A bar of five cells and the percentage; a dash if the total is 0. */
    String formatProgress(long done, long total) {
        if (total == 0) {
            return unicode ? "\u2013" : "-";
        }
        long percent = Math.min(100, done * 100 / total);
        int full = (int) (percent / 20);
        return (unicode ? "\u2588" : "#").repeat(full) + (unicode ? "\u2591" : ".").repeat(5 - full)
                + String.format(" %3d%%", percent);
    }

    /** The text cut to this width, with an ellipsis. */
    String truncateText(String text, int maxWidth) {
        if (text.length() <= maxWidth) {
            return text;
        }
        int end = Math.max(0, maxWidth - 1);
        return text.substring(0, end > 0 && Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end) + (unicode ? "\u2026" : "~");
    }
}
