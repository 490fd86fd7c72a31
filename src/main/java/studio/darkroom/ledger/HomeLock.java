package studio.darkroom.ledger;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Locks the home of an SQLite ledger, because two nodes on it would run the same shoot at the same time. */
public final class HomeLock implements AutoCloseable {

    private final FileChannel channel;

    private HomeLock(FileChannel channel) {
        this.channel = channel;
    }

    /**
     * Locks the home for this process. The lock ends with the process.
     *
     * @throws IllegalStateException if another Darkroom holds the lock
     */
    public static HomeLock acquireLock(Path home) throws IOException {
        Files.createDirectories(home);
        FileChannel channel = FileChannel.open(home.resolve("node.lock"), StandardOpenOption.CREATE,
                StandardOpenOption.WRITE);
        try {
            FileLock lock = channel.tryLock();
            if (lock != null) {
                return new HomeLock(channel);
            }
        } catch (OverlappingFileLockException sameProcess) {
            // Another node in this process holds the lock; reported below.
        }
        channel.close();
        throw new IllegalStateException("Another Darkroom uses the ledger in " + home
                + ". Stop it, or set a different darkroom.home.");
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
