package studio.darkroom.sim.demo;

import java.io.PrintStream;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Draws one bar per shoot: in place on a terminal, otherwise a line for every change. */
final class ProgressBars {

    private static final int WIDTH = 32;
    private static final String CURSOR_UP = "\u001b[%dA";
    private static final String CLEAR_LINE = "\u001b[2K";

    private final PrintStream out;
    private final boolean ansi;
    private final Map<String, String> lastPrinted = new HashMap<>();
    private int drawnLines;

    /** @param ansi whether the output is a terminal with cursor movement */
    ProgressBars(PrintStream out, boolean ansi) {
        this.out = out;
        this.ansi = ansi;
    }

    /** Shows the current state of the shoots, in this order. */
    void show(List<ShootState> shoots) {
        if (ansi) {
            redraw(shoots);
        } else {
            for (ShootState s : shoots) {
                if (!s.describe().equals(lastPrinted.put(s.name(), s.describe()))) {
                    out.println(formatLine(s));
                }
            }
        }
        out.flush();
    }

    private void redraw(List<ShootState> shoots) {
        StringBuilder text = new StringBuilder();
        if (drawnLines > 0) {
            text.append(String.format(CURSOR_UP, drawnLines));
        }
        for (ShootState s : shoots) {
            text.append(CLEAR_LINE).append(ansiColour(s)).append(formatLine(s)).append("\u001b[0m\n");
        }
        for (int i = shoots.size(); i < drawnLines; i++) {
            text.append(CLEAR_LINE).append('\n');
        }
        drawnLines = Math.max(drawnLines, shoots.size());
        out.print(text);
    }

    private static String ansiColour(ShootState s) {
        return s.isDone() ? "\u001b[32m" : s.needsPerson() ? "\u001b[31m" : s.state().equals("outage") ? "\u001b[33m" : "";
    }

    /** Formats name, bar, percentage and state in columns. */
    static String formatLine(ShootState s) {
        int full = (int) Math.round(WIDTH * s.progress());
        return String.format(Locale.ROOT, "  %-16s [%s%s] %3d %%  %s", s.name(), "#".repeat(full), ".".repeat(WIDTH - full),
                (int) Math.floor(100 * s.progress()), s.describe());
    }
}
