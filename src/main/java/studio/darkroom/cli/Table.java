package studio.darkroom.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import picocli.CommandLine.Help.Ansi.Style;
import picocli.CommandLine.Help.Ansi.Text;
import picocli.CommandLine.Help.Column;
import picocli.CommandLine.Help.TextTable;

/** Rows under headers in aligned columns, no wider than the terminal: the widest columns shrink first. */
final class Table {

    private static final int COLUMN_GAP = 2;
    private static final int MIN_COLUMN_WIDTH = 6;

    /** Colours of cells that contain nothing but one of these words. */
    private static final Map<String, Style> STYLES = Map.ofEntries(Map.entry("problem", Style.fg_red),
            Map.entry("refused", Style.fg_red), Map.entry("missing", Style.fg_red), Map.entry("decision", Style.fg_yellow),
            Map.entry("outage", Style.fg_yellow), Map.entry("lost", Style.fg_yellow), Map.entry("done", Style.fg_green),
            Map.entry("delivered", Style.fg_green), Map.entry("accepted", Style.fg_green),
            Map.entry("cancelled", Style.faint), Map.entry("ignored", Style.faint));

    private final Terminal terminal;
    private final String[] headers;
    private final List<String[]> rows = new ArrayList<>();

    Table(Terminal terminal, String... headers) {
        this.terminal = terminal;
        this.headers = headers;
    }

    void addRow(String... cells) {
        rows.add(java.util.Arrays.stream(cells).map(Terminal::sanitizeText).toArray(String[]::new));
    }

    /** One line per row; cells that are too long are cut. @param indent blanks before each line */
    void printTruncated(int indent) {
        print(indent, Column.Overflow.TRUNCATE);
    }

    /** The same, but the last column wraps. */
    void printWrapped(int indent) {
        print(indent, Column.Overflow.WRAP);
    }

    private void print(int indent, Column.Overflow lastOverflow) {
        int[] widths = computeWidths(terminal.width() - indent);
        int last = widths.length - 1;
        TextTable table = TextTable.forColumns(terminal.colorScheme(), IntStream.rangeClosed(0, last).mapToObj(column -> {
            int left = column == 0 ? indent : COLUMN_GAP;
            return new Column(left + widths[column], left, column == last ? lastOverflow : Column.Overflow.TRUNCATE);
        }).toArray(Column[]::new));
        table.indentWrappedLines = 0;
        table.addRowValues(java.util.Arrays.stream(headers).map(header -> terminal.style(header, Style.faint)).toArray(Text[]::new));
        for (String[] row : rows) {
            Text[] cells = IntStream.rangeClosed(0, last).mapToObj(column -> {
                boolean wraps = column == last && lastOverflow == Column.Overflow.WRAP;
                String cell = wraps ? row[column] : terminal.truncateText(row[column], widths[column]);
                return STYLES.containsKey(cell) ? terminal.style(cell, STYLES.get(cell)) : terminal.style(cell);
            }).toArray(Text[]::new);
            if (lastOverflow == Column.Overflow.WRAP) {
                terminal.addWrapped(table, widths[last], cells);
            } else {
                table.addRowValues(cells);
            }
        }
        terminal.out().print(table);
        terminal.out().flush();
    }

    private int[] computeWidths(int available) {
        int[] widths = IntStream.range(0, headers.length).map(column -> Math.max(headers[column].length(),
                rows.stream().mapToInt(row -> row[column].length()).max().orElse(0))).toArray();
        while (IntStream.of(widths).sum() + COLUMN_GAP * (widths.length - 1) > available) {
            int widest = IntStream.range(0, widths.length).reduce(0, (a, b) -> widths[b] > widths[a] ? b : a);
            if (widths[widest] <= MIN_COLUMN_WIDTH) {
                break;
            }
            widths[widest]--;
        }
        return widths;
    }
}
