package studio.darkroom.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A write that the receiver does not accept ends after a time-out. */
class WriteTimeoutTest {

    private static final byte[] BLOCK = new byte[64 * 1024];

    @Test
    @Timeout(20)
    void write_deafReceiver_isAborted() throws IOException {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                ConnectionTimeouts watch = new ConnectionTimeouts(Duration.ofMillis(400), null); Socket socket = watch.createSocket()) {
            socket.connect(new InetSocketAddress(server.getInetAddress(), server.getLocalPort()));
            Socket deaf = server.accept();
            OutputStream out = socket.getOutputStream();
            assertThatThrownBy(() -> {
                while (true) {
                    out.write(BLOCK);
                }
            }).isInstanceOf(IOException.class);
            deaf.close();
        }
    }

    @Test
    @Timeout(20)
    void write_slowReceiver_completes() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                ConnectionTimeouts watch = new ConnectionTimeouts(Duration.ofMillis(400), null); Socket socket = watch.createSocket()) {
            socket.connect(new InetSocketAddress(server.getInetAddress(), server.getLocalPort()));
            Socket receiver = server.accept();
            Thread reader = new Thread(() -> {
                try {
                    for (int i = 0; i < 40; i++) {
                        receiver.getInputStream().skipNBytes(BLOCK.length);
                        LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
                    }
                } catch (IOException e) {
                    throw new IllegalStateException(e);
                }
            });
            reader.start();
            OutputStream out = socket.getOutputStream();
            for (int i = 0; i < 40; i++) {
                out.write(BLOCK);
            }
            reader.join();
            assertThat(socket.isClosed()).isFalse();
            receiver.close();
        }
    }
}
