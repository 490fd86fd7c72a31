package studio.darkroom.testing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;

/**
 * A minimal S3 store. Unlike the store of the simulator, it accepts every valid key. It supports no conditions, checksums or
 * chunked bodies; {@link #setStrict} selects whether it ignores or rejects them.
 */
public final class MinimalS3Server implements AutoCloseable {

    private static final int PAGE_SIZE = 1000;

    private final ConcurrentSkipListMap<String, byte[]> objects = new ConcurrentSkipListMap<>();
    private final Map<String, Map<String, String>> headersByName = new ConcurrentHashMap<>();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final Set<String> deniedMethods = ConcurrentHashMap.newKeySet();
    private final HttpServer server;
    private volatile boolean strict;

    public MinimalS3Server() {
        try {
            server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/", this::serve);
        server.setExecutor(Executors.newCachedThreadPool(task -> {
            Thread thread = new Thread(task, "plain-store");
            thread.setDaemon(true);
            return thread;
        }));
        server.start();
    }

    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /**
     * Sets whether to reject chunked bodies and trailing checksums, like older versions of Ceph, and conditions, like
     * Swift. Otherwise bodies are stored as received and conditions are ignored.
     */
    public void setStrict(boolean refuses) {
        strict = refuses;
    }

    /** From now on, responds to these methods with 403. */
    public void denyMethods(String... methods) {
        deniedMethods.clear();
        deniedMethods.addAll(List.of(methods));
    }

    /**
     * Stores an object directly.
     *
     * @param name bucket, slash, key
     */
    public void put(String name, byte[] bytes) {
        objects.put(name, bytes);
    }

    /** The bytes of an object, or null. */
    public byte[] get(String name) {
        return objects.get(name);
    }

    public List<String> names() {
        return List.copyOf(objects.keySet());
    }

    /** The headers of the request that stored an object; names in lower case. */
    public Map<String, String> headers(String name) {
        return headersByName.getOrDefault(name, Map.of());
    }

    /** All calls so far: method, space, path and query as received. */
    public List<String> requests() {
        return List.copyOf(requests);
    }

    private void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            String query = exchange.getRequestURI().getRawQuery();
            String name = decode(exchange.getRequestURI().getRawPath().substring(1), true);
            requests.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
            byte[] body = exchange.getRequestBody().readAllBytes();
            if (deniedMethods.contains(exchange.getRequestMethod())) {
                sendResponse(exchange, 403, "<Error><Code>AccessDenied</Code><Message>no</Message></Error>");
            } else if (exchange.getRequestMethod().equals("PUT")) {
                handlePut(exchange, name, body);
            } else if (exchange.getRequestMethod().equals("DELETE")) {
                objects.remove(name);
                exchange.sendResponseHeaders(204, -1);
            } else if (name.indexOf('/') < 0 || name.endsWith("/") && name.indexOf('/') == name.length() - 1) {
                sendResponse(exchange, 200, listObjects(name.replace("/", ""), query == null ? "" : query));
            } else {
                handleGet(exchange, name);
            }
        }
    }

    private void handlePut(HttpExchange exchange, String name, byte[] body) throws IOException {
        Map<String, String> headers = new ConcurrentHashMap<>();
        exchange.getRequestHeaders().forEach((key, values) -> headers.put(key.toLowerCase(java.util.Locale.ROOT), values.get(0)));
        headersByName.put(name, headers);
        if (strict && (headers.getOrDefault("content-encoding", "").contains("aws-chunked")
                || headers.containsKey("x-amz-trailer") || headers.containsKey("x-amz-sdk-checksum-algorithm"))) {
            sendResponse(exchange, 400, "<Error><Code>XAmzContentSHA256Mismatch</Code><Message>no</Message></Error>");
            return;
        }
        if (strict && headers.containsKey("if-none-match")) {
            sendResponse(exchange, 501, "<Error><Code>NotImplemented</Code><Message>no</Message></Error>");
            return;
        }
        objects.put(name, body);
        exchange.getResponseHeaders().set("ETag", etag(body));
        exchange.sendResponseHeaders(200, -1);
    }

    private void handleGet(HttpExchange exchange, String name) throws IOException {
        byte[] all = objects.get(name);
        boolean head = exchange.getRequestMethod().equals("HEAD");
        if (all == null) {
            sendResponse(exchange, 404, head ? "" : "<Error><Code>NoSuchKey</Code><Message>none</Message></Error>");
            return;
        }
        byte[] body = all;
        String range = exchange.getRequestHeaders().getFirst("Range");
        if (range != null) {
            String[] ends = range.substring("bytes=".length()).split("-", 2);
            int from = Integer.parseInt(ends[0]);
            int to = ends[1].isEmpty() ? all.length - 1 : Math.min(all.length - 1, Integer.parseInt(ends[1]));
            body = Arrays.copyOfRange(all, from, to + 1);
            exchange.getResponseHeaders().set("Content-Range", "bytes " + from + "-" + to + "/" + all.length);
        }
        exchange.getResponseHeaders().set("ETag", etag(all));
        exchange.getResponseHeaders().set("Last-Modified", "Sat, 01 Nov 2025 10:00:00 GMT");
        headers(name).forEach((key, value) -> {
            if (key.startsWith("x-amz-meta-") || key.equals("content-type")) {
                exchange.getResponseHeaders().set(key, value);
            }
        });
        if (head) {
            exchange.getResponseHeaders().set("Content-Length", String.valueOf(body.length));
            exchange.sendResponseHeaders(200, -1);
            return;
        }
        exchange.sendResponseHeaders(range == null ? 200 : 206, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
    }

    private String listObjects(String bucket, String query) {
        String prefix = parameter(query, "prefix");
        String marker = parameter(query, "marker");
        boolean flat = parameter(query, "delimiter").isEmpty();
        StringBuilder page = new StringBuilder("<ListBucketResult><Name>" + bucket + "</Name><EncodingType>url</EncodingType>");
        int count = 0;
        boolean more = false;
        String begin = bucket + "/" + (marker.compareTo(prefix) < 0 ? prefix : marker);
        for (Map.Entry<String, byte[]> object : objects.tailMap(begin, true).entrySet()) {
            String key = object.getKey().substring(object.getKey().indexOf('/') + 1);
            if (!object.getKey().startsWith(bucket + "/" + prefix) || !marker.isEmpty() && key.compareTo(marker) <= 0
                    || !flat && key.indexOf('/', prefix.length()) >= 0) {
                continue;
            }
            more = count == PAGE_SIZE;
            if (more) {
                break;
            }
            page.append("<Contents><Key>").append(URLEncoder.encode(key, StandardCharsets.UTF_8))
                    .append("</Key><LastModified>2025-11-01T10:00:00.000Z</LastModified><ETag>").append(etag(object.getValue()))
                    .append("</ETag><Size>").append(object.getValue().length).append("</Size></Contents>");
            count++;
        }
        return page.append("<IsTruncated>").append(more).append("</IsTruncated></ListBucketResult>").toString();
    }

    private static String parameter(String query, String name) {
        return Arrays.stream(query.split("&")).filter(each -> each.startsWith(name + "="))
                .map(each -> decode(each.substring(name.length() + 1), false)).findFirst().orElse("");
    }

    private static String decode(String text, boolean path) {
        return URLDecoder.decode(path ? text.replace("+", "%2B") : text, StandardCharsets.UTF_8);
    }

    private static String etag(byte[] bytes) {
        try {
            return "\"" + HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(bytes)) + "\"";
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void sendResponse(HttpExchange exchange, int status, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/xml");
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
