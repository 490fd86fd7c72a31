package studio.darkroom.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.ScopeType;
import studio.darkroom.app.CustomVendor;
import studio.darkroom.app.Standalone;
import studio.darkroom.config.Settings;
import studio.darkroom.config.SettingsException;
import studio.darkroom.text.Causes;

/** The command line. Exit codes: 0 done, 1 refused or failed, 2 wrong usage or settings. */
@Command(name = "darkroom", mixinStandardHelpOptions = true, scope = ScopeType.INHERIT, versionProvider = Cli.Version.class,
        description = "Sends folders of photos to an editing vendor and delivers the results. Without a command, runs a node.",
        footer = {"", "SHOOT is the id or name of a shoot. Exit codes: 0 done, 1 refused or failed, 2 invalid usage or settings."},
        subcommands = {Cli.Run.class, DoctorCommand.class, PlanCommand.class, ListCommands.Profiles.class, ListCommands.Shoots.class,
            ShowCommand.class, ActionCommands.Retry.class, ActionCommands.Decide.class, ActionCommands.Cancel.class,
            ActionCommands.Redeliver.class, ListCommands.Charges.class, ActionCommands.Retouch.class, ActionCommands.Reset.class,
            ActionCommands.Pause.class, ActionCommands.Resume.class, VerifyCommand.class})
public final class Cli implements Callable<Integer> {

    private static final Logger LOG = LoggerFactory.getLogger(Cli.class);

    @Option(names = "--config", paramLabel = "FILE", scope = ScopeType.INHERIT,
            description = "Path of the settings file.")
    private Path config;

    @Option(names = "--node", paramLabel = "URL", scope = ScopeType.INHERIT,
            description = "URL of the running node. Default: from the settings.")
    private URI nodeUrl;

    private final Terminal terminal;
    private final Optional<EmbeddedShell> shell;

    Cli(Terminal terminal) {
        this.terminal = terminal;
        this.shell = Optional.empty();
    }

    /** In the shell of a host, which provides settings and node. */
    Cli(Terminal terminal, EmbeddedShell shell) {
        this.terminal = terminal;
        this.shell = Optional.of(shell);
    }

    public static void main(String[] args) {
        int code = buildCommandLine(Terminal.forProcess()).execute(args);
        System.exit(code);
    }

    /** The command line on this terminal. */
    static CommandLine buildCommandLine(Terminal terminal) {
        return buildCommandLine(new Cli(terminal));
    }

    static CommandLine buildCommandLine(Cli cli) {
        Terminal terminal = cli.terminal;
        CommandLine line = new CommandLine(cli);
        line.setOut(terminal.out());
        line.setErr(terminal.err());
        line.setColorScheme(CommandLine.Help.defaultColorScheme(terminal.ansi()));
        line.setUsageHelpWidth(Math.min(100, terminal.width()));
        line.setExecutionExceptionHandler((failure, command, parsed) -> reportFailure(terminal, failure));
        return line;
    }

    private static int reportFailure(Terminal terminal, Exception failure) throws Exception {
        if (failure instanceof SettingsException fault) {
            fault.faults().forEach(terminal.err()::println);
            return CommandLine.ExitCode.USAGE;
        }
        if (failure instanceof CommandFailure) {
            terminal.err().println(failure.getMessage());
            return CommandLine.ExitCode.SOFTWARE;
        }
        throw failure;
    }

    @Override
    public Integer call() throws Exception {
        return runNode(loadSettings());
    }

    /**
     * @throws CommandFailure if the node cannot start
     * @throws SettingsException if a custom vendor cannot be loaded
     */
    private static int runNode(Settings settings) {
        StartCheck.checkSettings(settings);
        try {
            new Standalone(settings).run();
            return 0;
        } catch (Exception e) {
            LOG.debug("The start failed", e);
            throw Causes.findCause(SettingsException.class, e).<RuntimeException>map(fault -> fault)
                    .orElseGet(() -> new CommandFailure(StartCheck.describeFailure(e)));
        }
    }

    /** Folder whose route files replace the built-in ones. */
    Optional<Path> routesFolder() {
        return shell.map(EmbeddedShell::routesFolder).orElseGet(Standalone::routesFolder);
    }

    Terminal terminal() {
        return terminal;
    }

    /** @throws SettingsException with all faults */
    Settings loadSettings() {
        Settings settings = config != null ? Settings.load(config) : shell.map(EmbeddedShell::loadSettings).orElseGet(Settings::load);
        CustomVendor.requireUsable(settings);
        return settings;
    }

    /** The node of --node, else of the host, else of the settings. */
    NodeApi connectNode() {
        if (nodeUrl == null && config == null && shell.isPresent()) {
            return shell.get().connectNode();
        }
        Settings.Http http = Settings.loadHttp(Optional.ofNullable(config));
        return nodeUrl == null ? NodeClient.of(http) : new NodeClient(nodeUrl, http.token());
    }

    /** The version in the manifest of the jar. */
    static final class Version implements IVersionProvider {

        @Override
        public String[] getVersion() {
            String version = Cli.class.getPackage().getImplementationVersion();
            return new String[] {"darkroom " + (version == null ? "(not packaged)" : version)
                + ", Java " + Runtime.version().feature()};
        }
    }

    /** Runs a node until the process is stopped. */
    @Command(name = "run", description = "Run a node until it is stopped (the default).")
    static final class Run implements Callable<Integer> {

        @ParentCommand
        private Cli cli;

        @Override
        public Integer call() {
            return Cli.runNode(cli.loadSettings());
        }
    }

    /** A command failed; the message is for a person and no stack trace is printed. */
    static final class CommandFailure extends RuntimeException {

        private static final long serialVersionUID = 1L;

        CommandFailure(String sentence) {
            super(sentence, null, false, false);
        }
    }

    /** A running node: each method returns the JSON of the HTTP API. All throw {@link CommandFailure} if the node refuses. */
    interface NodeApi {

        /** @param state null for all @param lane null for all */
        JsonNode listShoots(String state, String lane);

        /** @param shoot id or name, here and below */
        JsonNode describeShoot(String shoot);

        /** Parameters as in {@link studio.darkroom.api.SpendReport#buildReport}. */
        JsonNode reportCharges(String since, String until, String lane);

        /** Parameters as in {@link studio.darkroom.api.ActionEndpoint#runShootAction}. */
        JsonNode runShootAction(String shoot, String action, String body);

        JsonNode runLaneAction(String lane, String action);
    }
}
