package studio.darkroom.cli;

import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;
import studio.darkroom.app.Standalone;
import studio.darkroom.app.CustomVendor;
import studio.darkroom.config.Settings;
import studio.darkroom.config.SettingsException;

/** The command line. Exit codes: 0 done, 1 refused or failed, 2 wrong usage or settings. */
@Command(name = "darkroom", mixinStandardHelpOptions = true, scope = ScopeType.INHERIT, versionProvider = Cli.Version.class,
        description = "Drop a folder of photos in; edited JPEGs come out. Without a command, darkroom runs a node.",
        footer = {"", "SHOOT is the id or name of a shoot. Exit codes: 0 done, 1 refused or failed, 2 wrong usage or settings."},
        subcommands = {RunCommand.class, DoctorCommand.class, PlanCommand.class, ProfilesCommand.class, ShootsCommand.class,
            ShowCommand.class, ActionCommands.Retry.class, ActionCommands.Decide.class, ActionCommands.Cancel.class,
            ActionCommands.Redeliver.class, ChargesCommand.class, RetouchCommands.Retouch.class, RetouchCommands.Reset.class,
            ActionCommands.Pause.class, ActionCommands.Resume.class, VerifyCommand.class})
public final class Cli implements Callable<Integer> {

    @Option(names = "--config", paramLabel = "FILE", scope = ScopeType.INHERIT,
            description = "Settings file.")
    private Path config;

    @Option(names = "--node", paramLabel = "URL", scope = ScopeType.INHERIT,
            description = "Address of the running node. Default: taken from the settings.")
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
        return RunCommand.runNode(loadSettings());
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
}
