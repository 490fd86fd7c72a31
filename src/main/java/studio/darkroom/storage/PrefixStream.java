package studio.darkroom.storage;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** The beginning of a stream. */
final class PrefixStream extends FilterInputStream {

    private long remaining;

    PrefixStream(InputStream in, long length) {
        super(in);
        remaining = length;
    }

    @Override
    public int read() throws IOException {
        int read = remaining <= 0 ? -1 : in.read();
        remaining -= read < 0 ? 0 : 1;
        return read;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        int read = remaining <= 0 ? -1 : in.read(buffer, offset, (int) Math.min(length, remaining));
        remaining -= Math.max(read, 0);
        return read;
    }

    @Override
    public boolean markSupported() {
        return false;
    }
}
