package studio.darkroom.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Assumptions;

/**
 * A real file system of a few kilobytes on a folder, which can fill up, be remounted read-only, and be enlarged. Needs root.
 */
public final class SmallDisk implements AutoCloseable {

    private final Path folder;

    /** Mounts the file system; skips the test if this user may not mount. */
    public SmallDisk(Path folder, String size) {
        this.folder = folder;
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        String refused = run("mount", "-t", "tmpfs", "-o", "size=" + size, "tmpfs", folder.toString());
        Assumptions.assumeTrue(refused == null, () -> "Needs permission to mount: " + refused);
    }

    /** @param options mount options, such as {@code size=8m} or {@code ro} */
    public void remount(String options) {
        String refused = run("mount", "-o", "remount," + options, folder.toString());
        if (refused != null) {
            throw new AssertionError(refused);
        }
    }

    /**
     * Fills all remaining space.
     *
     * @return the file to delete to free it again
     */
    public Path fillUp() {
        Path filler = folder.resolve("filler.tmp");
        try (FileChannel out = FileChannel.open(filler, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            for (int size = 64 * 1024; size > 0;) {
                try {
                    out.write(ByteBuffer.allocate(size));
                } catch (IOException full) {
                    size /= 2;
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return filler;
    }

    @Override
    public void close() {
        String refused = run("umount", "-l", folder.toString());
        if (refused != null) {
            throw new AssertionError(refused);
        }
    }

    /** @return null, or the reason for the failure */
    private static String run(String... command) {
        try {
            Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            return process.waitFor() == 0 ? null : String.join(" ", command) + ": " + output;
        } catch (IOException e) {
            return e.getMessage();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "interrupted";
        }
    }
}
