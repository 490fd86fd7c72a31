package studio.darkroom.delivery.receipt;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The format of receipt.json, which is kept for years. */
class ReceiptTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** The file was written by the version before Receipt was a record. */
    @Test
    void receiptOfEarlierVersion_isReproducedByteForByte() throws IOException {
        byte[] golden;
        try (InputStream in = getClass().getResourceAsStream("/receipts/receipt-1.json")) {
            golden = in.readAllBytes();
        }
        ObjectNode json = (ObjectNode) JSON.readTree(golden);
        assertThat(Receipt.isSealValid(json)).isTrue();
        json.remove(Receipt.SEAL_FIELD);
        assertThat(JSON.treeToValue(json, Receipt.class).toSealedJson()).asString().isEqualTo(new String(golden));
    }

    @Test
    void everyField_isWrittenInTheOrderOfTheFormat() throws IOException {
        Receipt receipt = new Receipt(1, "s", "i", "l", "v", "p", "f", JsonNodeFactory.instance.objectNode(), "b", "w",
                List.of(new Receipt.PhotoRow("a/b", "b", "missing", "why", 1, "h0", "h1", "tag", "id", "seen", "up")),
                List.of(new Receipt.ResultRow("b", "jpeg", "a/b", 2L, "h2", "then")), List.of(new Receipt.ChargeRow("edit", "lost", 1, "at", "d")));
        assertThat(JSON.readTree(receipt.toSealedJson()).toString()).startsWith("""
                {"receipt":1,"shoot":"s","id":"i","lane":"l","vendor":"v","project":"p","profile":"f","ticket":{},"begun":"b",\
                "written":"w","photos":[{"path":"a/b","name":"b","state":"missing","why":"why","size":1,"sha256AtFirstSight":"h0",\
                "sha256":"h1","storeTag":"tag","vendorId":"id","seen":"seen","uploaded":"up"}],\
                "results":[{"name":"b","kind":"jpeg","photo":"a/b","size":2,"sha256":"h2","delivered":"then"}],\
                "charges":[{"what":"edit","outcome":"lost","photos":1,"at":"at","detail":"d"}],"seal":\"""");
    }

    @Test
    void unknownValues_areNullInTheHeadAndAbsentInRows() throws IOException {
        Receipt receipt = new Receipt(1, "s", "i", "l", "v", null, null, JsonNodeFactory.instance.objectNode(), "b", "w", List.of(),
                List.of(new Receipt.ResultRow("b", "jpeg", null, null, null, null)), List.of());
        assertThat(JSON.readTree(receipt.toSealedJson()).toString())
                .contains("\"project\":null,\"profile\":null,").contains("\"results\":[{\"name\":\"b\",\"kind\":\"jpeg\"}]");
    }
}
