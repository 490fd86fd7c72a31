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
final class StallWatch implements AutoCloseable {

    private final long stall;
    private final Set<Watched> writing = ConcurrentHashMap.newKeySet();
    private final ScheduledExecutorService look;

    /** @param stall so long one write may take */
    StallWatch(Duration stall) {
        this.stall = stall.toNanos();
        look = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "darkroom-stall");
            thread.setDaemon(true);
            return thread;
        });
        long every = Math.max(100, stall.toMillis() / 4);
        look.scheduleWithFixedDelay(this::look, every, every, TimeUnit.MILLISECONDS);
    }

    /** A socket whose writes are watched. */
    Socket socket() {
        return new Watched();
    }

    private void look() {
        long now = System.nanoTime();
        for (Watched socket : writing) {
            if (now - socket.since > stall) {
                socket.stalled();
            }
        }
    }

    @Override
    public void close() {
        look.shutdownNow();
    }

    private final class Watched extends Socket {

        private volatile long since;

        private void stalled() {
            try {
                close();
            } catch (IOException e) {
                writing.remove(this);
            }
        }

        @Override
        public OutputStream getOutputStream() throws IOException {
            return new FilterOutputStream(super.getOutputStream()) {
                @Override
                public void write(byte[] bytes, int from, int count) throws IOException {
                    since = System.nanoTime();
                    writing.add(Watched.this);
                    try {
                        out.write(bytes, from, count);
                    } finally {
                        writing.remove(Watched.this);
                    }
                }
            };
        }
    }
}
