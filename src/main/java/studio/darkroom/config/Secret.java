package studio.darkroom.config;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/**
 * A key, token or password. Its text form is masked.
 *
 * @param reveal the value, for the call that needs it; never for a log, an event or an API response
 */
public record Secret(String reveal) {

    /** Compares in constant time. */
    @Override
    public boolean equals(Object other) {
        return other instanceof Secret that
                && MessageDigest.isEqual(reveal.getBytes(StandardCharsets.UTF_8), that.reveal.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public int hashCode() {
        return reveal.hashCode();
    }

    @Override
    public String toString() {
        return "***";
    }
}
