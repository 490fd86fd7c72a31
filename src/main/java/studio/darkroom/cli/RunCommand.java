package studio.darkroom.cli;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.concurrent.Callable;
import org.apache.camel.FailedToCreateRouteException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParentCommand;
import studio.darkroom.Settings;
import studio.darkroom.SettingsFault;
import studio.darkroom.Standalone;
import studio.darkroom.ledger.LedgerDown;
import studio.darkroom.ledger.LedgerProbe;
import studio.darkroom.trouble.Plain;

/** Runs a node until the process is told to stop. */
@Command(name = "run", description = "Run a node until it is stopped (the default).")
final class RunCommand implements Callable<Integer> {

    private static final Logger LOG = LoggerFactory.getLogger(RunCommand.class);

    @ParentCommand
    private Cli cli;

    @Override
    public Integer call() {
        return run(cli.settings());
    }

    /**
     * @throws Failure with one sentence when it cannot start
     * @throws SettingsFault when a vendor of the user's own cannot be loaded
     */
    static int run(Settings settings) {
        home(settings.home());
        ledger(settings.ledger());
        port(settings.http());
        try {
            new Standalone(settings).run();
            return 0;
        } catch (Exception e) {
            LOG.debug("The start failed", e);
            for (Throwable cause = e; cause != null; cause = cause.getCause()) {
                if (cause instanceof SettingsFault fault) {
                    throw fault;
                }
            }
            throw new Failure(sentence(e));
        }
    }

    private static void home(Path home) {
        try {
            Files.createDirectories(home);
            Files.delete(Files.createTempFile(home, ".darkroom-", ".probe"));
        } catch (IOException e) {
            throw new Failure("darkroom.home = " + home + " cannot be written (" + reason(e)
                    + "): give the user that runs Darkroom the right to write there, or name another folder.");
        }
    }

    private static void ledger(Settings.LedgerAccess access) {
        try {
            LedgerProbe.write(access);
        } catch (LedgerDown down) {
            throw new Failure("The ledger " + LedgerProbe.place(access) + " cannot be written ("
                    + Plain.text(down.getCause().getMessage())
                    + "): end the program that holds it, or mend disk, rights or darkroom.ledger.");
        }
    }

    private static void port(Settings.Http door) {
        try (ServerSocket probe = new ServerSocket()) {
            probe.bind(new InetSocketAddress(InetAddress.getByName(door.host()), door.port()));
        } catch (UnknownHostException e) {
            throw new Failure("darkroom.http.host = " + door.host() + " is no address of this machine: name one, for example"
                    + " 127.0.0.1.");
        } catch (IOException e) {
            throw new Failure("Port " + door.port() + " of " + door.host() + " cannot be listened on (" + reason(e)
                    + "): end what uses it, perhaps another Darkroom, or set darkroom.http.port.");
        }
    }

    private static String sentence(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null && !(cause instanceof SQLException) && !(cause instanceof IOException)) {
            cause = cause.getCause();
        }
        return "Darkroom cannot start: " + route(failure) + Plain.text(reason(cause)) + ".";
    }

    private static String route(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof FailedToCreateRouteException route) {
                return "the route " + route.getRouteId() + " cannot be made: ";
            }
        }
        return "";
    }

    private static String reason(Throwable failure) {
        String kind = failure.getClass().getSimpleName();
        String message = failure.getMessage();
        return message == null ? kind : failure instanceof java.nio.file.FileSystemException
                ? kind + ": " + message : message;
    }
}
