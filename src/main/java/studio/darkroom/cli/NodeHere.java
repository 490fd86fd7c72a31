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
import studio.darkroom.ledger.LedgerDown;
import studio.darkroom.report.ApiRefusal;
import studio.darkroom.report.Reception;
import studio.darkroom.report.Reports;
import studio.darkroom.report.Spending;

/** A node in this very process: it answers as over HTTP, without a port. */
final class NodeHere implements Node {

    private final Reports reports;
    private final Reception reception;
    private final Spending spending;
    private final ObjectMapper mapper = new ObjectMapper();

    NodeHere(CamelContext context) {
        reports = context.getRegistry().lookupByNameAndType("reports", Reports.class);
        reception = context.getRegistry().lookupByNameAndType("reception", Reception.class);
        spending = context.getRegistry().lookupByNameAndType("spending", Spending.class);
    }

    @Override
    public JsonNode get(String path) {
        return call(() -> {
            int mark = path.indexOf('?');
            List<String> words = words(mark < 0 ? path : path.substring(0, mark));
            Map<String, String> query = query(mark < 0 ? "" : path.substring(mark + 1));
            if (words.equals(List.of("api", "charges"))) {
                return spending.told(query.get("since"), query.get("until"), query.get("lane"));
            }
            if (words.size() > 3 || !words.get(1).equals("shoots")) {
                throw new ApiRefusal(404, "There is no GET " + path + " here.");
            }
            return words.size() == 3 ? reports.shoot(words.get(2)) : reports.shoots(query.get("state"), query.get("lane"));
        });
    }

    @Override
    public JsonNode post(String path, String body) {
        return call(() -> {
            List<String> words = words(path);
            return words.get(1).equals("lanes") ? reception.lane(words.get(2), words.get(3))
                    : reception.shoot(words.get(2), words.get(3), body);
        });
    }

    private JsonNode call(java.util.function.Supplier<Object> words) {
        try {
            return mapper.valueToTree(words.get());
        } catch (ApiRefusal | LedgerDown refused) {
            throw new Failure(Screen.plain(refused.getMessage()));
        }
    }

    /** {@code api}, what it is about, and so on. */
    private static List<String> words(String path) {
        return Arrays.stream(path.substring(1).split("/")).map(NodeHere::plain).toList();
    }

    private static Map<String, String> query(String text) {
        Map<String, String> query = new TreeMap<>();
        for (String pair : text.isEmpty() ? new String[0] : text.split("&")) {
            int is = pair.indexOf('=');
            query.put(pair.substring(0, is), plain(pair.substring(is + 1)));
        }
        return query;
    }

    private static String plain(String segment) {
        return URLDecoder.decode(segment, StandardCharsets.UTF_8);
    }
}
