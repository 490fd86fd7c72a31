package studio.darkroom.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.camel.CamelContext;
import studio.darkroom.api.ActionEndpoint;
import studio.darkroom.api.ApiRefusal;
import studio.darkroom.api.Reports;
import studio.darkroom.api.SpendReport;
import studio.darkroom.ledger.LedgerUnavailable;

/** A node in this very process: it answers as over HTTP, without a port. */
final class LocalNode implements NodeApi {

    private final Reports reports;
    private final ActionEndpoint actionEndpoint;
    private final SpendReport spendReport;
    private final ObjectMapper mapper = new ObjectMapper();

    LocalNode(CamelContext context) {
        reports = context.getRegistry().lookupByNameAndType("reports", Reports.class);
        actionEndpoint = context.getRegistry().lookupByNameAndType("actions", ActionEndpoint.class);
        spendReport = context.getRegistry().lookupByNameAndType("spendReport", SpendReport.class);
    }

    @Override
    public JsonNode get(String path) {
        return callAsJson(() -> {
            int queryStart = path.indexOf('?');
            List<String> segments = splitPath(queryStart < 0 ? path : path.substring(0, queryStart));
            Map<String, String> query = parseQuery(queryStart < 0 ? "" : path.substring(queryStart + 1));
            if (segments.equals(List.of("api", "charges"))) {
                return spendReport.buildReport(query.get("since"), query.get("until"), query.get("lane"));
            }
            if (segments.size() > 3 || !segments.get(1).equals("shoots")) {
                throw new ApiRefusal(404, "There is no GET " + path + " here.");
            }
            return segments.size() == 3 ? reports.describeShoot(segments.get(2)) : reports.listShoots(query.get("state"), query.get("lane"));
        });
    }

    @Override
    public JsonNode post(String path, String body) {
        return callAsJson(() -> {
            List<String> segments = splitPath(path);
            return segments.get(1).equals("lanes") ? actionEndpoint.runLaneAction(segments.get(2), segments.get(3))
                    : actionEndpoint.runShootAction(segments.get(2), segments.get(3), body);
        });
    }

    private JsonNode callAsJson(java.util.function.Supplier<Object> call) {
        try {
            return mapper.valueToTree(call.get());
        } catch (ApiRefusal | LedgerUnavailable refused) {
            throw new CommandFailure(Terminal.sanitizeText(refused.getMessage()));
        }
    }

    /** {@code api}, what it is about, and so on. */
    private static List<String> splitPath(String path) {
        return Arrays.stream(path.substring(1).split("/")).map(LocalNode::decodeSegment).toList();
    }

    private static Map<String, String> parseQuery(String text) {
        Map<String, String> query = new TreeMap<>();
        for (String pair : text.isEmpty() ? new String[0] : text.split("&")) {
            int separator = pair.indexOf('=');
            query.put(pair.substring(0, separator), decodeSegment(pair.substring(separator + 1)));
        }
        return query;
    }

    private static String decodeSegment(String segment) {
        return URLDecoder.decode(segment, StandardCharsets.UTF_8);
    }
}
