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
import studio.darkroom.Settings;
import studio.darkroom.inbox.Plan;
import studio.darkroom.inbox.Planning;
import studio.darkroom.inbox.TicketLayers;
import studio.darkroom.ticket.VendorSchemas;

/** What would become of a folder, said before it is dropped or paid for. */
@Command(name = "plan",
        description = {"Show what would become of a folder: shoots, ticket, what is left out, what is billed, what would"
            + " hold it. Nothing is changed, with or without a running node.",
            "A lane's inbox is planned shoot by shoot; a folder elsewhere as if it were dropped into the lane's inbox."
            + " Whether a photo was edited before only the ledger knows; it is not asked.",
            "Exit code 1 if a shoot would be held."})
final class PlanCommand implements Callable<Integer> {

    @ParentCommand
    private Cli cli;

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "FOLDER", description = "A lane's inbox, a folder in it, or any other.")
    private Path folder;

    @Option(names = "--lane", paramLabel = "LANE", description = "The lane; need not be named where there is no doubt.")
    private String lane;

    @Option(names = "--json", description = "As JSON.")
    private boolean json;

    @Override
    public Integer call() throws Exception {
        Settings settings = cli.settings();
        if (!Files.isDirectory(folder)) {
            throw new ParameterException(spec.commandLine(), folder + " is not a folder that is there.");
        }
        List<Plan> plans;
        try (Account account = new Account(settings, cli.routes())) {
            plans = plans(settings, account);
        } catch (IOException e) {
            throw new Failure(folder + " cannot be read (" + e.getClass().getSimpleName() + ": "
                    + Screen.plain(e.getMessage()) + "): look after its rights, or its disk or share.");
        }
        if (json) {
            cli.screen().line(json(plans));
        } else {
            new PlanSheet(cli.screen(), settings).print(plans);
        }
        return plans.stream().anyMatch(Plan::held) ? CommandLine.ExitCode.SOFTWARE : CommandLine.ExitCode.OK;
    }

    private List<Plan> plans(Settings settings, Account account) throws IOException {
        Map<String, List<Map<String, String>>> profiles = new HashMap<>();
        Map<String, List<Map<String, String>>> choices = new HashMap<>();
        VendorSchemas schemas = new VendorSchemas(settings.vendorsFolder().stream().toArray(Path[]::new));
        Planning planning = new Planning(new TicketLayers(schemas), account::facts,
                vendor -> profiles.computeIfAbsent(vendor, account::profiles),
                vendor -> choices.computeIfAbsent(vendor, account::choices),
                settings.spend().photosPerShoot(), settings.gather().maxWait());
        Path real = folder.toRealPath();
        Settings.Lane in = lane(settings, real);
        Optional<Path> inbox = inbox(in, real);
        if (inbox.isEmpty()) {
            if (real.getFileName() == null) {
                throw new ParameterException(spec.commandLine(), real + " is a whole disk; name a folder on it.");
            }
            return List.of(planning.folder(in, real));
        }
        return inbox.get().equals(real) ? planning.inbox(in, real)
                : List.of(planning.folder(in, inbox.get().resolve(inbox.get().relativize(real).getName(0))));
    }

    /** The lane that was named, or in whose inbox the folder lies, or the only one. */
    private Settings.Lane lane(Settings settings, Path real) throws IOException {
        if (lane != null) {
            return settings.lanes().stream().filter(each -> each.name().equals(lane)).findFirst()
                    .orElseThrow(() -> new ParameterException(spec.commandLine(), "There is no lane \"" + lane
                            + "\"; there are " + names(settings) + "."));
        }
        for (Settings.Lane each : settings.lanes()) {
            if (inbox(each, real).isPresent()) {
                return each;
            }
        }
        if (settings.lanes().size() > 1) {
            throw new ParameterException(spec.commandLine(), folder + " lies in no lane's inbox: say with --lane into which"
                    + " it would be dropped; there are " + names(settings) + ".");
        }
        return settings.lanes().get(0);
    }

    private static String names(Settings settings) {
        return settings.lanes().stream().map(Settings.Lane::name).collect(Collectors.joining(", "));
    }

    /** The lane's inbox, if the folder is it or lies in it. */
    private static Optional<Path> inbox(Settings.Lane lane, Path real) throws IOException {
        Path inbox = lane.inbox().folder();
        if (inbox == null || !Files.isDirectory(inbox)) {
            return Optional.empty();
        }
        return Optional.of(inbox.toRealPath()).filter(real::startsWith);
    }

    private static String json(List<Plan> plans) throws JsonProcessingException {
        Map<String, Object> told = new LinkedHashMap<>();
        told.put("held", plans.stream().anyMatch(Plan::held));
        told.put("edits", plans.stream().mapToInt(plan -> plan.shoots().size()).sum());
        told.put("photos", plans.stream().mapToInt(Plan::photos).sum());
        told.put("folders", plans);
        return new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT).writeValueAsString(told);
    }
}
