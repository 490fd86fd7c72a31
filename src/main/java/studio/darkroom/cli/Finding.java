package studio.darkroom.cli;

/**
 * What the doctor found about one thing.
 *
 * @param what the thing, in a word or two
 * @param detail what was found, as a sentence without its full stop
 * @param fix what to do; null when there is nothing to be done
 */
record Finding(Level level, String what, String detail, String fix) {

    enum Level {
        OK("ok", Screen.Colour.GREEN), WARN("warn", Screen.Colour.YELLOW), FAIL("FAIL", Screen.Colour.RED);

        private final String word;
        private final Screen.Colour colour;

        Level(String word, Screen.Colour colour) {
            this.word = word;
            this.colour = colour;
        }
    }

    private static final int WHAT = 22;
    private static final int LEVEL = 6;

    static Finding ok(String what, String detail) {
        return new Finding(Level.OK, what, detail, null);
    }

    static Finding warn(String what, String detail, String fix) {
        return new Finding(Level.WARN, what, detail, fix);
    }

    static Finding fail(String what, String detail, String fix) {
        return new Finding(Level.FAIL, what, detail, fix);
    }

    void print(Screen screen) {
        String lead = screen.coloured(Screen.pad(level.word, LEVEL), level.colour) + Screen.pad(Screen.plain(what), WHAT) + " ";
        for (String line : screen.wrapped(detail, LEVEL + WHAT + 1)) {
            screen.line(lead + line);
            lead = " ".repeat(LEVEL + WHAT + 1);
        }
        if (fix != null) {
            lead += "-> ";
            for (String line : screen.wrapped(fix, lead.length())) {
                screen.line(lead + line);
                lead = " ".repeat(LEVEL + WHAT + 4);
            }
        }
    }
}
