package studio.darkroom.ticket;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ExampleTicketsTest {

    private static final Path FOLDER = Path.of("config/tickets");

    static List<Path> examples() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.sorted().toList();
        }
    }

    @ParameterizedTest
    @MethodSource("examples")
    void acceptsEveryExample(Path file) throws IOException {
        String name = file.getFileName().toString();
        TicketLayers layers = TicketLayers.of(List.of(TicketReader.read(Files.readAllBytes(file), name)));
        assertThat(new TicketValidator().findFaults(layers, new VendorSchemas())).isEmpty();
        assertThat(Ticket.fromJson(layers.toTicket().toJson())).isEqualTo(layers.toTicket());
    }

    @Test
    void hasAnExampleForEachKindOfWorkAndEachVendor() throws IOException {
        assertThat(examples()).extracting(file -> file.getFileName().toString()).contains("wedding.yaml",
                "real-estate.yaml", "portraits.yaml", "copilot.yaml", "hdr-listing-fotolabs.yaml");
        assertThat(examples()).extracting(file -> TicketReader.read(Files.readAllBytes(file), "t").json().get("vendor").asText())
                .contains("imagen", "imagen-smart", "fotolabs");
    }
}
