package studio.darkroom.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import studio.darkroom.ledger.InboxFiles;
import studio.darkroom.ledger.Ledger;
import studio.darkroom.ledger.Shoot;
import studio.darkroom.lifecycle.Step;
import studio.darkroom.runner.ShootRunner;
import studio.darkroom.sim.Simulator;
import studio.darkroom.sim.fotolabs.Listing;
import studio.darkroom.sim.imagen.Job;

/** Runs the shoots of a test: the test moves the clock, and what is due is run. */
public abstract class ShootDriver {

    public final TestClock clock = new TestClock();
    public final Simulator sim;
    public final Path inbox;

    ShootDriver(Simulator sim, Path inbox) {
        this.sim = sim;
        this.inbox = inbox;
    }

    public abstract Ledger ledger();

    /** The runner, which the test calls instead of the scheduler. */
    public abstract ShootRunner runner();

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
                runner().runShoot(shoot.id());
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
}
