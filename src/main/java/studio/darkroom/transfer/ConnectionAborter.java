package studio.darkroom.transfer;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.time.Duration;
import org.apache.hc.client5.http.classic.ExecChain;
import org.apache.hc.client5.http.classic.ExecChainHandler;
import org.apache.hc.client5.http.classic.ExecRuntime;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.io.entity.HttpEntityWrapper;

/**
 * Cuts the connection of an answer that is not read to its end. The client would read on to the end of it to use the
 * connection again, and an answer may have none, or may come drop by drop for ever.
 */
final class ConnectionAborter implements ExecChainHandler {

    /** So few bytes are rather read than the connection given up. */
    private static final long MAX_DRAINED_BYTES = 4096;

    private final Duration maxDuration;

    /** @param maxDuration the longest time from the first to the last byte of a response; null: unlimited while data arrives */
    ConnectionAborter(Duration maxDuration) {
        this.maxDuration = maxDuration;
    }

    @Override
    public ClassicHttpResponse execute(ClassicHttpRequest request, ExecChain.Scope scope, ExecChain chain)
            throws IOException, HttpException {
        ClassicHttpResponse response = chain.proceed(request, scope);
        if (response.getEntity() != null && response.getEntity().isStreaming()) {
            response.setEntity(new AbortingEntity(response.getEntity(), scope.execRuntime, maxDuration));
        }
        return response;
    }

    private static final class AbortingEntity extends HttpEntityWrapper {

        private final ExecRuntime runtime;
        private final Duration maxDuration;
        private InputStream content;

        AbortingEntity(HttpEntity entity, ExecRuntime runtime, Duration maxDuration) {
            super(entity);
            this.runtime = runtime;
            this.maxDuration = maxDuration;
        }

        @Override
        public InputStream getContent() throws IOException {
            if (content == null) {
                content = new AbortingStream(super.getContent(), runtime, getContentLength(), maxDuration);
            }
            return content;
        }
    }

    private static final class AbortingStream extends FilterInputStream {

        private final ExecRuntime runtime;
        private final long startedAt = System.nanoTime();
        private final Duration maxDuration;
        private long remaining;
        private boolean finished;

        /** @param length bytes; less than 0: not known */
        AbortingStream(InputStream in, ExecRuntime runtime, long length, Duration maxDuration) {
            super(in);
            this.runtime = runtime;
            this.maxDuration = maxDuration;
            remaining = length < 0 ? Long.MAX_VALUE : length;
        }

        @Override
        public int read() throws IOException {
            checkTimeLimit();
            int read = super.read();
            remaining--;
            finished |= read < 0;
            return read;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            checkTimeLimit();
            int read = super.read(buffer, offset, length);
            remaining -= Math.max(0, read);
            finished |= read < 0;
            return read;
        }

        private void checkTimeLimit() throws IOException {
            if (maxDuration != null && System.nanoTime() - startedAt > maxDuration.toNanos()) {
                close();
                throw new SocketTimeoutException("the answer took longer than " + maxDuration.toSeconds() + " s");
            }
        }

        @Override
        public void close() throws IOException {
            if (finished || remaining <= MAX_DRAINED_BYTES && (maxDuration == null || System.nanoTime() - startedAt <= maxDuration.toNanos())) {
                finished = true;
                super.close();
                return;
            }
            finished = true;
            runtime.discardEndpoint();
            try {
                super.close();
            } catch (IOException ignored) {
                // The rest of it was not wanted.
                return;
            }
        }
    }
}
