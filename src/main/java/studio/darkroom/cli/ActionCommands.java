package studio.darkroom.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Actions on a shoot or a lane. */
final class ActionCommands {

    private ActionCommands() {
    }

    static void runShootAction(Cli cli, NodeApi node, String shoot, String action, String body) {
        JsonNode response = node.runShootAction(shoot, action, body);
        cli.terminal().printLine(Terminal.sanitizeText(response.path("name").asText()) + " is " + ShootsCommand.describeState(response) + ".");
    }

    private static void runLaneAction(Cli cli, String lane, String action) {
        JsonNode response = cli.connectNode().runLaneAction(lane, action);
        cli.terminal().printLine("Lane " + Terminal.sanitizeText(response.path("name").asText())
                + (response.path("paused").asBoolean() ? " is paused." : " is running."));
    }

    @Command(name = "retry",
            description = "Continue a shoot after its problem is fixed, or try an outage again now.")
    static final class Retry implements Callable<Integer> {

        @ParentCommand
        private Cli cli;

        @ArgGroup(multiplicity = "1")
        private Target target;

        static final class Target {
            @Parameters(paramLabel = "SHOOT", description = "Id or name of the shoot.")
            private String shoot;
            @Option(names = "--all", description = "All shoots that have a problem.")
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
            description = "Answer the decision of a shoot; show explains each answer.")
    static final class Decide implements Callable<Integer> {

        @ParentCommand
        private Cli cli;

        @Parameters(paramLabel = "SHOOT", description = "Id or name of the shoot.")
        private String shoot;

        @ArgGroup(multiplicity = "1")
        private Answer answer;

        static final class Answer {
            @Option(names = "--resend", description = "Send it again; it may cost again.")
            private boolean resend;
            @Option(names = "--accept", description = "Accept it as it is and continue.")
            private boolean accept;
            @Option(names = "--cancel", description = "Cancel the shoot.")
            private boolean cancel;
        }

        @Override
        public Integer call() {
            String choice = answer.resend ? "resend" : answer.accept ? "accept" : "cancel";
            runShootAction(cli, cli.connectNode(), shoot, "decide", "{\"answer\": \"" + choice + "\"}");
            return 0;
        }
    }

    @Command(name = "cancel",
            description = "Cancel a shoot. Money already spent stays spent; delivered files stay.")
    static final class Cancel implements Callable<Integer> {

        @ParentCommand
        private Cli cli;

        @Parameters(paramLabel = "SHOOT", description = "Id or name of the shoot.")
        private String shoot;

        @Override
        public Integer call() {
            runShootAction(cli, cli.connectNode(), shoot, "cancel", "");
            return 0;
        }
    }

    @Command(name = "redeliver",
            description = "Fetch and deliver the results again, as far as the vendor still has them; free of charge.")
    static final class Redeliver implements Callable<Integer> {

        @ParentCommand
        private Cli cli;

        @Parameters(paramLabel = "SHOOT", description = "Id or name of the shoot.")
        private String shoot;

        @Override
        public Integer call() {
            runShootAction(cli, cli.connectNode(), shoot, "redeliver", "");
            return 0;
        }
    }

    @Command(name = "pause",
            description = "Start nothing in a lane until it is resumed, also after a restart.")
    static final class Pause implements Callable<Integer> {

        @ParentCommand
        private Cli cli;

        @Parameters(paramLabel = "LANE", description = "Name of the lane.")
        private String lane;

        @Override
        public Integer call() {
            runLaneAction(cli, lane, "pause");
            return 0;
        }
    }

    @Command(name = "resume", description = "Continue a paused lane.")
    static final class Resume implements Callable<Integer> {

        @ParentCommand
        private Cli cli;

        @Parameters(paramLabel = "LANE", description = "Name of the lane.")
        private String lane;

        @Override
        public Integer call() {
            runLaneAction(cli, lane, "resume");
            return 0;
        }
    }
}
