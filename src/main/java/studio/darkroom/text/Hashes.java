package studio.darkroom.text;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256 and MD5 as lower-case hex, as the ledger stores them. */
public final class Hashes {

    private Hashes() {
    }

    public static MessageDigest newSha256() {
        return newDigest("SHA-256");
    }

    /** For comparison with the ETags of stores only. */
    public static MessageDigest newMd5() {
        return newDigest("MD5");
    }

    private static MessageDigest newDigest(String algorithm) {
        try {
            return MessageDigest.getInstance(algorithm);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A copy of a digest, so that the given one does not change. */
    public static MessageDigest copyDigest(MessageDigest digest) {
        try {
            return (MessageDigest) digest.clone();
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Completes a digest and resets it. */
    public static String toHex(MessageDigest digest) {
        return HexFormat.of().formatHex(digest.digest());
    }

    /** Hashes a stream to its end and closes it. */
    public static String sha256Hex(InputStream bytes) throws IOException {
        MessageDigest digest = newSha256();
        try (InputStream in = new DigestInputStream(bytes, digest)) {
            in.transferTo(OutputStream.nullOutputStream());
        }
        return toHex(digest);
    }
}
