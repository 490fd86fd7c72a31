package studio.darkroom.testing;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.management.Attribute;
import javax.management.AttributeList;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.CamelContextTracker;
import org.apache.camel.spi.ManagementAgent;
import org.apache.camel.support.LifecycleStrategySupport;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Records how often each node of the route files was visited, in every Camel context of this JVM, and writes the sums to
 * {@code target/route-coverage/<process id>.json} whenever a context stops. JUnit registers it automatically.
 *
 * <p>The numbers are the exchange counters of Camel's management beans, which the dumper of camel-test-junit5 reads too.
 * That dumper renders all routes as XML, looks each node up by id, and took 1 to 2.5 s per context where reading the
 * beans takes 50 to 300 ms; the tests start several hundred contexts. It also leaves out what {@code onException} calls.
 */
public final class RouteCoverage implements BeforeAllCallback {

    private static final Path FOLDER = Path.of("target/route-coverage");
    private static final String INSIDE = "classpath:routes/";
    private static final String[] ATTRIBUTES = {"SourceLocation", "SourceLineNumber", "ExchangesTotal"};
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Map<String, FileVisits> VISITS = new TreeMap<>();
    private static final Tracker TRACKER = new Tracker();

    /**
     * The visits of one route file.
     *
     * @param digest of the file's text, so that a record of another version never counts
     * @param lines number of visits by the line a node begins in
     */
    public record FileVisits(int digest, Map<Integer, Long> lines) {
    }

    @Override
    public void beforeAll(ExtensionContext test) {
        TRACKER.open();
    }

    /** All visits recorded by the test JVMs since the last clean build, by route file such as {@code shoot-edit.camel.yaml}. */
    public static Map<String, Map<Integer, Long>> readVisits() throws IOException {
        Map<String, Map<Integer, Long>> sums = new TreeMap<>();
        if (!Files.isDirectory(FOLDER)) {
            return sums;
        }
        try (Stream<Path> records = Files.list(FOLDER)) {
            for (Path record : records.toList()) {
                JSON.readValue(record.toFile(), new TypeReference<Map<String, FileVisits>>() { }).forEach((file, visits) -> {
                    if (visits.digest() == digest(file)) {
                        visits.lines().forEach((line, count) -> sums.computeIfAbsent(file, name -> new TreeMap<>())
                                .merge(line, count, Long::sum));
                    }
                });
            }
        }
        return sums;
    }

    private static int digest(String file) {
        try {
            Path path = Path.of("routes", file);
            return Files.exists(path) ? Files.readString(path).hashCode() : 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static synchronized void record(CamelContext context) {
        ManagementAgent agent = context.getManagementStrategy().getManagementAgent();
        MBeanServer server = agent == null ? null : agent.getMBeanServer();
        if (server == null) {
            return;
        }
        try {
            ObjectName nodes = new ObjectName(agent.getMBeanObjectDomainName() + ":context=" + context.getManagementName()
                    + ",type=processors,*");
            for (ObjectName node : server.queryNames(nodes, null)) {
                AttributeList values = server.getAttributes(node, ATTRIBUTES);
                String location = (String) ((Attribute) values.get(0)).getValue();
                if (location != null && location.startsWith(INSIDE)) {
                    String file = location.substring(INSIDE.length()).replaceAll(":\\d+$", "");
                    VISITS.computeIfAbsent(file, name -> new FileVisits(digest(name), new TreeMap<>())).lines()
                            .merge((Integer) ((Attribute) values.get(1)).getValue(),
                                    (Long) ((Attribute) values.get(2)).getValue(), Long::sum);
                }
            }
            Files.createDirectories(FOLDER);
            JSON.writeValue(FOLDER.resolve(ProcessHandle.current().pid() + ".json").toFile(), VISITS);
        } catch (JMException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Makes every new context remember where its nodes are written. */
    private static final class Tracker extends CamelContextTracker {

        @Override
        public void contextCreated(CamelContext context) {
            context.setSourceLocationEnabled(true);
            context.addLifecycleStrategy(new LifecycleStrategySupport() {
                @Override
                public void onContextStopping(CamelContext stopping) {
                    record(stopping);
                }
            });
        }
    }
}
