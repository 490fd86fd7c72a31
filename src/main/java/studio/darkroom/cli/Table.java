package studio.darkroom.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Rows under heads in aligned columns, no wider than the screen: the widest columns give way first. */
final class Table {

    private static final int GAP = 2;
    private static final int LEAST = 6;

    private final Screen screen;
    private final String[] heads;
    private final List<String[]> rows = new ArrayList<>();

    Table(Screen screen, String... heads) {
        this.screen = screen;
        this.heads = heads;
    }

    void row(String... cells) {
        String[] plain = new String[cells.length];
        for (int i = 0; i < cells.length; i++) {
            plain[i] = Screen.plain(cells[i]);
        }
        rows.add(plain);
    }

    /** One line per row; what is too long is cut. @param indent blanks before each line */
    void print(int indent) {
        int[] widths = widths(screen.width() - indent);
        head(indent, widths);
        rows.forEach(row -> screen.line(" ".repeat(indent) + line(row, widths, true)));
    }

    /** The same, but the last column goes on below itself instead of being cut. */
    void printAll(int indent) {
        int[] widths = widths(screen.width() - indent);
        head(indent, widths);
        int last = heads.length - 1;
        int before = indent + java.util.Arrays.stream(widths, 0, last).sum() + GAP * last;
        for (String[] row : rows) {
            String[] first = row.clone();
            List<String> lines = screen.wrapped(row[last], before);
            first[last] = lines.get(0);
            screen.line(" ".repeat(indent) + line(first, widths, true));
            lines.subList(1, lines.size()).forEach(more -> screen.line(" ".repeat(before) + more));
        }
    }

    private void head(int indent, int[] widths) {
        screen.line(" ".repeat(indent) + screen.coloured(line(heads, widths, false), Screen.Colour.FAINT));
    }

    private String line(String[] cells, int[] widths, boolean colours) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < cells.length; i++) {
            String cell = screen.cut(cells[i], widths[i]);
            boolean last = i == cells.length - 1;
            String padded = last ? cell : Screen.pad(cell, widths[i] + GAP);
            line.append(colours ? screen.coloured(padded, colour(cells[i])) : padded);
        }
        return line.toString().stripTrailing();
    }

    private int[] widths(int room) {
        int[] widths = IntStream.range(0, heads.length).map(column -> Math.max(heads[column].length(),
                rows.stream().mapToInt(row -> row[column].codePointCount(0, row[column].length())).max().orElse(0)))
                .toArray();
        while (IntStream.of(widths).sum() + GAP * (widths.length - 1) > room) {
            int widest = IntStream.range(0, widths.length).reduce(0, (a, b) -> widths[b] > widths[a] ? b : a);
            if (widths[widest] <= LEAST) {
                break;
            }
            widths[widest]--;
        }
        return widths;
    }

    /** Words that mean something wherever they stand alone. */
    private static Screen.Colour colour(String cell) {
        return switch (cell) {
            case "problem", "refused", "missing" -> Screen.Colour.RED;
            case "decision", "outage", "lost" -> Screen.Colour.YELLOW;
            case "done", "delivered", "accepted" -> Screen.Colour.GREEN;
            case "cancelled", "ignored" -> Screen.Colour.FAINT;
            default -> null;
        };
    }
}
