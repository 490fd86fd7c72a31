package studio.darkroom.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import studio.darkroom.lifecycle.Step;

/** Lists the shoots, the newest last. */
@Command(name = "shoots", description = "List the shoots and what each of them waits for.")
final class ShootsCommand implements Callable<Integer> {

    @ParentCommand
    private Cli cli;

    @Option(names = "--state", paramLabel = "STATE",
            description = "Only shoots in this state: active, problem, outage, decision, done or cancelled.")
    private String state;

    @Option(names = "--lane", paramLabel = "LANE", description = "Only shoots of this lane.")
    private String lane;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Override
    public Integer call() {
        Terminal terminal = cli.terminal();
        JsonNode response = cli.connectNode().listShoots(state, lane);
        if (json) {
            terminal.printLine(response.toPrettyString());
            return 0;
        }
        if (response.isEmpty()) {
            terminal.printLine(state == null && lane == null ? "No shoots yet. Drop a folder of photos into an inbox." : "No matching shoots.");
            return 0;
        }
        Table table = new Table(terminal, "NAME", "LANE", "VENDOR", "STAGE", "STATE", "UPLOADED", "DELIVERED", "WAITS FOR");
        List<JsonNode> shoots = new ArrayList<>();
        response.forEach(shoots::add);
        Collections.reverse(shoots);
        for (JsonNode shoot : shoots) {
            long photos = shoot.path("photos").asLong();
            table.addRow(shoot.path("name").asText(), shoot.path("lane").asText(), shoot.path("vendor").asText("-"),
                    describeStage(shoot), shoot.path("state").asText(),
                    terminal.formatProgress(shoot.path("uploaded").asLong(), photos),
                    terminal.formatProgress(shoot.path("delivered").asLong(), Math.max(photos, shoot.path("results").asLong())),
                    shoot.path("waits").asText(""));
        }
        table.printTruncated(0);
        return 0;
    }

    /** The state, and the stage of a shoot that has not ended. */
    static String describeState(JsonNode shoot) {
        String state = shoot.path("state").asText();
        return shoot.path("waits").isTextual() ? state + ", " + describeStage(shoot) : state;
    }

    private static String describeStage(JsonNode shoot) {
        return describeStage(shoot.path("step").asText(), shoot.path("vendor").asText("the vendor"));
    }

    /** What happens to a shoot in this step, in words. @param step as the API returns it */
    static String describeStage(String step, String vendor) {
        return Step.of(step).describeActivity(vendor);
    }
}
