package studio.darkroom.bucket;

import java.io.FilterInputStream;
import java.io.IOException;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.SdkException;

/** The bytes of one object on their way from the store. */
public final class ObjectStream extends FilterInputStream {

    private final ResponseInputStream<?> response;
    private final String etag;
    private boolean ended;

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
        return seen(reading(in::read));
    }

    @Override
    public int read(byte[] into, int at, int most) throws IOException {
        return seen(reading(() -> in.read(into, at, most)));
    }

    private int seen(int read) {
        ended |= read < 0;
        return read;
    }

    private static int reading(Reading reading) throws StoreFailure {
        try {
            return reading.read();
        } catch (SdkException e) {
            throw StoreFailure.of(e);
        } catch (IOException e) {
            throw new StoreFailure(StoreFailure.Kind.DOWN, "the way from the store broke (" + e.getMessage() + ")", e);
        }
    }

    @Override
    public void close() throws IOException {
        if (ended) {
            response.close();
        } else {
            response.abort();
        }
    }

    @FunctionalInterface
    private interface Reading {
        int read() throws IOException;
    }
}
