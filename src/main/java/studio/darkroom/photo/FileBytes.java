package studio.darkroom.photo;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/** Bytes of a local or mounted file. */
record FileBytes(FileChannel channel) implements PhotoBytes {

    @Override
    public long size() throws IOException {
        return channel.size();
    }

    @Override
    public int read(long position, ByteBuffer into) throws IOException {
        return channel.read(into, position);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
