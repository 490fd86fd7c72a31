package studio.darkroom.report;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;
import studio.darkroom.Settings;
import studio.darkroom.ledger.LedgerDown;
import studio.darkroom.ledger.Outages;
import studio.darkroom.ledger.Views;
import studio.darkroom.trouble.Plain;

/** Ready means: every inbox can be looked into and the ledger can be written. The vendor plays no part in it. */
public final class ReadyCheck extends AbstractHealthCheck implements AutoCloseable {

    /** A share that hangs must not hang the probe. */
    private static final long PATIENCE_SECONDS = 5;

    private final List<Settings.Lane> lanes;
    private final Views views;
    private final Outages outages;
    private final Map<String, Future<String>> looks = new LinkedHashMap<>();
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "darkroom-ready");
        thread.setDaemon(true);
        return thread;
    });

    public ReadyCheck(List<Settings.Lane> lanes, Views views, Outages outages) {
        super("darkroom", "darkroom-ready");
        this.lanes = List.copyOf(lanes);
        this.views = views;
        this.outages = outages;
    }

    @Override
    public boolean isLiveness() {
        return false;
    }

    @Override
    protected synchronized void doCall(HealthCheckResultBuilder builder, Map<String, Object> options) {
        List<String> faults = new ArrayList<>();
        look(faults, "the ledger", this::ledger);
        for (Settings.Lane lane : lanes) {
            if (lane.inbox().kind() == Settings.Place.Kind.FOLDER) {
                look(faults, "inbox of lane " + lane.name(), () -> inbox(lane));
            } else {
                // A bucket is listed often enough: what that found is the answer.
                look(faults, "inbox of lane " + lane.name(), () -> outages.standing("inbox:" + lane.name())
                        .map(outage -> Plain.text(outage.text())).orElse(null));
            }
        }
        if (faults.isEmpty()) {
            builder.up().message("inboxes readable, ledger writable");
        } else {
            builder.down().message(String.join(" ", faults));
        }
    }

    /** One look at a time per thing: a look that hangs is waited for again instead of started again. */
    private void look(List<String> faults, String what, Look look) {
        Future<String> running = looks.computeIfAbsent(what, name -> threads.submit(look::fault));
        try {
            String fault = running.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            looks.remove(what);
            if (fault != null) {
                faults.add(fault);
            }
        } catch (TimeoutException e) {
            faults.add("It takes longer than " + PATIENCE_SECONDS + " s to look at " + what + ".");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            faults.add("The look at " + what + " was broken off.");
        } catch (ExecutionException e) {
            looks.remove(what);
            faults.add("The look at " + what + " failed: " + Plain.text(String.valueOf(e.getCause().getMessage())) + ".");
        }
    }

    private String ledger() {
        try {
            views.writable();
            return null;
        } catch (LedgerDown down) {
            return Plain.text(down.getMessage()) + ".";
        }
    }

    private static String inbox(Settings.Lane lane) {
        Path folder = lane.inbox().folder();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
            entries.iterator().hasNext();
            return null;
        } catch (IOException | RuntimeException e) {
            return "The inbox of lane " + lane.name() + " cannot be looked into (" + e.getClass().getSimpleName() + ").";
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }

    @FunctionalInterface
    private interface Look {
        String fault();
    }
}
