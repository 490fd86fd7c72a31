package studio.darkroom.storage;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.ContentStreamProvider;

/**
 * A part of an original on its way to a store. The SDK reads it again from its beginning for each attempt, and once more
 * for a hash where that cannot trail the bytes; it closes nothing, and what is left open may hold a connection.
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
            org.slf4j.LoggerFactory.getLogger(PartContent.class).debug("What was read for a store could not be closed", e);
        }
    }
}
