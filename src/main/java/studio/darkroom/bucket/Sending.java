package studio.darkroom.bucket;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.ContentStreamProvider;
import studio.darkroom.transfer.Original;

/**
 * A part of an original on its way to a store. The SDK reads it again from its beginning for each attempt, and once more
 * for a hash where that cannot trail the bytes; it closes nothing, and what is left open may hold a connection.
 */
final class Sending implements ContentStreamProvider, AutoCloseable {

    private final Original original;
    private final long from;
    private final long length;
    private InputStream open;

    Sending(Original original, long from, long length) {
        this.original = original;
        this.from = from;
        this.length = length;
    }

    RequestBody body() {
        return RequestBody.fromContentProvider(this, length, "application/octet-stream");
    }

    @Override
    public synchronized InputStream newStream() {
        close();
        try {
            InputStream in = from == 0 ? original.open() : original.open(from);
            open = length == original.size() - from ? in : new Piece(in, length);
            return open;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public synchronized void close() {
        InputStream last = open;
        open = null;
        try {
            if (last != null) {
                last.close();
            }
        } catch (IOException e) {
            org.slf4j.LoggerFactory.getLogger(Sending.class).debug("What was read for a store could not be closed", e);
        }
    }
}
