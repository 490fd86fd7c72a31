package studio.darkroom.config;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Objects;

/** A value that must not be read by accident: a key, a token, a password. Only {@link #reveal()} gives it out. */
public final class Secret {

    private final String value;

    /** @param value the secret itself, not null */
    public Secret(String value) {
        this.value = Objects.requireNonNull(value, "value");
    }

    /** The secret in clear: for the one call that needs it, never for a log, an event or an answer. */
    public String reveal() {
        return value;
    }

    /** Equal by value, in a time that does not tell how much of it was right. */
    @Override
    public boolean equals(Object other) {
        return other instanceof Secret that
                && MessageDigest.isEqual(toBytes(value), toBytes(that.value));
    }

    @Override
    public int hashCode() {
        return value.hashCode();
    }

    @Override
    public String toString() {
        return "***";
    }

    private static byte[] toBytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
