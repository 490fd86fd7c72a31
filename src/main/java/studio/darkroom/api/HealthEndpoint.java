package studio.darkroom.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckHelper;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;
import studio.darkroom.api.ApiResponses.ApiRefusal;
import studio.darkroom.config.Settings;
import studio.darkroom.ledger.Database.LedgerUnavailable;
import studio.darkroom.ledger.OutageRepository;
import studio.darkroom.ledger.ReportQueries;
import studio.darkroom.text.Redactor;

/** Runs the health checks of the Camel context. Callers without access to the API see only {@code UP} or {@code DOWN}. */
public final class HealthEndpoint {

    private final CamelContext context;
    private final ApiGuard guard;

    public HealthEndpoint(CamelContext context, ApiGuard guard) {
        this.context = context;
        this.guard = guard;
    }

    /** The JSON body. @param checks left out for callers without access to the API */
    public record Health(String status, @JsonInclude(JsonInclude.Include.NON_NULL) List<Check> checks) {
    }

    /** One check. @param message left out if it reports none */
    public record Check(String name, String status, @JsonInclude(JsonInclude.Include.NON_NULL) String message) {

        static Check of(HealthCheck.Result result) {
            return new Check(result.getCheck().getId(), result.getState().name(), result.getMessage().map(Redactor::redact).orElse(null));
        }
    }

    /** @param status HTTP status: 200, or 503 if the node is down */
    public record ProbeResult(int status, Health body) {
    }

    /** Runs all checks. */
    public ProbeResult checkAll(Exchange exchange) {
        return toProbeResult(exchange, HealthCheckHelper.invoke(context, "full"), true);
    }

    /**
     * @param probe {@code live}: the process works; {@code ready}: inboxes readable and ledger writable
     * @throws ApiRefusal 404 for an unknown probe
     */
    public ProbeResult runProbe(Exchange exchange, String probe) {
        return switch (probe) {
            case "live" -> toProbeResult(exchange, HealthCheckHelper.invokeLiveness(context, "full"), false);
            case "ready" -> toProbeResult(exchange, HealthCheckHelper.invokeReadiness(context, "full"), true);
            default -> throw new ApiRefusal(404, "probe-unknown", "Unknown probe \"" + Redactor.shorten(probe) + "\". Use live or ready.");
        };
    }

    private ProbeResult toProbeResult(Exchange exchange, Collection<HealthCheck.Result> results, boolean readiness) {
        boolean up = HealthCheckHelper.isResultsUp(results, readiness);
        List<Check> checks = !guard.isTrusted(exchange) ? null : results.stream()
                .filter(result -> result.getState() != HealthCheck.State.UP || result.getMessage().isPresent()).map(Check::of).toList();
        return new ProbeResult(up ? 200 : 503, new Health(up ? "UP" : "DOWN", checks));
    }

    /** Ready: every inbox can be read and the ledger can be written. Vendors do not matter. */
    public static final class ReadinessCheck extends AbstractHealthCheck implements AutoCloseable {

        /** A share that hangs must not block the probe. */
        private static final long TIMEOUT_SECONDS = 5;

        private final List<Settings.Lane> lanes;
        private final ReportQueries queries;
        private final OutageRepository outages;
        private final Map<String, Future<String>> runningChecks = new LinkedHashMap<>();
        private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
            Thread thread = new Thread(task, "darkroom-ready");
            thread.setDaemon(true);
            return thread;
        });

        public ReadinessCheck(List<Settings.Lane> lanes, ReportQueries queries, OutageRepository outages) {
            super("darkroom", "darkroom-ready");
            this.lanes = List.copyOf(lanes);
            this.queries = queries;
            this.outages = outages;
        }

        @Override
        public boolean isLiveness() {
            return false;
        }

        @Override
        protected synchronized void doCall(HealthCheckResultBuilder builder, Map<String, Object> options) {
            List<String> faults = new ArrayList<>();
            runCheck(faults, "the ledger", this::checkLedger);
            for (Settings.Lane lane : lanes) {
                if (lane.inbox().kind() == Settings.Place.Kind.FOLDER) {
                    runCheck(faults, "inbox of lane " + lane.name(), () -> checkInbox(lane));
                } else {
                    // The scan lists a bucket often enough; its outage is the answer.
                    runCheck(faults, "inbox of lane " + lane.name(), () -> outages.findActive("inbox:" + lane.name())
                            .map(outage -> Redactor.redact(outage.text())).orElse(null));
                }
            }
            if (faults.isEmpty()) {
                builder.up().message("inboxes readable, ledger writable");
            } else {
                builder.down().message(String.join(" ", faults));
            }
        }

        /** Runs one check per subject at a time: a check that hangs is awaited again, not started again. */
        private void runCheck(List<String> faults, String what, Check check) {
            Future<String> running = runningChecks.computeIfAbsent(what, name -> threads.submit(check::findFault));
            try {
                String fault = running.get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
                runningChecks.remove(what);
                if (fault != null) {
                    faults.add(fault);
                }
            } catch (TimeoutException e) {
                faults.add("The check of " + what + " timed out after " + TIMEOUT_SECONDS + " s.");
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                faults.add("The check of " + what + " was interrupted.");
            } catch (ExecutionException e) {
                runningChecks.remove(what);
                faults.add("The check of " + what + " failed: " + Redactor.redact(String.valueOf(e.getCause().getMessage())) + ".");
            }
        }

        private String checkLedger() {
            try {
                queries.checkWritable();
                return null;
            } catch (LedgerUnavailable down) {
                return Redactor.redact(down.getMessage()) + ".";
            }
        }

        private static String checkInbox(Settings.Lane lane) {
            Path folder = lane.inbox().folder();
            try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
                entries.iterator().hasNext();
                return null;
            } catch (IOException | RuntimeException e) {
                return "The inbox of lane " + lane.name() + " cannot be read (" + e.getClass().getSimpleName() + ").";
            }
        }

        @Override
        public void close() {
            threads.shutdownNow();
        }

        @FunctionalInterface
        private interface Check {
            String findFault();
        }
    }
}
