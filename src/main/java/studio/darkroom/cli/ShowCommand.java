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
        description = "Show everything about one shoot: what holds it and how to mend it, photos, results, events, charges.")
final class ShowCommand implements Callable<Integer> {

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT).withZone(ZoneId.systemDefault());
    private static final int LABEL = 11;

    @ParentCommand
    private Cli cli;

    @Parameters(paramLabel = "SHOOT", description = "Id or name of the shoot.")
    private String shoot;

    @Option(names = "--json", description = "As JSON.")
    private boolean json;

    @Override
    public Integer call() {
        JsonNode told = cli.node().get("/api/shoots/" + NodeClient.segment(shoot));
        if (json) {
            cli.screen().line(told.toPrettyString());
            return 0;
        }
        head(told);
        photos(told.path("photos"));
        results(told.path("results"));
        retouches(told.path("results"));
        tools(told);
        charges(told.path("charges"));
        events(told.path("events"));
        return 0;
    }

    private void head(JsonNode told) {
        Screen screen = cli.screen();
        JsonNode counts = told.path("counts");
        say("shoot", told.path("name").asText() + "  (" + told.path("id").asText() + ")");
        say("lane", told.path("lane").asText());
        say("vendor", told.path("vendor").asText("not known before it is gathered")
                + (told.path("project").isTextual() ? ", project " + told.path("project").asText() : ""));
        say("state", told.path("state").asText() + ", step " + told.path("step").asText() + " since "
                + time(told.path("since")));
        if (told.path("waits").isTextual()) {
            say("waits for", told.path("waits").asText());
        }
        if (told.path("due").isTextual() && told.path("state").asText().matches("active|outage")) {
            say("next look", time(told.path("due")));
        }
        say("uploaded", screen.bar(told.path("uploaded").asLong(), counts.path("photos").asLong()) + "  "
                + told.path("uploaded").asLong() + " of " + counts.path("photos").asLong() + " photos");
        say("delivered", screen.bar(told.path("delivered").asLong(), counts.path("results").asLong()) + "  "
                + told.path("delivered").asLong() + " of " + counts.path("results").asLong() + " results");
        if (told.path("ticket").isObject()) {
            say("ticket", ticket(told.path("ticket")));
        }
        JsonNode trouble = told.path("trouble");
        if (trouble.isObject()) {
            screen.line("");
            say(trouble.path("kind").asText(), trouble.path("code").asText());
            say("", trouble.path("text").asText());
            say("to mend it", trouble.path("fix").asText());
        }
    }

    private void photos(JsonNode photos) {
        Table table = title("Photos", photos, "PHOTO", "STATE", "SIZE", "UPLOADED", "WHY");
        photos.forEach(photo -> table.row(photo.path("path").asText(), photo.path("state").asText(),
                size(photo.path("size")), time(photo.path("uploaded")), photo.path("why").asText("")));
        print(table, photos);
    }

    private void results(JsonNode results) {
        Table table = title("Results", results, "RESULT", "KIND", "SIZE", "DELIVERED", "OF PHOTO");
        results.forEach(result -> table.row(result.path("name").asText(), result.path("kind").asText(),
                size(result.path("size")), time(result.path("delivered")), result.path("photo").asText("")));
        print(table, results);
    }

    private void retouches(JsonNode results) {
        ArrayNode rows = JsonNodeFactory.instance.arrayNode();
        results.forEach(result -> result.path("versions").forEach(rows::add));
        Table table = title("Retouches", rows, "RESULT", "TURN", "WHAT", "STATE", "VERSION", "ON TOP OF", "MADE", "WHY");
        results.forEach(result -> result.path("versions").forEach(version -> table.row(result.path("name").asText(),
                version.path("turn").asText(), version.path("what").asText()
                + (version.path("words").isTextual() ? ": " + version.path("words").asText() : ""),
                version.path("state").asText(), version.path("version").asText("-"), version.path("parent").asText("-"),
                time(version.path("made")), version.path("why").asText(""))));
        print(table, rows);
    }

    private void tools(JsonNode told) {
        if (told.path("tools").isTextual()) {
            cli.screen().line("");
            say(told.path("vendor").asText(), "tells of " + told.path("tools").asText());
        }
    }

    private void charges(JsonNode charges) {
        Table table = title("Charges", charges, "AT", "WHAT", "OUTCOME", "PHOTOS", "DETAIL");
        charges.forEach(charge -> table.row(time(charge.path("at")), charge.path("what").asText(),
                charge.path("outcome").asText(), charge.path("photos").asText(), charge.path("detail").asText("")));
        print(table, charges);
    }

    private void events(JsonNode events) {
        Table table = title("Events", events, "AT", "WHAT", "DETAIL");
        events.forEach(event -> table.row(time(event.path("at")), event.path("what").asText(),
                event.path("detail").asText("")));
        print(table, events);
    }

    private Table title(String title, JsonNode rows, String... heads) {
        if (!rows.isEmpty()) {
            cli.screen().line("");
            cli.screen().line(title + " (" + rows.size() + ")");
        }
        return new Table(cli.screen(), heads);
    }

    private static void print(Table table, JsonNode rows) {
        if (!rows.isEmpty()) {
            table.printAll(2);
        }
    }

    private void say(String label, String text) {
        String lead = Screen.pad(label, LABEL);
        for (String line : cli.screen().wrapped(text, LABEL)) {
            cli.screen().line((lead + line).stripTrailing());
            lead = " ".repeat(LABEL);
        }
    }

    /** What was asked for, without what was left open and without where it was written. */
    private static String ticket(JsonNode ticket) {
        return ticket.properties().stream().filter(entry -> !entry.getKey().equals("sources")
                && !(entry.getValue().isContainerNode() && entry.getValue().isEmpty()))
                .map(entry -> entry.getKey() + ": " + (entry.getValue().isValueNode() ? entry.getValue().asText()
                : entry.getValue().toString().replace("\"", "").replace(",", ", ").replace(":", ": ")))
                .collect(Collectors.joining("; "));
    }

    private static String time(JsonNode instant) {
        return instant.isTextual() ? TIME.format(Instant.parse(instant.asText())) : "-";
    }

    private static String size(JsonNode bytes) {
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
