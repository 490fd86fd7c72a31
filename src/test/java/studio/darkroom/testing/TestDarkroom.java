package studio.darkroom.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.ManagementMBeansLevel;
import org.apache.camel.component.quartz.QuartzComponent;
import org.apache.camel.impl.DefaultCamelContext;
import studio.darkroom.app.NodeInstaller;
import studio.darkroom.app.Standalone;
import studio.darkroom.config.Settings;
import studio.darkroom.ledger.ChargeRepository;
import studio.darkroom.ledger.Ledger;
import studio.darkroom.ledger.OutageRepository;
import studio.darkroom.ledger.PhotoRepository;
import studio.darkroom.ledger.ResultRepository;
import studio.darkroom.runner.ShootActions;
import studio.darkroom.runner.ShootRunner;
import studio.darkroom.sim.LoggedRequest;
import studio.darkroom.sim.SimOptions;
import studio.darkroom.sim.Simulator;
import studio.darkroom.storage.BucketClients;

/**
 * Darkroom for tests: the simulator on real ports, the real routes in a Camel context, the real ledger in a file, a clock
 * that the test moves, and shoots that the test runs.
 */
public final class TestDarkroom extends ShootDriver implements AutoCloseable {

    /** Buckets that lanes name exist, except those called missing or outside. */
    private static final Pattern BUCKET = Pattern.compile("bucket:((?!missing|outside)[^/]+)/?");

    public final TestBuckets buckets;
    public final Path delivery;
    public final OriginalsTracker originals = new OriginalsTracker();
    public final EventReader events;
    private final BucketClients stores = new BucketClients(8, Duration.ofSeconds(30));
    private final Path folder;
    private final Map<String, String> properties = new HashMap<>();
    private final boolean isStandalone;
    private CamelContext context;
    private NodeInstaller darkroom;
    private Standalone standalone;

    public TestDarkroom(Path folder) {
        this(folder, keys -> { });
    }

    /** @param customizer changes to the initial settings */
    public TestDarkroom(Path folder, Consumer<Map<String, String>> customizer) {
        this(folder, SimOptions.defaults().withDurations(Duration.ZERO, Duration.ZERO), customizer);
    }

    public TestDarkroom(Path folder, SimOptions options, Consumer<Map<String, String>> customizer) {
        this(folder, options, false, customizer);
    }

    /** Starts a {@link Standalone} node with API, health and metrics on its own port. */
    public static TestDarkroom startStandalone(Path folder, Consumer<Map<String, String>> customizer) {
        return new TestDarkroom(folder, SimOptions.defaults().withDurations(Duration.ZERO, Duration.ZERO), true, customizer);
    }

    private TestDarkroom(Path folder, SimOptions options, boolean isStandalone, Consumer<Map<String, String>> customizer) {
        super(Simulator.start(options), mkdir(folder, "inbox"));
        this.folder = folder;
        this.isStandalone = isStandalone;
        delivery = mkdir(folder, "delivery");
        buckets = new TestBuckets(sim, () -> stores.s3Client(loadSettings().bucketStore()));
        events = new EventReader(folder.resolve("home"));
        properties.put("darkroom.home", folder.resolve("home").toString());
        properties.put("darkroom.lane.default.inbox", "folder:" + inbox);
        properties.put("darkroom.lane.default.delivery", "folder:" + delivery);
        properties.put("darkroom.lane.default.ticket", writeFile("lane.yaml", "profile: BRIGHT LISTING\n").toString());
        properties.put("darkroom.vendor.imagen.url", sim.imagenUrl());
        properties.put("darkroom.vendor.imagen.key", sim.key());
        properties.put("darkroom.vendor.imagen-smart.url", sim.imagenUrl());
        properties.put("darkroom.vendor.imagen-smart.key", sim.key());
        properties.put("darkroom.vendor.fotolabs.url", sim.fotolabsUrl());
        properties.put("darkroom.vendor.fotolabs.key", sim.fotolabsKey());
        properties.put("darkroom.inbox.scan-interval", "100ms");
        properties.put("darkroom.inbox.settle-time", "30s");
        properties.put("darkroom.http.port", isStandalone ? String.valueOf(FreePort.findPort()) : "0");
        properties.put("darkroom.notify", "file:" + folder.resolve("alerts") + "?fileName=$simple{exchangeId}");
        properties.put("darkroom.bucket.list-interval", "100ms");
        properties.put("darkroom.bucket.list-interval-with-events", "1h");
        properties.put("darkroom.bucket.endpoint", sim.storeUrl());
        properties.put("darkroom.bucket.access-key", sim.storeAccessKey());
        properties.put("darkroom.bucket.secret-key", sim.storeSecretKey());
        customizer.accept(properties);
        properties.values().stream().map(BUCKET::matcher).filter(Matcher::find).map(place -> place.group(1)).distinct()
                .forEach(sim::createBucket);
        start();
    }

    /** Starts Darkroom; after {@link #stop()} on the same ledger. */
    public void start() {
        Settings settings = loadSettings();
        if (isStandalone) {
            installStandalone(settings);
            return;
        }
        darkroom = new NodeInstaller(settings, clock, Optional.of(folder.resolve("routes")));
        context = new DefaultCamelContext();
        context.getManagementStrategy().getManagementAgent().setMBeansLevel(ManagementMBeansLevel.ContextOnly);
        try {
            darkroom.install(context, List.of());
            context.getComponent("clock", QuartzComponent.class).setAutoStartScheduler(false);
            context.start();
        } catch (Exception e) {
            context.stop();
            throw new IllegalStateException(e);
        }
    }

    /** Loads the current settings. */
    public Settings loadSettings() {
        return Settings.load(properties, Map.of(), Map.of("user.dir", folder.toString(), "user.home", folder.toString()));
    }

    private void installStandalone(Settings settings) {
        standalone = new Standalone(settings, clock);
        try {
            standalone.start();
            context = standalone.context();
            darkroom = standalone.installer();
            context.getComponent("clock", QuartzComponent.class).getScheduler().standby();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    public void stop() {
        if (isStandalone) {
            standalone.stop();
        } else {
            context.stop();
        }
    }

    /** Address of the API. */
    public URI apiAddress() {
        return standalone.address();
    }

    /** Writes the settings to a properties file. */
    public Path writeConfig() {
        StringBuilder text = new StringBuilder();
        properties.forEach((key, value) -> text.append(key).append(" = ").append(value).append('\n'));
        return writeFile("darkroom.properties", text.toString());
    }

    /** Audits the run: originals are unchanged, no key reached the store, no project was billed twice. */
    @Override
    public void close() {
        stop();
        try {
            assertInvariants();
        } finally {
            stores.close();
            sim.close();
        }
    }

    private void assertInvariants() {
        originals.assertUnchanged();
        assertThat(sim.requests()).as("calls to the store with the key").noneMatch(LoggedRequest::leaked);
        // A project can be retouched many times; the tests of retouching check the number of charges.
        assertThat(sim.billItems().stream().filter(bill -> !Set.of("copilot", "enhance", "finalize").contains(bill.action()))
                .map(bill -> bill.action() + " " + bill.project())).as("bills").doesNotHaveDuplicates();
    }

    /** Audits the run, then cancels all waiting shoots and resets the simulator. */
    public void assertAndReset() {
        assertInvariants();
        findShoots().stream().filter(shoot -> !shoot.isEnded()).forEach(shoot -> actions().cancelShoot(shoot));
        outages().listActive().forEach(outage -> outages().endOutage(outage.scope()));
        sim.reset();
    }

    @Override
    public ShootRunner runner() {
        return darkroom.runner();
    }

    /** Returns the bean that routes use by this name. */
    public <T> T findBean(String name, Class<T> type) {
        return context.getRegistry().lookupByNameAndType(name, type);
    }

    public ShootActions actions() {
        return findBean("shootActions", ShootActions.class);
    }

    /** Texts of all alerts, in no particular order. */
    public List<String> readAlerts() {
        Path alertFolder = folder.resolve("alerts");
        return !Files.isDirectory(alertFolder) ? List.of() : listFiles(alertFolder).stream().map(alertFolder::resolve).map(TestDarkroom::readText).toList();
    }

    /** Reads a text file. */
    public static String readText(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public CamelContext context() {
        return context;
    }

    @Override
    public Ledger ledger() {
        return darkroom.ledger();
    }

    public PhotoRepository photos() {
        return new PhotoRepository(ledger());
    }

    public ResultRepository results() {
        return new ResultRepository(ledger());
    }

    public ChargeRepository charges() {
        return new ChargeRepository(ledger());
    }

    public OutageRepository outages() {
        return new OutageRepository(ledger());
    }

    public void setProperty(String key, String value) {
        properties.put(key, value);
    }

    /**
     * Puts a changed copy of a route file beside the program, where it overrides the built-in one from the next start on.
     */
    public void overrideRoute(String name, UnaryOperator<String> change) {
        try (InputStream inside = TestDarkroom.class.getResourceAsStream("/routes/" + name + ".camel.yaml")) {
            String text = new String(inside.readAllBytes(), StandardCharsets.UTF_8);
            String changed = change.apply(text);
            assertThat(changed).as("change of " + name).isNotEqualTo(text);
            writeFile("routes/" + name + ".camel.yaml", changed);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path mkdir(Path folder, String name) {
        try {
            return Files.createDirectories(folder.resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public Path writeFile(String name, String text) {
        try {
            Path file = folder.resolve(name);
            Files.createDirectories(file.getParent());
            return Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Adds a file to the inbox. */
    public Path dropFile(String path, byte[] bytes) {
        try {
            Path file = inbox.resolve(path);
            Files.createDirectories(file.getParent());
            Files.write(file, bytes);
            originals.recordDrop(file, bytes);
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public void dropFile(String path, String text) {
        dropFile(path, text.getBytes(StandardCharsets.UTF_8));
    }

    /** Removes a file from the inbox. */
    public void removeFile(String path) {
        try {
            originals.recordRemoval(inbox.resolve(path));
            Files.delete(inbox.resolve(path));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Records that the test itself changed the time of a dropped file. */
    public void recordTouch(String path) {
        try {
            originals.recordDrop(inbox.resolve(path), Files.readAllBytes(inbox.resolve(path)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Drops a shoot with the JPEGs {@code A_1.JPG}, {@code A_2.JPG} ... and waits until all are recorded. */
    public void dropShoot(String name, int photos) {
        String[] paths = IntStream.rangeClosed(1, photos).mapToObj(i -> name + "/A_" + i + ".JPG").toArray(String[]::new);
        for (int i = 0; i < photos; i++) {
            dropFile(paths[i], TestPictures.jpeg(i));
        }
        awaitScanned("default", paths);
    }

    /** Files below a folder, as relative paths. */
    public static List<String> listFiles(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).map(file -> folder.relativize(file).toString()).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
