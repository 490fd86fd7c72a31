package studio.darkroom.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** What a person orders for single results of a shoot that is finished. */
final class RetouchCommands {

    private static final String PHOTOS_HELP = "Which results, by file name: * is any letters, ? is one; all if not given.";

    private RetouchCommands() {
    }

    @Command(name = "retouch", description = "Have results changed in words or by preset, each on top of its last version."
            + " It costs, once for each. The new pictures take the names of the old, which are kept beside them.")
    static final class Retouch implements Callable<Integer> {

        @ParentCommand
        private Cli cli;

        @Parameters(paramLabel = "SHOOT", description = "Id or name of the shoot.")
        private String shoot;

        @Option(names = "--photos", paramLabel = "PATTERN", defaultValue = "*", description = PHOTOS_HELP)
        private String photos;

        @ArgGroup(multiplicity = "1")
        private Change change;

        static final class Change {
            @Option(names = "--prompt", paramLabel = "TEXT", description = "What to change, in at most 255 characters.")
            private String prompt;
            @Option(names = "--preset", paramLabel = "NAME", description = "The vendor's name of a ready-made change.")
            private String preset;
        }

        @Override
        public Integer call() {
            ObjectNode request = JsonNodeFactory.instance.objectNode().put("photos", photos);
            if (change.prompt != null) {
                request.put("prompt", change.prompt);
            } else {
                request.put("preset", change.preset);
            }
            ActionCommands.runShootAction(cli, cli.connectNode(), shoot, "retouch", request.toString());
            return 0;
        }
    }

    @Command(name = "reset", description = "Take results back to the original edit, which costs nothing. The pictures that"
            + " were delivered are kept beside them.")
    static final class Reset implements Callable<Integer> {

        @ParentCommand
        private Cli cli;

        @Parameters(paramLabel = "SHOOT", description = "Id or name of the shoot.")
        private String shoot;

        @Option(names = "--photos", paramLabel = "PATTERN", defaultValue = "*", description = PHOTOS_HELP)
        private String photos;

        @Override
        public Integer call() {
            ActionCommands.runShootAction(cli, cli.connectNode(), shoot, "reset",
                    JsonNodeFactory.instance.objectNode().put("photos", photos).toString());
            return 0;
        }
    }
}
