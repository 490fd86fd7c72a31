package studio.darkroom.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import picocli.CommandLine.Help.Ansi;

/** The command line with its output caught. */
final class TestTerminal {

    private final boolean unicode;
    private final int width;
    private StringWriter out;
    private StringWriter err;

    TestTerminal(boolean unicode) {
        this(unicode, 100);
    }

    TestTerminal(boolean unicode, int width) {
        this.unicode = unicode;
        this.width = width;
    }

    /** @return the exit code */
    int run(String... arguments) {
        out = new StringWriter();
        err = new StringWriter();
        return Cli.buildCommandLine(new Terminal(new PrintWriter(out, true), new PrintWriter(err, true), unicode, Ansi.OFF, width))
                .execute(arguments);
    }

    String out() {
        return out.toString();
    }

    String err() {
        return err.toString();
    }
}
