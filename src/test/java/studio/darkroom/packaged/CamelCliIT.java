package studio.darkroom.packaged;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import studio.darkroom.sim.Simulator;
import studio.darkroom.testing.Await;

/** Camel's command line: {@code camel run} with a properties file, another route, and Darkroom as a dependency. */
@EnabledIfSystemProperty(named = "examples.too", matches = "true", disabledReason = "needs Darkroom in"
        + " the local repository and downloads libraries: mvn -Pexamples verify")
class CamelCliIT {

    private static final Path CLI = Path.of("src/test/resources/camel-cli");
    private static final String SETTINGS = "application.properties";

    @TempDir
    Path folder;

    @Test
    void camelRun_darkroomDependency_deliversBesideRoute() throws IOException, InterruptedException {
        MavenRunner.run(CLI, folder.resolve("cli"), "dependency:build-classpath");
        Path home = Files.createDirectories(folder.resolve("person"));
        Files.createDirectories(home.resolve(".m2"));
        Files.writeString(home.resolve(".m2/settings.xml"),
                "<settings><localRepository>" + MavenRunner.REPOSITORY + "</localRepository></settings>");
        ExampleFolder example = new ExampleFolder(folder);
        String version = System.getProperty("project.version");
        try (Simulator sim = ExampleFolder.simulator();
             Program camel = new Program(folder, Program.java(), "-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1",
                     "-Duser.home=" + home, "-cp", Files.readString(folder.resolve("cli/path")).strip(), "main.CamelJBang",
                     "run", SETTINGS, "mine.camel.yaml", "--dep=studio.darkroom:darkroom:" + version,
                     "--logging-color=false")) {
            example.writeSettings(SETTINGS, sim, "darkroom.autoinstall = true");
            Files.writeString(folder.resolve("mine.camel.yaml"), """
                    - route:
                        id: mine
                        from:
                          uri: file:delivery
                          parameters: { noop: true, recursive: true, include: receipt.json }
                          steps:
                            - log: { message: "came: ${header.CamelFileName}" }
                    """);
            camel.start();
            example.deliverShoot(camel, sim);
            Await.untilTrue("the user's route works", () -> camel.readOutput().contains("came: smith/receipt.json"));
            assertThat(camel.stop()).isIn(0, 143);
        }
    }
}
