package studio.darkroom.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Everything about one shoot. */
@Command(name = "show",
        description = "Show a shoot: its problem and the fix, photos, results, charges and events.")
final class ShowCommand implements Callable<Integer> {

    private static final DateTimeFormatter TIME_FORMAT =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT).withZone(ZoneId.systemDefault());
    private static final int LABEL_WIDTH = 11;

    @ParentCommand
    private Cli cli;

    @Parameters(paramLabel = "SHOOT", description = "Id or name of the shoot.")
    private String shoot;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Override
    public Integer call() {
        JsonNode report = cli.connectNode().describeShoot(shoot);
        if (json) {
            cli.terminal().printLine(report.toPrettyString());
            return 0;
        }
        printHeader(report);
        printPhotos(report.path("photos"));
        printResults(report.path("results"));
        printRetouches(report.path("results"));
        printTools(report);
        printCharges(report.path("charges"));
        printEvents(report.path("events"), report.path("vendor").asText("the vendor"));
        return 0;
    }

    private void printHeader(JsonNode report) {
        Terminal terminal = cli.terminal();
        JsonNode counts = report.path("counts");
        printField("shoot", report.path("name").asText() + "  (" + report.path("id").asText() + ")");
        printField("lane", report.path("lane").asText());
        printField("vendor", report.path("vendor").asText("unknown until all photos have arrived")
                + (report.path("project").isTextual() ? ", project " + report.path("project").asText() : ""));
        printField("state", ListCommands.describeState(report) + " since " + formatTime(report.path("since")));
        if (report.path("waits").isTextual()) {
            printField("waits for", report.path("waits").asText());
        }
        if (report.path("due").isTextual() && report.path("state").asText().matches("active|outage")) {
            printField("next check", formatTime(report.path("due")));
        }
        printField("uploaded", terminal.formatProgress(report.path("uploaded").asLong(), counts.path("photos").asLong()) + "  "
                + report.path("uploaded").asLong() + " of " + counts.path("photos").asLong() + " photos");
        printField("delivered", terminal.formatProgress(report.path("delivered").asLong(), counts.path("results").asLong()) + "  "
                + report.path("delivered").asLong() + " of " + counts.path("results").asLong() + " results");
        if (report.path("ticket").isObject()) {
            printField("ticket", formatTicket(report.path("ticket")));
        }
        JsonNode trouble = report.path("trouble");
        if (trouble.isObject()) {
            terminal.printLine("");
            printField(trouble.path("kind").asText(), trouble.path("code").asText());
            printField("", trouble.path("text").asText());
            printField("fix", trouble.path("fix").asText());
        }
    }

    private void printPhotos(JsonNode photos) {
        Table table = startTable("Photos", photos, "PHOTO", "STATE", "SIZE", "UPLOADED", "WHY");
        photos.forEach(photo -> table.addRow(photo.path("path").asText(), photo.path("state").asText(),
                formatSize(photo.path("size")), formatTime(photo.path("uploaded")), photo.path("why").asText("")));
        printRows(table, photos);
    }

    private void printResults(JsonNode results) {
        Table table = startTable("Results", results, "RESULT", "KIND", "SIZE", "DELIVERED", "OF PHOTO");
        results.forEach(result -> table.addRow(result.path("name").asText(), result.path("kind").asText(),
                formatSize(result.path("size")), formatTime(result.path("delivered")), result.path("photo").asText("")));
        printRows(table, results);
    }

    private void printRetouches(JsonNode results) {
        ArrayNode rows = JsonNodeFactory.instance.arrayNode();
        results.forEach(result -> result.path("versions").forEach(rows::add));
        Table table = startTable("Retouches", rows, "RESULT", "ROUND", "WHAT", "STATE", "VERSION", "BASED ON", "MADE", "WHY");
        results.forEach(result -> result.path("versions").forEach(version -> table.addRow(result.path("name").asText(),
                version.path("turn").asText(), version.path("what").asText()
                + (version.path("words").isTextual() ? ": " + version.path("words").asText() : ""),
                version.path("state").asText(), version.path("version").asText("-"), version.path("parent").asText("-"),
                formatTime(version.path("made")), version.path("why").asText(""))));
        printRows(table, rows);
    }

    private void printTools(JsonNode report) {
        if (report.path("tools").isTextual()) {
            cli.terminal().printLine("");
            printField("offers", report.path("tools").asText());
        }
    }

    private void printCharges(JsonNode charges) {
        Table table = startTable("Charges", charges, "AT", "WHAT", "OUTCOME", "PHOTOS", "DETAIL");
        charges.forEach(charge -> table.addRow(formatTime(charge.path("at")), charge.path("what").asText(),
                charge.path("outcome").asText(), charge.path("photos").asText(), charge.path("detail").asText("")));
        printRows(table, charges);
    }

    private void printEvents(JsonNode events, String vendor) {
        Table table = startTable("Events", events, "AT", "WHAT", "DETAIL");
        events.forEach(event -> {
            boolean isStep = event.path("what").asText().equals("step");
            table.addRow(formatTime(event.path("at")), describeEvent(event.path("what").asText()), isStep
                    ? ListCommands.describeStage(event.path("detail").asText(), vendor) : event.path("detail").asText(""));
        });
        printRows(table, events);
    }

    private static String describeEvent(String type) {
        return switch (type) {
            case "step" -> "stage";
            case "begun" -> "started";
            case "gathered" -> "photos complete";
            case "opened" -> "project created";
            case "later" -> "retry";
            default -> type;
        };
    }

    private Table startTable(String title, JsonNode rows, String... headers) {
        if (!rows.isEmpty()) {
            cli.terminal().printLine("");
            cli.terminal().printLine(title + " (" + rows.size() + ")");
        }
        return new Table(cli.terminal(), headers);
    }

    private static void printRows(Table table, JsonNode rows) {
        if (!rows.isEmpty()) {
            table.printWrapped(2);
        }
    }

    private void printField(String label, String text) {
        cli.terminal().printField(0, cli.terminal().style(Terminal.sanitizeText(label)), LABEL_WIDTH, text);
    }

    /** The ticket without empty values and sources. */
    private static String formatTicket(JsonNode ticket) {
        return ticket.properties().stream().filter(entry -> !entry.getKey().equals("sources")
                && !(entry.getValue().isContainerNode() && entry.getValue().isEmpty()))
                .map(entry -> entry.getKey() + ": " + (entry.getValue().isValueNode() ? entry.getValue().asText()
                : entry.getValue().toString().replace("\"", "").replace(",", ", ").replace(":", ": ")))
                .collect(Collectors.joining("; "));
    }

    private static String formatTime(JsonNode instant) {
        return instant.isTextual() ? TIME_FORMAT.format(Instant.parse(instant.asText())) : "-";
    }

    private static String formatSize(JsonNode bytes) {
        if (!bytes.isNumber()) {
            return "-";
        }
        double size = bytes.asLong();
        if (size < 1000) {
            return (long) size + " B";
        }
        return size < 1_000_000 ? String.format(Locale.ROOT, "%.0f kB", size / 1000)
                : String.format(Locale.ROOT, "%.1f MB", size / 1_000_000);
    }
}
