package studio.darkroom.config;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Objects;

/** A key, token or password. Its text form is masked; only {@link #reveal()} returns the value. */
public final class Secret {

    private final String value;

    /** @param value the secret itself, not null */
    public Secret(String value) {
        this.value = Objects.requireNonNull(value, "value");
    }

    /** The value, for the call that needs it; never for a log, an event or an API response. */
    public String reveal() {
        return value;
    }

    /** Compares in constant time. */
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
