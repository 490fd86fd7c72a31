package studio.darkroom.photo;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Reads numbers anywhere in a photo through one window of 64 KB, so that memory is bounded whatever the photo contains, and
 * a bucket gets few requests. The length is that at the start; a position beyond it is {@link BrokenStructure}.
 */
final class WindowedReader {

    static final int WINDOW_SIZE = 64 * 1024;

    private final PhotoBytes bytes;
    private final long size;
    private final ByteBuffer window = ByteBuffer.allocate(WINDOW_SIZE).limit(0);
    private long windowStart;

    WindowedReader(PhotoBytes bytes) throws IOException {
        this(bytes, bytes.size());
    }

    private WindowedReader(PhotoBytes bytes, long size) {
        this.bytes = bytes;
        this.size = size;
    }

    /** @return a second reader of the same photo, to read two tables side by side */
    WindowedReader duplicate() {
        return new WindowedReader(bytes, size).setOrder(window.order());
    }

    WindowedReader setOrder(ByteOrder order) {
        window.order(order);
        return this;
    }

    long size() {
        return size;
    }

    int readU8(long at) throws BrokenStructure, IOException {
        return window.get(loadWindow(at, 1)) & 0xFF;
    }

    int readU16(long at) throws BrokenStructure, IOException {
        return window.getShort(loadWindow(at, 2)) & 0xFFFF;
    }

    long readU32(long at) throws BrokenStructure, IOException {
        return window.getInt(loadWindow(at, 4)) & 0xFFFFFFFFL;
    }

    /** @return an unsigned number; a number that exceeds {@code long} is broken, because no photo is that large */
    long readU64(long at) throws BrokenStructure, IOException {
        long value = window.getLong(loadWindow(at, 8));
        if (value < 0) {
            throw new BrokenStructure("is damaged: it refers to an impossible position");
        }
        return value;
    }

    /** @return an unsigned number of 1, 2, 4 or 8 bytes */
    long readNumber(long at, int width) throws BrokenStructure, IOException {
        return switch (width) {
            case 1 -> readU8(at);
            case 2 -> readU16(at);
            case 4 -> readU32(at);
            default -> readU64(at);
        };
    }

    /** @return up to {@code length} bytes at a position, fewer at the end of the photo; at most one window */
    byte[] readBytes(long at, int length) throws BrokenStructure, IOException {
        int available = (int) Math.max(0, Math.min(Math.min(length, WINDOW_SIZE), size - at));
        byte[] result = new byte[available];
        if (available > 0) {
            window.get(loadWindow(at, available), result);
        }
        return result;
    }

    /** @return whether the photo has these characters at a position; false if it ends before */
    boolean hasTextAt(long at, String text) throws BrokenStructure, IOException {
        if (at < 0 || text.length() > size - at) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            if (readU8(at + i) != text.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** @return the position of the last byte of {@code [from, to)} that is not zero; -1 if all are zero */
    long findLastNonZero(long from, long to) throws BrokenStructure, IOException {
        for (long end = to; end > from;) {
            long begin = Math.max(from, end - WINDOW_SIZE);
            byte[] block = readBytes(begin, (int) (end - begin));
            for (int i = block.length - 1; i >= 0; i--) {
                if (block[i] != 0) {
                    return begin + i;
                }
            }
            end = begin;
        }
        return -1;
    }

    /** @throws BrokenStructure unless {@code length} bytes from {@code at} lie inside the photo */
    void requireWithin(String what, long at, long length) throws BrokenStructure {
        if (at < 0 || length < 0 || at > size || length > size - at) {
            throw new BrokenStructure("is truncated or damaged: " + what + " should extend to byte "
                    + (at > Long.MAX_VALUE - length ? Long.MAX_VALUE : at + length) + ", but the file ends at " + size);
        }
    }

    private int loadWindow(long at, int length) throws BrokenStructure, IOException {
        requireWithin("its structure", at, length);
        if (at < windowStart || at + length > windowStart + window.limit()) {
            windowStart = at;
            window.clear().limit((int) Math.min(WINDOW_SIZE, size - at));
            while (window.hasRemaining()) {
                int read = bytes.read(at + window.position(), window);
                if (read <= 0) {
                    break;
                }
            }
            window.flip();
            if (window.limit() < length) {
                throw new BrokenStructure("was shortened while Darkroom read it");
            }
        }
        return (int) (at - windowStart);
    }
}
