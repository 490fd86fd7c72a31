package studio.darkroom.api;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import studio.darkroom.config.Secret;
import studio.darkroom.text.Loopback;

/**
 * Stands at the door of the HTTP API; every one of its routes asks it first.
 *
 * <p>With a token ({@code darkroom.http.token}) the caller must show it. Without one Darkroom listens on this machine's
 * own address only, and the name that was called must be one of this machine's own: a web page that had its name
 * resolved to 127.0.0.1 is sent away. What changes something is refused when a page of another origin sent it.
 */
public final class ApiGuard {

    /** The longest body that is read, in bytes. */
    public static final int MAX_BODY_BYTES = 64 * 1024;

    private static final Pattern PORT = Pattern.compile(":\\d{1,5}$");

    private final Optional<Secret> token;

    /** @param token what callers must show; empty when only this machine is listened to */
    public ApiGuard(Optional<Secret> token) {
        this.token = token;
    }

    /**
     * Lets a call in and makes its body a text of at most 64 KB.
     *
     * @throws ApiRefusal 401 without the token, 403 from elsewhere, 413 when the body is too long
     */
    public void checkRequest(Exchange exchange) {
        Message message = exchange.getMessage();
        checkCaller(message);
        String method = message.getHeader(Exchange.HTTP_METHOD, String.class);
        if ("GET".equals(method) || "HEAD".equals(method)) {
            message.setBody(null);
            return;
        }
        checkOrigin(message);
        message.setBody(readBody(message));
    }

    /** Whether {@link #checkRequest} would let this caller read. */
    public boolean isTrusted(Exchange exchange) {
        try {
            checkCaller(exchange.getMessage());
            return true;
        } catch (ApiRefusal stranger) {
            return false;
        }
    }

    private void checkCaller(Message message) {
        if (token.isEmpty()) {
            if (!Loopback.isLoopback(PORT.matcher(readHost(message)).replaceFirst(""))) {
                throw new ApiRefusal(403, "Call Darkroom as localhost or 127.0.0.1; for any other name set"
                        + " darkroom.http.token and show it.");
            }
            return;
        }
        String shown = readHeader(message, "Authorization");
        boolean bearer = shown.regionMatches(true, 0, "Bearer ", 0, 7);
        if (!bearer || !token.get().equals(new Secret(shown.substring(7).strip()))) {
            throw new ApiRefusal(401, "Show the token of darkroom.http.token: send the header Authorization: Bearer"
                    + " <token>.");
        }
    }

    /** Browsers say themselves whether a page of another origin sent the call; older ones tell only the origin. */
    private static void checkOrigin(Message message) {
        String site = readHeader(message, "Sec-Fetch-Site");
        String origin = readHeader(message, "Origin");
        boolean foreign = site.isEmpty()
                ? !origin.isEmpty() && !origin.toLowerCase(Locale.ROOT).matches("https?://" + Pattern.quote(readHost(message)))
                : !site.equals("same-origin") && !site.equals("none");
        if (foreign) {
            throw new ApiRefusal(403, "This call was sent by a web page of another origin, so it is refused.");
        }
    }

    private static String readHost(Message message) {
        String host = readHeader(message, "Host");
        if (host.isEmpty()) {
            String url = message.getHeader(Exchange.HTTP_URL, "", String.class);
            host = url.isEmpty() ? "" : Optional.ofNullable(URI.create(url).getRawAuthority()).orElse("");
        }
        return host.toLowerCase(Locale.ROOT);
    }

    /** A header that may be given once; a second one makes it something that matches nothing. */
    private static String readHeader(Message message, String header) {
        Object value = message.getHeader(header);
        return value == null ? "" : value.toString();
    }

    private static String readBody(Message message) {
        try (InputStream in = message.getBody(InputStream.class)) {
            byte[] bytes = in == null ? new byte[0] : in.readNBytes(MAX_BODY_BYTES + 1);
            if (bytes.length > MAX_BODY_BYTES) {
                throw new ApiRefusal(413, "The body is longer than " + MAX_BODY_BYTES / 1024 + " KB; no call needs that much.");
            }
            return new String(bytes, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new ApiRefusal(400, "The body broke off; send the call again.");
        }
    }
}
