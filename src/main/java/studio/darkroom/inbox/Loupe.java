package studio.darkroom.inbox;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Looks at numbers anywhere in a photo through one window of 64 KB, so that memory stays bounded whatever the photo
 * claims and a bucket is asked seldom. Its length is that of the first look; what lies behind is {@link Broken}.
 */
final class Loupe {

    static final int WINDOW = 64 * 1024;

    private final Bytes bytes;
    private final long size;
    private final ByteBuffer window = ByteBuffer.allocate(WINDOW).limit(0);
    private long start;

    Loupe(Bytes bytes) throws IOException {
        this(bytes, bytes.size());
    }

    private Loupe(Bytes bytes, long size) {
        this.bytes = bytes;
        this.size = size;
    }

    /** @return a second loupe over the same photo, for reading two tables side by side */
    Loupe another() {
        return new Loupe(bytes, size).order(window.order());
    }

    Loupe order(ByteOrder order) {
        window.order(order);
        return this;
    }

    long size() {
        return size;
    }

    int u8(long at) throws Broken, IOException {
        return window.get(show(at, 1)) & 0xFF;
    }

    int u16(long at) throws Broken, IOException {
        return window.getShort(show(at, 2)) & 0xFFFF;
    }

    long u32(long at) throws Broken, IOException {
        return window.getInt(show(at, 4)) & 0xFFFFFFFFL;
    }

    /** @return an unsigned number; more than a {@code long} holds is broken, no photo is that long */
    long u64(long at) throws Broken, IOException {
        long value = window.getLong(show(at, 8));
        if (value < 0) {
            throw new Broken("names a place no file reaches; its structure is damaged");
        }
        return value;
    }

    /** @return an unsigned number of 1, 2, 4 or 8 bytes */
    long number(long at, int width) throws Broken, IOException {
        return switch (width) {
            case 1 -> u8(at);
            case 2 -> u16(at);
            case 4 -> u32(at);
            default -> u64(at);
        };
    }

    /** @return up to {@code length} bytes from a place, fewer where the photo ends; at most one window */
    byte[] some(long at, int length) throws Broken, IOException {
        int there = (int) Math.max(0, Math.min(Math.min(length, WINDOW), size - at));
        byte[] some = new byte[there];
        if (there > 0) {
            window.get(show(at, there), some);
        }
        return some;
    }

    /** @return whether the photo has these ASCII characters at a place; not when it ends before them */
    boolean says(long at, String text) throws Broken, IOException {
        if (at < 0 || text.length() > size - at) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            if (u8(at + i) != text.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** @return the place of the last byte of {@code [from, to)} that is not zero, -1 when all are */
    long lastSet(long from, long to) throws Broken, IOException {
        for (long end = to; end > from;) {
            long begin = Math.max(from, end - WINDOW);
            byte[] block = some(begin, (int) (end - begin));
            for (int i = block.length - 1; i >= 0; i--) {
                if (block[i] != 0) {
                    return begin + i;
                }
            }
            end = begin;
        }
        return -1;
    }

    /** @throws Broken unless {@code length} bytes from {@code at} lie inside the photo */
    void within(String what, long at, long length) throws Broken {
        if (at < 0 || length < 0 || at > size || length > size - at) {
            throw new Broken("is cut off or damaged: " + what + " should go on to byte "
                    + (at > Long.MAX_VALUE - length ? Long.MAX_VALUE : at + length) + ", but the file ends at " + size);
        }
    }

    private int show(long at, int length) throws Broken, IOException {
        within("its structure", at, length);
        if (at < start || at + length > start + window.limit()) {
            start = at;
            window.clear().limit((int) Math.min(WINDOW, size - at));
            while (window.hasRemaining()) {
                int read = bytes.read(at + window.position(), window);
                if (read <= 0) {
                    break;
                }
            }
            window.flip();
            if (window.limit() < length) {
                throw new Broken("became shorter while it was looked at");
            }
        }
        return (int) (at - start);
    }
}
