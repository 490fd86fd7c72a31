package studio.darkroom.packaged;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import studio.darkroom.testing.Await;

/** {@code java -jar} of the runner: it removes the files that it extracts, its own and those of a killed process. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "needs signals, links, permissions and tar of Unix")
class RunnerIT {

    private static final String LIBRARIES = "darkroom-libraries-";

    @TempDir
    Path folder;

    private static List<Path> listExtractedFolders(Program program) {
        try (Stream<Path> files = Files.list(program.temporary)) {
            return files.filter(file -> file.getFileName().toString().startsWith(LIBRARIES)).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void libraries_extracted_arePrivateAndRemoved() throws Exception {
        try (Program program = Program.createForJar(folder, Artifacts.RUNNER).start().awaitReady()) {
            assertThat(listExtractedFolders(program)).singleElement().satisfies(libraries -> assertThat(
                    PosixFilePermissions.toString(Files.getPosixFilePermissions(libraries))).isEqualTo("rwx------"));
            assertThat(program.stop()).isIn(0, 143);
            assertThat(listExtractedFolders(program)).isEmpty();
        }
    }

    @Test
    void start_leftoverFiles_areRemoved() throws Exception {
        Path other = Files.createDirectory(folder.resolve("other"));
        try (Program killed = Program.createForJar(folder, Artifacts.RUNNER).start().awaitReady()) {
            killed.kill();
            Path left = listExtractedFolders(killed).get(0);
            try (Program running = Program.createForJar(folder, Artifacts.RUNNER).start().awaitReady()) {
                Await.untilTrue("files of the killed process are removed", () -> !Files.exists(left));
                Path used = listExtractedFolders(running).get(0);
                // The third start has finished its cleanup when this is gone
                Path over = Files.createDirectory(running.temporary.resolve(LIBRARIES + "over"));
                Files.createFile(over.resolve("in-use"));
                try (Program third = new Program(other, Program.java(), "-Djava.io.tmpdir=" + running.temporary, "-jar",
                        Artifacts.RUNNER.toString()).start()) {
                    Await.untilTrue("leftover files are removed", () -> !Files.exists(over));
                    assertThat(used).isNotEmptyDirectory();
                    third.awaitReady();
                }
            }
        }
    }

    @Test
    void start_withoutSpace_explainsFix() throws Exception {
        Path none = folder.resolve("none");
        try (Program program = new Program(folder, Program.java(), "-Djava.io.tmpdir=" + none, "-jar", Artifacts.RUNNER.toString()).start()) {
            assertThat(program.awaitExit()).isEqualTo(1);
            assertThat(program.readOutput()).contains(none.toString(), "-Djava.io.tmpdir=");
        }
    }

    @Test
    void start_wrongSetting_exitsWithMessage() throws Exception {
        try (Program program = Program.createForJar(folder, Artifacts.RUNNER)
                .setVariable("DARKROOM_SHOOT_CONCURRENCY", "many").start()) {
            assertThat(program.awaitExit()).isEqualTo(2);
            assertThat(program.readOutput()).contains("darkroom.shoot.concurrency", "DARKROOM_SHOOT_CONCURRENCY")
                    .doesNotContain("Exception");
        }
    }

    @Test
    void startAndStop_duration_isLimited() throws Exception {
        long began = System.nanoTime();
        try (Program program = Program.createForJar(folder, Artifacts.RUNNER).start().awaitReady()) {
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(30));
            long stopping = System.nanoTime();
            program.stop();
            assertThat(Duration.ofNanos(System.nanoTime() - stopping)).isLessThan(Duration.ofSeconds(15));
            assertThat(program.readOutput()).doesNotContain("ERROR");
        }
    }

    @Test
    void stop_duringStart_isFast() throws Exception {
        try (Program program = Program.createForJar(folder, Artifacts.RUNNER).start()) {
            Await.untilTrue("the start has begun", Duration.ofSeconds(60), () -> Files.exists(folder.resolve("darkroom-home/ledger.db")));
            long stopping = System.nanoTime();
            program.stop();
            assertThat(Duration.ofNanos(System.nanoTime() - stopping)).isLessThan(Duration.ofSeconds(25));
            assertThat(program.readOutput()).doesNotContain("Darkroom cannot start:");
        }
    }
}
