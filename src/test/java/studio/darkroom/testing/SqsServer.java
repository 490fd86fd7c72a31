package studio.darkroom.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** A queue with the part of SQS (JSON protocol 1.0) that a consumer needs; messages stay until they are deleted. */
public final class SqsServer implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Map<String, String> messages = new LinkedHashMap<>();
    private final AtomicInteger refusedCalls = new AtomicInteger();
    private final HttpServer server;
    private volatile boolean refusing;

    public SqsServer() {
        try {
            server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/", this::serve);
        server.setExecutor(Executors.newCachedThreadPool(task -> {
            Thread thread = new Thread(task, "queue");
            thread.setDaemon(true);
            return thread;
        }));
        server.start();
    }

    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/1/objects";
    }

    public synchronized void send(String message) {
        messages.put(UUID.randomUUID().toString(), message);
        notifyAll();
    }

    /** Whether every message was received and deleted. */
    public synchronized boolean isEmpty() {
        return messages.isEmpty();
    }

    /** Sets whether to reject all calls from now on. */
    public void setRefusing(boolean refuse) {
        refusing = refuse;
    }

    public int countRefused() {
        return refusedCalls.get();
    }

    private void serve(HttpExchange exchange) throws IOException {
        if (refusing) {
            refusedCalls.incrementAndGet();
            exchange.sendResponseHeaders(403, -1);
            exchange.close();
            return;
        }
        JsonNode asked = JSON.readTree(exchange.getRequestBody());
        String action = String.valueOf(exchange.getRequestHeaders().getFirst("X-Amz-Target"));
        ObjectNode answer = JSON.createObjectNode();
        if (action.endsWith("ReceiveMessage")) {
            receiveMessages(answer);
        } else if (action.endsWith("DeleteMessage")) {
            deleteMessage(asked.path("ReceiptHandle").asText());
        }
        byte[] bytes = JSON.writeValueAsBytes(answer);
        exchange.getResponseHeaders().set("Content-Type", "application/x-amz-json-1.0");
        exchange.sendResponseHeaders(200, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private synchronized void receiveMessages(ObjectNode answer) {
        try {
            if (messages.isEmpty()) {
                wait(200);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        ArrayNode list = answer.putArray("Messages");
        messages.forEach((id, text) -> list.addObject().put("MessageId", id).put("ReceiptHandle", id).put("Body", text)
                .put("MD5OfBody", md5(text)));
    }

    private synchronized void deleteMessage(String id) {
        messages.remove(id);
    }

    private static String md5(String text) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
