package studio.darkroom.report;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckHelper;
import studio.darkroom.trouble.Plain;

/** How this node is, from the health checks of its Camel context: {@code UP} or {@code DOWN}, and for those we trust why. */
public final class Health {

    private final CamelContext context;
    private final ApiGuard guard;

    public Health(CamelContext context, ApiGuard guard) {
        this.context = context;
        this.guard = guard;
    }

    /**
     * What a probe found.
     *
     * @param status HTTP status: 200, or 503 when the node is down
     */
    public record Finding(int status, Map<String, Object> told) {
    }

    /** Every check there is. */
    public Finding all(Exchange exchange) {
        return finding(exchange, HealthCheckHelper.invoke(context, "full"), true);
    }

    /**
     * @param probe {@code live}: worth keeping, whatever the world is like; {@code ready}: inboxes readable and ledger
     *              writable
     * @throws ApiRefusal 404 when there is no such probe
     */
    public Finding probe(Exchange exchange, String probe) {
        return switch (probe) {
            case "live" -> finding(exchange, HealthCheckHelper.invokeLiveness(context, "full"), false);
            case "ready" -> finding(exchange, HealthCheckHelper.invokeReadiness(context, "full"), true);
            default -> throw new ApiRefusal(404, "There is no probe \"" + probe + "\"; there are live and ready.");
        };
    }

    private Finding finding(Exchange exchange, Collection<HealthCheck.Result> results, boolean readiness) {
        boolean up = HealthCheckHelper.isResultsUp(results, readiness);
        Map<String, Object> told = new LinkedHashMap<>();
        told.put("status", up ? "UP" : "DOWN");
        if (guard.trusts(exchange)) {
            told.put("checks", results.stream()
                    .filter(result -> result.getState() != HealthCheck.State.UP || result.getMessage().isPresent())
                    .map(Health::told).toList());
        }
        return new Finding(up ? 200 : 503, told);
    }

    private static Map<String, Object> told(HealthCheck.Result result) {
        Map<String, Object> told = new LinkedHashMap<>();
        told.put("name", result.getCheck().getId());
        told.put("status", result.getState().name());
        result.getMessage().ifPresent(message -> told.put("message", Plain.text(message)));
        return told;
    }
}
