package studio.darkroom.sim.demo;

import java.io.PrintStream;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Draws one bar per shoot: in place on a terminal, else one plain line for every change. */
final class ProgressBars {

    private static final int WIDTH = 32;
    private static final String UP = "\u001b[%dA";
    private static final String CLEAR = "\u001b[2K";

    private final PrintStream out;
    private final boolean ansi;
    private final Map<String, String> told = new HashMap<>();
    private int drawn;

    /** @param ansi whether the output is a terminal that moves its cursor */
    ProgressBars(PrintStream out, boolean ansi) {
        this.out = out;
        this.ansi = ansi;
    }

    /** Shows the shoots as they are now, in this order. */
    void show(List<ShootState> shoots) {
        if (ansi) {
            redraw(shoots);
        } else {
            for (ShootState s : shoots) {
                if (!s.words().equals(told.put(s.name(), s.words()))) {
                    out.println(line(s));
                }
            }
        }
        out.flush();
    }

    private void redraw(List<ShootState> shoots) {
        StringBuilder text = new StringBuilder();
        if (drawn > 0) {
            text.append(String.format(UP, drawn));
        }
        for (ShootState s : shoots) {
            text.append(CLEAR).append(colour(s)).append(line(s)).append("\u001b[0m\n");
        }
        for (int i = shoots.size(); i < drawn; i++) {
            text.append(CLEAR).append('\n');
        }
        drawn = Math.max(drawn, shoots.size());
        out.print(text);
    }

    private static String colour(ShootState s) {
        return s.isDone() ? "\u001b[32m" : s.isHeld() ? "\u001b[31m" : s.state().equals("outage") ? "\u001b[33m" : "";
    }

    /** Name, bar, percent and words, in columns. */
    static String line(ShootState s) {
        int full = (int) Math.round(WIDTH * s.part());
        return String.format(Locale.ROOT, "  %-16s [%s%s] %3d %%  %s", s.name(), "#".repeat(full), ".".repeat(WIDTH - full),
                (int) Math.floor(100 * s.part()), s.words());
    }
}
