package studio.darkroom.cli;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.camel.FailedToCreateRouteException;
import studio.darkroom.cli.Cli.CommandFailure;
import studio.darkroom.config.Settings;
import studio.darkroom.ledger.Database.LedgerUnavailable;
import studio.darkroom.ledger.LedgerDataSource;
import studio.darkroom.text.Causes;
import studio.darkroom.text.Redactor;

/** Checks home, ledger and port before a node starts. */
public final class StartCheck {

    private StartCheck() {
    }

    /** @throws CommandFailure if home, ledger or port cannot be used */
    public static void checkSettings(Settings settings) {
        checkHome(settings.home());
        if (settings.ledger().datasource().isEmpty()) {
            checkLedger(settings.ledger());
        }
        if (settings.http().isEnabled()) {
            checkPort(settings.http());
        }
    }

    private static void checkHome(Path home) {
        try {
            Files.createDirectories(home);
            // a fixed name, so that the message is the same at each attempt
            Path probe = home.resolve(".darkroom.probe");
            Files.write(probe, new byte[0]);
            Files.deleteIfExists(probe);
        } catch (IOException e) {
            throw new CommandFailure("darkroom.home = " + home + " cannot be written (" + describeReason(e)
                    + "). Grant write permission to the user that runs Darkroom, or set another folder.");
        }
    }

    private static void checkLedger(Settings.LedgerAccess access) {
        try {
            LedgerDataSource.checkWritable(access);
        } catch (LedgerUnavailable down) {
            throw new CommandFailure("The ledger " + LedgerDataSource.displayLocation(access) + " cannot be written ("
                    + Redactor.redact(down.getCause().getMessage())
                    + "). Stop the program that locks it, or fix the disk, the permissions or darkroom.ledger.");
        }
    }

    private static void checkPort(Settings.Http http) {
        try (ServerSocket probe = new ServerSocket()) {
            probe.bind(new InetSocketAddress(InetAddress.getByName(http.host()), http.port()));
        } catch (UnknownHostException e) {
            throw new CommandFailure("darkroom.http.host = " + http.host() + " is not an address of this machine. Use, for example,"
                    + " 127.0.0.1.");
        } catch (IOException e) {
            throw new CommandFailure("Port " + http.port() + " of " + http.host() + " cannot be used (" + describeReason(e)
                    + "). Stop the program that uses it, perhaps another Darkroom node, or set darkroom.http.port.");
        }
    }

    /** The reason of a failed start, in one sentence. */
    public static String describeFailure(Throwable failure) {
        if (failure instanceof CommandFailure) {
            return failure.getMessage();
        }
        Throwable cause = LedgerDataSource.findDatabaseError(failure).or(() -> Causes.findCause(IOException.class, failure))
                .orElseGet(() -> Causes.findRoot(failure));
        return "Darkroom cannot start: " + describeRoute(failure) + Redactor.redact(describeReason(cause)) + ".";
    }

    private static String describeRoute(Throwable failure) {
        return Causes.findCause(FailedToCreateRouteException.class, failure)
                .map(route -> "the route " + route.getRouteId() + " cannot be created: ").orElse("");
    }

    private static String describeReason(Throwable failure) {
        String kind = failure.getClass().getSimpleName();
        String message = failure.getMessage();
        return message == null ? kind : failure instanceof java.nio.file.FileSystemException
                ? kind + ": " + message : message;
    }
}
