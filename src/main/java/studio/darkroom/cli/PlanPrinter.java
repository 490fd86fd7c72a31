package studio.darkroom.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Help.Ansi.Style;
import studio.darkroom.config.Settings;
import studio.darkroom.inbox.FileClassification;
import studio.darkroom.inbox.settle.FolderPlanner.FolderPlan;
import studio.darkroom.ticket.TicketLayers;

/** Prints plans: the shoots of each folder, the ticket, then files left out, notes and problems. */
final class PlanPrinter {

    private static final int LABEL_WIDTH = 13;
    private static final int MAX_LISTED = 5;

    private final Terminal terminal;
    private final Settings settings;

    PlanPrinter(Terminal terminal, Settings settings) {
        this.terminal = terminal;
        this.settings = settings;
    }

    void printPlans(List<FolderPlan> plans) {
        for (FolderPlan plan : plans) {
            printHeader(plan);
            printTicket(plan);
            printFileLists(plan);
            printTroubles(plan);
            terminal.printLine("");
        }
        printSummary(plans);
    }

    private void printHeader(FolderPlan plan) {
        terminal.printLine(plan.folder().isEmpty() ? "Files in the inbox itself" : Terminal.sanitizeText(plan.folder()));
        printField("lane", plan.lane());
        if (!plan.begins()) {
            printField("shoots", "none: no photos");
            return;
        }
        String label = "shoots";
        for (FolderPlan.ShootPlan part : plan.shoots()) {
            String photo = part.kind().equals("mixed") ? "photo" : part.kind() + " photo";
            printField(label, part.name() + ": " + formatCount(part.photos().size(), photo));
            label = "";
        }
        if (plan.shoots().isEmpty()) {
            printField(label, "none until the problem is fixed");
        } else {
            printField("vendor", plan.vendor());
            printField("billed", formatCount(plan.shoots().size(), "edit") + " of " + formatCount(plan.countPhotos(), "photo")
                    + (plan.charged().isEmpty() ? "" : " (charged: " + plan.charged() + ")"));
            findLane(plan).ifPresent(lane -> printField("delivery", lane.delivery().toString()));
        }
        printField("starts", plan.closes() + (plan.marked() ? " (ready marker found)" : ""));
    }

    private java.util.Optional<Settings.Lane> findLane(FolderPlan plan) {
        return settings.lanes().stream().filter(lane -> lane.name().equals(plan.lane())).findFirst();
    }

    private void printTicket(FolderPlan plan) {
        if (plan.ticket().isEmpty()) {
            return;
        }
        terminal.printLine("");
        terminal.printLine("  Ticket");
        Table table = new Table(terminal, "KEY", "VALUE", "FROM");
        plan.ticket().forEach(value -> table.addRow(value.key(), value.value(), describeSource(plan, value.source())));
        table.printTruncated(4);
    }

    /** Where a value comes from. */
    private String describeSource(FolderPlan plan, String source) {
        if (source.equals(TicketLayers.DEFAULT_SOURCE)) {
            return "default";
        }
        if (source.equals("lane " + plan.lane())) {
            return "darkroom.lane." + plan.lane() + ".vendor";
        }
        boolean ofLane = findLane(plan).flatMap(Settings.Lane::ticket)
                .filter(file -> file.getFileName().toString().equals(source)).isPresent();
        boolean ofShoot = FileClassification.TICKET_NAMES.contains(source);
        return source + (ofLane && !ofShoot ? ", the lane's ticket" : ofShoot && !ofLane ? " in the shoot" : "");
    }

    private void printFileLists(FolderPlan plan) {
        Map<String, List<String>> leftOut = new LinkedHashMap<>();
        plan.leftOut().forEach((path, why) -> leftOut.computeIfAbsent(why, none -> new ArrayList<>()).add(path));
        printFileTable("Left out", plan.leftOut().size(), "PHOTOS", "WHY", leftOut, true);
        Map<String, List<String>> ignored = new LinkedHashMap<>();
        plan.ignored().forEach((path, why) -> ignored.computeIfAbsent(why, none -> new ArrayList<>()).add(path));
        printFileTable("Ignored, not photos", plan.ignored().size(), "FILE", "WHY", ignored, false);
        Map<String, List<String>> uncertain = new LinkedHashMap<>();
        plan.unsure().forEach((path, why) -> uncertain.put(why, List.of(path)));
        printFileTable("Incomplete or uncertain", plan.unsure().size(), "PHOTO", "WHY", uncertain, false);
        Map<String, List<String>> renamed = new LinkedHashMap<>();
        plan.shoots().forEach(part -> part.listRenamedPhotos().forEach((path, name) -> renamed.put(name, List.of(path))));
        printFileTable("Renamed for the vendor", renamed.size(), "PHOTO", "BECOMES", renamed, false);
    }

    /** @param rows paths by remark */
    private void printFileTable(String title, int count, String left, String right, Map<String, List<String>> rows, boolean counted) {
        if (count == 0) {
            return;
        }
        terminal.printLine("");
        terminal.printLine("  " + title + " (" + count + ")");
        Table table = new Table(terminal, left, right);
        rows.forEach((remark, paths) -> table.addRow((counted ? paths.size() + ": " : "") + joinFirst(paths), remark));
        table.printWrapped(4);
    }

    private static String joinFirst(List<String> paths) {
        String first = String.join(", ", paths.subList(0, Math.min(MAX_LISTED, paths.size())));
        return paths.size() > MAX_LISTED ? first + ", ..." : first;
    }

    private void printTroubles(FolderPlan plan) {
        for (String remark : plan.remarks()) {
            terminal.printLine("");
            printField("note", remark);
        }
        for (FolderPlan.Fault fault : plan.problems()) {
            terminal.printLine("");
            printField("problem", fault.text());
            printField("fix", fault.fix());
        }
    }

    private void printSummary(List<FolderPlan> plans) {
        long held = plans.stream().filter(FolderPlan::hasProblems).count();
        int edits = plans.stream().mapToInt(plan -> plan.shoots().size()).sum();
        if (plans.stream().noneMatch(FolderPlan::begins)) {
            terminal.printLine("No photos found; no shoot would start.");
        } else if (held == 0) {
            terminal.printLine(terminal.style("No problems", Style.fg_green) + ": " + formatCount(edits, "edit") + " of "
                    + formatCount(plans.stream().mapToInt(FolderPlan::countPhotos).sum(), "photo") + ". Nothing was changed.");
        } else {
            String folders = held == 1 ? "1 folder would be held" : held + " folders would be held";
            terminal.printLine(terminal.style(folders, Style.fg_red) + " until this is fixed. Nothing was changed.");
        }
    }

    private void printField(String label, String text) {
        terminal.printField(2, terminal.style(label), LABEL_WIDTH, text);
    }

    private static String formatCount(int count, String thing) {
        return count + " " + thing + (count == 1 ? "" : "s");
    }
}
