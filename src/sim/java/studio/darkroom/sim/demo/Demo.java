package studio.darkroom.sim.demo;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import studio.darkroom.sim.SimOptions;
import studio.darkroom.sim.Simulator;

/**
 * Shows the product in half a minute: starts a simulated vendor and the product, drops two sample shoots, and prints the
 * edited JPEGs. Exit code 0 if both are delivered, 1 with an error message if not, 2 for wrong usage. {@code -Ddemo.vendor}
 * selects the vendor, {@code -Ddemo.retouch} is a prompt for every result, {@code -Ddemo.store=bucket} uses buckets instead
 * of folders, {@code -Ddemo.stay} keeps everything running, {@code -Ddemo.ansi} draws bars even if the output is not a
 * terminal.
 */
public final class Demo {

    private static final Duration START_TIMEOUT = Duration.ofSeconds(60);
    private static final Duration SHOOTS_TIMEOUT = Duration.ofSeconds(120);

    /** The demo cannot continue; the message explains why. */
    private static final class DemoException extends Exception {
        private DemoException(String sentence) {
            super(sentence);
        }
    }

    private final DemoScenario scenario;
    private final Optional<String> retouch;
    private final Path runner;
    private final Path folder;
    private final PrintStream out;
    private final ProgressBars bars;
    private final Duration timeout;
    private final boolean buckets;

    /**
     * @param retouch prompt for every result
     * @param runner  runner jar of the product
     * @param folder  recreated at start; contains inbox, delivery, home and log of the demo
     * @param timeout time limit for the shoots
     * @param buckets whether inbox and delivery are buckets
     * @throws IllegalArgumentException if the vendor does not retouch
     */
    Demo(DemoScenario scenario, Optional<String> retouch, Path runner, Path folder, PrintStream out, boolean ansi, Duration timeout,
            boolean buckets) {
        if (retouch.isPresent() && !scenario.canRetouch()) {
            throw new IllegalArgumentException(scenario.vendor() + " does not retouch by prompt. Omit -Ddemo.retouch, or use"
                    + " -Ddemo.vendor=imagen or imagen-smart.");
        }
        this.scenario = scenario;
        this.retouch = retouch;
        this.runner = runner;
        this.folder = folder.toAbsolutePath();
        this.out = out;
        this.bars = new ProgressBars(out, ansi);
        this.timeout = timeout;
        this.buckets = buckets;
    }

    public static void main(String[] args) throws IOException {
        if (args.length != 2) {
            System.err.println("Usage: Demo <runner jar> <target folder>");
            System.exit(2);
        }
        System.setProperty("java.awt.headless", "true");
        boolean ansi = System.console() != null || System.getProperty("demo.ansi") != null;
        try {
            Demo demo = new Demo(DemoScenario.of(System.getProperty("demo.vendor", "imagen")),
                    Optional.ofNullable(System.getProperty("demo.retouch")).filter(prompt -> !prompt.isBlank()),
                    Path.of(args[0]), Path.of(args[1]), System.out, ansi, SHOOTS_TIMEOUT,
                    isBucketStore(System.getProperty("demo.store", "folder")));
            System.exit(demo.run(System.getProperty("demo.stay") != null));
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage());
            System.exit(2);
        }
    }

    private static boolean isBucketStore(String store) {
        if (!List.of("folder", "bucket").contains(store)) {
            throw new IllegalArgumentException("demo.store is '" + store + "'. Use -Ddemo.store=folder or"
                    + " -Ddemo.store=bucket.");
        }
        return store.equals("bucket");
    }

    /** Runs the demo and returns the exit code. */
    int run(boolean stay) throws IOException {
        if (!Files.isRegularFile(runner)) {
            out.println("There is no runner jar at " + runner + ". Build it with mvn package.");
            return 1;
        }
        recreateFolder();
        try (Simulator sim = Simulator.start(SimOptions.defaults().withDurations(Duration.ofMillis(800), Duration.ofSeconds(3)))) {
            DemoStorage storage = buckets ? new DemoBucketStorage(sim, folder) : new DemoFolderStorage(folder);
            try (DarkroomProcess product = DarkroomProcess.start(runner, folder, buildEnvironment(sim, storage))) {
                return runAndReport(sim, product, storage, stay);
            }
        }
    }

    private int runAndReport(Simulator sim, DarkroomProcess product, DemoStorage storage, boolean stay) throws IOException {
        try {
            return runShoots(sim, product, storage, stay);
        } catch (DemoException e) {
            out.println();
            out.println("The demo stopped: " + e.getMessage());
            out.println("Last lines of " + product.logFile() + ":");
            out.println(product.readLogTail());
            return 1;
        }
    }

    private int runShoots(Simulator sim, DarkroomProcess product, DemoStorage storage, boolean stay) throws IOException, DemoException {
        out.println("Simulated vendor   " + scenario.url(sim) + " (" + scenario.vendor() + ")");
        out.println("Darkroom           " + product.url());
        Path camera = folder.resolve("camera");
        for (DemoScenario.LaneShoot act : scenario.laneShoots()) {
            act.photos().write(camera);
            if (retouch.isPresent()) {
                DemoScenario.writeRetouchTicket(camera.resolve(act.shoot()), retouch.get());
            }
        }
        awaitStart(product);
        long began = System.nanoTime();
        String label = "Dropped            ";
        for (DemoScenario.LaneShoot act : scenario.laneShoots()) {
            out.println(label + storage.dropShoot(camera.resolve(act.shoot()), act.lane()) + " (" + act.photoType() + ")");
            label = "                   ";
        }
        out.println();
        awaitDelivery(product, began);
        printSummary(sim, storage, began);
        if (stay) {
            out.println("Everything runs until Ctrl-C. Darkroom: " + product.url() + ", simulator: " + sim.controlUrl() + "/state");
            while (product.isAlive()) {
                LockSupport.parkNanos(500_000_000);
            }
        }
        return 0;
    }

    private void awaitStart(DarkroomProcess product) throws DemoException {
        long until = System.nanoTime() + START_TIMEOUT.toNanos();
        while (product.fetchShoots().isEmpty()) {
            if (!product.isAlive()) {
                throw new DemoException("Darkroom stopped immediately after its start.");
            }
            if (System.nanoTime() > until) {
                throw new DemoException("Darkroom did not respond at " + product.url() + "/api/shoots within " + START_TIMEOUT.toSeconds() + " s.");
            }
            LockSupport.parkNanos(100_000_000);
        }
    }

    private void awaitDelivery(DarkroomProcess product, long began) throws DemoException {
        while (true) {
            List<ShootState> all = product.fetchShoots().orElse(List.of());
            List<ShootState> ours = scenario.laneShoots().stream()
                    .flatMap(act -> all.stream().filter(one -> one.name().contains(act.shoot())).limit(1)).toList();
            bars.show(ours);
            if (ours.size() == scenario.laneShoots().size() && ours.stream().allMatch(ShootState::isDone)) {
                return;
            }
            for (ShootState s : ours) {
                if (s.needsPerson()) {
                    throw new DemoException("the shoot " + s.name() + " is held, " + s.describe() + ".");
                }
            }
            if (!product.isAlive()) {
                throw new DemoException("Darkroom stopped unexpectedly.");
            }
            if (System.nanoTime() - began > timeout.toNanos()) {
                throw new DemoException("the shoots were not delivered within " + timeout.toSeconds() + " s.");
            }
            LockSupport.parkNanos(200_000_000);
        }
    }

    private void printSummary(Simulator sim, DemoStorage storage, long began) throws IOException {
        double seconds = (System.nanoTime() - began) / 1e9;
        long edits = sim.billItems().stream().filter(b -> b.action().equals(scenario.billedAction())).count();
        int photos = sim.billItems().stream().filter(b -> b.action().equals(scenario.billedAction())).mapToInt(b -> b.images()).sum();
        out.println();
        storage.countDelivered().forEach((where, n) -> out.println("  " + n + " edited JPEGs in " + where));
        out.printf(Locale.ROOT, "%nDelivered in %.1f s. The vendor billed %d edits of %d photos.%n", seconds, edits, photos);
        out.println("The originals are in " + folder.resolve("camera"));
    }

    private Map<String, String> buildEnvironment(Simulator sim, DemoStorage storage) throws IOException {
        Map<String, String> env = new TreeMap<>(storage.sharedSettings());
        env.put("DARKROOM_HOME", folder.resolve("home").toString());
        env.put("DARKROOM_LANES", String.join(",", scenario.laneShoots().stream().map(DemoScenario.LaneShoot::lane).toList()));
        env.put("DARKROOM_INBOX_SETTLE_TIME", "2s");
        String vendor = "DARKROOM_VENDOR_" + scenario.vendor().toUpperCase(Locale.ROOT).replace('-', '_');
        env.put(vendor + "_URL", scenario.url(sim));
        env.put(vendor + "_KEY", scenario.key(sim));
        env.put(vendor + "_POLL_INITIAL_DELAY", "500ms");
        env.put(vendor + "_POLL_MAX_DELAY", "1s");
        for (DemoScenario.LaneShoot act : scenario.laneShoots()) {
            addLaneSettings(env, storage, act);
        }
        return env;
    }

    private void addLaneSettings(Map<String, String> env, DemoStorage storage, DemoScenario.LaneShoot act) throws IOException {
        String name = "DARKROOM_LANE_" + act.lane().toUpperCase(Locale.ROOT);
        storage.laneSettings(act.lane()).forEach((key, value) -> env.put(name + "_" + key, value));
        env.put(name + "_VENDOR", scenario.vendor());
        if (!act.ticket().isEmpty()) {
            Path ticket = Files.createDirectories(folder.resolve("tickets")).resolve(act.lane() + ".yaml");
            env.put(name + "_TICKET", Files.writeString(ticket, act.ticket()).toString());
        }
    }

    /** Recreates the folder. Deletes only files that a demo created. */
    private void recreateFolder() throws IOException {
        for (String part : List.of("camera", "inbox", "delivery", "home", "tickets", "darkroom.log")) {
            Path path = folder.resolve(part);
            if (Files.exists(path)) {
                try (Stream<Path> all = Files.walk(path)) {
                    for (Path p : all.sorted(Comparator.reverseOrder()).toList()) {
                        Files.delete(p);
                    }
                }
            }
        }
        Files.createDirectories(folder);
    }
}
