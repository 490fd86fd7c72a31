package studio.darkroom.sim.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The demo with a stand-in for the product: a process of its own, known by command line, environment and API only. */
class DemoTest {

    @TempDir
    Path folder;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    private Path jar(String mainClass) throws IOException {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, mainClass);
        manifest.getMainAttributes().put(Attributes.Name.CLASS_PATH, Arrays.stream(System.getProperty("java.class.path")
                .split(File.pathSeparator)).map(p -> Path.of(p).toUri().toString()).collect(Collectors.joining(" ")));
        Path jar = folder.resolve("runner.jar");
        try (OutputStream out = Files.newOutputStream(jar)) {
            new JarOutputStream(out, manifest).close();
        }
        return jar;
    }

    private int run(Path jar, Duration most) throws IOException {
        PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
        return new Demo(DemoScenario.of("imagen"), Optional.empty(), jar, folder.resolve("demo"), out, false, most, false).run(false);
    }

    private String said() {
        return bytes.toString(StandardCharsets.UTF_8);
    }

    @Test
    void bothShootsAreDeliveredAndTheirPlaceIsTold() throws IOException {
        int code = run(jar(StandIn.class.getName()), Duration.ofSeconds(60));
        assertThat(said()).contains("4 edited JPEGs in " + folder.resolve("demo/delivery/raw/smith-wedding"))
                .contains("4 edited JPEGs in " + folder.resolve("demo/delivery/jpeg/harbour-row-12"))
                .contains("The vendor billed 2 edits of 8 photos.").contains("done, 4 delivered");
        assertThat(code).isZero();
        assertThat(ProcessHandle.current().children().filter(ProcessHandle::isAlive)).as("the child was ended").isEmpty();
    }

    @Test
    void aHeldShootEndsTheDemoWithItsLog() throws IOException {
        Files.createDirectories(folder.resolve("demo"));
        Files.createFile(folder.resolve("demo/hold"));
        assertThat(run(jar(StandIn.class.getName()), Duration.ofSeconds(60))).isEqualTo(1);
        assertThat(said()).contains("is held, decision").contains("stand-in starts");
    }

    @Test
    void aProductThatEndsAtOnceIsToldWithItsLog() throws IOException {
        assertThat(run(jar("no.such.Program"), Duration.ofSeconds(60))).isEqualTo(1);
        assertThat(said()).contains("Darkroom stopped immediately after its start").contains("no.such.Program");
    }

    @Test
    void shootsThatTakeTooLongEndTheDemo() throws IOException {
        assertThat(run(jar(StandIn.class.getName()), Duration.ofMillis(1))).isEqualTo(1);
        assertThat(said()).contains("were not delivered within 0 s");
    }

    @Test
    void aMissingRunnerIsSaidSo() throws IOException {
        assertThat(run(folder.resolve("none.jar"), Duration.ofSeconds(1))).isEqualTo(1);
        assertThat(said()).contains("There is no runner jar at").contains("mvn package");
    }

    @Test
    void aVendorWithoutADemoIsToldWhichThereAre() {
        assertThatThrownBy(() -> DemoScenario.of("photolabs")).hasMessage("There is no demo of the vendor 'photolabs'. "
                + "Use -Ddemo.vendor=imagen, imagen-smart or fotolabs.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"imagen", "imagen-smart", "fotolabs"})
    void eachVendorHasItsShoots(String vendor) throws IOException {
        DemoScenario show = DemoScenario.of(vendor);
        assertThat(show.vendor()).isEqualTo(vendor);
        for (DemoScenario.LaneShoot act : show.laneShoots()) {
            act.photos().write(folder);
            try (Stream<Path> photos = Files.list(folder.resolve(act.shoot()))) {
                assertThat(photos).as(act.shoot()).hasSizeGreaterThanOrEqualTo(vendor.equals("imagen-smart") ? 5 : 4);
            }
        }
    }

    @Test
    void aPromptIsWrittenIntoTheTicketOfTheShootAsItIs() throws IOException {
        DemoScenario.writeRetouchTicket(folder, "make the \"sky\" more blue: #1");
        assertThat(new YAMLMapper().readTree(folder.resolve("darkroom.yaml").toFile()))
                .isEqualTo(new ObjectMapper().readTree("""
                        {"retouch": [{"photos": "*", "prompt": "make the \\"sky\\" more blue: #1"}]}"""));
    }

    @Test
    void aVendorThatDoesNotRetouchIsToldSo() {
        assertThatThrownBy(() -> new Demo(DemoScenario.of("fotolabs"), Optional.of("more blue"), folder, folder, System.out, false,
                Duration.ofSeconds(1), false)).hasMessageContaining("fotolabs does not retouch by prompt");
    }
}
