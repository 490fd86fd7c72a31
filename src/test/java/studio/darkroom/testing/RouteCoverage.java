package studio.darkroom.testing;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.apache.camel.AsyncCallback;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.LineNumberAware;
import org.apache.camel.Processor;
import org.apache.camel.spi.CamelContextTracker;
import org.apache.camel.support.LifecycleStrategySupport;
import org.apache.camel.support.processor.DelegateAsyncProcessor;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Records how often each node of the route files was visited, in every Camel context of this JVM, and writes the sums to
 * {@code target/route-coverage/<process id>.json} whenever a context stops. JUnit registers it automatically.
 *
 * <p>camel-test-junit5 has route coverage too. It reads the exchange counters of Camel's management beans, which do not count
 * what {@code doCatch} calls and mix up what the {@code onException} of several routes calls; and it renders all routes as XML,
 * which took 1 to 2.5 s per context. The tests start several hundred contexts, so an interceptor counts instead. Its
 * {@code CamelTestSupport} holds one context per test, where ours stop and start contexts within a test.
 */
public final class RouteCoverage implements BeforeAllCallback {

    private static final Path FOLDER = Path.of("target/route-coverage");
    private static final String INSIDE = "classpath:routes/";
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Map<String, FileVisits> VISITS = new ConcurrentSkipListMap<>();
    private static final Tracker TRACKER = new Tracker();

    /**
     * The visits of one route file.
     *
     * @param digest digest of the file's text, so that records of another version do not count
     * @param lines  number of visits by the line where a node begins
     */
    public record FileVisits(int digest, Map<Integer, AtomicLong> lines) {
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
                                .merge(line, count.longValue(), Long::sum));
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

    /** The route file of a node. If a test changed a copy of a file, only nodes on unchanged lines have one. */
    private static Optional<String> findProductFile(LineNumberAware node) {
        String location = node.getLocation();
        if (location == null) {
            return Optional.empty();
        }
        if (location.startsWith(INSIDE)) {
            return Optional.of(location.substring(INSIDE.length()));
        }
        int folder = location.lastIndexOf("/routes/");
        if (!location.startsWith("file:") || folder < 0) {
            return Optional.empty();
        }
        String name = location.substring(folder + "/routes/".length());
        List<String> original = readLines(Path.of("routes", name));
        List<String> copy = readLines(Path.of(location.substring("file:".length())));
        int line = node.getLineNumber();
        return line < original.size() && line < copy.size() && original.get(line).equals(copy.get(line)) ? Optional.of(name) : Optional.empty();
    }

    private static List<String> readLines(Path file) {
        try {
            return Files.exists(file) ? Files.readAllLines(file) : List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static synchronized void writeVisits() {
        try {
            Files.createDirectories(FOLDER);
            JSON.writeValue(FOLDER.resolve(ProcessHandle.current().pid() + ".json").toFile(), VISITS);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Watches every new context of this JVM. */
    private static final class Tracker extends CamelContextTracker {

        @Override
        public void contextCreated(CamelContext context) {
            context.setSourceLocationEnabled(true);
            context.getCamelContextExtension().addInterceptStrategy(
                    (owner, node, processor, next) -> watch((LineNumberAware) node, processor));
            context.addLifecycleStrategy(new LifecycleStrategySupport() {
                @Override
                public void onContextStopping(CamelContext stopping) {
                    writeVisits();
                }
            });
        }

        private static Processor watch(LineNumberAware node, Processor processor) {
            Optional<String> product = findProductFile(node);
            if (product.isEmpty()) {
                return processor;
            }
            AtomicLong visits = VISITS.computeIfAbsent(product.get(),
                    file -> new FileVisits(digest(file), new ConcurrentSkipListMap<>())).lines()
                    .computeIfAbsent(node.getLineNumber(), line -> new AtomicLong());
            return new DelegateAsyncProcessor(processor) {
                @Override
                public boolean process(Exchange exchange, AsyncCallback callback) {
                    visits.incrementAndGet();
                    return super.process(exchange, callback);
                }
            };
        }
    }
}
