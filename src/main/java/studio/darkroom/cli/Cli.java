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
import studio.darkroom.app.CustomVendors;
import studio.darkroom.config.Settings;
import studio.darkroom.config.SettingsException;

/** The program's command line. Exit codes: 0 done, 1 refused or failed, 2 wrong usage or settings. */
@Command(name = "darkroom", mixinStandardHelpOptions = true, scope = ScopeType.INHERIT, versionProvider = Cli.Version.class,
        description = "Drop a folder of photos in; edited JPEGs come out. Without a command a node is run.",
        footer = {"", "SHOOT is a shoot's id or name. Exit codes: 0 done, 1 refused or failed, 2 wrong usage or settings."},
        subcommands = {RunCommand.class, DoctorCommand.class, PlanCommand.class, ProfilesCommand.class, ShootsCommand.class,
            ShowCommand.class, ActionCommands.Retry.class, ActionCommands.Decide.class, ActionCommands.Cancel.class,
            ActionCommands.Redeliver.class, ChargesCommand.class, RetouchCommands.Retouch.class, RetouchCommands.Reset.class,
            ActionCommands.Pause.class, ActionCommands.Resume.class, VerifyCommand.class})
public final class Cli implements Callable<Integer> {

    @Option(names = "--config", paramLabel = "FILE", scope = ScopeType.INHERIT,
            description = "Properties file with the settings.")
    private Path config;

    @Option(names = "--node", paramLabel = "URL", scope = ScopeType.INHERIT,
            description = "Address of the running node; that of the settings if not given.")
    private URI nodeUrl;

    private final Terminal terminal;
    private final Optional<EmbeddedShell> shell;

    Cli(Terminal terminal) {
        this.terminal = terminal;
        this.shell = Optional.empty();
    }

    /** Within a host's shell, which knows settings and node where none are named. */
    Cli(Terminal terminal, EmbeddedShell shell) {
        this.terminal = terminal;
        this.shell = Optional.of(shell);
    }

    public static void main(String[] args) {
        int code = buildCommandLine(Terminal.forProcess()).execute(args);
        System.exit(code);
    }

    /** The command line on this screen. */
    static CommandLine buildCommandLine(Terminal terminal) {
        return buildCommandLine(new Cli(terminal));
    }

    static CommandLine buildCommandLine(Cli cli) {
        Terminal terminal = cli.terminal;
        CommandLine line = new CommandLine(cli);
        line.setOut(terminal.out());
        line.setErr(terminal.err());
        line.setColorScheme(CommandLine.Help.defaultColorScheme(terminal.colourEnabled() ? CommandLine.Help.Ansi.ON
                : CommandLine.Help.Ansi.OFF));
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

    /** The folder whose route files win over those inside the program. */
    Optional<Path> routesFolder() {
        return shell.map(EmbeddedShell::routesFolder).orElseGet(Standalone::routesFolder);
    }

    Terminal terminal() {
        return terminal;
    }

    /** @throws SettingsException with every fault */
    Settings loadSettings() {
        Settings settings = config != null ? Settings.load(config) : shell.map(EmbeddedShell::loadSettings).orElseGet(Settings::load);
        CustomVendors.requireUsable(settings);
        return settings;
    }

    /** The running node of the settings, or the one that was named. */
    NodeApi connectNode() {
        if (nodeUrl == null && config == null && shell.isPresent()) {
            return shell.get().connectNode();
        }
        Settings.Http http = Settings.loadHttp(Optional.ofNullable(config));
        return nodeUrl == null ? NodeClient.of(http) : new NodeClient(nodeUrl, http.token());
    }

    /** What the jar's manifest says. */
    static final class Version implements IVersionProvider {

        @Override
        public String[] getVersion() {
            String version = Cli.class.getPackage().getImplementationVersion();
            return new String[] {"darkroom " + (version == null ? "(not packaged)" : version)
                + ", Java " + Runtime.version().feature()};
        }
    }
}
