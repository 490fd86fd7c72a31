package studio.darkroom.vendor;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import studio.darkroom.ledger.CallbackRepository;
import studio.darkroom.ledger.Shoot;

/**
 * The addresses that vendors call when an edit or export has finished (docs/vendors/imagen.md 2.9). Vendors do not sign their
 * calls, so the path contains the shoot's id with a signature made with the ledger's secret. Any node of the ledger can
 * verify it.
 */
public final class CallbackUrls {

    private static final String MAC = "HmacSHA256";
    private static final int SECRET_BYTES = 32;
    private static final int SIGNATURE_BYTES = 24;
    private static final Pattern TOKEN = Pattern.compile("([0-9A-Za-z]{1,40})-([A-Za-z0-9_-]{32})");

    private final Optional<URI> publicUrl;
    private final CallbackRepository callbacks;
    private final SecureRandom random = new SecureRandom();

    /** @param publicUrl public address of this node, without a trailing slash; empty to disable callbacks */
    public CallbackUrls(Optional<URI> publicUrl, CallbackRepository callbacks) {
        this.publicUrl = publicUrl;
        this.callbacks = callbacks;
    }

    /** Adds the callback address to an edit request if callbacks are enabled and the vendor supports them. */
    public Map<String, Object> addCallbackUrl(Map<String, Object> request, Shoot shoot, VendorFacts facts) {
        if (publicUrl.isPresent() && facts.getCallback() != null) {
            request.put(facts.getCallback(), publicUrl.get() + "/callback/" + createToken(shoot.id()));
        }
        return request;
    }

    /** Whether the vendor has a callback address for the shoot and has not called since the current step started. */
    public boolean isCallbackPending(Shoot shoot, VendorFacts facts) {
        return publicUrl.isPresent() && facts.getCallback() != null && !callbacks.hasCallbackInStep(shoot);
    }

    /** The token for a shoot, with a 192-bit signature of this ledger. */
    public String createToken(String shootId) {
        return shootId + "-" + Base64.getUrlEncoder().withoutPadding().encodeToString(sign(shootId));
    }

    /** The shoot of a token; empty if this ledger did not issue it. */
    public Optional<String> findShootId(String token) {
        Matcher parts = TOKEN.matcher(token == null ? "" : token);
        if (!parts.matches()) {
            return Optional.empty();
        }
        byte[] givenSignature = parts.group(2).getBytes(StandardCharsets.US_ASCII);
        byte[] expectedSignature = Base64.getUrlEncoder().withoutPadding().encode(sign(parts.group(1)));
        return MessageDigest.isEqual(givenSignature, expectedSignature) ? Optional.of(parts.group(1)) : Optional.empty();
    }

    private byte[] sign(String shootId) {
        byte[] newSecret = new byte[SECRET_BYTES];
        random.nextBytes(newSecret);
        try {
            Mac mac = Mac.getInstance(MAC);
            mac.init(new SecretKeySpec(callbacks.getOrCreateSecret(newSecret), MAC));
            return Arrays.copyOf(mac.doFinal(("callback " + shootId).getBytes(StandardCharsets.UTF_8)), SIGNATURE_BYTES);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("The Java runtime does not support " + MAC, e);
        }
    }
}
