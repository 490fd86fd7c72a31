package studio.darkroom.photo;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** The bytes of one photo, read at any position: a file, or an object of a bucket through range requests. */
public interface PhotoBytes extends Closeable {

    /** The current length in bytes. */
    long size() throws IOException;

    /**
     * Reads bytes at a position; may read fewer than {@code into} has room for.
     *
     * @return the number of bytes read, -1 if there is none at {@code position}
     */
    int read(long position, ByteBuffer into) throws IOException;

    @Override
    default void close() throws IOException {
    }

    /**
     * Opens a file for reading.
     *
     * @param file symbolic links are followed
     * @throws NoSuchFileException if it does not exist
     * @throws IOException if it is not a regular file (reading a pipe would block) or cannot be read
     */
    static PhotoBytes of(Path file) throws IOException {
        if (!Files.exists(file)) {
            throw new NoSuchFileException(file.toString(), null, "it was removed or renamed");
        }
        if (!Files.isRegularFile(file)) {
            throw new IOException(file + " is not a regular file.");
        }
        FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
        return new PhotoBytes() {
            @Override
            public long size() throws IOException {
                return channel.size();
            }

            @Override
            public int read(long position, ByteBuffer into) throws IOException {
                return channel.read(into, position);
            }

            @Override
            public void close() throws IOException {
                channel.close();
            }
        };
    }
}
