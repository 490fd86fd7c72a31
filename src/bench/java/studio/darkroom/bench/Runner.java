package studio.darkroom.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;

/** Runs the built runner in its own process and measures its memory and CPU time. Linux only. */
final class Runner implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Process process;
    private final Path log;
    private final String url;
    private final HttpClient http = HttpClient.newHttpClient();

    /** @param heap such as {@code 128m} */
    Runner(Path jar, Path folder, String heap, Map<String, String> environment) throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        url = "http://127.0.0.1:" + port;
        log = Files.createDirectories(folder).resolve("darkroom.log");
        ProcessBuilder builder = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + heap, "-jar", jar.toAbsolutePath().toString(), "run").directory(folder.toFile())
                .redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().keySet().removeIf(name -> name.startsWith("DARKROOM_"));
        builder.environment().putAll(environment);
        builder.environment().put("DARKROOM_HOME", folder.resolve("home").toString());
        builder.environment().put("DARKROOM_HTTP_PORT", Integer.toString(port));
        process = builder.start();
    }

    /** Waits until a response of the API satisfies a condition. @throws IllegalStateException if it does not in time */
    JsonNode awaitAnswer(String path, Predicate<JsonNode> condition, Duration timeout) throws IOException, InterruptedException {
        long end = System.nanoTime() + timeout.toNanos();
        String last = "nothing";
        while (System.nanoTime() < end && process.isAlive()) {
            try {
                HttpRequest request = HttpRequest.newBuilder(URI.create(url + path)).timeout(Duration.ofSeconds(20)).build();
                last = http.send(request, BodyHandlers.ofString()).body();
                JsonNode answer = JSON.readTree(last);
                if (condition.test(answer)) {
                    return answer;
                }
            } catch (IOException notYet) {
                last = String.valueOf(notYet.getMessage());
            }
            LockSupport.parkNanos(200_000_000);
        }
        throw new IllegalStateException("Not true within " + timeout.toSeconds() + " s, or the runner stopped; see " + log + ". Last response: " + last);
    }

    /** CPU time so far. */
    double cpuSeconds() {
        return process.toHandle().info().totalCpuDuration().orElse(Duration.ZERO).toMillis() / 1000.0;
    }

    /** A line of {@code /proc/<pid>/status} in MB: {@code VmRSS} is the current size, {@code VmHWM} the maximum. */
    long memoryMegabytes(String line) throws IOException {
        return Files.readAllLines(Path.of("/proc", Long.toString(process.pid()), "status")).stream()
                .filter(each -> each.startsWith(line + ":")).mapToLong(each -> Long.parseLong(each.replaceAll("\\D", "")))
                .findFirst().orElse(0) / 1024;
    }

    /** Live objects on the heap in MB, after a garbage collection. */
    long liveHeapMegabytes() throws IOException, InterruptedException {
        Path out = Files.createTempFile("heap", ".txt");
        try {
            new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                    Long.toString(process.pid()), "GC.class_histogram").redirectOutput(out.toFile()).start()
                    .waitFor(60, TimeUnit.SECONDS);
            String total = Files.readAllLines(out).stream().filter(line -> line.startsWith("Total")).findFirst()
                    .orElse("Total 0 0");
            return Long.parseLong(total.trim().split("\\s+")[2]) >> 20;
        } finally {
            Files.delete(out);
        }
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(20, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
        }
    }
}
