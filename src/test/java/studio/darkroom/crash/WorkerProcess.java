package studio.darkroom.crash;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** A real process that runs a {@link CrashWorker} and can be killed. */
final class WorkerProcess implements AutoCloseable {

    /** The end of a run: {@code ended ...}, {@code crash ...} or {@code broken ...}. */
    record RunEnd(String kind, String text) {

        boolean crashed() {
            return kind.equals("crash");
        }

        @Override
        public String toString() {
            return kind + " " + text;
        }
    }

    private final Path log;
    private final Process process;
    private final BufferedReader output;
    private final Writer input;

    /** @param folder folder for its log */
    WorkerProcess(Path folder, WovenProgram program) {
        this(folder, program.buildCommand(false));
    }

    /** @param folder folder for its log */
    WorkerProcess(Path folder, List<String> command) {
        try {
            Files.createDirectories(folder);
            log = Files.createTempFile(folder, "victim", ".log");
            process = new ProcessBuilder(command).redirectError(log.toFile()).start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        output = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        input = process.outputWriter(StandardCharsets.UTF_8);
    }

    /**
     * Processes a folder until the run has ended; a process that reaches its fatal effect is killed.
     *
     * @param moment     moment of the fatal effect
     * @param occurrence number within its kind; 0 for none
     * @param effects    receives each effect if none is fatal
     * @param idle       waits until the vendor has finished its jobs
     */
    RunEnd run(Path folder, String moment, int occurrence, boolean powerCut, Consumer<String> effects, Consumer<String> violations,
            Runnable idle) {
        sendLine("run " + folder + " " + occurrence + " " + powerCut + " " + moment);
        List<String> otherLines = new ArrayList<>();
        try {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                int gap = line.indexOf(' ');
                if (line.equals("@await")) {
                    idle.run();
                    sendLine("idle");
                } else if (line.startsWith("@effect ")) {
                    effects.accept(line.substring(8));
                } else if (line.startsWith("@violation ")) {
                    violations.accept(line.substring(11));
                } else if (line.startsWith("@") && gap > 0) {
                    RunEnd end = new RunEnd(line.substring(1, gap), line.substring(gap + 1));
                    if (end.crashed()) {
                        close();
                    }
                    return end;
                } else {
                    otherLines.add(line);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new RunEnd("broken", "the process stopped without a kill: " + otherLines + " " + readLog());
    }

    /** The content of its log. */
    String readLog() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void sendLine(String line) {
        try {
            input.write(line + "\n");
            input.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(readLog(), e);
        }
    }

    /** Waits until it stops without a signal. */
    void awaitExit() {
        try {
            input.close();
            process.waitFor(60, TimeUnit.SECONDS);
        } catch (IOException e) {
            throw new UncheckedIOException(readLog(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** {@code kill -9}. */
    @Override
    public void close() {
        process.destroyForcibly();
        try {
            process.waitFor(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
