package studio.darkroom.sim;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** All requests, in the order of their responses. Keeps the newest 100,000. */
public final class RequestLog {

    private static final int MAX_ENTRIES = 100_000;
    private static final Set<String> SECRET_HEADERS = Set.of("x-api-key", "authorization", "cookie", "x-amz-security-token");
    private static final Set<String> SECRET_QUERY = Set.of("x-amz-signature", "x-amz-credential", "x-amz-security-token",
            "signature", "awsaccesskeyid");

    private final ArrayList<LoggedRequest> entries = new ArrayList<>();
    private long count;

    public synchronized void add(Instant at, String server, String call, String method, String path,
                                 Map<String, String> query, Map<String, List<String>> headers, String body, int status,
                                 String fault, long bytesIn, long bytesOut, long millis) {
        boolean presigned = query.keySet().stream().anyMatch(n -> n.equalsIgnoreCase("X-Amz-Signature"));
        boolean linked = presigned || server.startsWith("fotolabs-");
        boolean leaked = LoggedRequest.isStore(server) && headers.keySet().stream().anyMatch(n -> n.equalsIgnoreCase("x-api-key")
                || linked && n.equalsIgnoreCase("Authorization"));
        if (entries.size() >= MAX_ENTRIES) {
            entries.subList(0, MAX_ENTRIES / 10).clear();
        }
        entries.add(new LoggedRequest(++count, at, server, call, method, path, maskQuery(query), maskHeaders(headers), body,
                status, fault, bytesIn, bytesOut, millis, leaked));
    }

    public synchronized List<LoggedRequest> all() {
        return List.copyOf(entries);
    }

    /** The requests of one call, such as {@code edit} or {@code put}. */
    public List<LoggedRequest> findByCall(String call) {
        return all().stream().filter(r -> r.call().equals(call)).toList();
    }

    public synchronized void clear() {
        entries.clear();
    }

    private static Map<String, String> maskQuery(Map<String, String> query) {
        Map<String, String> out = new LinkedHashMap<>();
        query.forEach((name, value) -> out.put(name, SECRET_QUERY.contains(name.toLowerCase(Locale.ROOT)) ? "..." : value));
        return out;
    }

    private static Map<String, List<String>> maskHeaders(Map<String, List<String>> headers) {
        Map<String, List<String>> out = new LinkedHashMap<>();
        headers.forEach((name, values) -> out.put(name, SECRET_HEADERS.contains(name.toLowerCase(Locale.ROOT))
                ? values.stream().map(RequestLog::hash).toList() : List.copyOf(values)));
        return out;
    }

    static String hash(String secret) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(secret.getBytes(StandardCharsets.UTF_8));
            return "sha256:" + HexFormat.of().formatHex(digest, 0, 6);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
