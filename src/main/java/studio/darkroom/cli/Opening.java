package studio.darkroom.cli;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import org.apache.camel.FailedToCreateRouteException;
import studio.darkroom.Settings;
import studio.darkroom.ledger.LedgerDown;
import studio.darkroom.ledger.LedgerProbe;
import studio.darkroom.trouble.Plain;

/** What stands in the way of a start, in words. */
public final class Opening {

    private Opening() {
    }

    /** @throws RuntimeException with one sentence when home, ledger or port cannot be had */
    public static void check(Settings settings) {
        home(settings.home());
        if (settings.ledger().datasource().isEmpty()) {
            ledger(settings.ledger());
        }
        if (settings.http().on()) {
            port(settings.http());
        }
    }

    private static void home(Path home) {
        try {
            Files.createDirectories(home);
            // one name for all: whoever tries again gets the same sentence, and none minds the other
            Path probe = home.resolve(".darkroom.probe");
            Files.write(probe, new byte[0]);
            Files.deleteIfExists(probe);
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

    /** Why it cannot start: one sentence for a person. */
    public static String sentence(Throwable failure) {
        if (failure instanceof Failure) {
            return failure.getMessage();
        }
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
