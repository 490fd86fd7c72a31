package studio.darkroom.delivery;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;

/**
 * The bytes of a result while they are received. The stream fails if there are more bytes than an image can have, so that
 * an endless response does not fill the disk. A JPEG must also start like an image, not like the text of an error page, and
 * reach its end marker (docs/vendors/fotolabs.md 8): a store may have half a file and announce exactly that length.
 */
final class ResultStream extends FilterInputStream {

    /** 4 GiB: the offsets in JPEG, TIFF and DNG files have 32 bits. */
    static final long MAX_BYTES = 4L << 30;

    private static final int START_MARKER = 0xffd8;
    private static final int END_MARKER = 0xffd9;

    /** A preview image or a manufacturer's trailer may follow the end marker. */
    private static final int MAX_TRAILER_BYTES = 64 * 1024;

    private final boolean jpeg;
    private final boolean lengthKnown;
    private final long maxBytes;
    private final long tailStart;
    private boolean endSeen;
    private int firstBytes;
    private int lastBytes;
    private long count;

    /** The bytes are not those of an image; {@link #code()} says why. */
    static final class InvalidResult extends IOException {
        static final String TOO_LONG = "download-endless";
        static final String NO_IMAGE = "download-refused";
        static final String TRUNCATED = "download-cut";

        private static final long serialVersionUID = 1L;

        private final String code;

        InvalidResult(String code, String reason) {
            super(reason);
            this.code = code;
        }

        /** One of the constants of this class. */
        String code() {
            return code;
        }
    }

    private ResultStream(InputStream bytes, long length, boolean jpeg, long maxBytes) {
        super(bytes);
        this.jpeg = jpeg;
        this.lengthKnown = length >= 0;
        this.tailStart = length - MAX_TRAILER_BYTES;
        this.maxBytes = maxBytes;
    }

    /**
     * Checks the announced length and the first byte.
     *
     * @param bytes null if the response has no body
     * @param length as announced; -1 if it was not
     * @param jpeg whether the result is a JPEG
     * @throws InvalidResult if it cannot be an image; {@code bytes} are closed then
     */
    static InputStream of(InputStream bytes, long length, boolean jpeg, long maxBytes) throws IOException {
        PushbackInputStream in = new PushbackInputStream(bytes == null ? InputStream.nullInputStream() : bytes);
        if (length > maxBytes) {
            in.close();
            throw newTooLong(maxBytes);
        }
        if (jpeg) {
            int firstByte = in.read();
            if (firstByte < 0 || firstByte == '<' || firstByte == '{' || Character.isWhitespace(firstByte)) {
                in.close();
                throw new InvalidResult(InvalidResult.NO_IMAGE, firstByte < 0 ? "an empty body" : "text instead of an image");
            }
            in.unread(firstByte);
        }
        return new ResultStream(in, length, jpeg, maxBytes);
    }

    private static InvalidResult newTooLong(long maxBytes) {
        return new InvalidResult(InvalidResult.TOO_LONG, "more than " + (maxBytes >> 30) + " GiB");
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public long skip(long bytes) throws IOException {
        return readNBytes((int) Math.min(bytes, 8192)).length;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        int read = super.read(buffer, offset, length);
        if (jpeg) {
            scanMarkers(buffer, offset, read);
        }
        count += Math.max(read, 0);
        if (count > maxBytes) {
            throw newTooLong(maxBytes);
        }
        return read;
    }

    private void scanMarkers(byte[] buffer, int offset, int read) throws InvalidResult {
        if (read < 0 && firstBytes == START_MARKER && !(lengthKnown ? endSeen : lastBytes == END_MARKER)) {
            throw new InvalidResult(InvalidResult.TRUNCATED, "an incomplete image of " + count + " bytes");
        }
        for (int i = 0; i < read && count + i < 2; i++) {
            firstBytes = firstBytes << 8 | buffer[offset + i] & 0xff;
        }
        int scanFrom = lengthKnown && !endSeen ? (int) Math.max(0, Math.min(read, tailStart - count)) : Math.max(0, read - 2);
        for (int i = scanFrom; i < read; i++) {
            lastBytes = (lastBytes << 8 | buffer[offset + i] & 0xff) & 0xffff;
            endSeen |= lastBytes == END_MARKER;
        }
    }
}
