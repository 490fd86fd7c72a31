package studio.darkroom.packaged;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import studio.darkroom.testing.Await;
import studio.darkroom.testing.FreePort;

/** A program under test in its own folder, with its own temporary folder. */
final class Program implements AutoCloseable {

    final Path folder;
    final Path temporary;
    final int port = FreePort.findPort();
    private final List<String> command = new ArrayList<>();
    private final Map<String, String> environment = new TreeMap<>();
    private Process process;

    Program(Path folder, String... command) throws IOException {
        this.folder = folder;
        this.temporary = Files.createDirectories(folder.resolve("tmp"));
        this.command.addAll(List.of(command));
        Files.createDirectories(folder.resolve("inbox"));
        Files.createDirectories(folder.resolve("delivery"));
        setVariable("JAVA_HOME", System.getProperty("java.home"));
        setVariable("IMAGEN_API_KEY", "none");
        setVariable("DARKROOM_HTTP_PORT", String.valueOf(port));
    }

    static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    /** Runs {@code java -jar} with its temporary files in {@link #temporary}. */
    static Program createForJar(Path folder, Path jar, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(java(), "-Xmx128m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1",
                "-Djava.io.tmpdir=" + folder.resolve("tmp"), "-jar", jar.toString()));
        command.addAll(List.of(arguments));
        return new Program(folder, command.toArray(String[]::new));
    }

    Program setVariable(String variable, String value) {
        environment.put(variable, value);
        return this;
    }

    Program start() throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true)
                .redirectOutput(folder.resolve("said").toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("DARKROOM_") || name.startsWith("JAVA_"));
        builder.environment().putAll(environment);
        process = builder.start();
        return this;
    }

    /** Waits until its port accepts connections. */
    Program awaitReady() {
        Await.untilTrue("the program listens", Duration.ofSeconds(60), () -> {
            if (!process.isAlive()) {
                throw new AssertionError("The program stopped:\n" + readOutput());
            }
            try (Socket socket = new Socket()) {
                socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 500);
                return true;
            } catch (IOException e) {
                return false;
            }
        });
        return this;
    }

    /** All output so far. */
    String readOutput() {
        try {
            return Files.readString(folder.resolve("said"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Sends SIGTERM.
     *
     * @return the exit code
     */
    int stop() {
        process.destroy();
        return awaitExit();
    }

    void kill() {
        process.destroyForcibly();
        awaitExit();
    }

    /**
     * Waits until the program stops without a signal.
     *
     * @return the exit code
     */
    int awaitExit() {
        try {
            if (!process.waitFor(60, TimeUnit.SECONDS)) {
                throw new AssertionError("The program does not stop:\n" + readOutput());
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        if (process != null) {
            kill();
        }
    }
}
