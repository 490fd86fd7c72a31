package studio.darkroom.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import studio.darkroom.cli.Cli.CommandFailure;
import studio.darkroom.config.Settings;
import studio.darkroom.lifecycle.Step;

/** Commands that list shoots, charges and profiles. */
final class ListCommands {

    private ListCommands() {
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

    @Command(name = "shoots", description = "List shoots and what each one is waiting for.")
    static final class Shoots implements Callable<Integer> {

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
    }

    @Command(name = "charges", description = {"Compare charges with deliveries. Exits with 1 if a shoot was paid for"
            + " twice or delivered without a paid edit.",
            "settled: paid once, every photo delivered. short: done, some photos have no result. given-up: cancelled after it"
            + " was paid for. unknown: the response of a call was lost and its outcome is being checked. free: nothing was paid."
            + " waiting, held: in progress."})
    static final class Charges implements Callable<Integer> {

        @ParentCommand
        private Cli cli;

        @Option(names = "--since", paramLabel = "DAY", description = "Only charges from this day on (UTC), for example 2026-06-01.")
        private String since;

        @Option(names = "--until", paramLabel = "DAY", description = "Only charges before this day (UTC).")
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
            terminal.printLine("Edits: " + report.path("edits").asText() + ", photos: " + report.path("photos").asText() + ", retouches: "
                    + report.path("retouches").asText() + ", photos delivered: " + report.path("delivered").asText()
                    + (report.path("unknown").asInt() == 0 ? "." : ", calls with unknown outcome: "
                    + report.path("unknown").asText() + "."));
            if (code != 0) {
                terminal.printLine("Charges and deliveries do not match: a shoot was paid for twice or delivered without a paid edit.");
            }
            return code;
        }
    }

    @Command(name = "profiles",
            description = "List the profiles of your vendor account. A ticket selects one by key or name.")
    static final class Profiles implements Callable<Integer> {

        @ParentCommand
        private Cli cli;

        @Parameters(paramLabel = "VENDOR", arity = "0..1", description = "Name of the vendor. Default: all vendors of the lanes.")
        private String vendor;

        @Override
        public Integer call() throws Exception {
            Settings settings = cli.loadSettings();
            if (vendor != null && !settings.vendors().containsKey(vendor)) {
                throw new CommandFailure("Vendor \"" + vendor + "\" does not exist. Use one of "
                        + String.join(", ", settings.vendors().keySet()) + ".");
            }
            List<String> vendors = vendor != null ? List.of(vendor)
                    : settings.lanes().stream().map(Settings.Lane::vendor).distinct().toList();
            try (AccountQuery account = new AccountQuery(settings, cli.routesFolder())) {
                for (String name : vendors) {
                    printProfiles(account, name);
                }
            }
            return 0;
        }

        private void printProfiles(AccountQuery account, String name) {
            if (account.findFacts(name).isEmpty()) {
                throw new CommandFailure("No route file defines vendor " + name + ". Add " + name + ".camel.yaml to darkroom.vendors.folder.");
            }
            if (!account.findFacts(name).get().isProfiles()) {
                cli.terminal().printLine(name + " has no profiles.");
                return;
            }
            Table table = new Table(cli.terminal(), "KEY", "NAME", "TYPE", "FOR");
            for (Map<String, String> row : account.fetchProfiles(name)) {
                table.addRow(row.getOrDefault("key", ""), row.getOrDefault("name", ""), row.getOrDefault("type", "-"),
                        row.getOrDefault("kind", "any"));
            }
            cli.terminal().printLine(name);
            table.printTruncated(2);
        }
    }
}
