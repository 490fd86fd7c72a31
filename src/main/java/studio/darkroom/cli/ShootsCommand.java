package studio.darkroom.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** The shoots as a table, the newest at its end. */
@Command(name = "shoots", description = "List the shoots and what each waits for.")
final class ShootsCommand implements Callable<Integer> {

    @ParentCommand
    private Cli cli;

    @Option(names = "--state", paramLabel = "STATE",
            description = "Only: active, problem, outage, decision, done or cancelled.")
    private String state;

    @Option(names = "--lane", paramLabel = "LANE", description = "Only of this lane.")
    private String lane;

    @Option(names = "--json", description = "As JSON.")
    private boolean json;

    @Override
    public Integer call() {
        Terminal terminal = cli.terminal();
        List<String> query = new ArrayList<>();
        if (state != null) {
            query.add("state=" + NodeClient.encodeSegment(state));
        }
        if (lane != null) {
            query.add("lane=" + NodeClient.encodeSegment(lane));
        }
        JsonNode response = cli.connectNode().get("/api/shoots" + (query.isEmpty() ? "" : "?" + String.join("&", query)));
        if (json) {
            terminal.printLine(response.toPrettyString());
            return 0;
        }
        if (response.isEmpty()) {
            terminal.printLine(query.isEmpty() ? "No shoots yet: drop a folder of photos into an inbox." : "No such shoots.");
            return 0;
        }
        Table table = new Table(terminal, "NAME", "LANE", "VENDOR", "STEP", "STATE", "UPLOADED", "DELIVERED", "WAITS FOR");
        List<JsonNode> shoots = new ArrayList<>();
        response.forEach(shoots::add);
        Collections.reverse(shoots);
        for (JsonNode shoot : shoots) {
            long photos = shoot.path("photos").asLong();
            table.addRow(shoot.path("name").asText(), shoot.path("lane").asText(), shoot.path("vendor").asText("-"),
                    shoot.path("step").asText(), shoot.path("state").asText(),
                    terminal.formatProgress(shoot.path("uploaded").asLong(), photos),
                    terminal.formatProgress(shoot.path("delivered").asLong(), Math.max(photos, shoot.path("results").asLong())),
                    shoot.path("waits").asText(""));
        }
        table.printTruncated(0);
        return 0;
    }
}
