package studio.darkroom.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Rows under heads in aligned columns, no wider than the screen: the widest columns give way first. */
final class Table {

    private static final int COLUMN_GAP = 2;
    private static final int MIN_COLUMN_WIDTH = 6;

    private final Terminal terminal;
    private final String[] headers;
    private final List<String[]> rows = new ArrayList<>();

    Table(Terminal terminal, String... headers) {
        this.terminal = terminal;
        this.headers = headers;
    }

    void addRow(String... cells) {
        String[] plain = new String[cells.length];
        for (int i = 0; i < cells.length; i++) {
            plain[i] = Terminal.sanitizeText(cells[i]);
        }
        rows.add(plain);
    }

    /** One line per row; what is too long is cut. @param indent blanks before each line */
    void printTruncated(int indent) {
        int[] widths = computeWidths(terminal.width() - indent);
        printHeader(indent, widths);
        rows.forEach(row -> terminal.printLine(" ".repeat(indent) + formatLine(row, widths, true)));
    }

    /** The same, but the last column goes on below itself instead of being cut. */
    void printWrapped(int indent) {
        int[] widths = computeWidths(terminal.width() - indent);
        printHeader(indent, widths);
        int last = headers.length - 1;
        int lastColumnStart = indent + java.util.Arrays.stream(widths, 0, last).sum() + COLUMN_GAP * last;
        for (String[] row : rows) {
            String[] first = row.clone();
            List<String> lines = terminal.wrapText(row[last], lastColumnStart);
            first[last] = lines.get(0);
            terminal.printLine(" ".repeat(indent) + formatLine(first, widths, true));
            lines.subList(1, lines.size()).forEach(continuation -> terminal.printLine(" ".repeat(lastColumnStart) + continuation));
        }
    }

    private void printHeader(int indent, int[] widths) {
        terminal.printLine(" ".repeat(indent) + terminal.applyColour(formatLine(headers, widths, false), Terminal.Colour.FAINT));
    }

    private String formatLine(String[] cells, int[] widths, boolean colours) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < cells.length; i++) {
            String cell = terminal.truncateText(cells[i], widths[i]);
            boolean last = i == cells.length - 1;
            String padded = last ? cell : Terminal.padText(cell, widths[i] + COLUMN_GAP);
            line.append(colours ? terminal.applyColour(padded, chooseColour(cells[i])) : padded);
        }
        return line.toString().stripTrailing();
    }

    private int[] computeWidths(int available) {
        int[] widths = IntStream.range(0, headers.length).map(column -> Math.max(headers[column].length(),
                rows.stream().mapToInt(row -> row[column].codePointCount(0, row[column].length())).max().orElse(0)))
                .toArray();
        while (IntStream.of(widths).sum() + COLUMN_GAP * (widths.length - 1) > available) {
            int widest = IntStream.range(0, widths.length).reduce(0, (a, b) -> widths[b] > widths[a] ? b : a);
            if (widths[widest] <= MIN_COLUMN_WIDTH) {
                break;
            }
            widths[widest]--;
        }
        return widths;
    }

    /** Words that mean something wherever they stand alone. */
    private static Terminal.Colour chooseColour(String cell) {
        return switch (cell) {
            case "problem", "refused", "missing" -> Terminal.Colour.RED;
            case "decision", "outage", "lost" -> Terminal.Colour.YELLOW;
            case "done", "delivered", "accepted" -> Terminal.Colour.GREEN;
            case "cancelled", "ignored" -> Terminal.Colour.FAINT;
            default -> null;
        };
    }
}
