package studio.darkroom.photo;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;

/** Remote bytes, fetched in blocks, of which the last few are kept. */
public final class RangedBytes implements PhotoBytes {

    static final int BLOCK_SIZE = 128 * 1024;
    private static final int MAX_BLOCKS = 8;

    private final long size;
    private final RangeFetcher fetcher;
    private final Map<Long, byte[]> blocks = new LinkedHashMap<>(MAX_BLOCKS * 2, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, byte[]> eldest) {
            return size() > MAX_BLOCKS;
        }
    };

    /** Fetches a range of bytes, both ends included. */
    @FunctionalInterface
    public interface RangeFetcher {
        byte[] fetchRange(long from, long to) throws IOException;
    }

    public RangedBytes(long size, RangeFetcher fetcher) {
        this.size = size;
        this.fetcher = fetcher;
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
        long blockStart = findBlockStart(position);
        byte[] block = blocks.get(blockStart);
        if (block == null) {
            block = fetcher.fetchRange(blockStart, Math.min(size, blockStart + BLOCK_SIZE) - 1);
            blocks.put(blockStart, block);
        }
        int at = (int) (position - blockStart);
        int count = Math.min(into.remaining(), block.length - at);
        if (count <= 0) {
            return -1;
        }
        into.put(block, at, count);
        return count;
    }

    /** The last 128 KB are one block, so that the end of the file needs one request. */
    private long findBlockStart(long position) {
        long tailStart = Math.max(0, size - BLOCK_SIZE);
        return position >= tailStart ? tailStart : position - position % BLOCK_SIZE;
    }
}
