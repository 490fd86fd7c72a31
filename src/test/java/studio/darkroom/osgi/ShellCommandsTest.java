package studio.darkroom.osgi;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine.Command;
import studio.darkroom.cli.Cli;
import studio.darkroom.cli.EmbeddedShell;

/** The host's shell knows the command line's commands, all of them. */
class ShellCommandsTest {

    private static Stream<String> ofTheCommandLine() {
        return Arrays.stream(Cli.class.getAnnotation(Command.class).subcommands())
                .map(command -> command.getAnnotation(Command.class).name()).filter(name -> !name.equals("run"));
    }

    @Test
    void allButTheOneThatRunsANodeAreThere() {
        List<String> names = ofTheCommandLine().toList();
        assertThat(names).hasSizeGreaterThan(10);
        assertThat(ShellCommands.COMMAND_NAMES).containsExactlyInAnyOrderElementsOf(names);
    }

    @ParameterizedTest
    @MethodSource("ofTheCommandLine")
    void eachIsAMethodThatDoesWhatItsNameSays(String name) throws ReflectiveOperationException {
        ShellCommands commands = new ShellCommands(new EmbeddedShell(() -> {
            throw new IllegalStateException("no settings are asked for");
        }, Optional::empty, Optional.empty()));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        PrintStream before = System.out;
        System.setOut(new PrintStream(out));
        try {
            ShellCommands.class.getMethod(name, String[].class).invoke(commands, (Object) new String[] {"--help"});
        } finally {
            System.setOut(before);
        }
        assertThat(out.toString(Charset.defaultCharset())).contains("darkroom " + name + " ");
    }
}
