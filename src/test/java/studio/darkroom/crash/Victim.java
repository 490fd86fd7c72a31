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

/** A real process of a {@link CrashWorker} that is waiting to be killed. */
final class Victim implements AutoCloseable {

    /** How a run came to its end: {@code ended ...}, {@code crash ...} or {@code broken ...}. */
    record End(String word, String text) {

        boolean crashed() {
            return word.equals("crash");
        }

        @Override
        public String toString() {
            return word + " " + text;
        }
    }

    private final Path log;
    private final Process process;
    private final BufferedReader lines;
    private final Writer orders;

    /** @param folder for its log */
    Victim(Path folder, Program program) {
        this(folder, program.command(false));
    }

    /** @param folder for its log */
    Victim(Path folder, List<String> command) {
        try {
            Files.createDirectories(folder);
            log = Files.createTempFile(folder, "victim", ".log");
            process = new ProcessBuilder(command).redirectError(log.toFile()).start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        lines = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        orders = process.outputWriter(StandardCharsets.UTF_8);
    }

    /**
     * Works in a studio's folder until it is over, one way or the other; a process that came to its fatal effect is killed.
     *
     * @param moment of the fatal effect
     * @param fatal which of that kind; 0 for none
     * @param effects where each effect goes when none is fatal
     * @param idle waits until the vendor has done what it is to do
     */
    End run(Path folder, String moment, int fatal, boolean cut, Consumer<String> effects, Consumer<String> violations,
            Runnable idle) {
        order("run " + folder + " " + fatal + " " + cut + " " + moment);
        List<String> said = new ArrayList<>();
        try {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                int gap = line.indexOf(' ');
                if (line.equals("@await")) {
                    idle.run();
                    order("idle");
                } else if (line.startsWith("@effect ")) {
                    effects.accept(line.substring(8));
                } else if (line.startsWith("@violation ")) {
                    violations.accept(line.substring(11));
                } else if (line.startsWith("@") && gap > 0) {
                    End end = new End(line.substring(1, gap), line.substring(gap + 1));
                    if (end.crashed()) {
                        close();
                    }
                    return end;
                } else {
                    said.add(line);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new End("broken", "the process ended by itself: " + said + " " + log());
    }

    /** What it wrote to its log. */
    String log() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void order(String line) {
        try {
            orders.write(line + "\n");
            orders.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(log(), e);
        }
    }

    /** Lets it end by itself. */
    void dismiss() {
        try {
            orders.close();
            process.waitFor(60, TimeUnit.SECONDS);
        } catch (IOException e) {
            throw new UncheckedIOException(log(), e);
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
