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
 * A presigned link as a vendor's {@code links} or {@code results} verb gave it. It is a credential: its text never shows
 * the query.
 *
 * @param url byte for byte as received
 * @param contentType the Content-Type that was signed; null: send none, empty: send it empty (contract imagen 2.3)
 * @param headers further headers that were signed
 * @param remote the vendor's id of the photo; null where it has none
 * @param alternativeType another Content-Type that may be the signed one; empty: there is no other, null: none is looked for
 */
public record Link(String url, String contentType, Map<String, String> headers, String remote, String alternativeType) {

    private static final Pattern SIGNED_HEADERS = Pattern.compile("[?&]X-Amz-SignedHeaders=([^&]*)", Pattern.CASE_INSENSITIVE);
    private static final Pattern EXPIRES = Pattern.compile("[?&]X-Amz-Expires=(\\d{1,9})(&|$)", Pattern.CASE_INSENSITIVE);

    /** Reads a row: {@code url}, optional {@code type}, {@code spare}, {@code remote}, and {@code header.<name>} for every signed header. */
    public static Link of(Map<String, String> row) {
        Map<String, String> headers = new LinkedHashMap<>();
        row.forEach((key, value) -> {
            if (key.startsWith("header.")) {
                headers.put(key.substring("header.".length()), value);
            }
        });
        return new Link(row.get("url"), row.get("type"), headers, row.get("remote"), row.get("spare"));
    }

    /** The same link with the spare type in place of the first. */
    public Link withAlternativeType() {
        return new Link(url, alternativeType, headers, remote, "");
    }

    /** Whether the Content-Type is part of the signature; any other value is refused then. */
    public boolean isTypeSigned() {
        Matcher signed = SIGNED_HEADERS.matcher(url);
        return signed.find() && List.of(URLDecoder.decode(signed.group(1), StandardCharsets.UTF_8)
                .toLowerCase(Locale.ROOT).split(";")).contains("content-type");
    }

    /** How long a link lives from its making: what it says itself, at most {@code most}. */
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
