package studio.darkroom.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import studio.darkroom.testing.ExampleVendorServer;

/** A node with a faulty vendor of the user's own does not start: exit code 2 and a sentence for each fault. */
class OwnVendorStartTest {

    @TempDir
    Path folder;

    private final TestTerminal terminal = new TestTerminal(true);

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "(?m)id: atelier-edit$ | id: atelier-begin | atelier-edit",
        "setBody: | setBdy: | setBdy"})
    void aFaultyFileEndsTheStartWithExitCodeTwo(String right, String wrong, String fault) throws IOException {
        Path file = ExampleVendorServer.writeFiles(folder.resolve("mine")).resolve("atelier.camel.yaml");
        Files.writeString(file, Files.readString(file).replaceFirst(right, wrong));
        assertThat(run()).isEqualTo(2);
        assertThat(terminal.err().lines()).singleElement().asString().startsWith(file.toString())
                .contains(fault).endsWith(".");
    }

    @Test
    void aRouteThatCannotBeMadeIsNamed() throws IOException {
        Path file = ExampleVendorServer.writeFiles(folder.resolve("mine")).resolve("atelier.camel.yaml");
        String text = Files.readString(file);
        assertThat(text).contains("ref: requests");
        Files.writeString(file, text.replaceFirst("ref: requests", "ref: reqests"));
        assertThat(run()).isOne();
        assertThat(terminal.err()).contains("atelier-open", "reqests");
    }

    private int run() throws IOException {
        Path config = Files.writeString(folder.resolve("darkroom.properties"), """
                darkroom.home = %1$s/home
                darkroom.vendors.folder = %1$s/mine
                darkroom.vendor.atelier.url = https://api.atelier.example
                darkroom.vendor.atelier.key = k
                darkroom.lane.default.vendor = atelier
                darkroom.lane.default.inbox = folder:%2$s
                darkroom.lane.default.delivery = folder:%3$s
                darkroom.http.port = 0
                """.formatted(folder, Files.createDirectories(folder.resolve("in")),
                Files.createDirectories(folder.resolve("out"))));
        return terminal.run("--config", config.toString(), "run");
    }
}
