package studio.darkroom.storage;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.ContentStreamProvider;

/**
 * A part of an original as the body of a request. The SDK opens it for each attempt, and once more for a hash if the hash
 * cannot follow the bytes. It closes no stream, and an open stream may hold a connection.
 */
final class PartContent implements ContentStreamProvider, AutoCloseable {

    private final ByteSource source;
    private final long offset;
    private final long length;
    private InputStream openStream;

    PartContent(ByteSource source, long offset, long length) {
        this.source = source;
        this.offset = offset;
        this.length = length;
    }

    RequestBody toRequestBody() {
        return RequestBody.fromContentProvider(this, length, "application/octet-stream");
    }

    @Override
    public synchronized InputStream newStream() {
        close();
        try {
            InputStream in = offset == 0 ? source.open() : source.open(offset);
            openStream = length == source.size() - offset ? in : new PrefixStream(in, length);
            return openStream;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public synchronized void close() {
        InputStream last = openStream;
        openStream = null;
        try {
            if (last != null) {
                last.close();
            }
        } catch (IOException e) {
            org.slf4j.LoggerFactory.getLogger(PartContent.class).debug("Cannot close an original that was read for a store", e);
        }
    }

    /** The first bytes of a stream. */
    private static final class PrefixStream extends FilterInputStream {

        private long remaining;

        PrefixStream(InputStream in, long length) {
            super(in);
            remaining = length;
        }

        @Override
        public int read() throws IOException {
            int read = remaining <= 0 ? -1 : in.read();
            remaining -= read < 0 ? 0 : 1;
            return read;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            int read = remaining <= 0 ? -1 : in.read(buffer, offset, (int) Math.min(length, remaining));
            remaining -= Math.max(read, 0);
            return read;
        }

        @Override
        public boolean markSupported() {
            return false;
        }
    }
}
