package studio.darkroom.delivery.receipt;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The last field of a receipt: the SHA-256 of all others, as JSON without blanks in the order they stand in. It shows
 * damage, not forgery; whoever changes a receipt on purpose can seal it anew.
 */
final class ReceiptSeal {

    static final String FIELD = "seal";

    private static final int BUFFER_SIZE = 128 * 1024;
    private static final ObjectMapper COMPACT = new ObjectMapper();

    private ReceiptSeal() {
    }

    /** The receipt with its seal. */
    static ObjectNode addSeal(ObjectNode receipt) {
        return receipt.put(FIELD, computeSeal(receipt));
    }

    /** Whether the seal fits; a receipt from before there were seals has none, and that is fine. */
    static boolean isValid(ObjectNode receipt) {
        JsonNode seal = receipt.get(FIELD);
        return seal == null || computeSeal(receipt.deepCopy().without(FIELD)).equals(seal.textValue());
    }

    private static String computeSeal(JsonNode receipt) {
        try {
            return HexFormat.of().formatHex(newSha256().digest(COMPACT.writeValueAsBytes(receipt)));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Hex SHA-256 of a file. */
    static String hashFile(Path file) throws IOException {
        MessageDigest digest = newSha256();
        byte[] buffer = new byte[BUFFER_SIZE];
        try (InputStream in = Files.newInputStream(file)) {
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                digest.update(buffer, 0, count);
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static MessageDigest newSha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
