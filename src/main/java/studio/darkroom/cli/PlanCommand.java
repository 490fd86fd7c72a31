package studio.darkroom.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;
import studio.darkroom.cli.Cli.CommandFailure;
import studio.darkroom.config.Settings;
import studio.darkroom.inbox.settle.ClosePolicy;
import studio.darkroom.inbox.settle.FolderPlanner;
import studio.darkroom.inbox.settle.FolderPlanner.FolderPlan;
import studio.darkroom.inbox.settle.SettleRule;
import studio.darkroom.inbox.settle.ShootTickets;
import studio.darkroom.ticket.VendorSchemas;

/** Shows what Darkroom would do with a folder, before anything is dropped or paid for. */
@Command(name = "plan",
        description = {"Show what Darkroom would do with a folder: shoots, ticket, files left out, billing and problems."
            + " Changes nothing and needs no running node.",
            "Plans each shoot of a lane's inbox. Treats any other folder as if you dropped it into the inbox of"
            + " the lane. Does not read the ledger, so it does not recognize photos that were edited before.",
            "Exits with 1 if a shoot would have a problem."})
final class PlanCommand implements Callable<Integer> {

    @ParentCommand
    private Cli cli;

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "FOLDER", description = "A lane's inbox, a folder in it, or any other folder.")
    private Path folder;

    @Option(names = "--lane", paramLabel = "LANE", description = "Name of the lane. Default: the lane of the inbox, or the only lane.")
    private String lane;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Override
    public Integer call() throws Exception {
        Settings settings = cli.loadSettings();
        if (!Files.isDirectory(folder)) {
            throw new ParameterException(spec.commandLine(), folder + " is not a folder.");
        }
        List<FolderPlan> plans;
        try (AccountQuery account = new AccountQuery(settings, cli.routesFolder())) {
            plans = createPlans(settings, account);
        } catch (IOException e) {
            throw new CommandFailure(folder + " cannot be read (" + e.getClass().getSimpleName() + ": "
                    + Terminal.sanitizeText(e.getMessage()) + "). Check its permissions, or its disk or share.");
        }
        if (json) {
            cli.terminal().printLine(formatJson(plans));
        } else {
            new PlanPrinter(cli.terminal(), settings).printPlans(plans);
        }
        return plans.stream().anyMatch(FolderPlan::hasProblems) ? CommandLine.ExitCode.SOFTWARE : CommandLine.ExitCode.OK;
    }

    private List<FolderPlan> createPlans(Settings settings, AccountQuery account) throws IOException {
        Map<String, List<Map<String, String>>> profiles = new HashMap<>();
        Map<String, List<Map<String, String>>> choices = new HashMap<>();
        VendorSchemas schemas = new VendorSchemas(settings.vendorsFolder().stream().toArray(Path[]::new));
        FolderPlanner planner = new FolderPlanner(new ClosePolicy(new ShootTickets(schemas), account::requireFacts),
                vendor -> profiles.computeIfAbsent(vendor, account::fetchProfiles),
                vendor -> choices.computeIfAbsent(vendor, account::fetchChoices),
                settings.spend().photosPerShoot(), SettleRule.of(settings.gather()));
        Path realFolder = folder.toRealPath();
        Settings.Lane targetLane = selectLane(settings, realFolder);
        Optional<Path> inbox = findInbox(targetLane, realFolder);
        if (inbox.isEmpty()) {
            if (realFolder.getFileName() == null) {
                throw new ParameterException(spec.commandLine(), realFolder + " is a whole disk. Choose a folder on it.");
            }
            return List.of(planner.planFolder(targetLane, realFolder));
        }
        return inbox.get().equals(realFolder) ? planner.planInbox(targetLane, realFolder)
                : List.of(planner.planFolder(targetLane, inbox.get().resolve(inbox.get().relativize(realFolder).getName(0))));
    }

    /** The lane of --lane, else the lane whose inbox contains the folder, else the only lane. */
    private Settings.Lane selectLane(Settings settings, Path realFolder) throws IOException {
        if (lane != null) {
            return settings.lanes().stream().filter(each -> each.name().equals(lane)).findFirst()
                    .orElseThrow(() -> new ParameterException(spec.commandLine(), "Unknown lane \"" + lane
                            + "\". Lanes: " + joinLaneNames(settings) + "."));
        }
        for (Settings.Lane each : settings.lanes()) {
            if (findInbox(each, realFolder).isPresent()) {
                return each;
            }
        }
        if (settings.lanes().size() > 1) {
            throw new ParameterException(spec.commandLine(), folder + " is not in the inbox of a lane. Choose the lane"
                    + " with --lane. Lanes: " + joinLaneNames(settings) + ".");
        }
        return settings.lanes().get(0);
    }

    private static String joinLaneNames(Settings settings) {
        return settings.lanes().stream().map(Settings.Lane::name).collect(Collectors.joining(", "));
    }

    /** The inbox of the lane if it contains the folder. */
    private static Optional<Path> findInbox(Settings.Lane lane, Path realFolder) throws IOException {
        Path inbox = lane.inbox().folder();
        if (inbox == null || !Files.isDirectory(inbox)) {
            return Optional.empty();
        }
        return Optional.of(inbox.toRealPath()).filter(realFolder::startsWith);
    }

    private static String formatJson(List<FolderPlan> plans) throws JsonProcessingException {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("held", plans.stream().anyMatch(FolderPlan::hasProblems));
        document.put("edits", plans.stream().mapToInt(plan -> plan.shoots().size()).sum());
        document.put("photos", plans.stream().mapToInt(FolderPlan::countPhotos).sum());
        document.put("folders", plans);
        return new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT).writeValueAsString(document);
    }
}
