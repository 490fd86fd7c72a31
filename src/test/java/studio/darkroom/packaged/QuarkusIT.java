package studio.darkroom.packaged;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import studio.darkroom.sim.Simulator;
import studio.darkroom.testing.Await;

/** The Quarkus example, built with its own Maven as its README says, and run. */
@EnabledIfSystemProperty(named = "examples.too", matches = "true", disabledReason = "its build needs"
        + " Darkroom in the local repository and much of Quarkus: mvn -Pexamples verify")
class QuarkusIT {

    private static final String SETTINGS = "config/application.properties";

    @TempDir
    Path folder;

    @Test
    void quarkus_shoot_isDeliveredBesideRoute() throws IOException, InterruptedException {
        Path project = folder.resolve("project");
        MavenRunner.run(ExampleFolder.ALL.resolve("quarkus"), project, "package");
        String built = project.resolve("target/quarkus-app/quarkus-run.jar").toString();
        ExampleFolder example = new ExampleFolder(folder);
        try (Simulator sim = ExampleFolder.simulator();
             Program gallery = new Program(folder, Program.java(), "-Xmx256m", "-XX:+UseSerialGC",
                     "-XX:TieredStopAtLevel=1", "-jar", built)) {
            example.assertRejectsMisspeltKey(gallery, SETTINGS, sim);
            example.writeSettings(SETTINGS, sim);
            Path frames = Files.createDirectories(folder.resolve("frames"));
            Files.writeString(frames.resolve("sunrise.txt"), "a sunrise");
            Files.writeString(frames.resolve("nothing.txt"), "");
            gallery.start();
            example.deliverShoot(gallery, sim);
            Await.untilTrue("the example's own route works",
                    () -> gallery.readOutput().contains("Hung on the wall: sunrise.txt"));
            Await.untilTrue("its error handler applies to its route", Duration.ofSeconds(30),
                    () -> gallery.readOutput().contains("fallen-frame"));
            assertThat(gallery.readOutput()).doesNotContain("Hung on the wall: nothing.txt", "multiple SLF4J providers");
            assertThat(List.of(0, 143)).contains(gallery.stop());
            assertThat(gallery.readOutput()).contains("gallery stopped in").doesNotContain("Exception");
        }
    }
}
