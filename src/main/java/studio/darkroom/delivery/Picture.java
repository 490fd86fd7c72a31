package studio.darkroom.delivery;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;

/**
 * The bytes of a JPEG on their way in. What is plainly something else (nothing, or a page of text that a store answers
 * with instead) is not taken, and a JPEG has to come to its end (contract fotolabs 8): a store may have half of one and
 * announce just that. Where the length was announced, something may follow the end.
 */
final class Picture extends FilterInputStream {

    private static final int START = 0xffd8;
    private static final int END = 0xffd9;

    /** So many bytes may follow the end of a picture: a second, smaller one, or a maker's trailer. */
    private static final int TRAILER = 64 * 1024;

    private final boolean lengthKnown;
    private final long tail;
    private boolean ended;
    private int first;
    private int last;
    private long count;

    private Picture(InputStream bytes, long length) {
        super(bytes);
        this.lengthKnown = length >= 0;
        this.tail = length - TRAILER;
    }

    /** The picture ended in the middle, though nothing broke on the way. */
    static final class Cut extends IOException {
        private static final long serialVersionUID = 1L;

        Cut(long bytes) {
            super("ended after " + bytes + " bytes, in the middle of the picture");
        }
    }

    /** Says why it is no picture. */
    static final class None extends IOException {
        private static final long serialVersionUID = 1L;

        None(String why) {
            super(why);
        }
    }

    /**
     * @param length as announced; -1 when it was not
     * @throws None when it begins as no picture does; it is closed then
     */
    static InputStream of(InputStream bytes, long length) throws IOException {
        PushbackInputStream in = new PushbackInputStream(bytes == null ? InputStream.nullInputStream() : bytes);
        int begin = in.read();
        if (begin < 0 || begin == '<' || begin == '{' || Character.isWhitespace(begin)) {
            in.close();
            throw new None(begin < 0 ? "sends nothing" : "sends a text and no picture");
        }
        in.unread(begin);
        return new Picture(in, length);
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int from, int most) throws IOException {
        int read = super.read(buffer, from, most);
        if (read < 0 && first == START && !(lengthKnown ? ended : last == END)) {
            throw new Cut(count);
        }
        for (int i = 0; i < read && count + i < 2; i++) {
            first = first << 8 | buffer[from + i] & 0xff;
        }
        int near = lengthKnown && !ended ? (int) Math.max(0, Math.min(read, tail - count)) : Math.max(0, read - 2);
        for (int i = near; i < read; i++) {
            last = (last << 8 | buffer[from + i] & 0xff) & 0xffff;
            ended |= last == END;
        }
        count += Math.max(read, 0);
        return read;
    }
}
