package studio.darkroom.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import studio.darkroom.sim.SimOptions;
import studio.darkroom.sim.Simulator;
import studio.darkroom.sim.picture.FillerJpegStream;
import studio.darkroom.testing.MinimalS3Server;

/**
 * Measures the cost of buckets with the built runner; simulator and store run in this process. Covers a large bucket in which
 * nothing is new, and a shoot from a bucket through the vendor to a bucket. Ends automatically, or fails, within an hour.
 * {@code -Dbench.keys} (0 skips the first part), {@code -Dbench.megabytes} and {@code -Dbench.heap} change the sizes.
 */
public final class BucketBench {

    private static final String HEAP = System.getProperty("bench.heap", "128m");
    private static final int KEYS = Integer.getInteger("bench.keys", 100_000);
    private static final int MEGABYTES = Integer.getInteger("bench.megabytes", 2048);
    private static final int PHOTO = 25 << 20;
    private static final Duration IDLE = Duration.ofSeconds(60);
    private static final String PHOTO_KEY = "in/shoot-%04d/DSC_%05d.JPG";

    private final Simulator sim;
    private final Path jar;
    private final Path folder;

    private BucketBench(Simulator sim, Path jar, Path folder) {
        this.sim = sim;
        this.jar = jar;
        this.folder = folder;
    }

    public static void main(String[] args) throws Exception {
        Path folder = Path.of(args[1]);
        if (Files.exists(folder)) {
            try (Stream<Path> all = Files.walk(folder)) {
                for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(each);
                }
            }
        }
        try (Simulator sim = Simulator.start(SimOptions.defaults())) {
            BucketBench bench = new BucketBench(sim, Path.of(args[0]), folder);
            if (KEYS > 0) {
                bench.measureIdle(1_000);
                bench.measureIdle(KEYS);
            }
            bench.measureShoot();
        }
        // The store's threads would keep Maven running.
        System.exit(0);
    }

    private Map<String, String> createEnvironment(String inbox, String delivery) {
        Map<String, String> environment = new TreeMap<>();
        environment.put("DARKROOM_VENDOR_IMAGEN_URL", sim.imagenUrl());
        environment.put("DARKROOM_VENDOR_IMAGEN_KEY", sim.key());
        environment.put("DARKROOM_VENDOR_IMAGEN_POLL_INITIAL_DELAY", "1s");
        environment.put("DARKROOM_VENDOR_IMAGEN_POLL_MAX_DELAY", "2s");
        environment.put("DARKROOM_LANE_DEFAULT_INBOX", "bucket:" + inbox);
        environment.put("DARKROOM_LANE_DEFAULT_DELIVERY", delivery);
        environment.put("DARKROOM_BUCKET_ENDPOINT", sim.storeUrl());
        environment.put("DARKROOM_BUCKET_ACCESS_KEY", sim.storeAccessKey());
        environment.put("DARKROOM_BUCKET_SECRET_KEY", sim.storeSecretKey());
        return environment;
    }

    /** Lists incomplete shoots of 100 photos every ten seconds, in a store that lists as fast as it can. */
    private void measureIdle(int keys) throws IOException, InterruptedException {
        String bucket = "bench-idle-" + keys;
        try (MinimalS3Server store = new MinimalS3Server()) {
            for (int i = 0; i < keys; i++) {
                store.put(bucket + "/" + String.format(Locale.ROOT, PHOTO_KEY, i / 100, i), new byte[] {1});
            }
            measureIdle(store, bucket, keys);
        }
    }

    private void measureIdle(MinimalS3Server store, String bucket, int keys) throws IOException, InterruptedException {
        Map<String, String> environment = createEnvironment(bucket + "/in", "folder:out");
        environment.put("DARKROOM_BUCKET_ENDPOINT", store.url());
        environment.put("DARKROOM_INBOX_SETTLE_TIME", "23h");
        environment.put("DARKROOM_BUCKET_LIST_INTERVAL", "10s");
        Path home = folder.resolve(bucket);
        long began = System.nanoTime();
        try (Runner runner = new Runner(jar, home, HEAP, environment)) {
            runner.awaitAnswer("/api/lanes", lanes -> listed(lanes) == keys, Duration.ofMinutes(15));
            print("%,d keys: first listing, all recorded in the ledger, %.0f s, RSS at most %d MB", keys, secondsSince(began),
                    runner.memoryMegabytes("VmHWM"));
        }
        try (Runner runner = new Runner(jar, home, HEAP, environment)) {
            JsonNode lane = runner.awaitAnswer("/api/lanes", lanes -> listed(lanes) == keys, Duration.ofMinutes(2)).get(0);
            print("%,d keys after a restart: the lane reports %s", keys, lane.path("listing"));
            LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(15));
            int before = store.requests().size();
            double cpu = runner.cpuSeconds();
            LockSupport.parkNanos(IDLE.toNanos());
            Map<String, Integer> calls = new LinkedHashMap<>();
            store.requests().stream().skip(before).map(call -> call.contains("?") && call.contains("prefix=") ? "list" : call)
                    .forEach(call -> calls.merge(call, 1, Integer::sum));
            print("%,d keys, nothing new, a listing every 10 s, for %d s: calls %s, CPU %.1f %% of a core, RSS %d MB, live heap %d MB", keys,
                    IDLE.toSeconds(), calls, 100 * (runner.cpuSeconds() - cpu) / IDLE.toSeconds(), runner.memoryMegabytes("VmRSS"), runner.liveHeapMegabytes());
        }
    }

    private static long listed(JsonNode lanes) {
        JsonNode listing = lanes.path(0).path("listing");
        return listing.path("calls").asInt() == 0 ? -1 : listing.path("objects").asLong();
    }

    /** Processes JPEGs of 25 MB from bucket to bucket. */
    private void measureShoot() throws IOException, InterruptedException {
        sim.createBucket("bench-in");
        sim.createBucket("bench-out");
        sim.switches().set("result-bytes", Integer.toString(PHOTO));
        int photos = Math.max(1, MEGABYTES / (PHOTO >> 20));
        Map<String, String> environment = createEnvironment("bench-in", "bucket:bench-out");
        Path ticket = Files.writeString(Files.createDirectories(folder).resolve("lane.yaml"), "profile: BRIGHT LISTING\n");
        environment.put("DARKROOM_LANE_DEFAULT_TICKET", ticket.toAbsolutePath().toString());
        environment.put("DARKROOM_BUCKET_LIST_INTERVAL", "1s");
        environment.put("DARKROOM_INBOX_SETTLE_TIME", "5s");
        for (int i = 0; i < photos; i++) {
            sim.store().put("bench-in", "shoot/DSC_" + i + ".JPG", "image/jpeg", PHOTO, new FillerJpegStream("original " + i, PHOTO));
        }
        try (Runner runner = new Runner(jar, folder.resolve("shoot"), HEAP, environment)) {
            runner.awaitAnswer("/api/lanes", lanes -> listed(lanes) == photos, Duration.ofMinutes(2));
            double cpu = runner.cpuSeconds();
            long began = System.nanoTime();
            JsonNode shoot = runner.awaitAnswer("/api/shoots", all -> all.path(0).path("state").asText().matches("done|problem|decision"),
                    Duration.ofMinutes(20)).get(0);
            double gigabytes = photos * (double) PHOTO / (1 << 30);
            long whole = sim.store().listKeys("bench-out", "shoot/").stream().filter(key -> key.endsWith(".JPG"))
                    .filter(key -> sim.store().size("bench-out", key) == PHOTO).count();
            print("%d photos, %.1f GB there and %.1f GB back at -Xmx%s: %s, %d delivered completely, %.0f s, CPU %.1f s for each GB of"
                    + " originals, RSS at most %d MB", photos, gigabytes, gigabytes, HEAP, shoot.path("state").asText(), whole,
                    secondsSince(began), (runner.cpuSeconds() - cpu) / gigabytes, runner.memoryMegabytes("VmHWM"));
        }
    }

    private static double secondsSince(long since) {
        return (System.nanoTime() - since) / 1e9;
    }

    private static void print(String form, Object... figures) {
        System.out.println(String.format(Locale.ROOT, form, figures));
    }
}
