package studio.darkroom.packaged;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import studio.darkroom.ledger.HomeLock;
import studio.darkroom.sim.Fault;
import studio.darkroom.sim.SimOptions;
import studio.darkroom.sim.Simulator;
import studio.darkroom.testing.Await;
import studio.darkroom.testing.TestDarkroom;

/**
 * In a stock Karaf without a network: installed through {@code deploy/}, works, survives a kill, and uninstalls completely.
 */
@EnabledForJreRange(max = JRE.JAVA_17,
        disabledReason = "Karaf 4.4 needs the Security Manager, which Java newer than 17 refuses")
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "needs signals and scripts of Unix")
class KarafIT {

    private static final int PHOTOS = 12;
    private static final Path ARCHIVE = Path.of(System.getProperty("karaf.archive", "target"));

    @TempDir
    Path folder;

    @Test
    void archive_kill_resumesAndUninstalls() throws IOException {
        try (Simulator sim = Simulator.start(SimOptions.defaults()); Karaf karaf = new Karaf(folder)) {
            Path archive = karaf.deploy(ARCHIVE);
            karaf.start();
            Await.untilTrue("the configuration file exists", Duration.ofSeconds(60), karaf::isConfigured);
            assertThat(Files.readAllLines(karaf.configurationFile()))
                    .contains("#darkroom.lanes = default", "#darkroom.ledger.url =")
                    .allMatch(line -> line.isBlank() || line.startsWith("#"));
            Await.untilTrue("the log names the missing ticket", Duration.ofSeconds(60),
                    () -> karaf.readLog().contains("etc/darkroom.cfg, or the file"));

            KarafFolders dropped = new KarafFolders(folder, karaf);
            karaf.configure(dropped.createSettings(sim));
            karaf.awaitStarts(1);
            sim.faults().add(Fault.on("put").delay(300).always());
            dropped.dropShoot("smith", PHOTOS);
            Await.untilTrue("some photos are uploaded", Duration.ofSeconds(60), () -> sim.requests("put").size() >= 3);
            karaf.kill();
            assertThat(sim.requests("put").size()).isLessThan(PHOTOS);
            sim.faults().clear();

            karaf.start();
            dropped.awaitDelivery("smith");
            assertThat(sim.projects()).hasSize(1);
            assertThat(sim.billItems()).filteredOn(bill -> bill.action().equals("edit")).hasSize(1);
            assertThat(TestDarkroom.listFiles(folder.resolve("delivery"))).hasSize(PHOTOS + 1);
            assertThat(karaf.runInShell("darkroom:shoots; darkroom:show smith; darkroom:doctor; darkroom:pause default;"
                    + " darkroom:charges; darkroom:verify " + folder.resolve("delivery/smith")))
                    .containsPattern("smith +default +imagen +done").contains("smith/IMG_00.JPG", "the key works",
                            "Lane default is paused", "Edits: 1, photos: " + PHOTOS,
                            PHOTOS + " of " + PHOTOS + " files verified");
            assertThat(karaf.countStarts()).as("starts of the node").isEqualTo(2);

            Files.delete(archive);
            Await.untilTrue("Darkroom is uninstalled", Duration.ofSeconds(60), () -> isUninstalled(karaf));
            assertThat(karaf.stop()).isIn(0, 143);
            assertThat(karaf.readLog()).doesNotContain("did not come to a clean end");
        }
    }

    private boolean isUninstalled(Karaf karaf) {
        try (HomeLock lock = HomeLock.acquireLock(folder.resolve("home"))) {
            return lock != null && !karaf.listThreads().contains("darkroom");
        } catch (IllegalStateException | IOException e) {
            return false;
        }
    }
}
