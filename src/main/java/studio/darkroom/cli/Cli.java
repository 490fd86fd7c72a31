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
import studio.darkroom.Settings;
import studio.darkroom.SettingsFault;
import studio.darkroom.Standalone;

/** The program's command line. Exit codes: 0 done, 1 refused or failed, 2 wrong usage or settings. */
@Command(name = "darkroom", mixinStandardHelpOptions = true, scope = ScopeType.INHERIT, versionProvider = Cli.Version.class,
        description = "Drop a folder of photos in; edited JPEGs come out. Without a command a node is run.",
        footer = {"", "SHOOT is a shoot's id or name. Exit codes: 0 done, 1 refused or failed, 2 wrong usage or settings."},
        subcommands = {RunCommand.class, DoctorCommand.class, PlanCommand.class, ProfilesCommand.class, ShootsCommand.class,
            ShowCommand.class, WordCommands.Retry.class, WordCommands.Decide.class, WordCommands.Cancel.class,
            WordCommands.Redeliver.class, ChargesCommand.class, RetouchCommands.Retouch.class, RetouchCommands.Reset.class,
            WordCommands.Pause.class, WordCommands.Resume.class, VerifyCommand.class})
public final class Cli implements Callable<Integer> {

    @Option(names = "--config", paramLabel = "FILE", scope = ScopeType.INHERIT,
            description = "Properties file with the settings.")
    private Path config;

    @Option(names = "--node", paramLabel = "URL", scope = ScopeType.INHERIT,
            description = "Address of the running node; that of the settings if not given.")
    private URI node;

    private final Screen screen;
    private final Optional<Shell> shell;

    Cli(Screen screen) {
        this.screen = screen;
        this.shell = Optional.empty();
    }

    /** Within a host's shell, which knows settings and node where none are named. */
    Cli(Screen screen, Shell shell) {
        this.screen = screen;
        this.shell = Optional.of(shell);
    }

    public static void main(String[] args) {
        int code = line(Screen.own()).execute(args);
        System.exit(code);
    }

    /** The command line on this screen. */
    static CommandLine line(Screen screen) {
        return line(new Cli(screen));
    }

    static CommandLine line(Cli cli) {
        Screen screen = cli.screen;
        CommandLine line = new CommandLine(cli);
        line.setOut(screen.out());
        line.setErr(screen.err());
        line.setColorScheme(CommandLine.Help.defaultColorScheme(screen.colour() ? CommandLine.Help.Ansi.ON
                : CommandLine.Help.Ansi.OFF));
        line.setUsageHelpWidth(Math.min(100, screen.width()));
        line.setExecutionExceptionHandler((failure, command, parsed) -> failed(screen, failure));
        return line;
    }

    private static int failed(Screen screen, Exception failure) throws Exception {
        if (failure instanceof SettingsFault fault) {
            fault.faults().forEach(screen.err()::println);
            return CommandLine.ExitCode.USAGE;
        }
        if (failure instanceof Failure) {
            screen.err().println(failure.getMessage());
            return CommandLine.ExitCode.SOFTWARE;
        }
        throw failure;
    }

    @Override
    public Integer call() throws Exception {
        return RunCommand.run(settings());
    }

    /** The folder whose route files win over those inside the program. */
    Optional<Path> routes() {
        return shell.map(Shell::routes).orElseGet(Standalone::routes);
    }

    Screen screen() {
        return screen;
    }

    /** @throws SettingsFault with every fault */
    Settings settings() {
        return config != null ? Settings.load(config) : shell.map(Shell::settings).orElseGet(Settings::load);
    }

    /** The running node of the settings, or the one that was named. */
    Node node() {
        if (node == null && config == null && shell.isPresent()) {
            return shell.get().node();
        }
        Settings.Http door = Settings.door(Optional.ofNullable(config));
        return node == null ? NodeClient.of(door) : new NodeClient(node, door.token());
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
