package studio.darkroom.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Collection;
import java.util.List;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckHelper;
import studio.darkroom.text.Quotes;
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
            default -> throw new ApiRefusal(404, "probe-unknown", "Unknown probe \"" + Quotes.shorten(probe) + "\". Use live or ready.");
        };
    }

    private ProbeResult toProbeResult(Exchange exchange, Collection<HealthCheck.Result> results, boolean readiness) {
        boolean up = HealthCheckHelper.isResultsUp(results, readiness);
        List<Check> checks = !guard.isTrusted(exchange) ? null : results.stream()
                .filter(result -> result.getState() != HealthCheck.State.UP || result.getMessage().isPresent()).map(Check::of).toList();
        return new ProbeResult(up ? 200 : 503, new Health(up ? "UP" : "DOWN", checks));
    }
}
