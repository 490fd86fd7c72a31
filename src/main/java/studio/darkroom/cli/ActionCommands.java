package studio.darkroom.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** What a person says to a shoot or a lane. */
final class ActionCommands {

    private ActionCommands() {
    }

    static void runShootAction(Cli cli, NodeApi node, String shoot, String action, String body) {
        JsonNode response = node.post("/api/shoots/" + NodeClient.encodeSegment(shoot) + "/" + action, body);
        cli.terminal().printLine(Terminal.sanitizeText(response.path("name").asText()) + " is " + response.path("state").asText()
                + (response.path("waits").isTextual() ? ", at step " + response.path("step").asText() : "") + ".");
    }

    private static void runLaneAction(Cli cli, String lane, String action) {
        JsonNode response = cli.connectNode().post("/api/lanes/" + NodeClient.encodeSegment(lane) + "/" + action, "");
        cli.terminal().printLine("Lane " + Terminal.sanitizeText(response.path("name").asText())
                + (response.path("paused").asBoolean() ? " is paused: nothing of it is begun." : " goes on."));
    }

    @Command(name = "retry",
            description = "Go on with a shoot whose problem is mended, or try at once what is out.")
    static final class Retry implements Callable<Integer> {

        @ParentCommand
        private Cli cli;

        @ArgGroup(multiplicity = "1")
        private Target target;

        static final class Target {
            @Parameters(paramLabel = "SHOOT", description = "Id or name of the shoot.")
            private String shoot;
            @Option(names = "--all", description = "Every shoot that has a problem.")
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
            JsonNode problemShoots = node.get("/api/shoots?state=problem");
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
            description = "Answer the question that a shoot asks; show says what each answer does.")
    static final class Decide implements Callable<Integer> {

        @ParentCommand
        private Cli cli;

        @Parameters(paramLabel = "SHOOT", description = "Id or name of the shoot.")
        private String shoot;

        @ArgGroup(multiplicity = "1")
        private Answer answer;

        static final class Answer {
            @Option(names = "--resend", description = "Do it again, though it may cost again.")
            private boolean resend;
            @Option(names = "--accept", description = "Take it as it is and go on.")
            private boolean accept;
            @Option(names = "--cancel", description = "Give the shoot up.")
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
            description = "Give a shoot up. What it has cost stays spent; nothing delivered is taken away.")
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
            description = "Fetch and deliver again what the vendor still has; that costs nothing.")
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
            description = "Begin nothing of a lane until it is resumed; also after a restart.")
    static final class Pause implements Callable<Integer> {

        @ParentCommand
        private Cli cli;

        @Parameters(paramLabel = "LANE")
        private String lane;

        @Override
        public Integer call() {
            runLaneAction(cli, lane, "pause");
            return 0;
        }
    }

    @Command(name = "resume", description = "Go on with a paused lane.")
    static final class Resume implements Callable<Integer> {

        @ParentCommand
        private Cli cli;

        @Parameters(paramLabel = "LANE")
        private String lane;

        @Override
        public Integer call() {
            runLaneAction(cli, lane, "resume");
            return 0;
        }
    }
}
