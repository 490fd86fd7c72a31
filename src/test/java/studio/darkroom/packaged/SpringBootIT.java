package studio.darkroom.packaged;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import studio.darkroom.sim.SimOptions;
import studio.darkroom.sim.Simulator;
import studio.darkroom.testing.Pictures;
import studio.darkroom.testing.Until;

/** The example in {@code src/examples/spring-boot}, compiled and run with the thin jar on its class path. */
class SpringBootIT {

    private static final Path EXAMPLE = Path.of("src/examples/spring-boot");

    @TempDir
    Path folder;

    /** What the example's POM comes to: Darkroom with all it brings, then Spring Boot; of two versions of one library the first. */
    private static String path() throws IOException {
        List<String> path = new ArrayList<>(List.of(Packages.THIN.toString()));
        Set<String> there = new HashSet<>();
        for (Path list : List.of(Packages.DEPENDENCIES, Packages.SPRING_BOOT)) {
            for (String library : Files.readString(list).strip().split(File.pathSeparator)) {
                String artifact = Path.of(library).getFileName().toString().replaceFirst("-\\d.*", "");
                if (!Set.of("log4j-core", "log4j-slf4j2-impl").contains(artifact) && there.add(artifact)) {
                    path.add(library);
                }
            }
        }
        return String.join(File.pathSeparator, path);
    }

    private String compiled(String path) throws IOException {
        Path classes = Files.createDirectories(folder.resolve("classes"));
        try (Stream<Path> sources = Files.walk(EXAMPLE.resolve("src/main/java"))) {
            List<String> arguments = new ArrayList<>(List.of("-d", classes.toString(), "-cp", path, "-Xlint:all,-processing",
                    "-Werror"));
            sources.filter(Files::isRegularFile).map(Path::toString).forEach(arguments::add);
            assertThat(ToolProvider.getSystemJavaCompiler().run(null, null, null, arguments.toArray(String[]::new))).isZero();
        }
        return String.join(File.pathSeparator, classes.toString(), EXAMPLE.resolve("src/main/resources").toAbsolutePath().toString(),
                path);
    }

    @Test
    void theExampleGreetsAndDarkroomDeliversBesideIt() throws IOException {
        String path = path();
        assertThat(Files.readString(EXAMPLE.resolve("pom.xml"))).as("the example asks for what this test runs with")
                .contains("<artifactId>camel-spring-boot</artifactId><version>" + version(path, "camel-spring-boot"))
                .contains("<artifactId>darkroom</artifactId><version>" + version(path, "darkroom"));
        try (Simulator sim = Simulator.start(SimOptions.defaults().withDurations(Duration.ZERO, Duration.ZERO));
             Program shop = new Program(folder, Program.java(), "-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-cp",
                     compiled(path), "com.example.shop.Shop")) {
            Files.writeString(folder.resolve("ticket.yaml"), "profile: BRIGHT LISTING\n");
            // Spring Boot reads it over the example's own, as an operator would want it
            Files.writeString(folder.resolve("application.properties"), """
                    darkroom.vendor.imagen.url = %s
                    darkroom.vendor.imagen.key = %s
                    darkroom.vendor.imagen.poll.first = 100ms
                    darkroom.gather.quiet = 300ms
                    darkroom.gather.every = 100ms
                    """.formatted(sim.imagenUrl(), sim.key()));
            shop.start();
            Path orders = Files.createDirectories(folder.resolve("orders"));
            Files.writeString(orders.resolve("seven.txt"), "seven prints");
            Path shoot = Files.createDirectories(folder.resolve("inbox/smith"));
            Files.write(shoot.resolve("A.JPG"), Pictures.jpeg(1));
            if (!Until.within(Duration.ofSeconds(60), () -> Files.exists(folder.resolve("delivery/smith/receipt.json")))) {
                throw new AssertionError("Nothing was delivered:\n" + shop.said());
            }
            Until.holds("the shop's own route works", () -> shop.said().contains("Thank you for your order: seven.txt"));
            assertThat(shop.said()).doesNotContain("multiple SLF4J providers");
            assertThat(shop.stop()).isIn(0, 143);
            assertThat(sim.billed()).filteredOn(bill -> bill.action().equals("edit")).hasSize(1);
        }
    }

    private static String version(String path, String artifact) {
        return Stream.of(path.split(File.pathSeparator)).map(library -> Path.of(library).getFileName().toString())
                .filter(library -> library.matches(artifact + "-\\d.*\\.jar")).findFirst().orElseThrow()
                .replaceFirst(artifact + "-(.*)\\.jar", "$1");
    }
}
