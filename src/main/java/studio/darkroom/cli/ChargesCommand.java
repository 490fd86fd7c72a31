package studio.darkroom.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** What was spent on what. */
@Command(name = "charges", description = {"List what was spent on what, held against what was delivered for it. Exit code 1"
        + " when a shoot was paid for twice, or delivered without having been paid for.",
        "settled: paid once, every photo delivered. short: done, some photos did not come back. given-up: cancelled after it"
        + " was paid for. unknown: an answer was lost, and is being found out. free: nothing was taken. waiting, held: under"
        + " way."})
final class ChargesCommand implements Callable<Integer> {

    @ParentCommand
    private Cli cli;

    @Option(names = "--since", paramLabel = "DAY", description = "From this day on, such as 2026-06-01 (UTC).")
    private String since;

    @Option(names = "--until", paramLabel = "DAY", description = "Before this day (UTC).")
    private String until;

    @Option(names = "--lane", paramLabel = "LANE", description = "Only of this lane.")
    private String lane;

    @Option(names = "--json", description = "As JSON.")
    private boolean json;

    @Override
    public Integer call() {
        List<String> query = new ArrayList<>();
        addParameter(query, "since", since);
        addParameter(query, "until", until);
        addParameter(query, "lane", lane);
        JsonNode report = cli.connectNode().get("/api/charges" + (query.isEmpty() ? "" : "?" + String.join("&", query)));
        int code = report.path("agrees").asBoolean() ? 0 : 1;
        Terminal terminal = cli.terminal();
        if (json) {
            terminal.printLine(report.toPrettyString());
            return code;
        }
        if (report.path("shoots").isEmpty()) {
            terminal.printLine("Nothing was spent.");
            return code;
        }
        Table table = new Table(terminal, "NAME", "LANE", "VENDOR", "EDITS", "PHOTOS", "RETOUCHES", "DELIVERED", "IS");
        for (JsonNode shoot : report.path("shoots")) {
            table.addRow(shoot.path("name").asText(), shoot.path("lane").asText(), shoot.path("vendor").asText("-"),
                    shoot.path("edits").asText(), shoot.path("photos").asText(), shoot.path("retouches").asText(),
                    shoot.path("delivered").asText() + " of " + shoot.path("of").asText(), shoot.path("is").asText());
        }
        table.printTruncated(0);
        terminal.printLine("");
        terminal.printLine(report.path("edits").asText() + " edits of " + report.path("photos").asText() + " photos, "
                + report.path("retouches").asText() + " retouches; " + report.path("delivered").asText() + " photos delivered"
                + (report.path("unknown").asInt() == 0 ? "." : "; of " + report.path("unknown").asText()
                + " calls it is not known yet whether they were taken."));
        if (code != 0) {
            terminal.printLine("These do not agree: a shoot was paid for twice, or delivered without having been paid for.");
        }
        return code;
    }

    private static void addParameter(List<String> query, String name, String value) {
        if (value != null) {
            query.add(name + "=" + NodeClient.encodeSegment(value));
        }
    }
}
