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
import org.apache.camel.component.quartz.QuartzComponent;
import org.apache.camel.impl.DefaultCamelContext;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import studio.darkroom.Darkroom;
import studio.darkroom.Settings;
import studio.darkroom.Standalone;
import studio.darkroom.bucket.Stores;
import studio.darkroom.clock.Desk;
import studio.darkroom.clock.Office;
import studio.darkroom.ledger.Ledger;
import studio.darkroom.ledger.Photos;
import studio.darkroom.ledger.Results;
import studio.darkroom.ledger.Charges;
import studio.darkroom.ledger.Outages;
import studio.darkroom.ledger.Shoot;
import studio.darkroom.ledger.Sightings;
import studio.darkroom.sim.LoggedRequest;
import studio.darkroom.sim.SimOptions;
import studio.darkroom.sim.Simulator;
import studio.darkroom.sim.fotolabs.Listing;
import studio.darkroom.sim.imagen.Job;

/**
 * A studio for tests: the simulator on real ports, the real routes in a Camel context, the real ledger in a file, a clock
 * that the test moves, and shoots that the test fires by hand.
 */
public final class Studio implements AutoCloseable {

    /** Buckets that lanes name are there; those called missing or outside are not. */
    private static final Pattern BUCKET = Pattern.compile("bucket:((?!missing|outside)[^/]+)/?");

    public final TestClock clock = new TestClock();
    public final Simulator sim;
    public final Path inbox;
    public final Path delivery;
    public final Originals originals = new Originals();
    public final Diary diary;
    private final Stores stores = new Stores(8, Duration.ofSeconds(30));
    private final Path folder;
    private final Map<String, String> keys = new HashMap<>();
    private final boolean open;
    private CamelContext context;
    private Darkroom darkroom;
    private Standalone standalone;

    public Studio(Path folder) {
        this(folder, keys -> { });
    }

    /** @param further changes to the keys that the studio starts with */
    public Studio(Path folder, Consumer<Map<String, String>> further) {
        this(folder, SimOptions.defaults().withDurations(Duration.ZERO, Duration.ZERO), further);
    }

    public Studio(Path folder, SimOptions options, Consumer<Map<String, String>> further) {
        this(folder, options, false, further);
    }

    /** A studio that is {@link Standalone}, with API, health and metrics on a port of its own. */
    public static Studio open(Path folder, Consumer<Map<String, String>> further) {
        return new Studio(folder, SimOptions.defaults().withDurations(Duration.ZERO, Duration.ZERO), true, further);
    }

    private Studio(Path folder, SimOptions options, boolean open, Consumer<Map<String, String>> further) {
        this.folder = folder;
        this.open = open;
        sim = Simulator.start(options);
        inbox = mkdir("inbox");
        delivery = mkdir("delivery");
        diary = new Diary(folder.resolve("home"));
        keys.put("darkroom.home", folder.resolve("home").toString());
        keys.put("darkroom.lane.default.inbox", "folder:" + inbox);
        keys.put("darkroom.lane.default.delivery", "folder:" + delivery);
        keys.put("darkroom.lane.default.ticket", write("lane.yaml", "profile: BRIGHT LISTING\n").toString());
        keys.put("darkroom.vendor.imagen.url", sim.imagenUrl());
        keys.put("darkroom.vendor.imagen.key", sim.key());
        keys.put("darkroom.vendor.imagen-smart.url", sim.imagenUrl());
        keys.put("darkroom.vendor.imagen-smart.key", sim.key());
        keys.put("darkroom.vendor.fotolabs.url", sim.fotolabsUrl());
        keys.put("darkroom.vendor.fotolabs.key", sim.fotolabsKey());
        keys.put("darkroom.gather.every", "100ms");
        keys.put("darkroom.gather.quiet", "30s");
        keys.put("darkroom.http.port", open ? String.valueOf(FreePort.any()) : "0");
        keys.put("darkroom.notify", "file:" + folder.resolve("alerts") + "?fileName=$simple{exchangeId}");
        keys.put("darkroom.gather.listing", "100ms");
        keys.put("darkroom.gather.listing-with-events", "1h");
        keys.put("darkroom.bucket.endpoint", sim.storeUrl());
        keys.put("darkroom.bucket.access-key", sim.storeAccessKey());
        keys.put("darkroom.bucket.secret-key", sim.storeSecretKey());
        further.accept(keys);
        keys.values().stream().map(BUCKET::matcher).filter(Matcher::find).map(place -> place.group(1)).distinct()
                .forEach(sim::createBucket);
        start();
    }

    /** Starts Darkroom, again after {@link #stop()} on the same ledger. */
    public void start() {
        Settings settings = settings();
        if (open) {
            open(settings);
            return;
        }
        darkroom = new Darkroom(settings, clock, Optional.of(folder.resolve("routes")));
        context = new DefaultCamelContext();
        try {
            darkroom.install(context, List.of());
            context.getComponent("clock", QuartzComponent.class).setAutoStartScheduler(false);
            context.start();
        } catch (Exception e) {
            context.stop();
            throw new IllegalStateException(e);
        }
    }

    /** The settings as they are now. */
    public Settings settings() {
        return Settings.load(keys, Map.of(), Map.of("user.dir", folder.toString(), "user.home", folder.toString()));
    }

    private void open(Settings settings) {
        standalone = new Standalone(settings, clock);
        try {
            standalone.start();
            context = standalone.context();
            darkroom = standalone.darkroom();
            context.getComponent("clock", QuartzComponent.class).getScheduler().standby();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    public void stop() {
        if (open) {
            standalone.stop();
        } else {
            context.stop();
        }
    }

    /** Where the API of an open studio listens. */
    public URI address() {
        return standalone.address();
    }

    /** The studio's settings as a properties file. */
    public Path config() {
        StringBuilder text = new StringBuilder();
        keys.forEach((key, value) -> text.append(key).append(" = ").append(value).append('\n'));
        return write("darkroom.properties", text.toString());
    }

    /** Whatever was done: originals are as they were, no key went to the store, no project was billed twice. */
    @Override
    public void close() {
        stop();
        try {
            audit();
        } finally {
            stores.close();
            sim.close();
        }
    }

    private void audit() {
        originals.unchanged();
        assertThat(sim.requests()).as("calls to the store that carried the key").noneMatch(LoggedRequest::leaked);
        // One project is retouched many times; how often is for the tests of that to say.
        assertThat(sim.billed().stream().filter(bill -> !Set.of("copilot", "enhance", "finalize").contains(bill.action()))
                .map(bill -> bill.action() + " " + bill.project())).as("bills").doesNotHaveDuplicates();
    }

    /** The same audit; then everything that still waits is given up and the simulator forgets what it knows. */
    public void calm() {
        audit();
        shoots().stream().filter(shoot -> !shoot.ended()).forEach(shoot -> office().cancel(shoot));
        outages().standing().forEach(outage -> outages().over(outage.scope()));
        sim.reset();
    }

    /** Where a shoot is worked on, as the clock does it. */
    public Desk desk() {
        return darkroom.desk();
    }

    /** What a route calls by this name. */
    public <T> T bean(String name, Class<T> type) {
        return context.getRegistry().lookupByNameAndType(name, type);
    }

    public Office office() {
        return bean("office", Office.class);
    }

    /** What a person was told, in no order. */
    public List<String> alerts() {
        Path told = folder.resolve("alerts");
        return !Files.isDirectory(told) ? List.of() : files(told).stream().map(told::resolve).map(Studio::text).toList();
    }

    /** The text of a file. */
    public static String text(Path file) {
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

    public Photos photos() {
        return new Photos(ledger());
    }

    public Results results() {
        return new Results(ledger());
    }

    public Charges charges() {
        return new Charges(ledger());
    }

    public Outages outages() {
        return new Outages(ledger());
    }

    public void set(String key, String value) {
        keys.put(key, value);
    }

    /** Puts a changed copy of a route file beside the program, where it wins from the next start on. */
    public void beside(String name, UnaryOperator<String> change) {
        try (InputStream inside = Studio.class.getResourceAsStream("/routes/" + name + ".camel.yaml")) {
            String text = new String(inside.readAllBytes(), StandardCharsets.UTF_8);
            String changed = change.apply(text);
            assertThat(changed).as("the change of " + name).isNotEqualTo(text);
            write("routes/" + name + ".camel.yaml", changed);
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

    public Path write(String name, String text) {
        try {
            Path file = folder.resolve(name);
            Files.createDirectories(file.getParent());
            return Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Puts a file into the inbox. */
    public Path drop(String path, byte[] bytes) {
        try {
            Path file = inbox.resolve(path);
            Files.createDirectories(file.getParent());
            Files.write(file, bytes);
            originals.dropped(file, bytes);
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public void drop(String path, String text) {
        drop(path, text.getBytes(StandardCharsets.UTF_8));
    }

    /** Takes a file out of the inbox. */
    public void remove(String path) {
        try {
            originals.removed(inbox.resolve(path));
            Files.delete(inbox.resolve(path));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The test itself gave a dropped file another time. */
    public void touched(String path) {
        try {
            originals.dropped(inbox.resolve(path), Files.readAllBytes(inbox.resolve(path)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Drops a shoot of JPEGs {@code A_1.JPG}, {@code A_2.JPG} ... and waits until all are seen. */
    public void shoot(String name, int photos) {
        String[] paths = IntStream.rangeClosed(1, photos).mapToObj(i -> name + "/A_" + i + ".JPG").toArray(String[]::new);
        for (int i = 0; i < photos; i++) {
            drop(paths[i], Pictures.jpeg(i));
        }
        seen("default", paths);
    }

    /** Puts an object into a bucket, past Darkroom. */
    public void put(String bucket, String key, byte[] bytes) {
        sim.store().put(bucket, key, "image/jpeg", bytes.length, new ByteArrayInputStream(bytes));
    }

    /** Puts an object into a bucket in two parts. */
    public void inParts(String bucket, String key, byte[] bytes) {
        S3Client client = stores.client(settings().bucket());
        String id = client.createMultipartUpload(request -> request.bucket(bucket).key(key)).uploadId();
        int first = 5 << 20;
        List<CompletedPart> parts = List.of(part(client, bucket, key, id, 1, Arrays.copyOf(bytes, first)),
                part(client, bucket, key, id, 2, Arrays.copyOfRange(bytes, first, bytes.length)));
        client.completeMultipartUpload(request -> request.bucket(bucket).key(key).uploadId(id)
                .multipartUpload(upload -> upload.parts(parts)));
    }

    private static CompletedPart part(S3Client client, String bucket, String key, String id, int number, byte[] bytes) {
        return CompletedPart.builder().partNumber(number).eTag(client.uploadPart(request -> request.bucket(bucket).key(key)
                .uploadId(id).partNumber(number), RequestBody.fromBytes(bytes)).eTag()).build();
    }

    /** Takes an object out of a bucket. */
    public void delete(String bucket, String key) {
        stores.client(settings().bucket()).deleteObject(request -> request.bucket(bucket).key(key));
    }

    /** What the store says of an object. */
    public HeadObjectResponse head(String bucket, String key) {
        return stores.client(settings().bucket()).headObject(request -> request.bucket(bucket).key(key));
    }

    /** The bytes of an object. */
    public byte[] got(String bucket, String key) {
        try (InputStream in = sim.store().get(bucket, key)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits until the sensor has told the ledger of all these paths of a bucket. */
    public void told(String lane, String... paths) {
        Sightings sightings = new Sightings(ledger());
        Until.holds("told: " + List.of(paths), () -> sightings.memory(lane).stream().map(Sightings.Seen::path)
                .collect(Collectors.toSet()).containsAll(List.of(paths)));
    }

    /** Waits until the sensor has told the ledger of all these paths, as they are now. */
    public void seen(String lane, String... paths) {
        Sightings sightings = new Sightings(ledger());
        Until.holds("seen: " + List.of(paths), () -> {
            Map<String, Sightings.Seen> known = new HashMap<>();
            sightings.memory(lane).forEach(seen -> known.put(seen.path(), seen));
            return Stream.of(paths).allMatch(path -> known.containsKey(path) && current(known.get(path)));
        });
    }

    private boolean current(Sightings.Seen seen) {
        try {
            Path file = inbox.resolve(seen.path());
            return !Files.exists(file) || Files.size(file) == seen.size()
                    && Files.getLastModifiedTime(file).toMillis() == seen.modified();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public Shoot shoot(String name) {
        return shoots().stream().filter(shoot -> shoot.name().equals(name)).findFirst()
                .orElseThrow(() -> new AssertionError("no shoot " + name));
    }

    public List<Shoot> shoots() {
        return ledger().all();
    }

    /** Fires every shoot that is due once. @return how many */
    public int fire() {
        int fired = 0;
        for (Shoot shoot : ledger().waiting()) {
            if (!shoot.due().isAfter(clock.instant())) {
                darkroom.desk().work(shoot.id());
                fired++;
            }
        }
        return fired;
    }

    /** Fires and moves the clock from due time to due time until the shoot has one of these states or steps. */
    public Shoot until(String name, String... statesOrSteps) {
        Set<String> ends = Set.of(statesOrSteps);
        List<String> way = new ArrayList<>();
        for (int round = 0; round < 400; round++) {
            Shoot shoot = shoot(name);
            if (ends.contains(shoot.state()) || ends.contains(shoot.step())) {
                return shoot;
            }
            if (shoot.step().startsWith("await-")) {
                Until.within(Duration.ofMillis(50), this::edited);
            }
            way.add(shoot.step() + (shoot.trouble() == null ? "" : " " + shoot.trouble().code()));
            if (fire() == 0) {
                Instant next = ledger().waiting().stream().map(Shoot::due).min(Instant::compareTo)
                        .orElseThrow(() -> new AssertionError(name + " waits for nothing: " + shoot(name)));
                clock.set(next);
            }
        }
        throw new AssertionError(name + " never came to " + ends + ": " + way.subList(0, 20) + " ... "
                + way.subList(way.size() - 5, way.size()) + " " + shoot(name));
    }

    /** Whether the simulator, which works in its own time, has made what it is to make; true if it is to hang. */
    public boolean edited() {
        if (sim.fotolabs().listings().stream().anyMatch(listing -> listing.state() == Listing.State.PROCESSING)) {
            return false;
        }
        boolean hangs = !sim.switches().is("edit-outcome", "completed") || !sim.switches().is("export-outcome", "completed");
        return hangs || Stream.concat(sim.projects().stream(), sim.smartProjects().stream()).flatMap(project -> Stream.of(project.edit(), project.export()))
                .filter(Objects::nonNull).allMatch(job -> job.phase() == Job.Phase.COMPLETED
                        || job.phase() == Job.Phase.FAILED);
    }

    /** Lets time pass, with everything that is due in it. */
    public void pass(Duration time) {
        Instant end = clock.instant().plus(time);
        while (true) {
            if (fire() > 0) {
                continue;
            }
            Instant next = ledger().waiting().stream().map(Shoot::due).min(Instant::compareTo).orElse(end);
            if (!next.isBefore(end)) {
                clock.set(end);
                return;
            }
            clock.set(next);
        }
    }

    /** The files below a folder, by relative path. */
    public static List<String> files(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).map(file -> folder.relativize(file).toString()).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
