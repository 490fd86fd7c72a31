package studio.darkroom.photo;

import java.nio.ByteBuffer;

/** A photo in memory, which counts how often it was asked for bytes. */
public final class MemoryBytes implements PhotoBytes {

    private final byte[] content;
    private int reads;

    public MemoryBytes(byte[] content) {
        this.content = content;
    }

    @Override
    public long size() {
        return content.length;
    }

    @Override
    public int read(long position, ByteBuffer into) {
        reads++;
        if (position >= content.length) {
            return -1;
        }
        int length = (int) Math.min(into.remaining(), content.length - position);
        into.put(content, (int) position, length);
        return length;
    }

    int reads() {
        return reads;
    }
}
