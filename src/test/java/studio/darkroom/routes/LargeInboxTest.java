package studio.darkroom.routes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import studio.darkroom.api.FileAccounting;
import studio.darkroom.ledger.ReportQueries;
import studio.darkroom.testing.Await;
import studio.darkroom.testing.TestDarkroom;

/** A folder with more entries than anybody expected. {@code -Dinbox.files=100000} makes it that many. */
class LargeInboxTest {

    private static final int FILES = Integer.getInteger("inbox.files", 5000);

    @TempDir
    Path folder;

    @Test
    void everyEntryIsSeenOnceAndWhatComesLaterToo() throws IOException {
        Path crowd = Files.createDirectories(folder.resolve("inbox/crowd"));
        for (int file = 0; file < FILES; file++) {
            Files.write(crowd.resolve("P_" + file + (file % 2 == 0 ? ".JPG" : ".txt")), new byte[] {(byte) 0xFF, (byte) 0xD8});
        }
        try (TestDarkroom studio = new TestDarkroom(folder)) {
            assertThat(Await.isTrueWithin(Duration.ofMinutes(20), () -> seen(studio) == FILES)).as(seen(studio) + " seen").isTrue();
            Files.write(crowd.resolve("late.txt"), new byte[1]);
            assertThat(Await.isTrueWithin(Duration.ofMinutes(2), () -> seen(studio) == FILES + 1)).isTrue();
            FileAccounting lane = FileAccounting.countByLane(new ReportQueries(studio.ledger()).countFiles()).get("default");
            assertThat(lane.unreconciled()).isZero();
            assertThat(lane.waiting()).isEqualTo((FILES + 1) / 2);
            assertThat(studio.findShoots()).hasSize(1);
            assertThat(studio.outages().listActive()).isEmpty();
        }
    }

    private static long seen(TestDarkroom studio) {
        FileAccounting lane = FileAccounting.countByLane(new ReportQueries(studio.ledger()).countFiles()).get("default");
        return lane == null ? 0 : lane.seen();
    }
}
