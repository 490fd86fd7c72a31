package studio.darkroom.packaged;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import studio.darkroom.sim.Simulator;
import studio.darkroom.testing.Await;

/** The applications in {@code src/examples}, compiled and run with the thin jar on the class path. */
class ExamplesIT {

    private static final Set<String> OPTIONAL = Set.of("log4j-core", "log4j-slf4j2-impl");

    @TempDir
    Path folder;

    /** Darkroom with its dependencies, then those of the example; of two versions of a library, the first. */
    private static List<String> createClassPath(Path... further) throws IOException {
        List<String> path = new ArrayList<>(List.of(Artifacts.THIN.toString()));
        Set<String> there = new HashSet<>();
        List<Path> lists = new ArrayList<>(List.of(Artifacts.DEPENDENCIES));
        lists.addAll(List.of(further));
        for (Path list : lists) {
            for (String library : Files.readString(list).strip().split(File.pathSeparator)) {
                String artifact = Path.of(library).getFileName().toString().replaceFirst("-\\d.*", "");
                if (!OPTIONAL.contains(artifact) && there.add(artifact)) {
                    path.add(library);
                }
            }
        }
        return path;
    }

    private Program compileExample(String example, String main, List<String> path) throws IOException {
        Path classes = Files.createDirectories(folder.resolve("classes"));
        String libraries = String.join(File.pathSeparator, path);
        List<String> arguments = new ArrayList<>(List.of("-d", classes.toString(), "-cp", libraries,
                "-Xlint:all,-processing", "-Werror"));
        try (Stream<Path> sources = Files.walk(ExampleFolder.ALL.resolve(example).resolve("src/main/java"))) {
            sources.filter(Files::isRegularFile).map(Path::toString).forEach(arguments::add);
        }
        assertThat(ToolProvider.getSystemJavaCompiler().run(null, null, null, arguments.toArray(String[]::new))).isZero();
        Path resources = ExampleFolder.ALL.resolve(example).resolve("src/main/resources").toAbsolutePath();
        return new Program(folder, Program.java(), "-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-cp",
                String.join(File.pathSeparator, classes.toString(), resources.toString(), libraries), main);
    }

    @Test
    void plainCamel_shoot_isDeliveredAndReported() throws IOException {
        try (Simulator sim = ExampleFolder.simulator();
             Program lab = compileExample("plain-camel", "com.example.lab.Lab", createClassPath())) {
            ExampleFolder example = new ExampleFolder(folder);
            example.writeSettings("lab.properties", sim);
            lab.start();
            example.deliverShoot(lab, sim);
            Await.untilTrue("the example's own route works", () -> lab.readOutput().contains("Delivered: "));
            assertThat(lab.stop()).isIn(0, 143);
            assertThat(Files.readString(ExampleFolder.ALL.resolve("plain-camel/pom.xml")))
                    .contains("<artifactId>darkroom</artifactId><version>" + version(createClassPath(), "darkroom") + "<");
        }
    }

    @Test
    void springBoot_shoot_isDeliveredBesideRoute() throws IOException {
        List<String> path = createClassPath(Artifacts.SPRING_BOOT);
        assertThat(Files.readString(ExampleFolder.ALL.resolve("spring-boot/pom.xml")))
                .as("dependency of the example and of this test")
                .contains("<artifactId>camel-spring-boot</artifactId><version>" + version(path, "camel-spring-boot") + "<")
                .contains("<artifactId>darkroom</artifactId><version>" + version(path, "darkroom") + "<");
        try (Simulator sim = ExampleFolder.simulator();
             Program shop = compileExample("spring-boot", "com.example.shop.Shop", path)) {
            // Spring Boot reads it after the example's own, as an operator would override it
            ExampleFolder example = new ExampleFolder(folder);
            example.assertRejectsMisspeltKey(shop, "application.properties", sim);
            example.writeSettings("application.properties", sim, "darkroom.gather.maxWait = 2h");
            Path orders = Files.createDirectories(folder.resolve("orders"));
            Files.writeString(orders.resolve("seven.txt"), "seven prints");
            shop.start();
            example.deliverShoot(shop, sim);
            Await.untilTrue("the example's own route works", () -> shop.readOutput()
                    .contains("Thank you for your order: seven.txt"));
            assertThat(shop.readOutput()).doesNotContain("multiple SLF4J providers");
            assertThat(shop.stop()).isIn(0, 143);
        }
    }

    private static String version(List<String> path, String artifact) {
        return path.stream().map(library -> Path.of(library).getFileName().toString())
                .filter(library -> library.matches(artifact + "-\\d.*\\.jar")).findFirst().orElseThrow()
                .replaceFirst(artifact + "-(.*)\\.jar", "$1");
    }
}
