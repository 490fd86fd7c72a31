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

/** Runs the jobs of processed listings on the simulator's clock, with limited concurrency (docs/vendors/fotolabs.md 10). */
final class JobRunner implements AutoCloseable {

    private static final long SEED = 42;

    private static final class JobRun {
        private final Listing listing;
        private final Listing.Task task;
        private CompletableFuture<Void> work;
        private boolean started;

        private JobRun(Listing listing, Listing.Task task) {
            this.listing = listing;
            this.task = task;
        }
    }

    private final SimClock clock;
    private final Switches switches;
    private final FotolabsRenderer renderer;
    private final Map<String, JobRun> runs = new LinkedHashMap<>();
    private final Deque<JobRun> waiting = new ArrayDeque<>();
    private final ExecutorService executor = Executors.newFixedThreadPool(2, run -> {
        Thread thread = new Thread(run, "sim-finishing");
        thread.setDaemon(true);
        return thread;
    });
    private Random random = new Random(SEED);
    private int running;

    JobRunner(SimClock clock, Switches switches, FotolabsRenderer renderer) {
        this.clock = clock;
        this.switches = switches;
        this.renderer = renderer;
    }

    /** Queues all jobs of a listing. */
    synchronized void queueJobs(Listing listing) {
        for (Listing.Task task : listing.tasks()) {
            JobRun run = new JobRun(listing, task);
            JobRun before = runs.put(task.id(), run);
            running -= before != null && before.started ? 1 : 0;
            clock.schedule(clock.now().plus(pickDuration("fotolabs-start-ms")), () -> startOrWait(run));
        }
    }

    private Duration pickDuration(String name) {
        String[] ends = switches.get(name).split("-");
        long from = Long.parseLong(ends[0]);
        long to = Long.parseLong(ends[ends.length - 1]);
        return Duration.ofMillis(from + (long) (random.nextDouble() * Math.max(0, to - from)));
    }

    private synchronized void startOrWait(JobRun run) {
        if (runs.get(run.task.id()) != run) {
            return;
        }
        if (running < switches.getLong("fotolabs-workers")) {
            startRun(run);
        } else {
            waiting.add(run);
        }
    }

    private synchronized void startRun(JobRun run) {
        running++;
        run.started = true;
        synchronized (run.listing) {
            run.task.images().forEach(f -> f.markProcessing(clock.now()));
            completeIfDone(run.listing);
        }
        if (matchesPattern(run, "fotolabs-stuck")) {
            return;
        }
        boolean fails = matchesPattern(run, "fotolabs-fail");
        Duration time = pickDuration(run.task.hdr() ? "fotolabs-hdr-ms" : "fotolabs-work-ms");
        if (fails && !switches.get("fotolabs-fail-after-ms").isEmpty()) {
            time = Duration.ofMillis(switches.getLong("fotolabs-fail-after-ms"));
        }
        clock.schedule(clock.now().plus(time), () -> endRun(run, fails ? switches.get("fotolabs-fail-text") : null));
        if (!fails) {
            renderOnce(run);
        }
    }

    private boolean matchesPattern(JobRun run, String name) {
        String pattern = switches.get(name);
        return !pattern.isEmpty() && run.task.images().stream().anyMatch(f -> Pattern.compile(pattern).matcher(f.filename()).find());
    }

    private synchronized CompletableFuture<Void> renderOnce(JobRun run) {
        if (run.work == null) {
            run.work = run.task.images().stream().anyMatch(f -> f.storedAt() == null)
                    ? CompletableFuture.failedFuture(new IllegalStateException("original not found"))
                    : CompletableFuture.runAsync(() -> renderResult(run), executor);
        }
        return run.work;
    }

    private void renderResult(JobRun run) {
        try {
            renderer.renderResult(run.task, run.listing.processRequest());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Ends a job as soon as its result is rendered: failed with this error text, or completed if it is null. */
    private void endRun(JobRun run, String errorMessage) {
        if (errorMessage != null) {
            recordEnd(run, errorMessage);
            return;
        }
        renderOnce(run).whenComplete((made, e) -> recordEnd(run, e == null ? null : e.getMessage()));
    }

    private synchronized void recordEnd(JobRun run, String errorMessage) {
        if (!runs.remove(run.task.id(), run)) {
            return;
        }
        waiting.remove(run);
        running -= run.started ? 1 : 0;
        synchronized (run.listing) {
            for (ListingImage frame : run.task.images()) {
                boolean primary = frame == run.task.primary();
                if (errorMessage != null && (primary || switches.is("fotolabs-hdr-failure", "all"))) {
                    frame.markFailed(errorMessage, clock.now());
                } else {
                    frame.markCompleted(errorMessage == null && primary, clock.now());
                }
            }
            completeIfDone(run.listing);
        }
        while (!waiting.isEmpty() && running < switches.getLong("fotolabs-workers")) {
            startRun(waiting.poll());
        }
    }

    private void completeIfDone(Listing listing) {
        long open = listing.tasks().stream().filter(t -> !t.isOver()).count();
        if (open == 0 || open == 1 && switches.is("fotolabs-early-completed", "on")) {
            listing.markCompleted();
        }
    }

    /** Ends a job on request. Returns false if it is not running. */
    synchronized boolean endJob(String jobId, String errorMessage) {
        JobRun run = runs.get(jobId);
        if (run != null) {
            endRun(run, errorMessage);
        }
        return run != null;
    }

    synchronized void clear() {
        runs.clear();
        waiting.clear();
        running = 0;
        random = new Random(SEED);
    }

    @Override
    public void close() {
        executor.shutdownNow();
    }
}
