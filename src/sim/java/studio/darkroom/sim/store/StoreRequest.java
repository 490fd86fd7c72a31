package studio.darkroom.sim.store;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import studio.darkroom.sim.Fault;
import studio.darkroom.sim.RequestLog;
import studio.darkroom.sim.http.ApiServer;

/** One storage request: its content, parsed from the head, and its progress. */
public final class StoreRequest {

    final HttpMessageHead head;
    final String name;
    final Instant startedAt = Instant.now();
    final BodyCopier requestCopier = new BodyCopier();
    final BodyCopier responseCopier = new BodyCopier();
    Fault fault;
    int status;
    private final String server;
    private final String bucket;
    private final String key;
    private final Map<String, String> query;
    private final long startedNanos = System.nanoTime();
    private boolean logged;

    /** @param server name of the port; call names omit that of the main port, {@code store} */
    StoreRequest(String server, HttpMessageHead head) {
        this.server = server;
        this.head = head;
        String target = head.target();
        int mark = target.indexOf('?');
        String path = mark < 0 ? target : target.substring(0, mark);
        query = ApiServer.parseQuery(mark < 0 ? null : target.substring(mark + 1));
        String decoded = URLDecoder.decode(path.replace("+", "%2B"), StandardCharsets.UTF_8);
        int slash = decoded.indexOf('/', 1);
        bucket = slash < 0 ? decoded.substring(1) : decoded.substring(1, slash);
        key = slash < 0 ? "" : decoded.substring(slash + 1);
        String operation = switch (head.method()) {
            case "GET" -> key.isEmpty() ? "store-list" : "get";
            case "PUT" -> key.isEmpty() ? "store-bucket" : query.containsKey("uploadId") ? "part" : "put";
            case "HEAD" -> "store-head";
            case "DELETE" -> "store-delete";
            default -> "store-other";
        };
        name = server.equals("store") ? operation : server.substring(0, server.indexOf('-') + 1) + operation;
    }

    public String method() {
        return head.method();
    }

    public String bucket() {
        return bucket;
    }

    public String key() {
        return key;
    }

    /** Query parameters, decoded. */
    public Map<String, String> query() {
        return query;
    }

    /** Path and query as sent. */
    public String target() {
        return head.target();
    }

    /** First value of a header; the name is case-insensitive. Null if it was not sent. */
    public String header(String field) {
        return head.firstValue(field);
    }

    /** Whether the body is chunked, without a length. */
    public boolean isChunked() {
        return head.bodyLength() < 0;
    }

    String path() {
        return "/" + bucket + "/" + key;
    }

    /** Whether the query contains a signature. */
    public boolean isPresigned() {
        return query.containsKey("X-Amz-Signature");
    }

    /** Whether the link's signature covers this header, in lower case. */
    public boolean isSigned(String header) {
        return query.getOrDefault("X-Amz-SignedHeaders", "").contains(header);
    }

    /** Whether success means that the object with this key is now in the store. */
    boolean storesObject() {
        return head.method().equals("PUT") && !key.isEmpty() && !query.containsKey("uploadId") && !query.containsKey("acl");
    }

    boolean hasFault(Fault.Kind kind) {
        return fault != null && fault.kind() == kind;
    }

    /** Writes the log entry, once. */
    void writeLogEntry(RequestLog log) {
        if (!logged) {
            logged = true;
            log.add(startedAt, server, name, head.method(), path(), query, head.headers(), "", status,
                    fault == null ? "" : fault.kind().name(), requestCopier.copiedBytes(), responseCopier.copiedBytes(), (System.nanoTime() - startedNanos) / 1_000_000);
        }
    }
}
