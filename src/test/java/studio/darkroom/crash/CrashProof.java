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
import studio.darkroom.testing.Until;

/**
 * Kills a process at each effect of a small shoot's life, lets another one finish the shoot, and looks at the promises
 * from outside. The process that finishes one shoot is the one that is killed at the next, so that each start counts twice.
 */
final class CrashProof {

    /** Two at a time: each is a process of its own. */
    private static final int LINES = 2;

    /** So long, in the simulator's time, an accepted edit or export shows as none. */
    private static final Duration SILENCE = Duration.ofHours(1);

    /** One kill. @param number which effect of its kind @param cut whether what was not synced is lost too */
    record Kill(int number, String moment, boolean cut) {

        @Override
        public String toString() {
            return (cut ? "power cut " : "kill -9 ") + moment + " (" + number + ")";
        }
    }

    /** What a life is like that nobody ends. */
    private record Calm(List<String> effects, List<String> bills) {
    }

    private static final Map<Life, Calm> CALM = new ConcurrentHashMap<>();
    private static final Map<Path, Program> PROGRAMS = new ConcurrentHashMap<>();

    private final Path folder;
    private final String name;
    private final Life life;
    private final Program program;
    /** The same without a mistake. */
    private final Program sound;
    private final AtomicInteger scenes = new AtomicInteger();

    /**
     * @param folder of all proofs
     * @param planted name of a {@link PlantedBug}, or empty
     */
    CrashProof(Path folder, Life life, String planted) {
        this.folder = folder.resolve(life + planted);
        this.name = planted.isEmpty() ? life.toString() : life + " with the mistake " + planted;
        this.life = life;
        this.program = program(folder, planted);
        this.sound = program(folder, "");
    }

    private Program program(Path folder, String planted) {
        return PROGRAMS.computeIfAbsent(folder.resolve("program-" + life.ground + planted),
                place -> new Program(place, life.ground, planted));
    }

    /** The effects of a shoot that nobody kills, in order. */
    List<String> effects() {
        return CALM.computeIfAbsent(life, each -> calm()).effects();
    }

    private Calm calm() {
        List<String> seen = new ArrayList<>();
        try (Simulator sim = simulator(); Victim victim = new Victim(folder, sound.command(!sound.archived()))) {
            Scene scene = scene(sim);
            Victim.End end = victim.run(scene.folder, "", 0, false, seen::add, seen::add, () -> idle(sim));
            List<String> bills = scene.bills();
            List<String> broken = scene.violations(end, bills, victim.log());
            if (!broken.isEmpty()) {
                throw new AssertionError(life + " is broken before anything is killed: " + broken + "\n" + victim.log());
            }
            victim.dismiss();
            return new Calm(List.copyOf(seen), bills);
        }
    }

    /** Every effect there is; where a disk is written, once with everything kept and once with all unsynced lost. */
    List<Kill> all() {
        List<Kill> kills = new ArrayList<>();
        Map<String, Integer> met = new HashMap<>();
        for (int i = 0; i < effects().size(); i++) {
            int number = met.merge(effects().get(i), 1, Integer::sum);
            kills.add(new Kill(number, effects().get(i), false));
            if (ofTheDisk(i)) {
                kills.add(new Kill(number, effects().get(i), true));
            }
        }
        return kills;
    }

    /** Whether anything can be unsynced at this effect: from the first change of the disk on. */
    private boolean ofTheDisk(int index) {
        return effects().subList(0, index + 1).stream().anyMatch(moment -> moment.endsWith("folder")
                || moment.endsWith("open")) && !effects().get(index).contains("request");
    }

    /**
     * One of each kind: right before an effect is right after the one before it, so that the moments after are enough;
     * a call that costs is a kind of its own, and what is done to the disk is lost.
     */
    Collection<Kill> kinds() {
        Map<String, Kill> kinds = new LinkedHashMap<>();
        all().stream().filter(kill -> kill.moment().startsWith("after ")).forEach(kill -> {
            String kind = kill.moment().replaceFirst("(commit \\w+)\\.\\w+", "$1").replaceFirst("(GET|PUT) /.*", "$1");
            kinds.merge(kind, kill, (first, other) -> other.cut() && !first.cut() ? other : first);
        });
        return kinds.values();
    }

    /** Kills at each of them. */
    Tally.Outcome at(Collection<Kill> kills) {
        effects();
        Tally tally = new Tally(name, kills.size());
        Queue<Kill> waiting = new ConcurrentLinkedQueue<>(kills);
        List<Thread> lines = new ArrayList<>();
        for (int i = 0; i < LINES; i++) {
            Thread line = new Thread(() -> line(waiting, tally), "crash-" + i);
            line.start();
            lines.add(line);
        }
        for (Thread line : lines) {
            try {
                line.join();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
        return tally.outcome();
    }

    private void line(Queue<Kill> waiting, Tally tally) {
        try (Simulator sim = simulator()) {
            Victim victim = new Victim(folder, program);
            for (Kill kill = waiting.poll(); kill != null; kill = waiting.poll()) {
                try {
                    victim = killed(kill, sim, victim, tally);
                } catch (RuntimeException | AssertionError e) {
                    tally.violation("the proof itself broke at " + kill + ": " + e);
                    victim.close();
                    victim = new Victim(folder, program);
                }
            }
            victim.close();
        } catch (RuntimeException | AssertionError e) {
            tally.violation("the proof itself broke: " + e);
        }
    }

    /** @return who is to be killed next */
    private Victim killed(Kill kill, Simulator sim, Victim first, Tally tally) {
        Victim victim = first;
        sim.reset();
        Scene scene = scene(sim);
        List<String> broken = new ArrayList<>();
        Victim.End end = victim.run(scene.folder, kill.moment(), kill.number(), kill.cut(), effect -> { }, broken::add,
                () -> idle(sim));
        String log = "";
        if (end.crashed()) {
            log = victim.log();
            broken.addAll(scene.lost());
            victim = new Victim(folder, program);
            end = victim.run(scene.folder, "", 1, false, effect -> { }, broken::add, () -> idle(sim));
        } else {
            tally.missed();
        }
        broken.addAll(scene.violations(end, CALM.get(life).bills(), log + victim.log()));
        tally.killed(kill, broken);
        if (broken.isEmpty()) {
            scene.clear();
        }
        if (end.word().equals("broken")) {
            victim.close();
            victim = new Victim(folder, program);
        }
        return victim;
    }

    private static Simulator simulator() {
        return Simulator.start(SimOptions.defaults().withDurations(SILENCE, Duration.ZERO));
    }

    /** In a vendor's worst manner: a call is paid for whenever it comes, and for a while nothing shows that it came. */
    private Scene scene(Simulator sim) {
        sim.switches().set("second-edit", "billed").set("second-export", "billed");
        return new Scene(folder.resolve(life + "-" + scenes.incrementAndGet()), sim, life);
    }

    /** Waits until the simulator has made what was ordered; its time is a while further then. */
    private static void idle(Simulator sim) {
        sim.clock().advance(SILENCE.plusSeconds(1));
        Until.within(Duration.ofSeconds(2), () -> sim.fotolabs().listings().stream()
                .noneMatch(listing -> listing.state() == Listing.State.PROCESSING)
                && Stream.concat(sim.projects().stream(), sim.smartProjects().stream())
                .flatMap(project -> Stream.of(project.edit(), project.export())).filter(Objects::nonNull)
                .allMatch(job -> job.phase() == Job.Phase.COMPLETED || job.phase() == Job.Phase.FAILED));
    }
}
