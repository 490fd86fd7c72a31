package studio.darkroom.cli;

import java.io.PrintWriter;
import java.io.StringWriter;

/** The command line with its output caught. */
final class Terminal {

    private final boolean unicode;
    private StringWriter out;
    private StringWriter err;

    Terminal(boolean unicode) {
        this.unicode = unicode;
    }

    /** @return the exit code */
    int run(String... arguments) {
        out = new StringWriter();
        err = new StringWriter();
        return Cli.line(new Screen(new PrintWriter(out, true), new PrintWriter(err, true), unicode, false, 100))
                .execute(arguments);
    }

    String out() {
        return out.toString();
    }

    String err() {
        return err.toString();
    }
}
