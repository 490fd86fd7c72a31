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
final class JpegStream extends FilterInputStream {

    private static final int START_MARKER = 0xffd8;
    private static final int END_MARKER = 0xffd9;

    /** So many bytes may follow the end of a picture: a second, smaller one, or a maker's trailer. */
    private static final int MAX_TRAILER_BYTES = 64 * 1024;

    private final boolean lengthKnown;
    private final long tailStart;
    private boolean endSeen;
    private int firstBytes;
    private int lastBytes;
    private long count;

    private JpegStream(InputStream bytes, long length) {
        super(bytes);
        this.lengthKnown = length >= 0;
        this.tailStart = length - MAX_TRAILER_BYTES;
    }

    /** The picture ended in the middle, though nothing broke on the way. */
    static final class TruncatedPicture extends IOException {
        private static final long serialVersionUID = 1L;

        TruncatedPicture(long bytes) {
            super("ended after " + bytes + " bytes, in the middle of the picture");
        }
    }

    /** Says why it is no picture. */
    static final class NotAPicture extends IOException {
        private static final long serialVersionUID = 1L;

        NotAPicture(String why) {
            super(why);
        }
    }

    /**
     * @param length as announced; -1 when it was not
     * @throws NotAPicture when it begins as no picture does; it is closed then
     */
    static InputStream of(InputStream bytes, long length) throws IOException {
        PushbackInputStream in = new PushbackInputStream(bytes == null ? InputStream.nullInputStream() : bytes);
        int firstByte = in.read();
        if (firstByte < 0 || firstByte == '<' || firstByte == '{' || Character.isWhitespace(firstByte)) {
            in.close();
            throw new NotAPicture(firstByte < 0 ? "sends nothing" : "sends a text and no picture");
        }
        in.unread(firstByte);
        return new JpegStream(in, length);
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        int read = super.read(buffer, offset, length);
        if (read < 0 && firstBytes == START_MARKER && !(lengthKnown ? endSeen : lastBytes == END_MARKER)) {
            throw new TruncatedPicture(count);
        }
        for (int i = 0; i < read && count + i < 2; i++) {
            firstBytes = firstBytes << 8 | buffer[offset + i] & 0xff;
        }
        int scanFrom = lengthKnown && !endSeen ? (int) Math.max(0, Math.min(read, tailStart - count)) : Math.max(0, read - 2);
        for (int i = scanFrom; i < read; i++) {
            lastBytes = (lastBytes << 8 | buffer[offset + i] & 0xff) & 0xffff;
            endSeen |= lastBytes == END_MARKER;
        }
        count += Math.max(read, 0);
        return read;
    }
}
