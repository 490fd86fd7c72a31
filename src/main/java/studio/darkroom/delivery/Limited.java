package studio.darkroom.delivery;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** The bytes of a result, as long as it is no longer than any picture: whoever sends without an end fills no disk. */
final class Limited extends FilterInputStream {

    /** Neither JPEG nor TIFF nor DNG counts further than 4 GiB. */
    static final long MOST = 4L << 30;

    private final long most;
    private long count;

    /** More came, or was announced, than any picture has. */
    static final class Exceeded extends IOException {
        private static final long serialVersionUID = 1L;

        Exceeded() {
            super("sends more than any picture has");
        }
    }

    private Limited(InputStream bytes, long most) {
        super(bytes);
        this.most = most;
    }

    /**
     * @param length as announced; -1 when it was not
     * @throws Exceeded when too much is announced; it is closed then
     */
    static InputStream of(InputStream bytes, long length, long most) throws IOException {
        if (length > most) {
            bytes.close();
            throw new Exceeded();
        }
        return new Limited(bytes, most);
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public long skip(long want) throws IOException {
        return readNBytes((int) Math.min(want, 8192)).length;
    }

    @Override
    public int read(byte[] buffer, int from, int want) throws IOException {
        int read = super.read(buffer, from, want);
        count += Math.max(read, 0);
        if (count > most) {
            throw new Exceeded();
        }
        return read;
    }
}
