package studio.darkroom.storage;

import java.io.IOException;
import java.io.InputStream;

/** The bytes of one photo or result, for reading only. */
public interface ByteSource {

    /** The size in bytes, as it was when the file was found. */
    long size();

    /** Opens the bytes from the start. @throws IOException if they cannot be read at the moment */
    InputStream open() throws IOException;

    /** Checks that the bytes are still those that were opened. @throws IOException if they are not */
    default void checkUnchanged() throws IOException {
    }

    /** Opens the bytes from an offset. @throws java.io.EOFException if there are fewer */
    default InputStream open(long from) throws IOException {
        InputStream in = open();
        try {
            in.skipNBytes(from);
            return in;
        } catch (IOException e) {
            in.close();
            throw e;
        }
    }

    /** Opens a stream. */
    @FunctionalInterface
    interface Opener {
        InputStream open() throws IOException;
    }

    static ByteSource of(long size, Opener opener) {
        return new ByteSource() {
            @Override
            public long size() {
                return size;
            }

            @Override
            public InputStream open() throws IOException {
                return opener.open();
            }
        };
    }
}
