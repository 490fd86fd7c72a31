package studio.darkroom.cli;

import picocli.CommandLine.Help.Ansi.Style;

/**
 * One finding of {@code doctor}.
 *
 * @param subject what was checked, in one or two words
 * @param detail what was found, without a full stop
 * @param fix what to do; null if nothing
 */
record Finding(Level level, String subject, String detail, String fix) {

    enum Level {
        OK("ok", Style.fg_green), WARN("warn", Style.fg_yellow), FAIL("FAIL", Style.fg_red);

        private final String label;
        private final Style style;

        Level(String label, Style style) {
            this.label = label;
            this.style = style;
        }
    }

    private static final int LEVEL_WIDTH = 6;
    private static final int SUBJECT_WIDTH = 23;

    static Finding ok(String subject, String detail) {
        return new Finding(Level.OK, subject, detail, null);
    }

    static Finding warn(String subject, String detail, String fix) {
        return new Finding(Level.WARN, subject, detail, fix);
    }

    static Finding fail(String subject, String detail, String fix) {
        return new Finding(Level.FAIL, subject, detail, fix);
    }

    void print(Terminal terminal) {
        terminal.printColumns(0, new int[] {LEVEL_WIDTH, SUBJECT_WIDTH}, terminal.style(level.label, level.style),
                terminal.style(Terminal.sanitizeText(subject)), terminal.style(Terminal.sanitizeText(detail)));
        if (fix != null) {
            terminal.printField(LEVEL_WIDTH + SUBJECT_WIDTH, terminal.style("->"), 3, fix);
        }
    }
}
