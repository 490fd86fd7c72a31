package studio.darkroom;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.appender.WriterAppender;
import org.apache.logging.log4j.core.config.Configurator;
import org.apache.logging.log4j.core.layout.PatternLayout;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import studio.darkroom.ledger.Shoot;
import studio.darkroom.sim.Fault;
import studio.darkroom.testing.Await;
import studio.darkroom.testing.RawHttpClient;
import studio.darkroom.testing.TestDarkroom;
import studio.darkroom.testing.TestPictures;

/** Everything that Darkroom writes anywhere in a full run with all three vendors, searched for secrets. */
class SecretsTest {

    private static final String TOKEN = "correct-horse-battery-staple";
    private static final Pattern PRESIGNED = Pattern.compile(
            "(?i)(X-Amz-(Signature|Credential|Security-Token)|AWSAccessKeyId|[?&]Signature)=[A-Za-z0-9%/+]{4,}");
    private static final Pattern CALLBACK = Pattern.compile("/callback/[0-9A-Za-z]{20,}-[A-Za-z0-9_-]{32}");

    @TempDir Path folder;

    private final Map<String, String> written = new LinkedHashMap<>();

    /** The vendors' own results, byte for byte. */
    private final Set<String> pictures = new HashSet<>();

    private static final class Tape implements AutoCloseable {

        private final StringWriter text = new StringWriter();
        private final LoggerContext logs = (LoggerContext) LogManager.getContext(false);
        private final WriterAppender appender = WriterAppender.newBuilder().setName("tape").setTarget(text)
                .setLayout(PatternLayout.newBuilder().withPattern("%p %c [%t] %X %m %ex%n").build()).build();

        Tape() {
            appender.start();
            logs.getConfiguration().getRootLogger().addAppender(appender, Level.ALL, null);
            Configurator.setLevel("studio.darkroom", Level.TRACE);
            Configurator.setLevel("studio.darkroom.sim", Level.OFF);
            Configurator.setLevel("org.apache.camel", Level.INFO);
            logs.updateLoggers();
        }

        @Override
        public void close() {
            logs.getConfiguration().getRootLogger().removeAppender("tape");
            for (String name : List.of("studio.darkroom", "studio.darkroom.sim", "org.apache.camel")) {
                logs.getConfiguration().removeLogger(name);
            }
            logs.updateLoggers();
        }
    }

    private void lanes(Map<String, String> keys) {
        keys.put("darkroom.lanes", "default,portraits,listings");
        for (String lane : List.of("portraits", "listings")) {
            keys.put("darkroom.lane." + lane + ".inbox", "folder:" + made("in-" + lane));
            keys.put("darkroom.lane." + lane + ".delivery", "folder:" + made("out-" + lane));
        }
        keys.put("darkroom.lane.portraits.vendor", "imagen-smart");
        keys.put("darkroom.lane.listings.vendor", "fotolabs");
        keys.put("darkroom.http.token", TOKEN);
        keys.put("darkroom.callback.url", "https://studio.example.com/hooks");
    }

    private Path made(String name) {
        try {
            return Files.createDirectories(folder.resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void drop(TestDarkroom studio, String lane, String path, int seed) throws IOException {
        Path file = folder.resolve("in-" + lane).resolve(path);
        Files.createDirectories(file.getParent());
        Files.write(file, TestPictures.jpeg(seed));
        studio.awaitScanned(lane, path);
    }

    @Test
    void noSecretAndNoPresignedQueryIsWrittenAnywhere() throws Exception {
        List<String> secrets = new ArrayList<>(List.of(TOKEN));
        try (Tape tape = new Tape(); TestDarkroom studio = TestDarkroom.startStandalone(folder, this::lanes)) {
            secrets.addAll(List.of(studio.sim.key(), studio.sim.fotolabsKey()));
            troubles(studio);
            studio.dropFile("retouched/darkroom.yaml", "retouch:\n  - photos: \"*\"\n    prompt: make it dark\n");
            studio.dropShoot("retouched", 2);
            studio.dropShoot("plain", 2);
            drop(studio, "portraits", "smith/P_1.JPG", 3);
            drop(studio, "portraits", "smith/P_2.JPG", 4);
            drop(studio, "listings", "smith/L_1.JPG", 5);
            drop(studio, "listings", "smith/L_2.JPG", 6);
            work(studio);
            assertThat(studio.findShoots()).extracting(Shoot::state).contains("done");
            assertThat(studio.findShoots().stream().filter(shoot -> shoot.state().equals("done"))).hasSize(4);
            look(studio);
            studio.sim.store().listKeys(studio.sim.bucket(), "").forEach(key -> pictures.add(
                    new String(studio.buckets.getObject(studio.sim.bucket(), key), StandardCharsets.ISO_8859_1)));
            studio.stop();
            files("after the stop");
            written.put("log", tape.text.toString());
            studio.start();
        }
        assertThat(written.get("log")).as("the tape ran").contains("studio.darkroom.runner.ShootRunner",
                "studio.darkroom.runner.ErrorHandler");
        written.forEach((where, text) -> {
            secrets.forEach(secret -> assertThat(text.contains(secret)).as("a secret in " + where).isFalse());
            if (!where.startsWith("while running: home")) {
                Matcher link = PRESIGNED.matcher(text);
                assertThat(link.find() ? text.substring(link.start(), link.start() + 20) : null).as(where).isNull();
            }
            // The vendor knows its own address to call, and may write the order into the pictures that it makes.
            if (!pictures.contains(text)) {
                assertThat(CALLBACK.matcher(text).find()).as("a callback in " + where).isFalse();
            }
        });
        assertThat(written.size()).isGreaterThan(30);
        assertThat(written.values()).as("pictures as the vendors made them").anyMatch(pictures::contains);
    }

    /** Failures whose texts carry links and keys. */
    private static void troubles(TestDarkroom studio) {
        studio.sim.faults().add(Fault.on("put").expiredLink());
        studio.sim.faults().add(Fault.on("get").expiredLink());
        studio.sim.faults().add(Fault.on("get").cut().skip(1));
        studio.sim.faults().add(Fault.on("put").status(500).skip(2));
        studio.sim.faults().add(Fault.on("profiles").status(401));
        studio.sim.faults().add(Fault.on("edit").dropAfter());
        studio.sim.faults().add(Fault.on("status").html(502));
    }

    private static void work(TestDarkroom studio) {
        for (int round = 0; round < 600; round++) {
            List<Shoot> waiting = studio.ledger().listSchedulable();
            if (waiting.isEmpty()) {
                return;
            }
            if (waiting.stream().anyMatch(shoot -> shoot.step().word().startsWith("await-"))) {
                Await.isTrueWithin(Duration.ofMillis(50), studio::isSimulatorDone);
            }
            if (studio.runDueShoots() == 0) {
                studio.clock.set(waiting.stream().map(Shoot::dueAt).min(Instant::compareTo).orElseThrow());
            }
        }
    }

    private void look(TestDarkroom studio) throws Exception {
        RawHttpClient api = new RawHttpClient(studio.apiAddress());
        String shown = "Authorization: Bearer " + TOKEN;
        List<String> paths = new ArrayList<>(List.of("/api/shoots", "/api/lanes", "/api/events", "/api/charges",
                "/observe/health", "/observe/health/ready", "/observe/metrics", "/api/nothing"));
        studio.findShoots().forEach(shoot -> paths.add("/api/shoots/" + shoot.id()));
        for (String path : paths) {
            RawHttpClient.Response reply = api.get(path, shown);
            written.put("API " + path, reply.head() + reply.body());
        }
        written.put("API events from the first on", api.get("/api/events", shown, "Last-Event-ID: 0").body());
        written.put("refusal", api.get("/api/shoots").body());
        Thread.getAllStackTraces().keySet().forEach(thread -> written.put("thread " + thread.getId(), thread.getName()));
        studio.context().getEndpoints().forEach(endpoint -> written.put("endpoint " + written.size(), endpoint.toString()
                + " " + endpoint.getEndpointUri()));
        jmx();
        files("while running");
    }

    private void jmx() throws Exception {
        MBeanServer beans = ManagementFactory.getPlatformMBeanServer();
        int seen = 0;
        for (ObjectName name : beans.queryNames(new ObjectName("org.apache.camel:*"), null)) {
            StringBuilder text = new StringBuilder(name.toString());
            for (MBeanAttributeInfo attribute : beans.getMBeanInfo(name).getAttributes()) {
                if (attribute.isReadable() && attribute.getType().equals("java.lang.String")) {
                    text.append('\n').append(attribute.getName()).append('=').append(beans.getAttribute(name, attribute.getName()));
                }
            }
            written.put("JMX " + name, text.toString());
            seen++;
        }
        assertThat(seen).as("Camel's beans in JMX").isPositive();
    }

    /** Every file, the ledger and its log of changes byte for byte. */
    private void files(String when) throws IOException {
        for (String place : List.of("home", "delivery", "out-portraits", "out-listings", "alerts")) {
            try (Stream<Path> files = Files.walk(folder.resolve(place))) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    written.put(when + ": " + folder.relativize(file), Files.readString(file, StandardCharsets.ISO_8859_1));
                }
            }
        }
    }

    /** A vendor that says the key aloud when it refuses it. */
    @Test
    void aKeyThatTheVendorItselfRepeatsIsNotRepeatedByUs() throws Exception {
        String key = "sk-live-4711-0815-abcdef";
        HttpServer loud = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        loud.createContext("/", exchange -> {
            byte[] body = ("{\"error\": {\"message\": \"The key " + exchange.getRequestHeaders().getFirst("x-api-key")
                    + " is not valid\"}}").getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(401, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        loud.start();
        try (Tape tape = new Tape(); TestDarkroom studio = new TestDarkroom(folder, keys -> {
            keys.put("darkroom.vendor.imagen.url", "http://127.0.0.1:" + loud.getAddress().getPort());
            keys.put("darkroom.vendor.imagen.key", key);
        })) {
            studio.dropShoot("loud", 1);
            Shoot out = studio.runUntil("loud", "outage");
            assertThat(out.trouble().text()).contains("The key ... is not valid").doesNotContain(key);
            assertThat(String.join("\n", studio.events.findAll())).doesNotContain(key);
            assertThat(tape.text.toString()).contains("is not valid").doesNotContain(key);
            Await.untilTrue("the alert", () -> !studio.readAlerts().isEmpty());
            assertThat(String.join("\n", studio.readAlerts())).doesNotContain(key);
        } finally {
            loud.stop(0);
        }
    }
}
