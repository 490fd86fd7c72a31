package studio.darkroom.sim.picture;

import java.io.InputStream;

/**
 * Generates a file of a given size while it is read. The same name always yields the same bytes, from SOI to EOI without
 * another marker, so that a structure check accepts it. It cannot be decoded.
 */
public final class FillerJpegStream extends InputStream {

    private final long size;
    private final long seed;
    private long at;

    /**
     * @param name seed of the bytes
     * @param size number of bytes, at least 4
     */
    public FillerJpegStream(String name, long size) {
        this.size = Math.max(4, size);
        this.seed = name.hashCode() * 0x9E3779B97F4A7C15L;
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
        for (int i = 0; i < n;) {
            long eight = randomBlock(at >>> 3);
            int from = (int) (at & 7);
            int take = Math.min(8 - from, n - i);
            for (int k = 0; k < take; k++) {
                to[off + i++] = (byte) (eight >>> 8 * (from + k));
            }
            at += take;
        }
        long start = at - n;
        setByte(to, off, n, start, 0, (byte) 0xff);
        setByte(to, off, n, start, 1, (byte) 0xd8);
        setByte(to, off, n, start, size - 2, (byte) 0xff);
        setByte(to, off, n, start, size - 1, (byte) 0xd9);
        return n;
    }

    private static void setByte(byte[] to, int off, int n, long start, long place, byte value) {
        if (place >= start && place < start + n) {
            to[off + (int) (place - start)] = value;
        }
    }

    /** Returns eight bytes below 0x80, computed from their position. */
    private long randomBlock(long block) {
        long z = seed + block * 0x9E3779B97F4A7C15L;
        z = (z ^ z >>> 30) * 0xBF58476D1CE4E5B9L;
        z = (z ^ z >>> 27) * 0x94D049BB133111EBL;
        return (z ^ z >>> 31) & 0x7f7f7f7f7f7f7f7fL;
    }
}
