package studio.darkroom.testing;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;

/** An HTTP server that records requests byte for byte and returns the responses that the test sets. */
public final class RecordingServer implements AutoCloseable {

    /**
     * One received request.
     *
     * @param head request line and headers, separated by CR LF, without the empty line
     */
    public record RecordedRequest(String head, byte[] body) {

        public String requestLine() {
            return head.lines().findFirst().orElse("");
        }

        /** The header lines as received. */
        public List<String> headers() {
            return head.lines().skip(1).toList();
        }

        /** The header names in lower case, in alphabetical order. */
        public List<String> headerNames() {
            return headers().stream().map(line -> line.substring(0, line.indexOf(':')).toLowerCase(Locale.ROOT)).sorted()
                    .toList();
        }
    }

    private final ServerSocket server;
    private final List<RecordedRequest> requests = new CopyOnWriteArrayList<>();
    private final Deque<String> responses = new ArrayDeque<>();

    public RecordingServer() {
        try {
            server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread thread = new Thread(this::acceptConnections, "recorder");
        thread.setDaemon(true);
        thread.start();
    }

    public String url() {
        return "http://127.0.0.1:" + server.getLocalPort();
    }

    public List<RecordedRequest> requests() {
        return requests;
    }

    /**
     * Queues a response, with status line and headers separated by bars: {@code 200 OK|Content-Length: 0}. Later responses
     * are 200 with {@code {}}.
     */
    public void queueResponse(String head, String body) {
        synchronized (responses) {
            responses.add("HTTP/1.1 " + head.replace("|", "\r\n") + "\r\nContent-Length: "
                    + body.getBytes(StandardCharsets.UTF_8).length + "\r\n\r\n" + body);
        }
    }

    private void acceptConnections() {
        while (!server.isClosed()) {
            try {
                Socket client = server.accept();
                Thread thread = new Thread(() -> serve(client), "recorder-connection");
                thread.setDaemon(true);
                thread.start();
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void serve(Socket client) {
        try (client; InputStream in = new BufferedInputStream(client.getInputStream())) {
            for (String head = readHead(in); head != null; head = readHead(in)) {
                int length = head.lines().filter(line -> line.toLowerCase(Locale.ROOT).startsWith("content-length:"))
                        .mapToInt(line -> Integer.parseInt(line.substring(15).strip())).findFirst().orElse(0);
                requests.add(new RecordedRequest(head, in.readNBytes(length)));
                client.getOutputStream().write(nextResponse().getBytes(StandardCharsets.UTF_8));
                client.getOutputStream().flush();
            }
        } catch (IOException gone) {
            requests.add(new RecordedRequest("broken connection", new byte[0]));
        }
    }

    private String nextResponse() {
        synchronized (responses) {
            return responses.isEmpty() ? "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}" : responses.poll();
        }
    }

    private static String readHead(InputStream in) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int next = in.read(); next >= 0; next = in.read()) {
            out.write(next);
            String text = out.toString(StandardCharsets.ISO_8859_1);
            if (text.endsWith("\r\n\r\n")) {
                return text.substring(0, text.length() - 4);
            }
        }
        return null;
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
