package studio.darkroom.packaged;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import studio.darkroom.sim.Simulator;
import studio.darkroom.testing.Until;

/** The Quarkus example, built as its README says by a Maven of its own, and run. */
@EnabledIfSystemProperty(named = "examples.maven", matches = ".+", disabledReason = "a build of its own, which wants"
        + " Darkroom in the local repository and much of Quarkus: mvn -Pexamples verify")
class QuarkusIT {

    private static final String SETTINGS = "config/application.properties";

    @TempDir
    Path folder;

    private Path built() throws IOException, InterruptedException {
        Path example = Example.ALL.resolve("quarkus");
        Path project = folder.resolve("project");
        try (Stream<Path> files = Files.walk(example)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path copy = project.resolve(example.relativize(file));
                Files.createDirectories(copy.getParent());
                Files.copy(file, copy);
            }
        }
        Path said = folder.resolve("built");
        ProcessBuilder maven = new ProcessBuilder(System.getProperty("examples.maven"), "-B", "-Dmaven.repo.local="
                + System.getProperty("examples.repository"), "package").directory(project.toFile());
        maven.environment().put("JAVA_HOME", System.getProperty("java.home"));
        Process build = maven.redirectErrorStream(true).redirectOutput(said.toFile()).start();
        assertThat(build.waitFor(5, TimeUnit.MINUTES)).isTrue();
        assertThat(build.exitValue()).as(Files.readString(said)).isZero();
        return project.resolve("target/quarkus-app/quarkus-run.jar");
    }

    @Test
    void theGalleryHangsItsFramesAndDarkroomDeliversBesideIt() throws IOException, InterruptedException {
        Example example = new Example(folder);
        try (Simulator sim = Example.simulator();
             Program gallery = new Program(folder, Program.java(), "-Xmx256m", "-XX:+UseSerialGC",
                     "-XX:TieredStopAtLevel=1", "-jar", built().toString())) {
            example.refusesAMisspeltKey(gallery, SETTINGS, sim);
            example.settings(SETTINGS, sim);
            Path frames = Files.createDirectories(folder.resolve("frames"));
            Files.writeString(frames.resolve("sunrise.txt"), "a sunrise");
            Files.writeString(frames.resolve("nothing.txt"), "");
            gallery.start();
            example.delivered(gallery, sim);
            Until.holds("the gallery's own route works",
                    () -> gallery.said().contains("Hung on the wall: sunrise.txt"));
            Until.holds("what it says about errors holds for it", Duration.ofSeconds(30),
                    () -> gallery.said().contains("fallen-frame"));
            assertThat(gallery.said()).doesNotContain("Hung on the wall: nothing.txt", "multiple SLF4J providers");
            assertThat(List.of(0, 143)).contains(gallery.stop());
            assertThat(gallery.said()).contains("gallery stopped in").doesNotContain("Exception");
        }
    }
}
