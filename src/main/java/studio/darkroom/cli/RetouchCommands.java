package studio.darkroom.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Changes to single results of a delivered shoot. */
final class RetouchCommands {

    private static final String PHOTOS_HELP = "Which results, by file name: * matches any characters, ? matches one. Default: all.";

    private RetouchCommands() {
    }

    @Command(name = "retouch", description = "Change results by prompt or preset, each based on its last version. Each change"
            + " costs. The new files take the names of the old ones, which are kept beside them.")
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
            @Option(names = "--preset", paramLabel = "NAME", description = "Name of a preset of the vendor.")
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

    @Command(name = "reset", description = "Return results to the original edit, free of charge. The files delivered before"
            + " are kept beside them.")
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
