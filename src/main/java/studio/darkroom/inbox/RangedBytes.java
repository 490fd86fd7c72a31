package studio.darkroom.inbox;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;

/** Bytes of something far away, fetched in ranges of which a few are kept: its head, its tail, and where it points to. */
final class RangedBytes implements Bytes {

    static final int BLOCK = 128 * 1024;
    private static final int KEPT = 8;

    private final long size;
    private final Ranges ranges;
    private final Map<Long, byte[]> kept = new LinkedHashMap<>(KEPT * 2, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, byte[]> eldest) {
            return size() > KEPT;
        }
    };

    /** Fetches what lies from one byte to another, both included. */
    @FunctionalInterface
    interface Ranges {
        byte[] fetch(long from, long to) throws IOException;
    }

    RangedBytes(long size, Ranges ranges) {
        this.size = size;
        this.ranges = ranges;
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public int read(long position, ByteBuffer into) throws IOException {
        if (position >= size) {
            return -1;
        }
        long from = from(position);
        byte[] block = kept.get(from);
        if (block == null) {
            block = ranges.fetch(from, Math.min(size, from + BLOCK) - 1);
            kept.put(from, block);
        }
        int at = (int) (position - from);
        int count = Math.min(into.remaining(), block.length - at);
        if (count <= 0) {
            return -1;
        }
        into.put(block, at, count);
        return count;
    }

    /** The tail is one block, however the others come to lie. */
    private long from(long position) {
        long tail = Math.max(0, size - BLOCK);
        return position >= tail ? tail : position - position % BLOCK;
    }
}
