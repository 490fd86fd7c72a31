package studio.darkroom.sim.store;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Copies body bytes between streams without keeping them, at a limited rate if required. */
final class BodyCopier {

    private final byte[] buffer = new byte[64 << 10];
    private long copiedBytes;

    /** Number of bytes read so far, over all calls. */
    long copiedBytes() {
        return copiedBytes;
    }

    /** Counts bytes that were copied elsewhere. */
    void addCopied(long bytes) {
        copiedBytes += bytes;
    }

    /**
     * Copies this number of bytes.
     *
     * @param out        target; null discards the bytes
     * @param rate       bytes per second, 0 for unlimited
     * @param shouldStop checked between blocks; true stops
     * @return number of bytes that were left when it stopped
     */
    long copyBytes(InputStream in, OutputStream out, long bytes, long rate, BooleanSupplier shouldStop) throws IOException {
        long began = System.nanoTime();
        long remaining = bytes;
        int chunkSize = rate > 0 ? (int) Math.max(1, Math.min(buffer.length, rate / 50)) : buffer.length;
        while (remaining > 0 && !shouldStop.getAsBoolean()) {
            int n = in.read(buffer, 0, (int) Math.min(chunkSize, remaining));
            if (n < 0) {
                throw new EOFException("connection closed within a body");
            }
            // counted when read, because bytes that cannot be written were read nevertheless
            remaining -= n;
            copiedBytes += n;
            if (out != null) {
                out.write(buffer, 0, n);
            }
            if (rate > 0) {
                sleepUntil(began + (long) ((bytes - remaining) * 1e9 / rate));
            }
        }
        if (out != null) {
            out.flush();
        }
        return remaining;
    }

    /** Copies a chunked body including its framing and its end. */
    void copyChunked(InputStream in, OutputStream out, long rate) throws IOException {
        while (true) {
            StringBuilder size = new StringBuilder();
            for (int b = in.read(); b != '\n'; b = in.read()) {
                if (b < 0) {
                    throw new EOFException("connection closed within a body");
                }
                size.append((char) b);
            }
            write(out, size + "\n");
            String hex = size.toString().trim();
            int semicolon = hex.indexOf(';');
            long bytes = Long.parseLong(semicolon < 0 ? hex : hex.substring(0, semicolon), 16);
            if (bytes == 0) {
                break;
            }
            copyBytes(in, out, bytes + 2, rate, () -> false);
        }
        for (String line = "x"; !line.isEmpty();) {
            StringBuilder trailer = new StringBuilder();
            for (int b = in.read(); b != '\n'; b = in.read()) {
                if (b < 0) {
                    throw new EOFException("connection closed within a body");
                }
                trailer.append((char) b);
            }
            write(out, trailer + "\n");
            line = trailer.toString().trim();
        }
        if (out != null) {
            out.flush();
        }
    }

    private static void write(OutputStream out, String text) throws IOException {
        if (out != null) {
            out.write(text.getBytes(StandardCharsets.ISO_8859_1));
        }
    }

    static void sleepUntil(long nanos) {
        for (long left = nanos - System.nanoTime(); left > 0 && !Thread.currentThread().isInterrupted();
             left = nanos - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }
}
