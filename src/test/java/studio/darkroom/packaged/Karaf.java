package studio.darkroom.packaged;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.management.MalformedObjectNameException;
import javax.management.ObjectName;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;
import studio.darkroom.testing.Await;

/** A stock Karaf in its own folder, without remote repositories, listening on loopback only. */
final class Karaf implements AutoCloseable {

    private static final Path STOCK = Path.of(System.getProperty("karaf.stock", "target/stock"));

    final Path base;
    private final String registry = port();
    private final Map<String, String> environment = new TreeMap<>();
    private Process process;

    Karaf(Path folder) throws IOException {
        base = folder.resolve("karaf");
        try (Stream<Path> files = Files.walk(STOCK)) {
            for (Path file : files.toList()) {
                Files.copy(file, base.resolve(STOCK.relativize(file).toString()), StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
        set("etc/org.apache.karaf.shell.cfg", "sshHost", "127.0.0.1");
        set("etc/org.apache.karaf.shell.cfg", "sshPort", port());
        set("etc/org.apache.karaf.management.cfg", "rmiRegistryPort", registry);
        set("etc/org.apache.karaf.management.cfg", "rmiServerPort", port());
        set("etc/org.ops4j.pax.url.mvn.cfg", "org.ops4j.pax.url.mvn.repositories", "");
        set("etc/org.ops4j.pax.url.mvn.cfg", "org.ops4j.pax.url.mvn.localRepository", base.resolve("empty").toString());
        set("etc/users.properties", "karaf", "karaf,_g_:admingroup");
        set("etc/users.properties", "_g_\\:admingroup", "group,admin,manager,viewer,systembundles,ssh");
    }

    private static String port() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return String.valueOf(socket.getLocalPort());
        }
    }

    private void set(String file, String key, String value) throws IOException {
        Path path = base.resolve(file);
        List<String> lines = new ArrayList<>();
        boolean continued = false;
        for (String line : Files.readAllLines(path)) {
            boolean ours = continued || line.matches("\\Q" + key + "\\E\\s*=.*");
            continued = ours && line.endsWith("\\");
            if (!ours) {
                lines.add(line);
            }
        }
        lines.add(key + " = " + value);
        Files.write(path, lines);
    }

    /** Adds a repository in a folder. */
    Karaf addRepository(Path folder) throws IOException {
        set("etc/org.ops4j.pax.url.mvn.cfg", "org.ops4j.pax.url.mvn.repositories", folder.toUri() + "@id=studio@snapshots");
        return this;
    }

    Karaf setVariable(String variable, String value) {
        environment.put(variable, value);
        return this;
    }

    /** Moves a complete file into {@code deploy/}. */
    Path deploy(Path file) throws IOException {
        Path part = Files.copy(file, base.resolve(file.getFileName()));
        return Files.move(part, base.resolve("deploy").resolve(file.getFileName()), StandardCopyOption.ATOMIC_MOVE);
    }

    /** {@code etc/darkroom.cfg}. */
    Path configurationFile() {
        return base.resolve("etc/darkroom.cfg");
    }

    /** Whether the configuration file is complete. */
    boolean isConfigured() {
        try {
            return Files.exists(configurationFile())
                    && Files.readString(configurationFile()).endsWith("darkroom.autoinstall = false\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void configure(Map<String, String> settings) throws IOException {
        Files.writeString(configurationFile(), settings.entrySet().stream()
                .map(one -> one.getKey() + " = " + one.getValue() + "\n").collect(Collectors.joining("", "\n", "")),
                StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    Karaf start() throws IOException {
        ProcessBuilder builder = new ProcessBuilder(base.resolve("bin/karaf").toString(), "server").directory(base.toFile())
                .redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.appendTo(base.resolve("said").toFile()));
        builder.environment().keySet().removeIf(name -> name.startsWith("DARKROOM_") || name.startsWith("JAVA_")
                || name.startsWith("KARAF_") || name.equals("MAVEN_OPTS") || name.equals("IMAGEN_API_KEY"));
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().put("KARAF_EXEC", "exec");
        builder.environment().put("EXTRA_JAVA_OPTS", "-XX:TieredStopAtLevel=1");
        builder.environment().putAll(environment);
        process = builder.start();
        return this;
    }

    /**
     * Runs a line in the shell of the running Karaf.
     *
     * @return its output, including errors
     */
    String runInShell(String line) throws IOException {
        Process client = new ProcessBuilder(base.resolve("bin/client").toString(), "-b").directory(base.toFile())
                .redirectErrorStream(true).redirectOutput(base.resolve("shell").toFile()).start();
        try {
            client.getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
            client.getOutputStream().close();
            if (!client.waitFor(60, TimeUnit.SECONDS)) {
                throw new AssertionError("The shell does not respond to " + line);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            client.destroyForcibly();
        }
        return Files.readString(base.resolve("shell"));
    }

    /** Its log so far, over all starts. */
    String readLog() {
        try {
            Path log = base.resolve("data/log/karaf.log");
            return Files.exists(log) ? Files.readString(log) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Number of times that a node has logged that it is ready. */
    int countStarts() {
        return readLog().split("Darkroom is ready: ", -1).length - 1;
    }

    /** Waits until a node has started this many times. */
    void awaitStarts(int starts) {
        boolean there = Await.isTrueWithin(Duration.ofSeconds(90), () -> {
            if (!process.isAlive()) {
                throw new AssertionError("Karaf stopped:\n" + readLogTail());
            }
            return countStarts() >= starts;
        });
        if (!there) {
            throw new AssertionError("No node started:\n" + readLogTail());
        }
    }

    String readLogTail() {
        List<String> lines = readLog().lines().toList();
        return String.join("\n", lines.subList(Math.max(0, lines.size() - 80), lines.size()));
    }

    /** {@code kill -9}. */
    void kill() {
        process.destroyForcibly();
        end();
    }

    /** SIGTERM. @return the exit code */
    int stop() {
        process.destroy();
        return end();
    }

    private int end() {
        try {
            if (!process.waitFor(90, TimeUnit.SECONDS)) {
                throw new AssertionError("Karaf does not stop:\n" + readLogTail());
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** The names of the threads of the running process. */
    String listThreads() throws IOException {
        return runJcmd("Thread.print");
    }

    /** Number of loaded classes of that name after a garbage collection: one for each class loader that still exists. */
    long countLoadedClasses(String name) throws IOException {
        runJcmd("GC.run");
        return runJcmd("VM.class_hierarchy", name).lines().filter(line -> line.contains(name + "/")).count();
    }

    String runJcmd(String... words) throws IOException {
        List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                String.valueOf(process.pid())));
        command.addAll(List.of(words));
        Process print = new ProcessBuilder(command).redirectErrorStream(true).start();
        return new String(print.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    /** The MBeans of a domain in the running process; all for {@code *}. */
    Set<ObjectName> listMBeans(String domain) throws IOException {
        JMXServiceURL address = new JMXServiceURL("service:jmx:rmi:///jndi/rmi://127.0.0.1:" + registry + "/karaf-root");
        try (JMXConnector jmx = JMXConnectorFactory.connect(address, Map.of(JMXConnector.CREDENTIALS,
                new String[] {"karaf", "karaf"}))) {
            return jmx.getMBeanServerConnection().queryNames(new ObjectName(domain + ":*"), null);
        } catch (MalformedObjectNameException e) {
            throw new IllegalArgumentException(e);
        }
    }

    @Override
    public void close() {
        if (process != null && process.isAlive()) {
            kill();
        }
    }
}
