package studio.darkroom.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.ManagementMBeansLevel;
import org.apache.camel.component.quartz.QuartzComponent;
import org.apache.camel.impl.DefaultCamelContext;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import studio.darkroom.app.NodeInstaller;
import studio.darkroom.app.Standalone;
import studio.darkroom.config.Settings;
import studio.darkroom.ledger.ChargeRepository;
import studio.darkroom.ledger.InboxFiles;
import studio.darkroom.ledger.Ledger;
import studio.darkroom.ledger.OutageRepository;
import studio.darkroom.ledger.PhotoRepository;
import studio.darkroom.ledger.ResultRepository;
import studio.darkroom.ledger.Shoot;
import studio.darkroom.lifecycle.Step;
import studio.darkroom.runner.ShootActions;
import studio.darkroom.runner.ShootRunner;
import studio.darkroom.sim.LoggedRequest;
import studio.darkroom.sim.SimOptions;
import studio.darkroom.sim.Simulator;
import studio.darkroom.sim.fotolabs.Listing;
import studio.darkroom.sim.imagen.Job;
import studio.darkroom.storage.BucketClients;

/**
 * Darkroom for tests: the simulator on real ports, the real routes in a Camel context, the real ledger in a file, a clock
 * that the test moves, and shoots that the test runs.
 */
public final class TestDarkroom implements AutoCloseable {

    /** Buckets that lanes name exist, except those called missing or outside. */
    private static final Pattern BUCKET = Pattern.compile("bucket:((?!missing|outside)[^/]+)/?");

    public final TestClock clock = new TestClock();
    public final Simulator sim;
    public final Path inbox;
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
        this.folder = folder;
        this.isStandalone = isStandalone;
        sim = Simulator.start(options);
        inbox = mkdir("inbox");
        delivery = mkdir("delivery");
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

    /** The runner, which the test calls instead of the scheduler. */
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

    private Path mkdir(String name) {
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

    /** Stores an object in a bucket directly. */
    public void putObject(String bucket, String key, byte[] bytes) {
        sim.store().put(bucket, key, "image/jpeg", bytes.length, new ByteArrayInputStream(bytes));
    }

    /** Stores an object in a bucket as a multipart upload of two parts. */
    public void putMultipart(String bucket, String key, byte[] bytes) {
        S3Client client = stores.s3Client(loadSettings().bucketStore());
        String id = client.createMultipartUpload(request -> request.bucket(bucket).key(key)).uploadId();
        int first = 5 << 20;
        List<CompletedPart> parts = List.of(uploadPart(client, bucket, key, id, 1, Arrays.copyOf(bytes, first)),
                uploadPart(client, bucket, key, id, 2, Arrays.copyOfRange(bytes, first, bytes.length)));
        client.completeMultipartUpload(request -> request.bucket(bucket).key(key).uploadId(id)
                .multipartUpload(upload -> upload.parts(parts)));
    }

    private static CompletedPart uploadPart(S3Client client, String bucket, String key, String id, int number, byte[] bytes) {
        return CompletedPart.builder().partNumber(number).eTag(client.uploadPart(request -> request.bucket(bucket).key(key)
                .uploadId(id).partNumber(number), RequestBody.fromBytes(bytes)).eTag()).build();
    }

    /** Deletes an object from a bucket. */
    public void deleteObject(String bucket, String key) {
        stores.s3Client(loadSettings().bucketStore()).deleteObject(request -> request.bucket(bucket).key(key));
    }

    /** The store's metadata of an object. */
    public HeadObjectResponse headObject(String bucket, String key) {
        return stores.s3Client(loadSettings().bucketStore()).headObject(request -> request.bucket(bucket).key(key));
    }

    /** The bytes of an object. */
    public byte[] getObject(String bucket, String key) {
        try (InputStream in = sim.store().get(bucket, key)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits until the scan has recorded all these paths of a bucket in the ledger. */
    public void awaitListed(String lane, String... paths) {
        InboxFiles sightings = new InboxFiles(ledger());
        Await.untilTrue("listed: " + List.of(paths), () -> sightings.listKnownFiles(lane).stream().map(InboxFiles.KnownFile::path)
                .collect(Collectors.toSet()).containsAll(List.of(paths)));
    }

    /** Waits until the scan has recorded all these paths in the ledger, in their current state. */
    public void awaitScanned(String lane, String... paths) {
        InboxFiles sightings = new InboxFiles(ledger());
        Await.untilTrue("scanned: " + List.of(paths), () -> {
            Map<String, InboxFiles.KnownFile> known = new HashMap<>();
            sightings.listKnownFiles(lane).forEach(seen -> known.put(seen.path(), seen));
            return Stream.of(paths).allMatch(path -> known.containsKey(path) && isCurrent(known.get(path)));
        });
    }

    private boolean isCurrent(InboxFiles.KnownFile seen) {
        try {
            Path file = inbox.resolve(seen.path());
            return !Files.exists(file) || Files.size(file) == seen.size()
                    && Files.getLastModifiedTime(file).toMillis() == seen.modified();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public Shoot findShoot(String name) {
        return findShoots().stream().filter(shoot -> shoot.name().equals(name)).findFirst()
                .orElseThrow(() -> new AssertionError("There is no shoot " + name));
    }

    public List<Shoot> findShoots() {
        return ledger().listShoots();
    }

    /**
     * Runs each due shoot once.
     *
     * @return the number of shoots
     */
    public int runDueShoots() {
        int fired = 0;
        for (Shoot shoot : ledger().listSchedulable()) {
            if (!shoot.dueAt().isAfter(clock.instant())) {
                darkroom.runner().runShoot(shoot.id());
                fired++;
            }
        }
        return fired;
    }

    /** Runs shoots and moves the clock from due time to due time until the shoot reaches one of these states or steps. */
    public Shoot runUntil(String name, Step step) {
        return runUntil(name, step.word());
    }

    public Shoot runUntil(String name, String... statesOrSteps) {
        Set<String> ends = Set.of(statesOrSteps);
        List<String> visited = new ArrayList<>();
        for (int round = 0; round < 400; round++) {
            Shoot shoot = findShoot(name);
            if (ends.contains(shoot.state()) || ends.contains(shoot.step().word())) {
                return shoot;
            }
            if (shoot.step().word().startsWith("await-")) {
                Await.isTrueWithin(Duration.ofMillis(50), this::isSimulatorDone);
            }
            visited.add(shoot.step() + (shoot.trouble() == null ? "" : " " + shoot.trouble().code()));
            if (runDueShoots() == 0) {
                Instant next = ledger().listSchedulable().stream().map(Shoot::dueAt).min(Instant::compareTo)
                        .orElseThrow(() -> new AssertionError(name + " is not due: " + findShoot(name)));
                clock.set(next);
            }
        }
        throw new AssertionError(name + " never reached " + ends + ": " + visited.subList(0, 20) + " ... "
                + visited.subList(visited.size() - 5, visited.size()) + " " + findShoot(name));
    }

    /** Whether the simulator, which uses its own time, has finished its jobs; true if a job is meant to hang. */
    public boolean isSimulatorDone() {
        if (sim.fotolabs().listings().stream().anyMatch(listing -> listing.state() == Listing.State.PROCESSING)) {
            return false;
        }
        boolean hangs = !sim.switches().is("edit-outcome", "completed") || !sim.switches().is("export-outcome", "completed");
        return hangs || Stream.concat(sim.projects().stream(), sim.smartProjects().stream()).flatMap(project -> Stream.of(project.editJob(), project.exportJob()))
                .filter(Objects::nonNull).allMatch(job -> job.phase() == Job.Phase.COMPLETED
                        || job.phase() == Job.Phase.FAILED);
    }

    /** Moves the clock and runs everything that becomes due. */
    public void passTime(Duration time) {
        Instant end = clock.instant().plus(time);
        while (true) {
            if (runDueShoots() > 0) {
                continue;
            }
            Instant next = ledger().listSchedulable().stream().map(Shoot::dueAt).min(Instant::compareTo).orElse(end);
            if (!next.isBefore(end)) {
                clock.set(end);
                return;
            }
            clock.set(next);
        }
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
