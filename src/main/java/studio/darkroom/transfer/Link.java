package studio.darkroom.transfer;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A presigned link as a vendor's verb {@code links} or {@code results} returned it. It is a credential, so its text never
 * contains the query.
 *
 * @param url byte for byte as received
 * @param contentType the Content-Type that was signed; null: send none; empty: send an empty header (docs/vendors/imagen.md 2.3)
 * @param headers further headers that were signed
 * @param remote the vendor's id of the photo; null if there is none
 * @param alternativeType another Content-Type that may be the signed one; empty: there is no other; null: not used by this vendor
 */
public record Link(String url, String contentType, Map<String, String> headers, String remote, String alternativeType) {

    private static final Pattern SIGNED_HEADERS = Pattern.compile("[?&]X-Amz-SignedHeaders=([^&]*)", Pattern.CASE_INSENSITIVE);
    private static final Pattern EXPIRES = Pattern.compile("[?&]X-Amz-Expires=(\\d{1,9})(&|$)", Pattern.CASE_INSENSITIVE);

    /** Reads a row, see {@link LinkGuard#readLink}. */
    static Link of(Map<String, String> row) {
        Map<String, String> headers = new LinkedHashMap<>();
        row.forEach((key, value) -> {
            if (key.startsWith("header.")) {
                headers.put(key.substring("header.".length()), value);
            }
        });
        return new Link(row.get("url"), row.get("type"), headers, row.get("remote"), row.get("spare"));
    }

    /** The same link with the alternative Content-Type. */
    public Link withAlternativeType() {
        return new Link(url, alternativeType, headers, remote, "");
    }

    /** Whether the signature includes the Content-Type, so that the store refuses any other value. */
    public boolean isTypeSigned() {
        Matcher signed = SIGNED_HEADERS.matcher(url);
        return signed.find() && List.of(URLDecoder.decode(signed.group(1), StandardCharsets.UTF_8)
                .toLowerCase(Locale.ROOT).split(";")).contains("content-type");
    }

    /** The lifetime that a link states, or {@code maximum} if it states none or more. */
    public static Duration parseLifetime(String url, Duration maximum) {
        Matcher matcher = EXPIRES.matcher(url);
        Duration lifetime = matcher.find() ? Duration.ofSeconds(Long.parseLong(matcher.group(1))) : maximum;
        return lifetime.compareTo(maximum) < 0 ? lifetime : maximum;
    }

    /** Scheme, host and port, for messages; neither a user name nor what a broken link has in the place of its host. */
    public String host() {
        try {
            URI uri = URI.create(url);
            return uri.getHost() == null ? "an invalid link"
                    : uri.getScheme() + "://" + uri.getHost() + (uri.getPort() < 0 ? "" : ":" + uri.getPort());
        } catch (IllegalArgumentException e) {
            return "an invalid link";
        }
    }

    @Override
    public String toString() {
        return host() + "/...";
    }
}
