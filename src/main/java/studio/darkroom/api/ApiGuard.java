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
import studio.darkroom.api.ApiResponses.ApiRefusal;
import studio.darkroom.config.Secret;
import studio.darkroom.text.Hosts;

/**
 * Checks every call of the HTTP API before it is answered.
 *
 * <p>With a token ({@code darkroom.http.token}) the caller must send it. Without a token Darkroom listens on a loopback
 * address only, and the Host header must be a loopback name: this stops web pages whose name resolves to 127.0.0.1 (DNS
 * rebinding). A POST from a web page of another origin is refused.
 */
public final class ApiGuard {

    /** Maximum size of a request body, in bytes. */
    public static final int MAX_BODY_BYTES = 64 * 1024;

    private static final Pattern PORT = Pattern.compile(":\\d{1,5}$");

    private final Optional<Secret> token;

    /** @param token empty if Darkroom listens on a loopback address only */
    public ApiGuard(Optional<Secret> token) {
        this.token = token;
    }

    /**
     * Checks a call and replaces its body by a text of at most {@link #MAX_BODY_BYTES}.
     *
     * @throws ApiRefusal 401 without the token, 403 for a foreign host or origin, 413 if the body is too long
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

    /** Whether {@link #checkRequest} would accept a GET of this caller. */
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
            if (!Hosts.isLoopback(PORT.matcher(readHost(message)).replaceFirst(""))) {
                throw new ApiRefusal(403, "host-refused", "Darkroom without a token accepts only localhost or 127.0.0.1. To use another name, set"
                        + " darkroom.http.token and send it.");
            }
            return;
        }
        String shown = readHeader(message, "Authorization");
        boolean bearer = shown.regionMatches(true, 0, "Bearer ", 0, 7);
        if (!bearer || !token.get().equals(new Secret(shown.substring(7).strip()))) {
            throw new ApiRefusal(401, "token-required", "Send the token of darkroom.http.token in the header"
                    + " Authorization: Bearer <token>.");
        }
    }

    /** Current browsers send Sec-Fetch-Site; older ones only Origin. */
    private static void checkOrigin(Message message) {
        String site = readHeader(message, "Sec-Fetch-Site");
        String origin = readHeader(message, "Origin");
        boolean foreign = site.isEmpty()
                ? !origin.isEmpty() && !origin.toLowerCase(Locale.ROOT).matches("https?://" + Pattern.quote(readHost(message)))
                : !site.equals("same-origin") && !site.equals("none");
        if (foreign) {
            throw new ApiRefusal(403, "origin-refused", "Web pages of another origin cannot call Darkroom. Use a page of the same origin.");
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

    /** A header; two values become a list, which matches nothing. */
    private static String readHeader(Message message, String header) {
        Object value = message.getHeader(header);
        return value == null ? "" : value.toString();
    }

    private static String readBody(Message message) {
        try (InputStream in = message.getBody(InputStream.class)) {
            byte[] bytes = in == null ? new byte[0] : in.readNBytes(MAX_BODY_BYTES + 1);
            if (bytes.length > MAX_BODY_BYTES) {
                throw new ApiRefusal(413, "body-too-long", "The body is longer than " + MAX_BODY_BYTES / 1024 + " KB. Send a shorter body.");
            }
            return new String(bytes, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new ApiRefusal(400, "body-incomplete", "The body is incomplete. Send the request again.");
        }
    }
}
