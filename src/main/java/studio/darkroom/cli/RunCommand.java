package studio.darkroom.cli;

import java.util.concurrent.Callable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParentCommand;
import studio.darkroom.app.Standalone;
import studio.darkroom.config.Settings;
import studio.darkroom.config.SettingsException;
import studio.darkroom.text.Causes;

/** Runs a node until the process is stopped. */
@Command(name = "run", description = "Run a node until it is stopped (the default).")
final class RunCommand implements Callable<Integer> {

    private static final Logger LOG = LoggerFactory.getLogger(RunCommand.class);

    @ParentCommand
    private Cli cli;

    @Override
    public Integer call() {
        return runNode(cli.loadSettings());
    }

    /**
     * @throws CommandFailure if the node cannot start
     * @throws SettingsException if a custom vendor cannot be loaded
     */
    static int runNode(Settings settings) {
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
}
