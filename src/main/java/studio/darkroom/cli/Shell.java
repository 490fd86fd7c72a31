package studio.darkroom.cli;

import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.camel.CamelContext;
import studio.darkroom.Settings;

/** The same commands within the shell of a host, about the node that lives in it, whether that has a port or not. */
public final class Shell {

    private static final int WIDTH = 120;

    private final Supplier<Settings> settings;
    private final Supplier<Optional<CamelContext>> node;
    private final Optional<Path> routes;

    /**
     * @param settings those that the node has or would have; may throw {@link studio.darkroom.SettingsFault}
     * @param node     the running node; empty when none runs
     * @param routes   a folder whose route files win over those inside the program
     */
    public Shell(Supplier<Settings> settings, Supplier<Optional<CamelContext>> node, Optional<Path> routes) {
        this.settings = settings;
        this.node = node;
        this.routes = routes;
    }

    /**
     * @param words a command with its options, as on the command line
     * @return 0 done, 1 refused or failed, 2 wrong usage or settings
     */
    public int execute(PrintStream out, PrintStream err, String... words) {
        Charset charset = Charset.defaultCharset();
        Screen screen = new Screen(writer(out, charset), writer(err, charset), charset.equals(StandardCharsets.UTF_8), false,
                WIDTH);
        return Cli.line(new Cli(screen, this)).execute(words);
    }

    private static PrintWriter writer(PrintStream stream, Charset charset) {
        return new PrintWriter(new OutputStreamWriter(stream, charset), true);
    }

    Settings settings() {
        return settings.get();
    }

    Node node() {
        return new NodeHere(node.get().orElseThrow(() -> new Failure("No node of Darkroom runs here; the log says why.")));
    }

    Optional<Path> routes() {
        return routes;
    }
}
