package studio.darkroom.osgi;

import java.util.stream.Stream;
import studio.darkroom.cli.EmbeddedShell;

/**
 * The command line's commands in the host's shell, as {@code darkroom:shoots} and so on. A service with two properties is
 * all that Gogo, the shell of Karaf and of other OSGi frameworks, wants: no class of the host's is needed.
 */
public final class ShellCommands {

    /** Names of the methods that are commands. */
    static final String[] COMMAND_NAMES = {"shoots", "show", "retry", "decide", "cancel", "redeliver", "charges", "retouch", "reset",
        "pause", "resume", "verify", "plan", "profiles", "doctor"};

    private final EmbeddedShell shell;

    ShellCommands(EmbeddedShell shell) {
        this.shell = shell;
    }

    private void execute(String command, String... arguments) {
        Thread thread = Thread.currentThread();
        ClassLoader hostLoader = thread.getContextClassLoader();
        thread.setContextClassLoader(ShellCommands.class.getClassLoader());
        try {
            // not a field: the host gives each session a stream of its own
            shell.execute(System.out, System.err,
                    Stream.concat(Stream.of(command), Stream.of(arguments)).toArray(String[]::new));
        } finally {
            thread.setContextClassLoader(hostLoader);
        }
    }

    public void shoots(String... words) {
        execute("shoots", words);
    }

    public void show(String... words) {
        execute("show", words);
    }

    public void retry(String... words) {
        execute("retry", words);
    }

    public void decide(String... words) {
        execute("decide", words);
    }

    public void cancel(String... words) {
        execute("cancel", words);
    }

    public void redeliver(String... words) {
        execute("redeliver", words);
    }

    public void charges(String... words) {
        execute("charges", words);
    }

    public void retouch(String... words) {
        execute("retouch", words);
    }

    public void reset(String... words) {
        execute("reset", words);
    }

    public void pause(String... words) {
        execute("pause", words);
    }

    public void resume(String... words) {
        execute("resume", words);
    }

    public void verify(String... words) {
        execute("verify", words);
    }

    public void plan(String... words) {
        execute("plan", words);
    }

    public void profiles(String... words) {
        execute("profiles", words);
    }

    public void doctor(String... words) {
        execute("doctor", words);
    }
}
