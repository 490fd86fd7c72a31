package studio.darkroom.packaged;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import studio.darkroom.sim.SimOptions;
import studio.darkroom.sim.Simulator;
import studio.darkroom.testing.Await;
import studio.darkroom.testing.TestPictures;

/** A working directory for an application of {@code src/examples}, with its settings, ticket and photos. */
record ExampleFolder(Path folder) {

    static final Path ALL = Path.of("src/examples");

    static Simulator simulator() {
        return Simulator.start(SimOptions.defaults().withDurations(Duration.ZERO, Duration.ZERO));
    }

    /** @param further further lines of the settings file */
    void writeSettings(String file, Simulator sim, String... further) throws IOException {
        Files.writeString(folder.resolve("ticket.yaml"), "profile: BRIGHT LISTING\n");
        Path settings = folder.resolve(file);
        Files.createDirectories(settings.getParent());
        Files.writeString(settings, """
                darkroom.lane.default.ticket = ticket.yaml
                darkroom.vendor.imagen.url = %s
                darkroom.vendor.imagen.key = %s
                darkroom.vendor.imagen.poll.initial-delay = 100ms
                darkroom.inbox.settle-time = 300ms
                darkroom.inbox.scan-interval = 100ms
                %s
                """.formatted(sim.imagenUrl(), sim.key(), String.join("\n", further)));
    }

    /** Drops a shoot and waits until it is delivered and paid for once. */
    void deliverShoot(Program program, Simulator sim) throws IOException {
        Path shoot = Files.createDirectories(folder.resolve("inbox/smith"));
        Files.write(shoot.resolve("A.JPG"), TestPictures.jpeg(1));
        if (!Await.isTrueWithin(Duration.ofSeconds(90), () -> Files.exists(folder.resolve("delivery/smith/receipt.json")))) {
            throw new AssertionError("Nothing was delivered:\n" + program.readOutput());
        }
        assertThat(sim.billItems()).filteredOn(bill -> bill.action().equals("edit")).hasSize(1);
    }

    /** Starts the program with a misspelt key, and checks that it reports the key and stops. */
    void assertRejectsMisspeltKey(Program program, String file, Simulator sim) throws IOException {
        writeSettings(file, sim, "darkroom.inbox.setle-time = 1s");
        program.start();
        assertThat(program.awaitExit()).isEqualTo(1);
        assertThat(program.readOutput())
                .contains("darkroom.inbox.setle-time is not a setting of Darkroom: did you mean darkroom.inbox.settle-time?");
    }
}
