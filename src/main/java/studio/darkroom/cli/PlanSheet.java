package studio.darkroom.cli;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import studio.darkroom.Settings;
import studio.darkroom.inbox.Plan;
import studio.darkroom.ticket.Layers;

/** Plans as a person reads them: what becomes of each folder, then the ticket, then what is out of the ordinary. */
final class PlanSheet {

    private static final int LABEL = 13;
    private static final int SOME = 5;

    private final Screen screen;
    private final Settings settings;

    PlanSheet(Screen screen, Settings settings) {
        this.screen = screen;
        this.settings = settings;
    }

    void print(List<Plan> plans) {
        for (Plan plan : plans) {
            head(plan);
            ticket(plan);
            asides(plan);
            troubles(plan);
            screen.line("");
        }
        sum(plans);
    }

    private void head(Plan plan) {
        screen.line(plan.folder().isEmpty() ? "Files in the inbox itself" : Screen.plain(plan.folder()));
        say("lane", plan.lane());
        if (!plan.begins()) {
            say("shoots", "none: there is no photo in it");
            return;
        }
        String label = "shoots";
        for (Plan.Part part : plan.shoots()) {
            String photo = part.kind().equals("mixed") ? "photo" : part.kind() + " photo";
            say(label, part.name() + ": " + count(part.photos().size(), photo));
            label = "";
        }
        if (plan.shoots().isEmpty()) {
            say(label, "none as it is");
        } else {
            say("vendor", plan.vendor());
            say("billed", count(plan.shoots().size(), "edit") + " of " + count(plan.photos(), "photo")
                    + (plan.charged().isEmpty() ? "" : " (charged: " + plan.charged() + ")"));
            lane(plan).ifPresent(lane -> say("goes to", lane.delivery().toString()));
        }
        say("begins", plan.marked() ? "at once, as a ready marker lies in it"
                : "when nothing in it has changed for " + words(settings.gather().quiet()));
    }

    private java.util.Optional<Settings.Lane> lane(Plan plan) {
        return settings.lanes().stream().filter(lane -> lane.name().equals(plan.lane())).findFirst();
    }

    private void ticket(Plan plan) {
        if (plan.ticket().isEmpty()) {
            return;
        }
        screen.line("");
        screen.line("  Ticket");
        Table table = new Table(screen, "KEY", "VALUE", "FROM");
        plan.ticket().forEach(value -> table.row(value.key(), value.value(), from(plan, value.source())));
        table.print(4);
    }

    /** A layer's own word for itself, with which of them it is. */
    private String from(Plan plan, String source) {
        if (source.equals(Layers.DEFAULT)) {
            return "nobody wrote it, this is the default";
        }
        if (source.equals("lane " + plan.lane())) {
            return "darkroom.lane." + plan.lane() + ".vendor";
        }
        boolean ofLane = lane(plan).flatMap(Settings.Lane::ticket)
                .filter(file -> file.getFileName().toString().equals(source)).isPresent();
        boolean ofShoot = source.matches("darkroom\\.(ya?ml|json)");
        return source + (ofLane && !ofShoot ? ", the lane's ticket" : ofShoot && !ofLane ? " in the shoot" : "");
    }

    private void asides(Plan plan) {
        Map<String, List<String>> byWhy = new LinkedHashMap<>();
        plan.leftOut().forEach((path, why) -> byWhy.computeIfAbsent(why, none -> new ArrayList<>()).add(path));
        table("Left out", plan.leftOut().size(), "PHOTOS", "WHY", byWhy, true);
        Map<String, List<String>> odd = new LinkedHashMap<>();
        plan.ignored().forEach((path, why) -> odd.computeIfAbsent(why, none -> new ArrayList<>()).add(path));
        table("Ignored, as they are no photos", plan.ignored().size(), "FILE", "WHY", odd, false);
        Map<String, List<String>> unsure = new LinkedHashMap<>();
        plan.unsure().forEach((path, why) -> unsure.put(why, List.of(path)));
        table("Not whole, or not surely", plan.unsure().size(), "PHOTO", "WHY", unsure, false);
        Map<String, List<String>> renamed = new LinkedHashMap<>();
        plan.shoots().forEach(part -> part.renamed().forEach((path, name) -> renamed.put(name, List.of(path))));
        table("Renamed for the vendor", renamed.size(), "PHOTO", "BECOMES", renamed, false);
    }

    /** @param rows paths by what is said of them */
    private void table(String title, int count, String left, String right, Map<String, List<String>> rows, boolean counted) {
        if (count == 0) {
            return;
        }
        screen.line("");
        screen.line("  " + title + " (" + count + ")");
        Table table = new Table(screen, left, right);
        rows.forEach((what, paths) -> table.row((counted ? paths.size() + ": " : "") + some(paths), what));
        table.printAll(4);
    }

    private static String some(List<String> paths) {
        String first = String.join(", ", paths.subList(0, Math.min(SOME, paths.size())));
        return paths.size() > SOME ? first + ", ..." : first;
    }

    private void troubles(Plan plan) {
        for (String remark : plan.remarks()) {
            screen.line("");
            say("mind", remark);
        }
        for (Plan.Fault fault : plan.problems()) {
            screen.line("");
            say("problem", fault.text());
            say("to mend it", fault.fix());
        }
    }

    private void sum(List<Plan> plans) {
        long held = plans.stream().filter(Plan::held).count();
        int edits = plans.stream().mapToInt(plan -> plan.shoots().size()).sum();
        if (plans.stream().noneMatch(Plan::begins)) {
            screen.line("There is no photo here, so no shoot would begin.");
        } else if (held == 0) {
            screen.line(screen.coloured("Nothing stands in the way", Screen.Colour.GREEN) + " of "
                    + count(edits, "edit") + " of " + count(plans.stream().mapToInt(Plan::photos).sum(), "photo")
                    + ". Nothing was changed.");
        } else {
            String folders = held == 1 ? "1 folder would be held" : held + " folders would be held";
            screen.line(screen.coloured(folders, Screen.Colour.RED) + " until that is mended. Nothing was changed.");
        }
    }

    private void say(String label, String text) {
        String lead = "  " + Screen.pad(label, LABEL);
        for (String line : screen.wrapped(text, LABEL + 2)) {
            screen.line((lead + line).stripTrailing());
            lead = " ".repeat(LABEL + 2);
        }
    }

    private static String count(int count, String thing) {
        return count + " " + thing + (count == 1 ? "" : "s");
    }

    private static String words(Duration time) {
        return time.toString().substring(2).toLowerCase(java.util.Locale.ROOT).replaceAll("([a-z])(?=\\d)", "$1 ");
    }
}
