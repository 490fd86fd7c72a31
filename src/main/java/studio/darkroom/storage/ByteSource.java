package studio.darkroom.storage;

import java.io.IOException;
import java.io.InputStream;

/** The bytes of one photo where they lie. They are only ever read. */
public interface ByteSource {

    /** The size that was gathered, in bytes. */
    long size();

    /** Opens the bytes from the start. @throws IOException when they cannot be read now */
    InputStream open() throws IOException;

    /** Sees that the bytes are still those that were opened. @throws IOException when they are not */
    default void checkUnchanged() throws IOException {
    }

    /** Opens the bytes from {@code from} on. @throws java.io.EOFException when there are fewer */
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
}
