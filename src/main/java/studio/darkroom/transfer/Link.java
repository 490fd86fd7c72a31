package studio.darkroom.transfer;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A presigned link as a vendor's {@code links} or {@code results} verb gave it. It is a credential: its text never shows
 * the query.
 *
 * @param url byte for byte as received
 * @param type the Content-Type that was signed; null: send none, empty: send it empty (contract imagen 2.3)
 * @param headers further headers that were signed
 * @param remote the vendor's id of the photo; null where it has none
 */
public record Link(String url, String type, Map<String, String> headers, String remote) {

    /** Reads a row: {@code url}, optional {@code type}, {@code remote}, and {@code header.<name>} for every signed header. */
    public static Link of(Map<String, String> row) {
        Map<String, String> headers = new LinkedHashMap<>();
        row.forEach((key, value) -> {
            if (key.startsWith("header.")) {
                headers.put(key.substring("header.".length()), value);
            }
        });
        return new Link(row.get("url"), row.get("type"), headers, row.get("remote"));
    }

    /** Scheme and host, for messages. */
    public String host() {
        try {
            URI uri = URI.create(url);
            return uri.getScheme() + "://" + uri.getAuthority();
        } catch (IllegalArgumentException e) {
            return "a link that is none";
        }
    }

    @Override
    public String toString() {
        return host() + "/...";
    }
}
