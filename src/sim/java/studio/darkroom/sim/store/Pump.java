package studio.darkroom.sim.store;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Moves body bytes from one stream to another without keeping them, at a rate if wanted. */
final class Pump {

    private final byte[] buffer = new byte[64 << 10];
    private long moved;

    /** Bytes taken in so far, over all calls. */
    long moved() {
        return moved;
    }

    /** Counts bytes that were moved by other means. */
    void count(long bytes) {
        moved += bytes;
    }

    /**
     * Moves exactly so many bytes.
     *
     * @param out  where to; null throws them away
     * @param rate bytes per second, 0 for as fast as it goes
     * @param stop asked between pieces; true ends early
     * @return bytes that were left when it was stopped
     */
    long move(InputStream in, OutputStream out, long bytes, long rate, BooleanSupplier stop) throws IOException {
        long began = System.nanoTime();
        long left = bytes;
        int piece = rate > 0 ? (int) Math.max(1, Math.min(buffer.length, rate / 50)) : buffer.length;
        while (left > 0 && !stop.getAsBoolean()) {
            int n = in.read(buffer, 0, (int) Math.min(piece, left));
            if (n < 0) {
                throw new EOFException("connection closed within a body");
            }
            // counted when taken in: what cannot be passed on was read all the same
            left -= n;
            moved += n;
            if (out != null) {
                out.write(buffer, 0, n);
            }
            if (rate > 0) {
                until(began + (long) ((bytes - left) * 1e9 / rate));
            }
        }
        if (out != null) {
            out.flush();
        }
        return left;
    }

    /** Moves a chunked body with its frames, up to and with its end. */
    void chunked(InputStream in, OutputStream out, long rate) throws IOException {
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
            move(in, out, bytes + 2, rate, () -> false);
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

    static void until(long nanos) {
        for (long left = nanos - System.nanoTime(); left > 0 && !Thread.currentThread().isInterrupted();
             left = nanos - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }
}
