package studio.darkroom.sim.store;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Signs storage links: AWS Signature Version 4 in the query, path style, payload unsigned. */
public final class Presigner {

    private static final DateTimeFormatter STAMP = DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

    private final String accessKey;
    private final String secretKey;
    private final String region;
    private final String host;

    /** @param host host and port of the links; part of the signature */
    public Presigner(String accessKey, String secretKey, String region, String host) {
        this.accessKey = accessKey;
        this.secretKey = secretKey;
        this.region = region;
        this.host = host;
    }

    /**
     * @param method   HTTP method of the link
     * @param headers  further headers that the caller must send with exactly these values
     * @param query    further query parameters, such as those of a part upload
     * @param signedAt time of the signature; in the past for expired links
     * @param lifetime lifetime from then on
     */
    public String presignUrl(String method, String bucket, String key, Map<String, String> headers, Map<String, String> query,
                       Instant signedAt, Duration lifetime) {
        return "http://" + host + presignPath(method, bucket, key, headers, query, signedAt, lifetime);
    }

    /** Path and query of such a link. */
    public String presignPath(String method, String bucket, String key, Map<String, String> headers, Map<String, String> query,
                       Instant signedAt, Duration lifetime) {
        String stamp = STAMP.format(signedAt);
        String scope = stamp.substring(0, 8) + "/" + region + "/s3/aws4_request";
        TreeMap<String, String> allHeaders = new TreeMap<>(Map.of("host", host));
        headers.forEach((name, value) -> allHeaders.put(name.toLowerCase(Locale.ROOT), value));
        String names = String.join(";", allHeaders.keySet());
        TreeMap<String, String> allQuery = new TreeMap<>(query);
        allQuery.put("X-Amz-Algorithm", "AWS4-HMAC-SHA256");
        allQuery.put("X-Amz-Credential", accessKey + "/" + scope);
        allQuery.put("X-Amz-Date", stamp);
        allQuery.put("X-Amz-Expires", Long.toString(lifetime.toSeconds()));
        allQuery.put("X-Amz-SignedHeaders", names);

        String path = "/" + encode(bucket, false) + "/" + encode(key, true);
        StringBuilder canonicalQuery = new StringBuilder();
        allQuery.forEach((name, value) -> canonicalQuery.append(canonicalQuery.isEmpty() ? "" : "&")
                .append(encode(name, false)).append('=').append(encode(value, false)));
        StringBuilder canonical = new StringBuilder(method + "\n" + path + "\n" + canonicalQuery + "\n");
        allHeaders.forEach((name, value) -> canonical.append(name).append(':').append(value.trim()).append('\n'));
        canonical.append('\n').append(names).append("\nUNSIGNED-PAYLOAD");

        String toSign = "AWS4-HMAC-SHA256\n" + stamp + "\n" + scope + "\n" + sha256Hex(canonical.toString());
        byte[] key4 = hmac(("AWS4" + secretKey).getBytes(StandardCharsets.UTF_8), stamp.substring(0, 8));
        key4 = hmac(hmac(hmac(key4, region), "s3"), "aws4_request");
        return path + "?" + canonicalQuery + "&X-Amz-Signature="
                + HexFormat.of().formatHex(hmac(key4, toSign));
    }

    private static String encode(String text, boolean keepSlash) {
        StringBuilder out = new StringBuilder();
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xff);
            boolean plain = c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z' || c >= '0' && c <= '9'
                    || c == '-' || c == '.' || c == '_' || c == '~' || keepSlash && c == '/';
            out.append(plain ? String.valueOf(c) : String.format("%%%02X", (int) c));
        }
        return out.toString();
    }

    /** SHA-256 of the text, in hexadecimal. */
    public static String sha256Hex(String text) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] hmac(byte[] key, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
