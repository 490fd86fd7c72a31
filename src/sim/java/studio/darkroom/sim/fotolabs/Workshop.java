package studio.darkroom.sim.fotolabs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Pattern;

import studio.darkroom.sim.SimClock;
import studio.darkroom.sim.Switches;

/** Runs the jobs of processed listings on the simulator's clock, so many at once (contract section 10, 5). */
final class Workshop implements AutoCloseable {

    private static final long SEED = 42;

    private static final class Run {
        private final Listing listing;
        private final Listing.Task task;
        private CompletableFuture<Void> work;
        private boolean begun;

        private Run(Listing listing, Listing.Task task) {
            this.listing = listing;
            this.task = task;
        }
    }

    private final SimClock clock;
    private final Switches switches;
    private final Finishing finishing;
    private final Map<String, Run> runs = new LinkedHashMap<>();
    private final Deque<Run> waiting = new ArrayDeque<>();
    private final ExecutorService benches = Executors.newFixedThreadPool(2, run -> {
        Thread thread = new Thread(run, "sim-finishing");
        thread.setDaemon(true);
        return thread;
    });
    private Random chance = new Random(SEED);
    private int running;

    Workshop(SimClock clock, Switches switches, Finishing finishing) {
        this.clock = clock;
        this.switches = switches;
        this.finishing = finishing;
    }

    /** Queues every job of a listing that has just been ordered. */
    synchronized void start(Listing listing) {
        for (Listing.Task task : listing.tasks()) {
            Run run = new Run(listing, task);
            Run before = runs.put(task.id(), run);
            running -= before != null && before.begun ? 1 : 0;
            clock.at(clock.now().plus(some("fotolabs-start-ms")), () -> queue(run));
        }
    }

    private Duration some(String name) {
        String[] ends = switches.get(name).split("-");
        long from = Long.parseLong(ends[0]);
        long to = Long.parseLong(ends[ends.length - 1]);
        return Duration.ofMillis(from + (long) (chance.nextDouble() * Math.max(0, to - from)));
    }

    private synchronized void queue(Run run) {
        if (runs.get(run.task.id()) != run) {
            return;
        }
        if (running < switches.number("fotolabs-workers")) {
            begin(run);
        } else {
            waiting.add(run);
        }
    }

    private synchronized void begin(Run run) {
        running++;
        run.begun = true;
        synchronized (run.listing) {
            run.task.frames().forEach(f -> f.processing(clock.now()));
            close(run.listing);
        }
        if (meets(run, "fotolabs-stuck")) {
            return;
        }
        boolean fails = meets(run, "fotolabs-fail");
        Duration time = some(run.task.hdr() ? "fotolabs-hdr-ms" : "fotolabs-work-ms");
        if (fails && !switches.get("fotolabs-fail-after-ms").isEmpty()) {
            time = Duration.ofMillis(switches.number("fotolabs-fail-after-ms"));
        }
        clock.at(clock.now().plus(time), () -> end(run, fails ? switches.get("fotolabs-fail-text") : null));
        if (!fails) {
            work(run);
        }
    }

    private boolean meets(Run run, String name) {
        String pattern = switches.get(name);
        return !pattern.isEmpty() && run.task.frames().stream().anyMatch(f -> Pattern.compile(pattern).matcher(f.filename()).find());
    }

    private synchronized CompletableFuture<Void> work(Run run) {
        if (run.work == null) {
            run.work = run.task.frames().stream().anyMatch(f -> f.storedAt() == null)
                    ? CompletableFuture.failedFuture(new IllegalStateException("original not found"))
                    : CompletableFuture.runAsync(() -> make(run), benches);
        }
        return run.work;
    }

    private void make(Run run) {
        try {
            finishing.make(run.task, run.listing.order());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Ends a job with this error text, or well when it is null, as soon as its result is made. */
    private void end(Run run, String why) {
        if (why != null) {
            over(run, why);
            return;
        }
        work(run).whenComplete((made, e) -> over(run, e == null ? null : e.getMessage()));
    }

    private synchronized void over(Run run, String why) {
        if (!runs.remove(run.task.id(), run)) {
            return;
        }
        waiting.remove(run);
        running -= run.begun ? 1 : 0;
        synchronized (run.listing) {
            for (Frame frame : run.task.frames()) {
                boolean primary = frame == run.task.primary();
                if (why != null && (primary || switches.is("fotolabs-hdr-failure", "all"))) {
                    frame.failed(why, clock.now());
                } else {
                    frame.completed(why == null && primary, clock.now());
                }
            }
            close(run.listing);
        }
        while (!waiting.isEmpty() && running < switches.number("fotolabs-workers")) {
            begin(waiting.poll());
        }
    }

    private void close(Listing listing) {
        long open = listing.tasks().stream().filter(t -> !t.isOver()).count();
        if (open == 0 || open == 1 && switches.is("fotolabs-early-completed", "on")) {
            listing.completed();
        }
    }

    /** Ends a job by hand; false when it is not under way. */
    synchronized boolean finish(String jobId, String why) {
        Run run = runs.get(jobId);
        if (run != null) {
            end(run, why);
        }
        return run != null;
    }

    synchronized void clear() {
        runs.clear();
        waiting.clear();
        running = 0;
        chance = new Random(SEED);
    }

    @Override
    public void close() {
        benches.shutdownNow();
    }
}
