package studio.darkroom.cli;

/**
 * What the doctor found about one thing.
 *
 * @param subject the thing, in a word or two
 * @param detail what was found, as a sentence without its full stop
 * @param fix what to do; null when there is nothing to be done
 */
record Finding(Level level, String subject, String detail, String fix) {

    enum Level {
        OK("ok", Terminal.Colour.GREEN), WARN("warn", Terminal.Colour.YELLOW), FAIL("FAIL", Terminal.Colour.RED);

        private final String label;
        private final Terminal.Colour colour;

        Level(String label, Terminal.Colour colour) {
            this.label = label;
            this.colour = colour;
        }
    }

    private static final int SUBJECT_WIDTH = 22;
    private static final int LEVEL_WIDTH = 6;

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
        String prefix = terminal.applyColour(Terminal.padText(level.label, LEVEL_WIDTH), level.colour) + Terminal.padText(Terminal.sanitizeText(subject), SUBJECT_WIDTH) + " ";
        for (String line : terminal.wrapText(detail, LEVEL_WIDTH + SUBJECT_WIDTH + 1)) {
            terminal.printLine(prefix + line);
            prefix = " ".repeat(LEVEL_WIDTH + SUBJECT_WIDTH + 1);
        }
        if (fix != null) {
            prefix += "-> ";
            for (String line : terminal.wrapText(fix, prefix.length())) {
                terminal.printLine(prefix + line);
                prefix = " ".repeat(LEVEL_WIDTH + SUBJECT_WIDTH + 4);
            }
        }
    }
}
