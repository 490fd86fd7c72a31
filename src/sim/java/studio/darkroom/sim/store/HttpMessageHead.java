package studio.darkroom.sim.store;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Start line and header fields of an HTTP/1.1 message, unchanged. */
final class HttpMessageHead {

    private static final int MAX_HEAD_BYTES = 64 << 10;

    private final String startLine;
    private final List<String> headerLines;

    private HttpMessageHead(String start, List<String> lines) {
        this.startLine = start;
        this.headerLines = lines;
    }

    /** Reads up to the empty line; null if the peer closed the connection before the first byte. */
    static HttpMessageHead read(InputStream in) throws IOException {
        String start = readLine(in, true);
        if (start == null) {
            return null;
        }
        List<String> lines = new ArrayList<>();
        int size = 0;
        for (String line = readLine(in, false); !line.isEmpty(); line = readLine(in, false)) {
            lines.add(line);
            size += line.length();
            if (size > MAX_HEAD_BYTES) {
                throw new IOException("header fields of more than 64 KiB");
            }
        }
        return new HttpMessageHead(start, lines);
    }

    private static String readLine(InputStream in, boolean first) throws IOException {
        StringBuilder out = new StringBuilder();
        for (int b = in.read(); b != '\n'; b = in.read()) {
            if (b < 0) {
                if (first && out.isEmpty()) {
                    return null;
                }
                throw new EOFException("connection closed within a message head");
            }
            if (out.length() > MAX_HEAD_BYTES) {
                throw new IOException("a header line of more than 64 KiB");
            }
            if (b != '\r') {
                out.append((char) b);
            }
        }
        return out.toString();
    }

    String method() {
        return startLine.substring(0, Math.max(0, startLine.indexOf(' ')));
    }

    String target() {
        String[] parts = startLine.split(" ");
        return parts.length > 1 ? parts[1] : "/";
    }

    int status() {
        return Integer.parseInt(startLine.split(" ")[1]);
    }

    /** First value of a field; the name is case-insensitive. Null if it is missing. */
    String firstValue(String name) {
        String wanted = name.toLowerCase(Locale.ROOT) + ":";
        for (String line : headerLines) {
            if (line.toLowerCase(Locale.ROOT).startsWith(wanted)) {
                return line.substring(wanted.length()).trim();
            }
        }
        return null;
    }

    boolean hasToken(String name, String token) {
        String value = firstValue(name);
        return value != null && value.toLowerCase(Locale.ROOT).contains(token);
    }

    /** Length of the body in bytes; -1 if it is chunked, 0 if a request states none. */
    long bodyLength() {
        if (hasToken("Transfer-Encoding", "chunked")) {
            return -1;
        }
        String length = firstValue("Content-Length");
        return length == null ? 0 : Long.parseLong(length);
    }

    Map<String, List<String>> headers() {
        Map<String, List<String>> out = new LinkedHashMap<>();
        for (String line : headerLines) {
            int colon = line.indexOf(':');
            if (colon > 0) {
                out.computeIfAbsent(line.substring(0, colon), n -> new ArrayList<>()).add(line.substring(colon + 1).trim());
            }
        }
        return out;
    }

    /** Returns the head without a field. */
    HttpMessageHead withoutHeader(String name) {
        String wanted = name.toLowerCase(Locale.ROOT) + ":";
        return new HttpMessageHead(startLine, headerLines.stream().filter(l -> !l.toLowerCase(Locale.ROOT).startsWith(wanted)).toList());
    }

    /** Returns the request head with another path and query. */
    HttpMessageHead withTarget(String target) {
        return new HttpMessageHead(method() + " " + target + " HTTP/1.1", headerLines);
    }

    /** Returns the head with one field changed. */
    HttpMessageHead withHeader(String name, String value) {
        List<String> changed = new ArrayList<>(withoutHeader(name).headerLines);
        changed.add(name + ": " + value);
        return new HttpMessageHead(startLine, changed);
    }

    byte[] toBytes() {
        return (startLine + "\r\n" + String.join("\r\n", headerLines) + (headerLines.isEmpty() ? "" : "\r\n") + "\r\n")
                .getBytes(StandardCharsets.ISO_8859_1);
    }
}
