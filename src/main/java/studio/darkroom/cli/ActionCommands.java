package studio.darkroom.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import studio.darkroom.cli.Cli.CommandFailure;
import studio.darkroom.cli.Cli.NodeApi;

/** Actions on a shoot or a lane. */
final class ActionCommands {

    private static final String PHOTOS_HELP = "File name pattern of the results: * matches any characters, ? matches one. Default: all results.";

    private ActionCommands() {
    }

    /** A command that runs the action of its name on one shoot. */
    private abstract static class ShootAction implements Callable<Integer> {

        @ParentCommand
        private Cli cli;

        @Parameters(paramLabel = "SHOOT", description = "Id or name of the shoot.")
        private String shoot;

        @Override
        public final Integer call() {
            runShootAction(cli, cli.connectNode(), shoot, getClass().getAnnotation(Command.class).name(), buildBody());
            return 0;
        }

        /** The body of the request. */
        String buildBody() {
            return "";
        }
    }

    /** A command that runs the action of its name on one lane. */
    private abstract static class LaneAction implements Callable<Integer> {

        @ParentCommand
        private Cli cli;

        @Parameters(paramLabel = "LANE", description = "Name of the lane.")
        private String lane;

        @Override
        public final Integer call() {
            JsonNode response = cli.connectNode().runLaneAction(lane, getClass().getAnnotation(Command.class).name());
            cli.terminal().printLine("Lane " + Terminal.sanitizeText(response.path("name").asText())
                    + (response.path("paused").asBoolean() ? " is paused." : " is running."));
            return 0;
        }
    }

    private static void runShootAction(Cli cli, NodeApi node, String shoot, String action, String body) {
        JsonNode response = node.runShootAction(shoot, action, body);
        cli.terminal().printLine(Terminal.sanitizeText(response.path("name").asText()) + " is " + ListCommands.describeState(response) + ".");
    }

    @Command(name = "retry",
            description = "Retry a shoot after you fixed its problem, or check an outage now.")
    static final class Retry implements Callable<Integer> {

        @ParentCommand
        private Cli cli;

        @ArgGroup(multiplicity = "1")
        private Target target;

        static final class Target {
            @Parameters(paramLabel = "SHOOT", description = "Id or name of the shoot.")
            private String shoot;
            @Option(names = "--all", description = "Retry all shoots that have a problem.")
            private boolean all;
        }

        @Override
        public Integer call() {
            NodeApi node = cli.connectNode();
            if (!target.all) {
                runShootAction(cli, node, target.shoot, "retry", "");
                return 0;
            }
            int code = 0;
            JsonNode problemShoots = node.listShoots("problem", null);
            for (JsonNode shoot : problemShoots) {
                try {
                    runShootAction(cli, node, shoot.path("id").asText(), "retry", "");
                } catch (CommandFailure refused) {
                    cli.terminal().err().println(refused.getMessage());
                    code = 1;
                }
            }
            if (problemShoots.isEmpty()) {
                cli.terminal().printLine("No shoot has a problem.");
            }
            return code;
        }
    }

    @Command(name = "decide",
            description = "Answer the decision that a shoot waits for. The show command explains the answers.")
    static final class Decide extends ShootAction {

        @ArgGroup(multiplicity = "1")
        private Answer answer;

        static final class Answer {
            @Option(names = "--resend", description = "Repeat the operation. The vendor may charge for it again.")
            private boolean resend;
            @Option(names = "--accept", description = "Accept the current state and continue.")
            private boolean accept;
            @Option(names = "--cancel", description = "Cancel the shoot.")
            private boolean cancel;
        }

        @Override
        String buildBody() {
            String choice = answer.resend ? "resend" : answer.accept ? "accept" : "cancel";
            return JsonNodeFactory.instance.objectNode().put("answer", choice).toString();
        }
    }

    @Command(name = "cancel",
            description = "Cancel a shoot. Paid calls are not refunded; delivered files are kept.")
    static final class Cancel extends ShootAction {
    }

    @Command(name = "redeliver",
            description = "Download and deliver results again, if the vendor still has them. Free of charge.")
    static final class Redeliver extends ShootAction {
    }

    @Command(name = "retouch", description = "Retouch the latest version of results by prompt or preset. The vendor charges for each"
            + " change. New files take the names of the old files, which are kept under other names.")
    static final class Retouch extends ShootAction {

        @Option(names = "--photos", paramLabel = "PATTERN", defaultValue = "*", description = PHOTOS_HELP)
        private String photos;

        @ArgGroup(multiplicity = "1")
        private Change change;

        static final class Change {
            @Option(names = "--prompt", paramLabel = "TEXT", description = "Description of the change, up to 255 characters.")
            private String prompt;
            @Option(names = "--preset", paramLabel = "NAME", description = "Name of a vendor preset.")
            private String preset;
        }

        @Override
        String buildBody() {
            ObjectNode request = JsonNodeFactory.instance.objectNode().put("photos", photos);
            return (change.prompt != null ? request.put("prompt", change.prompt) : request.put("preset", change.preset)).toString();
        }
    }

    @Command(name = "reset", description = "Reset results to the original edit, free of charge. The files delivered before"
            + " are kept under other names.")
    static final class Reset extends ShootAction {

        @Option(names = "--photos", paramLabel = "PATTERN", defaultValue = "*", description = PHOTOS_HELP)
        private String photos;

        @Override
        String buildBody() {
            return JsonNodeFactory.instance.objectNode().put("photos", photos).toString();
        }
    }

    @Command(name = "pause",
            description = "Pause a lane: its shoots start no step until you resume it, even after a restart.")
    static final class Pause extends LaneAction {
    }

    @Command(name = "resume", description = "Resume a paused lane.")
    static final class Resume extends LaneAction {
    }
}
