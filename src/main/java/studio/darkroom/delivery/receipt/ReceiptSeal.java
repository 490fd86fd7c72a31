package studio.darkroom.delivery.receipt;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HexFormat;
import studio.darkroom.text.Hashes;

/**
 * The last field of a receipt: the SHA-256 of all other fields, as JSON without white space, in their order in the file.
 * It detects damage, not forgery: anyone who edits a receipt on purpose can compute a new seal.
 */
final class ReceiptSeal {

    static final String FIELD = "seal";

    private static final ObjectMapper COMPACT = new ObjectMapper();

    private ReceiptSeal() {
    }

    /** Adds the seal to a receipt. */
    static ObjectNode addSeal(ObjectNode receipt) {
        return receipt.put(FIELD, computeSeal(receipt));
    }

    /** Whether the seal matches. The first versions of Darkroom wrote no seal; such a receipt is valid. */
    static boolean isValid(ObjectNode receipt) {
        JsonNode seal = receipt.get(FIELD);
        return seal == null || computeSeal(receipt.deepCopy().without(FIELD)).equals(seal.textValue());
    }

    private static String computeSeal(JsonNode receipt) {
        try {
            return HexFormat.of().formatHex(Hashes.newSha256().digest(COMPACT.writeValueAsBytes(receipt)));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
