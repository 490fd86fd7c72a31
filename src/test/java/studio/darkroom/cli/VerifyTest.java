package studio.darkroom.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import studio.darkroom.testing.TestDarkroom;

/** verify, on a real delivery that nobody runs any more. */
class VerifyTest {

    @TempDir
    static Path once;

    @TempDir
    Path folder;

    private final TestTerminal terminal = new TestTerminal(true);
    private Path delivery;
    private Path inbox;

    @BeforeAll
    static void deliver() {
        try (TestDarkroom studio = new TestDarkroom(once)) {
            studio.dropShoot("wedding", 3);
            studio.runUntil("wedding", "done");
        }
    }

    @BeforeEach
    void copied() throws IOException {
        delivery = copy(once.resolve("delivery"), folder.resolve("delivery"));
        inbox = copy(once.resolve("inbox"), folder.resolve("inbox"));
    }

    private static Path copy(Path from, Path to) throws IOException {
        try (Stream<Path> all = Files.walk(from)) {
            for (Path one : all.toList()) {
                Files.copy(one, to.resolve(from.relativize(one).toString()));
            }
        }
        return to;
    }

    private int verify(String... more) {
        String[] all = Stream.concat(Stream.of("verify"), Stream.of(more)).toArray(String[]::new);
        return terminal.run(all);
    }

    private int verified() {
        return verify(delivery.resolve("wedding").toString());
    }

    @Test
    void aDeliveryThatIsAsItWasPasses() {
        assertThat(verified()).isZero();
        assertThat(terminal.out()).contains("3 of 3 ");
        assertThat(verify(delivery.toString())).as("all deliveries of a lane").isZero();
        assertThat(verify("--originals", inbox.toString(), delivery.toString())).isZero();
        assertThat(terminal.out()).contains("3 originals ");
    }

    @Test
    void noSettingsAreReadNotEvenWrongOnes() throws IOException {
        Path wrong = Files.writeString(folder.resolve("wrong.properties"), "darkroom.nonsense = 1\n");
        assertThat(verify("--config", wrong.toString(), delivery.toString())).isZero();
    }

    @Test
    void anAlteredFileIsNamedWhateverItsSizeAndTime() throws IOException {
        Path file = delivery.resolve("wedding/A_2.JPG");
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length / 3] ^= 1;
        Files.write(file, bytes);
        assertThat(verified()).isOne();
        assertThat(terminal.out()).contains("2 of 3 ").containsPattern("A_2\\.JPG +altered +\\w")
                .doesNotContain("A_1.JPG");
        Files.write(file, new byte[] {1, 2});
        assertThat(verified()).isOne();
        assertThat(terminal.out()).containsPattern("A_2\\.JPG +altered +2 .*" + bytes.length);
    }

    @Test
    void aMissingFileIsNamed() throws IOException {
        Files.delete(delivery.resolve("wedding/A_3.JPG"));
        assertThat(verify(delivery.toString())).isOne();
        assertThat(terminal.out()).containsPattern("A_3\\.JPG +missing");
        Files.createDirectory(delivery.resolve("wedding/A_3.JPG"));
        assertThat(verified()).isOne();
        assertThat(terminal.out()).containsPattern("A_3\\.JPG +missing +\\w");
    }

    @Test
    void filesOfOthersAreToldAndOnlyCountWhereAskedFor() throws IOException {
        Files.writeString(delivery.resolve("wedding/notes.txt"), "mine");
        Files.writeString(delivery.resolve("wedding/A_1.before-1.JPG"), "the picture before");
        Files.writeString(delivery.resolve("wedding/.DS_Store"), "");
        assertThat(verified()).isZero();
        assertThat(terminal.out()).containsPattern("notes\\.txt +extra").containsPattern("A_1\\.before-1\\.JPG +kept")
                .doesNotContain("DS_Store");
        assertThat(verify("--strict", delivery.toString())).isOne();
        Files.delete(delivery.resolve("wedding/notes.txt"));
        assertThat(verify("--strict", delivery.toString())).isZero();
    }

    @Test
    void anOriginalThatChangedSinceIsNamed() throws IOException {
        Files.writeString(inbox.resolve("wedding/A_1.JPG"), "another");
        Files.delete(inbox.resolve("wedding/A_2.JPG"));
        assertThat(verify("--originals", inbox.toString(), delivery.toString())).isOne();
        assertThat(terminal.out()).containsPattern("original wedding/A_1\\.JPG +altered")
                .containsPattern("original wedding/A_2\\.JPG +missing").contains("1 originals ");
        assertThat(verify("--originals", folder.resolve("nowhere").toString(), delivery.toString())).isEqualTo(2);
    }

    @Test
    void withoutAReceiptNothingCanBeTold() throws IOException {
        Files.delete(delivery.resolve("wedding/receipt.json"));
        assertThat(verified()).isEqualTo(2);
        assertThat(terminal.err()).contains("receipt.json");
        assertThat(verify(folder.resolve("nowhere").toString())).isEqualTo(2);
    }

    /** A receipt changed in any way that its seal does not fit, or that is none. */
    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "{}", "null", "{\"receipt\": 1}", "{\"receipt\": \"1\"}", "<html/>", "{\"receipt\": 1} x"})
    void aReceiptThatIsNoneIsDamaged(String text) throws IOException {
        Files.writeString(delivery.resolve("wedding/receipt.json"), text);
        assertThat(verified()).isEqualTo(2);
        assertThat(terminal.out()).containsPattern("receipt\\.json +damaged +\\w");
    }

    @Test
    void anySingleBitThatFlipsInTheReceiptShows() throws IOException {
        Path receipt = delivery.resolve("wedding/receipt.json");
        byte[] whole = Files.readAllBytes(receipt);
        for (int at = 0; at < whole.length; at += 97) {
            if (Character.isWhitespace(whole[at])) {
                continue;
            }
            byte[] bytes = whole.clone();
            bytes[at] ^= 4;
            Files.write(receipt, bytes);
            assertThat(verified()).as("byte " + at + " of " + new String(bytes, StandardCharsets.UTF_8)).isEqualTo(2);
        }
    }

    @Test
    void aReceiptThatWasOnlyLaidOutAnewIsFine() throws IOException {
        Path receipt = delivery.resolve("wedding/receipt.json");
        JsonNode told = new ObjectMapper().readTree(receipt.toFile());
        Files.writeString(receipt, told.toString());
        assertThat(verified()).isZero();
        ((ObjectNode) told).remove("seal");
        Files.writeString(receipt, told.toString());
        assertThat(verified()).as("from before there were seals").isZero();
        assertThat(terminal.out()).containsPattern("receipt\\.json +whole +\\w");
    }

    @ParameterizedTest
    @ValueSource(strings = {"../../inbox/wedding/A_1.JPG", "/etc/hostname", "..", "a\\b", "A\u0000.JPG"})
    void aForgedReceiptDoesNotHaveUsReadElsewhere(String name) throws IOException {
        forged(told -> ((ObjectNode) told.path("results").get(0)).put("name", name));
        assertThat(verified()).isEqualTo(2);
        forged(told -> ((ObjectNode) told.path("photos").get(0)).put("path", name.replace("inbox", "delivery")));
        assertThat(verify("--originals", inbox.toString(), delivery.toString())).isNotZero();
        assertThat(terminal.err()).isEmpty();
        assertThat(terminal.out()).containsPattern("original .* (damaged|missing)");
    }

    private void forged(Consumer<ObjectNode> change) throws IOException {
        ObjectNode told = (ObjectNode) new ObjectMapper().readTree(once.resolve("delivery/wedding/receipt.json").toFile());
        told.remove("seal");
        change.accept(told);
        Files.writeString(delivery.resolve("wedding/receipt.json"), told.toString());
    }

    @Test
    void jsonTellsTheSame() throws IOException {
        Files.delete(delivery.resolve("wedding/A_3.JPG"));
        assertThat(verify("--json", delivery.toString())).isOne();
        JsonNode told = new ObjectMapper().readTree(terminal.out());
        assertThat(told.path("code").asInt()).isOne();
        assertThat(told.path("deliveries").get(0).path("files").findValuesAsText("is")).containsOnly("whole", "missing");
    }

    @Test
    void json_unverifiedFile_keepsTheValueOfEarlierVersions() throws IOException {
        forged(told -> ((ObjectNode) told.path("photos").get(0)).remove("sha256"));
        verify("--json", "--originals", inbox.toString(), delivery.toString());
        assertThat(new ObjectMapper().readTree(terminal.out()).findValuesAsText("is")).contains("untold");
    }
}
