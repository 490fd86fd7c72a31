package studio.darkroom.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** What a person says to a shoot or a lane. */
final class WordCommands {

    private WordCommands() {
    }

    static void say(Cli cli, Node node, String shoot, String word, String body) {
        JsonNode told = node.post("/api/shoots/" + NodeClient.segment(shoot) + "/" + word, body);
        cli.screen().line(Screen.plain(told.path("name").asText()) + " is " + told.path("state").asText()
                + (told.path("waits").isTextual() ? ", at step " + told.path("step").asText() : "") + ".");
    }

    private static void tell(Cli cli, String lane, String word) {
        JsonNode told = cli.node().post("/api/lanes/" + NodeClient.segment(lane) + "/" + word, "");
        cli.screen().line("Lane " + Screen.plain(told.path("name").asText())
                + (told.path("paused").asBoolean() ? " is paused: nothing of it is begun." : " goes on."));
    }

    @Command(name = "retry",
            description = "Go on with a shoot whose problem is mended, or try at once what is out.")
    static final class Retry implements Callable<Integer> {

        @ParentCommand
        private Cli cli;

        @ArgGroup(multiplicity = "1")
        private Which which;

        static final class Which {
            @Parameters(paramLabel = "SHOOT", description = "Id or name of the shoot.")
            private String shoot;
            @Option(names = "--all", description = "Every shoot that has a problem.")
            private boolean all;
        }

        @Override
        public Integer call() {
            Node node = cli.node();
            if (!which.all) {
                say(cli, node, which.shoot, "retry", "");
                return 0;
            }
            int code = 0;
            JsonNode held = node.get("/api/shoots?state=problem");
            for (JsonNode shoot : held) {
                try {
                    say(cli, node, shoot.path("id").asText(), "retry", "");
                } catch (Failure refused) {
                    cli.screen().err().println(refused.getMessage());
                    code = 1;
                }
            }
            if (held.isEmpty()) {
                cli.screen().line("No shoot has a problem.");
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
            String word = answer.resend ? "resend" : answer.accept ? "accept" : "cancel";
            say(cli, cli.node(), shoot, "decide", "{\"answer\": \"" + word + "\"}");
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
            say(cli, cli.node(), shoot, "cancel", "");
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
            say(cli, cli.node(), shoot, "redeliver", "");
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
            tell(cli, lane, "pause");
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
            tell(cli, lane, "resume");
            return 0;
        }
    }
}
