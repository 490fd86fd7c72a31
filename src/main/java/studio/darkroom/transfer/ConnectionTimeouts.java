package studio.darkroom.transfer;

import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.hc.client5.http.classic.ExecChain;
import org.apache.hc.client5.http.classic.ExecChainHandler;
import org.apache.hc.client5.http.classic.ExecRuntime;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.io.entity.HttpEntityWrapper;

/**
 * The time-outs that the HTTP client lacks. A write that the receiver does not accept is aborted, because writing to a
 * socket has no time-out in Java. A response that is not read to its end is aborted instead of drained, because it may be
 * endless; a response may also be limited to a total duration.
 */
final class ConnectionTimeouts implements ExecChainHandler, AutoCloseable {

    /** A rest of this size is read, so that the connection can be used again. */
    private static final long MAX_DRAINED_BYTES = 4096;

    private final long writeTimeoutNanos;
    private final Duration maxResponseDuration;
    private final Set<WatchedSocket> writingSockets = ConcurrentHashMap.newKeySet();
    private final ScheduledExecutorService scheduler;

    /**
     * @param writeTimeout the longest time of one write
     * @param maxResponseDuration the longest time from the first to the last byte of a response; null: unlimited while data arrives
     */
    ConnectionTimeouts(Duration writeTimeout, Duration maxResponseDuration) {
        this.writeTimeoutNanos = writeTimeout.toNanos();
        this.maxResponseDuration = maxResponseDuration;
        scheduler = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "darkroom-stall");
            thread.setDaemon(true);
            return thread;
        });
        long interval = Math.max(100, writeTimeout.toMillis() / 4);
        scheduler.scheduleWithFixedDelay(this::closeStalledSockets, interval, interval, TimeUnit.MILLISECONDS);
    }

    /** A socket whose writes are watched. */
    Socket createSocket() {
        return new WatchedSocket();
    }

    private void closeStalledSockets() {
        long now = System.nanoTime();
        for (WatchedSocket socket : writingSockets) {
            if (now - socket.writeStartedAt > writeTimeoutNanos) {
                socket.closeStalled();
            }
        }
    }

    @Override
    public ClassicHttpResponse execute(ClassicHttpRequest request, ExecChain.Scope scope, ExecChain chain) throws IOException, HttpException {
        ClassicHttpResponse response = chain.proceed(request, scope);
        if (response.getEntity() != null && response.getEntity().isStreaming()) {
            response.setEntity(new AbortingEntity(response.getEntity(), scope.execRuntime));
        }
        return response;
    }

    @Override
    public void close() {
        scheduler.shutdownNow();
    }

    private final class WatchedSocket extends Socket {

        private volatile long writeStartedAt;

        private void closeStalled() {
            try {
                close();
            } catch (IOException e) {
                writingSockets.remove(this);
            }
        }

        @Override
        public OutputStream getOutputStream() throws IOException {
            return new FilterOutputStream(super.getOutputStream()) {
                @Override
                public void write(byte[] bytes, int from, int count) throws IOException {
                    writeStartedAt = System.nanoTime();
                    writingSockets.add(WatchedSocket.this);
                    try {
                        out.write(bytes, from, count);
                    } finally {
                        writingSockets.remove(WatchedSocket.this);
                    }
                }
            };
        }
    }

    private final class AbortingEntity extends HttpEntityWrapper {

        private final ExecRuntime runtime;
        private InputStream content;

        AbortingEntity(HttpEntity entity, ExecRuntime runtime) {
            super(entity);
            this.runtime = runtime;
        }

        @Override
        public InputStream getContent() throws IOException {
            if (content == null) {
                content = new AbortingStream(super.getContent(), runtime, getContentLength());
            }
            return content;
        }
    }

    private final class AbortingStream extends FilterInputStream {

        private final ExecRuntime runtime;
        private final long startedAt = System.nanoTime();
        private long remaining;
        private boolean finished;

        /** @param length in bytes; less than 0: unknown */
        AbortingStream(InputStream in, ExecRuntime runtime, long length) {
            super(in);
            this.runtime = runtime;
            remaining = length < 0 ? Long.MAX_VALUE : length;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            if (isOverdue()) {
                close();
                throw new SocketTimeoutException("the response took longer than " + maxResponseDuration.toSeconds() + " s");
            }
            int read = super.read(buffer, offset, length);
            remaining -= Math.max(0, read);
            finished |= read < 0;
            return read;
        }

        private boolean isOverdue() {
            return maxResponseDuration != null && System.nanoTime() - startedAt > maxResponseDuration.toNanos();
        }

        @Override
        public void close() throws IOException {
            boolean drained = finished || remaining <= MAX_DRAINED_BYTES && !isOverdue();
            finished = true;
            if (drained) {
                super.close();
                return;
            }
            runtime.discardEndpoint();
            try {
                super.close();
            } catch (IOException ignored) {
                // The rest of the response is not needed.
                return;
            }
        }
    }
}
