package studio.darkroom.testing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A stub of Imagen's API whose result names the test chooses. Its store accepts uploads and discards them. */
public final class StubImagenServer implements AutoCloseable {

    private static final Pattern NAME = Pattern.compile("\"file_name\":\"([^\"]*)\"");

    private final HttpServer server;
    private final Map<String, byte[]> results = new LinkedHashMap<>();
    private final String storeUrl;
    private final AtomicInteger edits = new AtomicInteger();
    private volatile boolean silent;
    private volatile String resultLink;
    private boolean exported;
    private boolean edited;

    public StubImagenServer() {
        this(null);
    }

    /** @param storeUrl address for uploads; null for this server */
    public StubImagenServer(String storeUrl) {
        this.storeUrl = storeUrl;
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/", this::serve);
        server.start();
    }

    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** @param name name as in the JSON, including escapes */
    public void addResult(String name, byte[] bytes) {
        results.put(name, bytes);
    }

    /** Removes a result. */
    public void removeResult(String name) {
        results.remove(name);
    }

    /** Makes all links to results point to this address. */
    public void setResultLink(String link) {
        resultLink = link;
    }

    /** Sets whether edits are accepted without a response and without a visible effect. */
    public void setSilent(boolean value) {
        silent = value;
    }

    /** Makes the project look as if it had been edited before. */
    public void markEdited() {
        edited = true;
    }

    /** Number of accepted edits. */
    public int countEdits() {
        return edits.get();
    }

    private void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            byte[] answer = answer(exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath(), body);
            if (exchange.getRequestURI().getPath().endsWith("/edit")) {
                edits.incrementAndGet();
                if (silent) {
                    return;
                }
            }
            exchange.sendResponseHeaders(answer == null ? 404 : 200, answer == null || answer.length == 0 ? -1 : answer.length);
            if (answer != null) {
                exchange.getResponseBody().write(answer);
            }
        }
    }

    private byte[] answer(String call, String body) {
        if (call.startsWith("GET /result/")) {
            return results.values().stream().toList().get(Integer.parseInt(call.substring("GET /result/".length())));
        }
        if (call.endsWith("/uuid")) {
            return null;
        }
        edited |= call.endsWith("/edit");
        exported |= call.endsWith("/export");
        return json(call, body).getBytes(StandardCharsets.UTF_8);
    }

    private String json(String call, String body) {
        if (call.endsWith("/profiles/")) {
            return "[{\"profile_key\":1,\"profile_name\":\"BRIGHT LISTING\",\"image_type\":\"\"}]";
        }
        if (call.endsWith("/get_temporary_upload_links")) {
            StringBuilder links = new StringBuilder();
            for (Matcher name = NAME.matcher(body); name.find(); ) {
                links.append(links.isEmpty() ? "" : ",").append("{\"file_name\":\"").append(name.group(1))
                        .append("\",\"upload_link\":\"").append(storeUrl == null ? url() : storeUrl).append("/put\"}");
            }
            return "{\"files_list\":[" + links + "]}";
        }
        if (call.endsWith("/get_temporary_download_links")) {
            StringBuilder links = new StringBuilder();
            int at = 0;
            for (String name : results.keySet()) {
                links.append(at == 0 ? "" : ",").append("{\"file_name\":\"").append(name)
                        .append("\",\"download_link\":\"").append(resultLink != null ? resultLink : url() + "/result/" + at).append("\"}");
                at++;
            }
            return "{\"files_list\":[" + links + "]}";
        }
        if (call.endsWith("/status")) {
            boolean done = !silent && (call.contains("/export/") ? exported : edited);
            return "{\"status\":\"" + (done ? "Completed" : "Pending") + "\"}";
        }
        return "{\"project_uuid\":\"p1\",\"status\":\"Pending\"}";
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
