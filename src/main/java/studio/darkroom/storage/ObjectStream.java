package studio.darkroom.storage;

import java.io.FilterInputStream;
import java.io.IOException;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.SdkException;

/** The bytes of one object on their way from the store. */
public final class ObjectStream extends FilterInputStream {

    private final ResponseInputStream<?> response;
    private final String etag;
    private boolean endSeen;

    ObjectStream(ResponseInputStream<?> response, String etag) {
        super(response);
        this.response = response;
        this.etag = etag;
    }

    /** What the store calls the content that is being read. */
    public String etag() {
        return etag;
    }

    @Override
    public int read() throws IOException {
        return trackEnd(runRead(in::read));
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        return trackEnd(runRead(() -> in.read(buffer, offset, length)));
    }

    private int trackEnd(int read) {
        endSeen |= read < 0;
        return read;
    }

    private static int runRead(ReadCall call) throws StoreFailure {
        try {
            return call.read();
        } catch (SdkException e) {
            throw StoreFailure.of(e);
        } catch (IOException e) {
            throw new StoreFailure(StoreFailure.Kind.UNAVAILABLE, "the way from the store broke (" + e.getMessage() + ")", e);
        }
    }

    @Override
    public void close() throws IOException {
        if (endSeen) {
            response.close();
        } else {
            response.abort();
        }
    }

    @FunctionalInterface
    private interface ReadCall {
        int read() throws IOException;
    }
}
