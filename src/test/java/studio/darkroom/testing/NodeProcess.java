package studio.darkroom.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import studio.darkroom.sim.Simulator;

/** Runs Darkroom in its own process, from the packaged program, configured only by environment variables. */
public final class NodeProcess implements AutoCloseable {

    public final Path inbox;
    public final Path delivery;
    private final Path folder;
    private final Map<String, String> environment = new TreeMap<>();
    private Process process;
    private int startCount;

    /** @param folder folder in which inbox, delivery and home are created */
    public NodeProcess(Path folder, Simulator sim) {
        this.folder = folder;
        inbox = mkdir("inbox");
        delivery = mkdir("delivery");
        environment.put("DARKROOM_HOME", folder.resolve("home").toString());
        environment.put("DARKROOM_LANE_DEFAULT_INBOX", "folder:" + inbox);
        environment.put("DARKROOM_LANE_DEFAULT_DELIVERY", "folder:" + delivery);
        environment.put("DARKROOM_VENDOR_IMAGEN_URL", sim.imagenUrl());
        environment.put("DARKROOM_VENDOR_IMAGEN_KEY", sim.key());
        environment.put("DARKROOM_VENDOR_IMAGEN_POLL_INITIAL_DELAY", "200ms");
        environment.put("DARKROOM_VENDOR_IMAGEN_POLL_MAX_DELAY", "500ms");
        environment.put("DARKROOM_INBOX_SETTLE_TIME", "1s");
        environment.put("DARKROOM_INBOX_SCAN_INTERVAL", "300ms");
        environment.put("DARKROOM_HTTP_PORT", "0");
    }

    public NodeProcess setVariable(String key, String value) {
        environment.put(key, value);
        return this;
    }

    private Path mkdir(String name) {
        try {
            return Files.createDirectories(folder.resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public void dropFile(String path, byte[] bytes) {
        try {
            Path file = inbox.resolve(path);
            Files.createDirectories(file.getParent());
            Files.write(file, bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public void start(String... arguments) {
        List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-jar", findRunnerJar().toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true)
                .redirectOutput(logFile(++startCount).toFile());
        builder.environment().putAll(environment);
        try {
            process = builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path logFile(int start) {
        return folder.resolve("node-" + start + ".log");
    }

    /** The output of the current or last run. */
    public String readLog() {
        try {
            return Files.readString(logFile(startCount));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** {@code kill -9}. */
    public void kill() {
        process.destroyForcibly();
        awaitExit(Duration.ofSeconds(10));
    }

    /** SIGTERM. @return the exit code */
    public int stop() {
        process.destroy();
        return awaitExit(Duration.ofSeconds(60));
    }

    /** @return the exit code of a process that stops without a signal */
    public int awaitExit(Duration timeout) {
        try {
            if (!process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new AssertionError("Darkroom did not stop within " + timeout + ":\n" + readLog());
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Waits for the receipt of a shoot, which is the last file of a delivery. */
    public void awaitDelivery(String shoot) {
        try {
            Await.untilTrue(shoot + " is delivered", Duration.ofSeconds(60),
                    () -> Files.exists(delivery.resolve(shoot).resolve("receipt.json")));
        } catch (AssertionError late) {
            throw new AssertionError(late.getMessage() + "; log:\n" + readLog(), late);
        }
    }

    private static Path findRunnerJar() {
        try (Stream<Path> files = Files.list(Path.of("target"))) {
            return files.filter(file -> file.getFileName().toString().endsWith("-runner.jar")).findFirst()
                    .orElseThrow(() -> new AssertionError("target/ has no runner jar. Run mvn package first"))
                    .toAbsolutePath();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        if (process != null) {
            process.destroyForcibly();
            awaitExit(Duration.ofSeconds(10));
        }
    }
}
