package studio.darkroom.cli;

import java.io.PrintWriter;
import java.io.StringWriter;

/** The command line with its output caught. */
final class TestTerminal {

    private final boolean unicode;
    private StringWriter out;
    private StringWriter err;

    TestTerminal(boolean unicode) {
        this.unicode = unicode;
    }

    /** @return the exit code */
    int run(String... arguments) {
        out = new StringWriter();
        err = new StringWriter();
        return Cli.buildCommandLine(new Terminal(new PrintWriter(out, true), new PrintWriter(err, true), unicode, false, 100))
                .execute(arguments);
    }

    String out() {
        return out.toString();
    }

    String err() {
        return err.toString();
    }
}
