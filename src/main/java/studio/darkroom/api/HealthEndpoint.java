package studio.darkroom.api;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckHelper;
import studio.darkroom.text.Redactor;

/** How this node is, from the health checks of its Camel context: {@code UP} or {@code DOWN}, and for those we trust why. */
public final class HealthEndpoint {

    private final CamelContext context;
    private final ApiGuard guard;

    public HealthEndpoint(CamelContext context, ApiGuard guard) {
        this.context = context;
        this.guard = guard;
    }

    /**
     * What a probe found.
     *
     * @param status HTTP status: 200, or 503 when the node is down
     */
    public record ProbeResult(int status, Map<String, Object> body) {
    }

    /** Every check there is. */
    public ProbeResult checkAll(Exchange exchange) {
        return toProbeResult(exchange, HealthCheckHelper.invoke(context, "full"), true);
    }

    /**
     * @param probe {@code live}: worth keeping, whatever the world is like; {@code ready}: inboxes readable and ledger
     *              writable
     * @throws ApiRefusal 404 when there is no such probe
     */
    public ProbeResult runProbe(Exchange exchange, String probe) {
        return switch (probe) {
            case "live" -> toProbeResult(exchange, HealthCheckHelper.invokeLiveness(context, "full"), false);
            case "ready" -> toProbeResult(exchange, HealthCheckHelper.invokeReadiness(context, "full"), true);
            default -> throw new ApiRefusal(404, "There is no probe \"" + probe + "\"; there are live and ready.");
        };
    }

    private ProbeResult toProbeResult(Exchange exchange, Collection<HealthCheck.Result> results, boolean readiness) {
        boolean up = HealthCheckHelper.isResultsUp(results, readiness);
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("status", up ? "UP" : "DOWN");
        if (guard.isTrusted(exchange)) {
            body.put("checks", results.stream()
                    .filter(result -> result.getState() != HealthCheck.State.UP || result.getMessage().isPresent())
                    .map(HealthEndpoint::describeCheck).toList());
        }
        return new ProbeResult(up ? 200 : 503, body);
    }

    private static Map<String, Object> describeCheck(HealthCheck.Result result) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("name", result.getCheck().getId());
        json.put("status", result.getState().name());
        result.getMessage().ifPresent(message -> json.put("message", Redactor.redact(message)));
        return json;
    }
}
