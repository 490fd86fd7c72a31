package studio.darkroom.transfer;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Breaks a connection off whose other side takes no more bytes. Reading has a time limit of its own; for writing there is
 * none in Java, and a transfer would hang for ever.
 */
final class WriteTimeout implements AutoCloseable {

    private final long timeoutNanos;
    private final Set<WatchedSocket> writingSockets = ConcurrentHashMap.newKeySet();
    private final ScheduledExecutorService scheduler;

    /** @param timeout the longest time of one write */
    WriteTimeout(Duration timeout) {
        this.timeoutNanos = timeout.toNanos();
        scheduler = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "darkroom-stall");
            thread.setDaemon(true);
            return thread;
        });
        long interval = Math.max(100, timeout.toMillis() / 4);
        scheduler.scheduleWithFixedDelay(this::closeStalledSockets, interval, interval, TimeUnit.MILLISECONDS);
    }

    /** A socket whose writes are watched. */
    Socket createSocket() {
        return new WatchedSocket();
    }

    private void closeStalledSockets() {
        long now = System.nanoTime();
        for (WatchedSocket socket : writingSockets) {
            if (now - socket.writeStartedAt > timeoutNanos) {
                socket.closeStalled();
            }
        }
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
}
