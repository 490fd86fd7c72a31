package studio.darkroom.delivery;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** The bytes of a result, as long as it is no longer than any picture: whoever sends without an end fills no disk. */
final class LimitedStream extends FilterInputStream {

    /** Neither JPEG nor TIFF nor DNG counts further than 4 GiB. */
    static final long MAX_BYTES = 4L << 30;

    private final long maxBytes;
    private long count;

    /** More came, or was announced, than any picture has. */
    static final class LimitExceeded extends IOException {
        private static final long serialVersionUID = 1L;

        LimitExceeded() {
            super("sends more than any picture has");
        }
    }

    private LimitedStream(InputStream bytes, long maxBytes) {
        super(bytes);
        this.maxBytes = maxBytes;
    }

    /**
     * @param length as announced; -1 when it was not
     * @throws LimitExceeded when too much is announced; it is closed then
     */
    static InputStream of(InputStream bytes, long length, long maxBytes) throws IOException {
        if (length > maxBytes) {
            bytes.close();
            throw new LimitExceeded();
        }
        return new LimitedStream(bytes, maxBytes);
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public long skip(long count) throws IOException {
        return readNBytes((int) Math.min(count, 8192)).length;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        int read = super.read(buffer, offset, length);
        count += Math.max(read, 0);
        if (count > maxBytes) {
            throw new LimitExceeded();
        }
        return read;
    }
}
