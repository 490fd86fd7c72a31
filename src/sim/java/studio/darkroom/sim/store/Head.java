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

/** Start line and header fields of an HTTP/1.1 message, kept as they were on the wire. */
final class Head {

    private static final int MOST = 64 << 10;

    private final String start;
    private final List<String> lines;

    private Head(String start, List<String> lines) {
        this.start = start;
        this.lines = lines;
    }

    /** Reads up to the empty line; null when the peer closed before the first byte. */
    static Head read(InputStream in) throws IOException {
        String start = line(in, true);
        if (start == null) {
            return null;
        }
        List<String> lines = new ArrayList<>();
        int size = 0;
        for (String line = line(in, false); !line.isEmpty(); line = line(in, false)) {
            lines.add(line);
            size += line.length();
            if (size > MOST) {
                throw new IOException("header fields of more than 64 KiB");
            }
        }
        return new Head(start, lines);
    }

    private static String line(InputStream in, boolean first) throws IOException {
        StringBuilder out = new StringBuilder();
        for (int b = in.read(); b != '\n'; b = in.read()) {
            if (b < 0) {
                if (first && out.isEmpty()) {
                    return null;
                }
                throw new EOFException("connection closed within a message head");
            }
            if (out.length() > MOST) {
                throw new IOException("a header line of more than 64 KiB");
            }
            if (b != '\r') {
                out.append((char) b);
            }
        }
        return out.toString();
    }

    String method() {
        return start.substring(0, Math.max(0, start.indexOf(' ')));
    }

    String target() {
        String[] parts = start.split(" ");
        return parts.length > 1 ? parts[1] : "/";
    }

    int status() {
        return Integer.parseInt(start.split(" ")[1]);
    }

    /** First value of a field, name compared without case; null when it is not there. */
    String first(String name) {
        String wanted = name.toLowerCase(Locale.ROOT) + ":";
        for (String line : lines) {
            if (line.toLowerCase(Locale.ROOT).startsWith(wanted)) {
                return line.substring(wanted.length()).trim();
            }
        }
        return null;
    }

    boolean says(String name, String token) {
        String value = first(name);
        return value != null && value.toLowerCase(Locale.ROOT).contains(token);
    }

    /** Length of the body: bytes, -1 for chunked, 0 for none stated in a request. */
    long length() {
        if (says("Transfer-Encoding", "chunked")) {
            return -1;
        }
        String length = first("Content-Length");
        return length == null ? 0 : Long.parseLong(length);
    }

    Map<String, List<String>> fields() {
        Map<String, List<String>> out = new LinkedHashMap<>();
        for (String line : lines) {
            int colon = line.indexOf(':');
            if (colon > 0) {
                out.computeIfAbsent(line.substring(0, colon), n -> new ArrayList<>()).add(line.substring(colon + 1).trim());
            }
        }
        return out;
    }

    /** The same head without a field. */
    Head without(String name) {
        String wanted = name.toLowerCase(Locale.ROOT) + ":";
        return new Head(start, lines.stream().filter(l -> !l.toLowerCase(Locale.ROOT).startsWith(wanted)).toList());
    }

    /** The same request for another path and query. */
    Head to(String target) {
        return new Head(method() + " " + target + " HTTP/1.1", lines);
    }

    /** The same head with one field changed. */
    Head with(String name, String value) {
        List<String> changed = new ArrayList<>(without(name).lines);
        changed.add(name + ": " + value);
        return new Head(start, changed);
    }

    byte[] bytes() {
        return (start + "\r\n" + String.join("\r\n", lines) + (lines.isEmpty() ? "" : "\r\n") + "\r\n")
                .getBytes(StandardCharsets.ISO_8859_1);
    }
}
