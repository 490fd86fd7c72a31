package studio.darkroom.crash;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import studio.darkroom.sim.SimOptions;
import studio.darkroom.sim.Simulator;
import studio.darkroom.sim.fotolabs.Listing;
import studio.darkroom.sim.imagen.Job;
import studio.darkroom.testing.Await;

/**
 * Kills a process at each effect of a small shoot, lets another process finish the shoot, and checks the promises from
 * outside. The process that finishes one shoot is killed during the next, so that each start serves two cases.
 */
final class CrashTestRunner {

    /** Two at a time; each is a process. */
    private static final int WORKERS = 2;

    /** Simulated time during which an accepted edit or export is not visible. */
    private static final Duration STATUS_DELAY = Duration.ofHours(1);

    /**
     * One kill.
     *
     * @param occurrence number of the effect within its kind
     * @param powerCut   whether unsynced data is lost, too
     */
    record Kill(int occurrence, String moment, boolean powerCut) {

        @Override
        public String toString() {
            return (powerCut ? "power cut " : "kill -9 ") + moment + " (" + occurrence + ")";
        }
    }

    /** Effects and charges of a run without a kill. */
    private record Baseline(List<String> effects, List<String> bills) {
    }

    private static final Map<ShootVariant, Baseline> BASELINES = new ConcurrentHashMap<>();
    private static final Map<Path, WovenProgram> PROGRAMS = new ConcurrentHashMap<>();

    private final Path folder;
    private final String name;
    private final ShootVariant variant;
    private final WovenProgram program;
    /** The program without a planted bug. */
    private final WovenProgram unmodifiedProgram;
    private final AtomicInteger scenarioCount = new AtomicInteger();

    /**
     * @param folder  folder of all crash tests
     * @param planted name of a {@link PlantedBug}, or empty
     */
    CrashTestRunner(Path folder, ShootVariant variant, String planted) {
        this.folder = folder.resolve(variant + planted);
        this.name = planted.isEmpty() ? variant.toString() : variant + " with the planted bug " + planted;
        this.variant = variant;
        this.program = findProgram(folder, planted);
        this.unmodifiedProgram = findProgram(folder, "");
    }

    private WovenProgram findProgram(Path folder, String planted) {
        return PROGRAMS.computeIfAbsent(folder.resolve("program-" + variant.storage + planted),
                place -> new WovenProgram(place, variant.storage, planted));
    }

    /** The effects of a shoot without a kill, in order. */
    List<String> effects() {
        return BASELINES.computeIfAbsent(variant, each -> recordBaseline()).effects();
    }

    private Baseline recordBaseline() {
        List<String> seen = new ArrayList<>();
        try (Simulator sim = startSimulator(); WorkerProcess worker = new WorkerProcess(folder, unmodifiedProgram.buildCommand(!unmodifiedProgram.hasClassArchive()))) {
            CrashScenario scenario = createScenario(sim);
            WorkerProcess.RunEnd end = worker.run(scenario.folder, "", 0, false, seen::add, seen::add, () -> awaitIdle(sim));
            List<String> bills = scenario.listBills();
            List<String> broken = scenario.findViolations(end, bills, worker.readLog());
            if (!broken.isEmpty()) {
                throw new AssertionError(variant + " breaks promises without a kill: " + broken + "\n" + worker.readLog());
            }
            worker.awaitExit();
            return new Baseline(List.copyOf(seen), bills);
        }
    }

    /** All effects; those that write to a disk occur twice, with unsynced data kept and lost. */
    List<Kill> allKills() {
        List<Kill> kills = new ArrayList<>();
        Map<String, Integer> met = new HashMap<>();
        for (int i = 0; i < effects().size(); i++) {
            int number = met.merge(effects().get(i), 1, Integer::sum);
            kills.add(new Kill(number, effects().get(i), false));
            if (affectsDisk(i)) {
                kills.add(new Kill(number, effects().get(i), true));
            }
        }
        return kills;
    }

    /** Whether there can be unsynced data at this effect, that is, after the first change of the disk. */
    private boolean affectsDisk(int index) {
        return effects().subList(0, index + 1).stream().anyMatch(moment -> moment.endsWith("folder")
                || moment.endsWith("open")) && !effects().get(index).contains("request");
    }

    /**
     * One kill per kind. The moment before an effect equals the moment after the previous one, so the moments after are
     * sufficient. Each paid call is a kind of its own, and unsynced data is lost.
     */
    Collection<Kill> onePerKind() {
        Map<String, Kill> kinds = new LinkedHashMap<>();
        allKills().stream().filter(kill -> kill.moment().startsWith("after ")).forEach(kill -> {
            String kind = kill.moment().replaceFirst("(commit \\w+)\\.\\w+", "$1").replaceFirst("(GET|PUT) /.*", "$1");
            kinds.merge(kind, kill, (first, other) -> other.powerCut() && !first.powerCut() ? other : first);
        });
        return kinds.values();
    }

    /** Kills at each of these moments. */
    CrashReport.Outcome runKills(Collection<Kill> kills) {
        effects();
        CrashReport tally = new CrashReport(name, kills.size());
        Queue<Kill> waiting = new ConcurrentLinkedQueue<>(kills);
        List<Thread> workers = new ArrayList<>();
        for (int i = 0; i < WORKERS; i++) {
            Thread worker = new Thread(() -> runWorker(waiting, tally), "crash-" + i);
            worker.start();
            workers.add(worker);
        }
        for (Thread worker : workers) {
            try {
                worker.join();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
        return tally.toOutcome();
    }

    private void runWorker(Queue<Kill> waiting, CrashReport tally) {
        try (Simulator sim = startSimulator()) {
            WorkerProcess worker = new WorkerProcess(folder, program);
            for (Kill kill = waiting.poll(); kill != null; kill = waiting.poll()) {
                try {
                    worker = runKill(kill, sim, worker, tally);
                } catch (RuntimeException | AssertionError e) {
                    tally.recordViolation("the crash test failed at " + kill + ": " + e);
                    worker.close();
                    worker = new WorkerProcess(folder, program);
                }
            }
            worker.close();
        } catch (RuntimeException | AssertionError e) {
            tally.recordViolation("the crash test failed: " + e);
        }
    }

    /** @return the process to kill next */
    private WorkerProcess runKill(Kill kill, Simulator sim, WorkerProcess first, CrashReport tally) {
        WorkerProcess worker = first;
        sim.reset();
        CrashScenario scenario = createScenario(sim);
        List<String> broken = new ArrayList<>();
        WorkerProcess.RunEnd end = worker.run(scenario.folder, kill.moment(), kill.occurrence(), kill.powerCut(), effect -> { }, broken::add,
                () -> awaitIdle(sim));
        String log = "";
        if (end.crashed()) {
            log = worker.readLog();
            broken.addAll(scenario.findLosses());
            worker = new WorkerProcess(folder, program);
            end = worker.run(scenario.folder, "", 1, false, effect -> { }, broken::add, () -> awaitIdle(sim));
        } else {
            tally.recordMissed();
        }
        broken.addAll(scenario.findViolations(end, BASELINES.get(variant).bills(), log + worker.readLog()));
        tally.recordKill(kill, broken);
        if (broken.isEmpty()) {
            scenario.deleteAll();
        }
        if (end.kind().equals("broken")) {
            worker.close();
            worker = new WorkerProcess(folder, program);
        }
        return worker;
    }

    private static Simulator startSimulator() {
        return Simulator.start(SimOptions.defaults().withDurations(STATUS_DELAY, Duration.ZERO));
    }

    /** The worst vendor behaviour: every call is charged, and nothing shows the call for a while. */
    private CrashScenario createScenario(Simulator sim) {
        sim.switches().set("second-edit", "billed").set("second-export", "billed");
        return new CrashScenario(folder.resolve(variant + "-" + scenarioCount.incrementAndGet()), sim, variant);
    }

    /** Waits until the simulator has finished its jobs; its time has advanced then. */
    private static void awaitIdle(Simulator sim) {
        sim.clock().advance(STATUS_DELAY.plusSeconds(1));
        Await.isTrueWithin(Duration.ofSeconds(2), () -> sim.fotolabs().listings().stream()
                .noneMatch(listing -> listing.state() == Listing.State.PROCESSING)
                && Stream.concat(sim.projects().stream(), sim.smartProjects().stream())
                .flatMap(project -> Stream.of(project.editJob(), project.exportJob())).filter(Objects::nonNull)
                .allMatch(job -> job.phase() == Job.Phase.COMPLETED || job.phase() == Job.Phase.FAILED));
    }
}
