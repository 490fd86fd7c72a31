package studio.darkroom.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** Reports paid calls beside what was delivered. */
@Command(name = "charges", description = {"Report what was paid and what was delivered for it. Exit code 1 if a shoot was paid for"
        + " twice or delivered without a paid edit.",
        "settled: paid once, every photo delivered. short: done, some photos have no result. given-up: cancelled after it"
        + " was paid for. unknown: the response of a call was lost and its outcome is being checked. free: nothing was paid."
        + " waiting, held: in progress."})
final class ChargesCommand implements Callable<Integer> {

    @ParentCommand
    private Cli cli;

    @Option(names = "--since", paramLabel = "DAY", description = "From this day on, for example 2026-06-01 (UTC).")
    private String since;

    @Option(names = "--until", paramLabel = "DAY", description = "Before this day (UTC).")
    private String until;

    @Option(names = "--lane", paramLabel = "LANE", description = "Only shoots of this lane.")
    private String lane;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Override
    public Integer call() {
        JsonNode report = cli.connectNode().reportCharges(since, until, lane);
        int code = report.path("agrees").asBoolean() ? 0 : 1;
        Terminal terminal = cli.terminal();
        if (json) {
            terminal.printLine(report.toPrettyString());
            return code;
        }
        if (report.path("shoots").isEmpty()) {
            terminal.printLine("No charges.");
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
                + (report.path("unknown").asInt() == 0 ? "." : "; the outcome of "
                + report.path("unknown").asText() + " calls is not known yet."));
        if (code != 0) {
            terminal.printLine("The totals do not agree: a shoot was paid for twice or delivered without a paid edit.");
        }
        return code;
    }
}
