package studio.darkroom.photo;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** The bytes of one photo, read here and there: a file, or an object of a bucket through ranged reads. */
public interface PhotoBytes extends Closeable {

    /**
     * @return length in bytes at this moment
     * @throws IOException when the place the photo lies in cannot be asked
     */
    long size() throws IOException;

    /**
     * Reads from a place, as much as there is and as fits; may read less than fits.
     *
     * @param position first byte to be read, from 0
     * @param into     where to; its position moves by what was read
     * @return how many bytes were read, -1 when there is nothing at or behind {@code position}
     * @throws IOException when the place the photo lies in cannot be read
     */
    int read(long position, ByteBuffer into) throws IOException;

    @Override
    default void close() throws IOException {
    }

    /**
     * Opens a file for reading only.
     *
     * @param file an existing regular file; symbolic links are followed
     * @return its bytes; to be closed
     * @throws NoSuchFileException when it is not there
     * @throws IOException         when it is no regular file (a pipe would never answer) or may not be read
     */
    static PhotoBytes of(Path file) throws IOException {
        if (!Files.exists(file)) {
            throw new NoSuchFileException(file.toString(), null, "it is gone or was renamed");
        }
        if (!Files.isRegularFile(file)) {
            throw new IOException(file + " is not a regular file; only files can be photos.");
        }
        return new FileBytes(FileChannel.open(file, StandardOpenOption.READ));
    }
}
