package studio.darkroom;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import studio.darkroom.api.FileAccounting;
import studio.darkroom.ledger.Photo;
import studio.darkroom.ledger.ReportQueries;
import studio.darkroom.ledger.Result;
import studio.darkroom.ledger.Shoot;
import studio.darkroom.sim.BillItem;
import studio.darkroom.sim.Fault;
import studio.darkroom.sim.imagen.Project;
import studio.darkroom.testing.Await;
import studio.darkroom.testing.RandomFaults;
import studio.darkroom.testing.TestDarkroom;
import studio.darkroom.testing.TestPictures;

/**
 * Small shoots in three lanes of three vendors, worked on at the same time, while every kind of fault strikes every call.
 * Each ends delivered or held with a reason, and nothing is paid for twice. {@code -Dstorm.shoots=300} has more shoots,
 * {@code -Dstorm.seed=N} one storm again: the same faults and switches, though not at the same moment of the same thread.
 */
class StormTest {

    private static final Map<String, String> LANES = new TreeMap<>(Map.of("weddings", "imagen", "portraits",
            "imagen-smart", "listings", "fotolabs"));

    /** Shoots of one storm. */
    private static final int SHOOTS = 8;
    private static final int FIXED = 3;

    /** Faults sent, each at a moment when nothing was due, until the next shoot comes. */
    private static final int GUSTS = 10;

    /** How often each kind of fault struck, and how the shoots ended. */
    private static final Map<String, Integer> STRUCK = new TreeMap<>();
    private static final Map<String, Integer> ENDS = new TreeMap<>();

    @TempDir
    Path folder;

    private final Map<Path, byte[]> originals = new HashMap<>();
    private final Set<String> words = new HashSet<>();
    private final Map<String, Integer> resent = new HashMap<>();
    private int pictures;

    static Stream<Long> seeds() {
        Long one = Long.getLong("storm.seed");
        if (one != null) {
            return Stream.of(one);
        }
        int storms = Math.max(FIXED + 1, Integer.getInteger("storm.shoots", 0) / SHOOTS + 1);
        Random more = new Random(2026);
        long fresh = System.nanoTime() % 1_000_000;
        return Stream.concat(more.longs(storms - 1, 0, 1_000_000).boxed(), Stream.of(fresh));
    }

    @AfterAll
    static void tell() {
        System.out.println("Storms: faults that struck " + STRUCK + "; shoots " + ENDS);
        if (Long.getLong("storm.seed") == null) {
            assertThat(STRUCK.keySet()).containsAll(Stream.of(Fault.Kind.values()).map(Fault.Kind::name).toList());
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void everyShootIsDeliveredOrHeldWithAReasonAndNothingIsPaidForTwice(long seed) {
        System.out.println("Storm of seed " + seed);
        RandomFaults weather = new RandomFaults(seed);
        try (TestDarkroom studio = new TestDarkroom(folder, this::lanes)) {
            List<String> turned = weather.setRandomSwitches(studio.sim);
            try {
                storm(studio, weather);
                struck(studio);
                settle(studio, weather);
                studio.findShoots().forEach(shoot -> judge(studio, shoot));
                money(studio);
                books(studio);
                originals.forEach((file, bytes) -> assertThat(file).hasBinaryContent(bytes));
            } catch (AssertionError e) {
                throw new AssertionError("Seed " + seed + " " + turned + ": " + e.getMessage(), e);
            }
        }
    }

    private void lanes(Map<String, String> keys) {
        keys.keySet().removeIf(key -> key.startsWith("darkroom.lane."));
        keys.put("darkroom.lanes", String.join(",", LANES.keySet()));
        keys.put("darkroom.vendor.timeout", "2h");
        LANES.forEach((lane, vendor) -> {
            keys.put("darkroom.lane." + lane + ".vendor", vendor);
            for (String place : List.of("inbox", "delivery")) {
                keys.put("darkroom.lane." + lane + "." + place, "folder:" + mkdir(place, lane));
            }
        });
        try {
            keys.put("darkroom.lane.weddings.ticket",
                    Files.writeString(folder.resolve("weddings.yaml"), """
                    profile: BRIGHT LISTING
                    retouch:
                      - photos: "*_1*"
                        prompt: make it dark
                    """).toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void drop(TestDarkroom studio, RandomFaults weather, int number) {
        String lane = List.copyOf(LANES.keySet()).get(number % LANES.size());
        String[] paths = new String[weather.randomUpTo(3)];
        for (int photo = 0; photo < paths.length; photo++) {
            paths[photo] = "s" + number + "/P" + number + "_" + (photo + 1) + ".JPG";
            write(mkdir("inbox", lane).resolve(paths[photo]), TestPictures.jpeg(pictures++));
        }
        studio.awaitListed(lane, paths);
    }

    /** Shoots come one after another; the clock and the weather move whenever nothing is due. */
    private void storm(TestDarkroom studio, RandomFaults weather) {
        int stop = weather.randomUpTo(8 * SHOOTS);
        for (int number = 0; number < SHOOTS; number++) {
            drop(studio, weather, number);
            weather.addRandomFault(studio.sim);
            for (int calm = 0; calm < GUSTS && !studio.ledger().listSchedulable().isEmpty();) {
                if (fire(studio)) {
                    continue;
                }
                calm++;
                weather.addRandomFault(studio.sim);
                if (weather.isOneIn(20)) {
                    studio.clock.advance(Duration.ofHours(weather.randomUpTo(4)));
                }
                if (weather.addedFaults().size() == stop) {
                    studio.stop();
                    studio.start();
                }
            }
        }
    }

    private static void struck(TestDarkroom studio) {
        studio.sim.requests().stream().filter(request -> !request.fault().isEmpty())
                .forEach(request -> STRUCK.merge(request.fault().split("[ :(]")[0], 1, Integer::sum));
    }

    /** The weather is fine again. A person sees to half of what is held, and everything else goes on by itself. */
    private void settle(TestDarkroom studio, RandomFaults weather) {
        studio.sim.faults().clear();
        for (int visit = 0; visit < 4; visit++) {
            goOn(studio);
            if (visit < 3) {
                studio.findShoots().stream().filter(shoot -> !shoot.isEnded() && shoot.trouble() != null)
                        .filter(shoot -> words.contains(shoot.id()) || weather.isOneIn(2))
                        .forEach(shoot -> say(studio, shoot, weather));
            }
        }
    }

    private static void goOn(TestDarkroom studio) {
        int rounds = 0;
        while (fire(studio) || !studio.ledger().listSchedulable().isEmpty()) {
            assertThat(rounds++).as("rounds; these go on for ever: " + studio.ledger().listSchedulable()).isLessThan(4000);
        }
    }

    private void say(TestDarkroom studio, Shoot shoot, RandomFaults weather) {
        words.add(shoot.id());
        if (shoot.state().equals("problem")) {
            assertThat(studio.actions().retryShoot(shoot)).as("retry of " + shoot).isEmpty();
            return;
        }
        boolean resend = weather.isOneIn(2) && studio.actions().answerDecision(shoot, "resend").isEmpty();
        if (resend) {
            resent.merge(shoot.id(), 1, Integer::sum);
        } else {
            assertThat(studio.actions().answerDecision(shoot, "accept")).as("accept of " + shoot).isEmpty();
        }
    }

    /** @return whether anything was due; the clock was moved to what is due next otherwise */
    private static boolean fire(TestDarkroom studio) {
        List<Shoot> waiting = studio.ledger().listSchedulable();
        if (waiting.stream().anyMatch(shoot -> shoot.step().word().startsWith("await-"))) {
            Await.isTrueWithin(Duration.ofMillis(20), studio::isSimulatorDone);
        }
        Instant now = studio.clock.instant();
        List<Shoot> due = waiting.stream().filter(shoot -> !shoot.dueAt().isAfter(now)).toList();
        due.parallelStream().forEach(shoot -> studio.runner().runShoot(shoot.id()));
        waiting.stream().map(Shoot::dueAt).min(Instant::compareTo).filter(next -> due.isEmpty()).ifPresent(studio.clock::set);
        return !due.isEmpty();
    }

    private void judge(TestDarkroom studio, Shoot shoot) {
        ENDS.merge(shoot.lane() + " " + shoot.state() + (shoot.trouble() == null ? "" : " " + shoot.trouble().code()), 1,
                Integer::sum);
        assertThat(shoot.state()).as("state of " + shoot).isIn("done", "problem", "decision");
        Path place = mkdir("delivery", shoot.lane()).resolve(shoot.name());
        List<Result> delivered = studio.results().listByShoot(shoot.id()).stream().filter(result -> result.deliveredAt() != null)
                .toList();
        Map<String, Set<String>> made = made(studio, shoot);
        delivered.forEach(result -> assertThat(made.get(stem(result.name()))).as("what the vendor made of " + result + " of "
                + shoot).contains(sha(read(place.resolve(result.name())))));
        List<String> pictures = !Files.isDirectory(place) ? List.of() : TestDarkroom.listFiles(place).stream()
                .filter(name -> !name.startsWith("receipt")).toList();
        assertThat(pictures).as("files of " + shoot).containsExactlyInAnyOrderElementsOf(
                delivered.stream().map(Result::name).toList());
        if (shoot.state().equals("done")) {
            assertThat(place.resolve("receipt.json")).exists();
            assertThat(studio.photos().listAllByShoot(shoot.id())).isNotEmpty().allSatisfy(photo -> assertThat(photo.state())
                    .as("state of " + photo).isIn(Photo.DELIVERED, Photo.MISSING));
            assertThat(delivered).as("results of " + shoot).isNotEmpty();
        } else {
            assertThat(Stream.of(shoot.trouble().code(), shoot.trouble().text(), shoot.trouble().fix())).as("reason of "
                    + shoot).allSatisfy(word -> assertThat(word).isNotBlank());
            assertThat(shoot.trouble().code()).as("what nobody foresaw: " + shoot).isNotEqualTo("internal");
        }
    }

    /** Hashes of all that the vendor made of a shoot, by the photo's name; one that was sent anew has several projects. */
    private static Map<String, Set<String>> made(TestDarkroom studio, Shoot shoot) {
        Map<String, Set<String>> made = new HashMap<>();
        Stream<Project> projects = Stream.concat(studio.sim.projects().stream(), studio.sim.smartProjects().stream());
        projects.filter(project -> project.name().contains(shoot.id())).forEach(project -> Stream
                .of("export/", "out/", "copilot/")
                .flatMap(part -> studio.sim.store().listKeys(studio.sim.bucket(), project.prefix() + part).stream())
                .forEach(key -> hash(studio, made, key.substring(key.lastIndexOf('/') + 1), key)));
        studio.sim.fotolabs().listings().stream().filter(listing -> listing.name().contains(shoot.id()))
                .flatMap(listing -> listing.images().stream()).filter(frame -> frame.hasResult())
                .forEach(frame -> hash(studio, made, frame.filename(), frame.resultKey()));
        return made;
    }

    private static void hash(TestDarkroom studio, Map<String, Set<String>> made, String name, String key) {
        made.computeIfAbsent(stem(name), none -> new HashSet<>()).add(sha(studio.buckets.getObject(studio.sim.bucket(), key)));
    }

    /** One edit, one export and one retouch of each shoot at most, and one more for each time a person said so. */
    private void money(TestDarkroom studio) {
        Map<String, List<BillItem>> bills = new HashMap<>();
        studio.sim.billItems().forEach(bill -> bills.computeIfAbsent(bill.name().substring(bill.name().lastIndexOf('-') + 1)
                + " " + (Set.of("export", "copilot", "finalize").contains(bill.action()) ? bill.action() : "edit"),
                none -> new ArrayList<>()).add(bill));
        Set<String> ids = new HashSet<>(studio.findShoots().stream().map(Shoot::id).toList());
        bills.forEach((which, paid) -> {
            String id = which.substring(0, which.indexOf(' '));
            if (which.endsWith("finalize")) {
                // Called again when its answer was lost; that is harmless (contract imagen 7).
                return;
            }
            assertThat(ids).as("whose " + paid).contains(id);
            assertThat(paid).as("bills of " + which + " " + studio.events.findByShoot(id) + " " + asked(studio, paid.get(0).project()))
                    .hasSizeLessThanOrEqualTo(1 + resent.getOrDefault(id, 0));
        });
        studio.findShoots().stream().filter(shoot -> shoot.state().equals("done"))
                .forEach(shoot -> assertThat(bills).as("the bill of " + shoot).containsKey(shoot.id() + " edit"));
    }

    /** What was asked about a project, with the faults it met. */
    private static List<String> asked(TestDarkroom studio, String project) {
        return studio.sim.requests().stream().filter(request -> request.path().contains(project) && !request.isStore())
                .map(request -> request.call() + " " + request.status() + " " + request.fault()).toList();
    }

    private static void books(TestDarkroom studio) {
        studio.clock.advance(Duration.ofDays(1));
        studio.runner().endUnusedOutages(Duration.ofSeconds(30), Set.of());
        Map<String, FileAccounting> lanes = FileAccounting.countByLane(new ReportQueries(studio.ledger()).countFiles());
        assertThat(lanes.keySet()).isEqualTo(LANES.keySet());
        assertThat(lanes).allSatisfy((lane, reckoning) -> assertThat(reckoning.unreconciled()).as(lane + " " + reckoning)
                .isZero());
        assertThat(lanes).allSatisfy((lane, reckoning) -> assertThat(reckoning.waiting()).as("waiting in " + lane).isZero());
        assertThat(studio.outages().listActive()).as("outages after the storm").isEmpty();
    }

    private Path mkdir(String place, String lane) {
        try {
            return Files.createDirectories(folder.resolve(place).resolve(lane));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void write(Path file, byte[] bytes) {
        try {
            Files.createDirectories(file.getParent());
            Files.write(file, bytes);
            originals.put(file, bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] read(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String sha(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String stem(String name) {
        return name.substring(0, name.lastIndexOf('.'));
    }
}
