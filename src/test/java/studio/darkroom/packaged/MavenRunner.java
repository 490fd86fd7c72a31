package studio.darkroom.packaged;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Runs the Maven of this build on another project. */
final class MavenRunner {

    /** Its local repository. */
    static final Path REPOSITORY = Path.of(System.getProperty("maven.repository", ""));

    private MavenRunner() {
    }

    /** Copies a project and runs these goals on the copy. */
    static void run(Path project, Path copy, String... goals) throws IOException, InterruptedException {
        try (Stream<Path> files = Files.walk(project)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path to = copy.resolve(project.relativize(file));
                Files.createDirectories(to.getParent());
                Files.copy(file, to);
            }
        }
        List<String> command = new ArrayList<>(List.of(System.getProperty("maven.program"), "-B",
                "-Dmaven.repo.local=" + REPOSITORY));
        command.addAll(List.of(goals));
        Path said = copy.resolve("said");
        ProcessBuilder maven = new ProcessBuilder(command).directory(copy.toFile()).redirectErrorStream(true)
                .redirectOutput(said.toFile());
        maven.environment().put("JAVA_HOME", System.getProperty("java.home"));
        Process build = maven.start();
        try {
            assertThat(build.waitFor(5, TimeUnit.MINUTES)).isTrue();
            assertThat(build.exitValue()).as(Files.readString(said)).isZero();
        } finally {
            build.destroyForcibly();
        }
    }
}
