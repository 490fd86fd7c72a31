package studio.darkroom.packaged;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * The unpacked archive: routes and settings beside the program override the built-in ones, and the script passes its options
 * on.
 */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "needs signals, links, permissions and tar of Unix")
class DistributionIT {

    @TempDir
    Path folder;
    private Path home;

    @BeforeEach
    void unpack() throws Exception {
        Process tar = new ProcessBuilder("tar", "xzf", Artifacts.DISTRIBUTION.toString(), "-C", folder.toString())
                .inheritIO().start();
        assertThat(tar.waitFor()).isZero();
        try (Stream<Path> unpacked = Files.list(folder)) {
            home = unpacked.findFirst().orElseThrow();
        }
        assertThat(home.getFileName().toString()).startsWith("darkroom-");
    }

    private Program program(String... arguments) throws IOException {
        String[] command = Stream.concat(Stream.of(home.resolve("bin/darkroom").toString()), Stream.of(arguments))
                .toArray(String[]::new);
        return new Program(Files.createDirectory(folder.resolve("work")), command);
    }

    @Test
    void script_run_startsAndStops() throws Exception {
        try (Program program = program().start().awaitReady()) {
            assertThat(program.folder.resolve("darkroom-home"))
                    .as("relative paths are relative to the working directory").isDirectory();
            assertThat(program.stop()).isIn(0, 143);
        }
    }

    @Test
    void script_symbolicLink_starts() throws Exception {
        Path link = Files.createSymbolicLink(Files.createDirectory(folder.resolve("links")).resolve("darkroom"),
                Path.of("..").resolve(home.getFileName()).resolve("bin/darkroom"));
        Program linked = new Program(Files.createDirectory(folder.resolve("work")), link.toString());
        try (linked) {
            linked.start().awaitReady();
        }
    }

    @Test
    void routes_besideProgram_override() throws Exception {
        Path route = home.resolve("routes/shoot-gather.camel.yaml");
        Files.writeString(route, Files.readString(route) + "\n- nonsense: true\n");
        try (Program program = program().start()) {
            assertThat(program.awaitExit()).isNotZero();
            assertThat(program.readOutput()).contains("nonsense");
        }
    }

    @Test
    void settings_besideProgram_areOverriddenByWorkingDirectory() throws Exception {
        Path settings = home.resolve("config/darkroom.properties");
        Files.writeString(settings, Files.readString(settings)
                .replace("darkroom.shoot.concurrency = 8", "darkroom.shoot.concurrency = beside"));
        try (Program program = program().start()) {
            assertThat(program.awaitExit()).isEqualTo(2);
            assertThat(program.readOutput()).contains("beside");
        }
        try (Program program = new Program(folder.resolve("work"), home.resolve("bin/darkroom").toString())) {
            Files.writeString(program.folder.resolve("darkroom.properties"), "darkroom.shoot.concurrency = own\n");
            assertThat(program.start().awaitExit()).isEqualTo(2);
            assertThat(program.readOutput()).contains("own").doesNotContain("beside");
        }
    }

    @Test
    void script_javaOptions_arePassedOn() throws Exception {
        try (Program program = program().setVariable("JAVA_OPTS", "-Ddarkroom.shoot.concurrency=first -Dx=y")
                .setVariable("DARKROOM_JAVA_OPTS", "-Ddarkroom.shoot.concurrency=second").start()) {
            assertThat(program.awaitExit()).isEqualTo(2);
            assertThat(program.readOutput()).contains("second").doesNotContain("first");
        }
    }

    @Test
    void script_withoutJava_explainsFix() throws Exception {
        try (Program program = program().setVariable("JAVA_HOME", folder.toString()).start()) {
            assertThat(program.awaitExit()).isEqualTo(1);
            assertThat(program.readOutput()).contains("JAVA_HOME").contains(folder.toString());
        }
    }
}
