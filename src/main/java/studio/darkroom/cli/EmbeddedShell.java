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
import studio.darkroom.config.Settings;

/** The same commands within the shell of a host, about the node that lives in it, whether that has a port or not. */
public final class EmbeddedShell {

    private static final int WIDTH = 120;

    private final Supplier<Settings> settings;
    private final Supplier<Optional<CamelContext>> context;
    private final Optional<Path> routesFolder;

    /**
     * @param settings those that the node has or would have; may throw {@link studio.darkroom.config.SettingsException}
     * @param context     the running node; empty when none runs
     * @param routesFolder   a folder whose route files win over those inside the program
     */
    public EmbeddedShell(Supplier<Settings> settings, Supplier<Optional<CamelContext>> context, Optional<Path> routesFolder) {
        this.settings = settings;
        this.context = context;
        this.routesFolder = routesFolder;
    }

    /**
     * @param arguments a command with its options, as on the command line
     * @return 0 done, 1 refused or failed, 2 wrong usage or settings
     */
    public int execute(PrintStream out, PrintStream err, String... arguments) {
        Charset charset = Charset.defaultCharset();
        Terminal terminal = new Terminal(createWriter(out, charset), createWriter(err, charset), charset.equals(StandardCharsets.UTF_8), false,
                WIDTH);
        return Cli.buildCommandLine(new Cli(terminal, this)).execute(arguments);
    }

    private static PrintWriter createWriter(PrintStream stream, Charset charset) {
        return new PrintWriter(new OutputStreamWriter(stream, charset), true);
    }

    Settings loadSettings() {
        return settings.get();
    }

    NodeApi connectNode() {
        return new LocalNode(context.get().orElseThrow(() -> new CommandFailure("No node of Darkroom runs here; the log says why.")));
    }

    Optional<Path> routesFolder() {
        return routesFolder;
    }
}
