package studio.darkroom.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Records the photos that the test dropped, to detect photos that were written, moved or deleted. */
public final class OriginalsTracker {

    private record Snapshot(byte[] bytes, long modified) {
    }

    private final Map<Path, Snapshot> snapshots = new ConcurrentHashMap<>();

    void recordDrop(Path file, byte[] bytes) throws IOException {
        snapshots.put(file, new Snapshot(bytes, Files.getLastModifiedTime(file).toMillis()));
    }

    void recordRemoval(Path file) {
        snapshots.remove(file);
    }

    /** Stops tracking the photos dropped so far, because the lane may delete them. */
    public void forgetAll() {
        snapshots.clear();
    }

    /** Checks that every photo is unchanged: path, bytes and time. */
    public void assertUnchanged() {
        snapshots.forEach((file, as) -> {
            try {
                assertThat(file).isRegularFile();
                assertThat(Files.readAllBytes(file)).as("original %s", file).isEqualTo(as.bytes());
                assertThat(Files.getLastModifiedTime(file).toMillis()).as("time of %s", file).isEqualTo(as.modified());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }
}
