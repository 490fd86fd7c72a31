package studio.darkroom.sim.picture;

import java.io.InputStream;

/**
 * A file of a given size made while it is read: the same name always gives the same bytes, framed by SOI and EOI with no
 * marker between, so that a look at its structure finds it whole. It cannot be decoded.
 */
public final class SizedJpeg extends InputStream {

    private final long size;
    private long at;
    private long state;

    /**
     * @param name seeds the bytes
     * @param size in bytes, at least 4
     */
    public SizedJpeg(String name, long size) {
        this.size = Math.max(4, size);
        this.state = name.hashCode() * 0x9E3779B97F4A7C15L | 1;
    }

    @Override
    public int read() {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] to, int off, int len) {
        if (at >= size) {
            return -1;
        }
        int n = (int) Math.min(len, size - at);
        for (int i = 0; i < n; i++) {
            to[off + i] = next();
        }
        return n;
    }

    private byte next() {
        long i = at++;
        if (i < 2) {
            return (byte) (i == 0 ? 0xff : 0xd8);
        }
        if (i >= size - 2) {
            return (byte) (i == size - 2 ? 0xff : 0xd9);
        }
        state ^= state << 13;
        state ^= state >>> 7;
        state ^= state << 17;
        return (byte) (state >>> 33 & 0x7f);
    }
}
