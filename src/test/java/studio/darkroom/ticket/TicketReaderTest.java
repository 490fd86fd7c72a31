package studio.darkroom.ticket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class TicketReaderTest {

    private static ObjectNode yaml(String text) {
        return TicketReader.read(text, "darkroom.yaml");
    }

    private static TicketException fault(String text, String source) {
        TicketException fault = catchThrowableOfType(TicketException.class, () -> TicketReader.read(text, source));
        assertThat(fault).as(text.substring(0, Math.min(80, text.length()))).isNotNull();
        return fault;
    }

    @Test
    void yamlAndJsonMeanTheSame() {
        ObjectNode yaml = yaml("""
                vendor: imagen
                profile: 17
                edit:
                  hdr_merge: true
                  sky_replacement_template_id: 2
                  window: 2.5
                deliver: [jpeg, edits]
                retouch:
                  - photos: "*"
                    prompt: make the sky more blue
                """);
        String json = """
                {"vendor": "imagen", "profile": 17,
                \t"edit": {"hdr_merge": true, "sky_replacement_template_id": 2, "window": 2.5},
                 "deliver": ["jpeg", "edits"],
                 "retouch": [{"photos": "*", "prompt": "make the sky more blue"}]}
                """;
        assertThat(TicketReader.read(json, "darkroom.json")).isEqualTo(yaml);
        assertThat(TicketReader.read(json, "darkroom.yaml")).isEqualTo(yaml);
        assertThat(TicketReader.read(json, "ticket")).isEqualTo(yaml);
        assertThat(TicketReader.read("\uFEFF" + json, "DARKROOM.JSON")).isEqualTo(yaml);
        assertThat(TicketReader.read(("\uFEFF" + json).getBytes(StandardCharsets.UTF_8), "darkroom.json")).isEqualTo(yaml);
        assertThat(yaml("{vendor: imagen}").get("vendor").textValue()).isEqualTo("imagen");
        assertThat(yaml("--- # with a start\nvendor: imagen\n...\n").get("vendor").textValue()).isEqualTo("imagen");
        assertThat(yaml("vendor: imagen\r\nprofile: x\r\n").get("profile").textValue()).isEqualTo("x");
    }

    @ParameterizedTest
    @ValueSource(strings = {"yes", "no", "on", "off", "y", "N", "Yes", "NO", "2026-01-02", "2026-01-02T03:04:05Z", "0123",
        "0o17", "0x1F", "1_000", "12:30:45", "+5", ".5", "5.", ".inf", ".NaN", "1e", "tRue", "nul", "16:9", "=", "2X3"})
    void whatIsNoNumberAndNoTruthInJsonStaysText(String written) {
        assertThat(yaml("a: " + written).get("a").textValue()).isEqualTo(written);
    }

    @ParameterizedTest
    @CsvSource({"true, true", "True, true", "FALSE, false", "~, null", "null, null", "'', null", "0, 0", "-7, -7", "3.25, 3.25",
        "1e3, 1000.0", "9007199254740993, 9007199254740993"})
    void truthNothingAndNumbersAreWhatTheyAreInJson(String written, String json) {
        JsonNode value = yaml("a: " + written).get("a");
        assertThat(value.isTextual()).isFalse();
        assertThat(value).hasToString(json);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"true\"", "'5'", "\"null\"", "'~'", "\"\""})
    void whatStandsInQuotesIsText(String written) {
        assertThat(yaml("a: " + written).get("a").isTextual()).isTrue();
    }

    @Test
    void blocksOfTextKeepTheirLines() {
        assertThat(yaml("a: |\n  one\n  true\nb: >\n  two\n  three\n").get("a").textValue()).isEqualTo("one\ntrue\n");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "vendor: a\\nedit: {}\\nvendor: b | darkroom.yaml, line 3: the key \"vendor\" stands twice, first in line 1; keep one of them",
        "edit:\\n  crop: true\\n  'crop': false | darkroom.yaml, line 3: the key \"crop\" stands twice, first in line 2; keep one of them",
        "{vendor: a, vendor: b} | darkroom.yaml, line 1: the key \"vendor\" stands twice, first in line 1; keep one of them",
        "vendor: a\\nedit: !!java.net.URL [http://x] | darkroom.yaml, line 2: the tag \"tag:yaml.org,2002:java.net.URL\" is not taken; write the plain value",
        "vendor: !!str a | darkroom.yaml, line 1: the tag \"tag:yaml.org,2002:str\" is not taken; write the plain value",
        "vendor: ! a | darkroom.yaml, line 1: the tag \"!\" is not taken; write the plain value",
        "!x vendor: a | darkroom.yaml, line 1: the tag \"!x\" is not taken; write the plain value",
        "a: &x {b: 1}\\nc:\\n  <<: *x | darkroom.yaml, line 3: merge keys (<<) are not taken; write the values out",
        "vendor: a\\n---\\nvendor: b | darkroom.yaml, line 2: a second document begins here; keep one, without \"---\" between",
        "vendor: a\\n\\tedit: b | darkroom.yaml, line 2: this is not YAML",
        "edit:\\n\\tcrop: true | indent with blanks instead of tabs",
        "vendor: a: b | darkroom.yaml, line 1: this is not YAML: mapping values are not allowed here; put a text that holds a colon in quotes",
        "vendor: \"a | darkroom.yaml, line 1: this is not YAML",
        "- vendor | darkroom.yaml, line 1: a ticket is made of keys such as \"vendor: imagen\", this is a list; write keys",
        "vendor | this is the text \"vendor\"; write keys",
        "? [a]\\n: b | darkroom.yaml, line 1: a key must be a word; write it as \"key: value\"",
        "a: *x | darkroom.yaml, line 1: the alias \"x\" stands for nothing that is finished before it; write the value out",
        "a: &x [*x] | the alias \"x\" stands for nothing that is finished before it",
        "a: &x b\\n*x : c | darkroom.yaml, line 2: a key must be a word",
        "# only this | darkroom.yaml: the ticket holds nothing but comments; write at least one key, or remove the file",
        "'a: \\0' | darkroom.yaml, line 1: a character that cannot be printed stands here; take it out",
        "'a: b\\nc: \"\\x07\"' | darkroom.yaml: a text holds a character that cannot be printed: \"?\"; take it out",
        "a: 123456789012345678901 | the number 123456789012345678901 is out of all bounds; put it in quotes if it is a name",
        "a: 1e999 | darkroom.yaml, line 1: the number 1e999 is out of all bounds"})
    void aFaultIsOneSentenceWithSourceLineAndFix(String text, String sentence) {
        assertThat(fault(text.replace("\\n", "\n").replace("\\t", "\t").replace("\\0", "\0"), "darkroom.yaml"))
                .message().contains(sentence).doesNotContain("\n");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "{\"vendor\": \"a\",\\n\"vendor\": \"b\"} | t.json, line 2: this is not a JSON ticket: Duplicate field 'vendor'",
        "{\"vendor\": \"a\"} {} | t.json, line 1: this is not a JSON ticket: ",
        "{\"vendor\": \"a\" | t.json, line 1: this is not a JSON ticket: Unexpected end-of-input",
        "vendor: a | t.json, line 1: this is not a JSON ticket: ",
        "[] | this is a list; write keys, or remove the file",
        "{\"a\": 1e999} | t.json: a number is out of all bounds",
        "{\"a\": 123456789012345678901} | t.json, line 1: more than 20 levels within each other, or a number of more than 20 digits",
        "{\"a\": \"\\u0000\"} | t.json: a text holds a character that cannot be printed",
        "{\"\\u0000\": 1} | t.json: a key holds a character that cannot be printed",
        "{\"a\": \"\\ud800\"} | t.json: a text holds a character that cannot be printed"})
    void soItIsForJson(String text, String sentence) {
        assertThat(fault(text.replace("\\n", "\n"), "t.json")).message().contains(sentence).doesNotContain("\n");
    }

    @Test
    void aFaultKnowsItsPlace() {
        TicketException fault = fault("a: 1\na: 2", "darkroom.yaml");
        assertThat(fault.source()).isEqualTo("darkroom.yaml");
        assertThat(fault.line()).isEqualTo(2);
    }

    @Test
    void emptyFilesAreNoTickets() {
        for (String text : new String[] {"", "  \n\n", "\uFEFF", "\uFEFF \n"}) {
            assertThat(fault(text, "darkroom.yaml")).hasMessage(
                    "darkroom.yaml: the ticket is empty; write at least one key, or remove the file");
        }
    }

    @Test
    void otherEncodingsAreToldToBeSavedAgain() {
        for (byte[] bytes : new byte[][] {"profile: Ü".getBytes(StandardCharsets.ISO_8859_1),
            "vendor: imagen Ü".getBytes(StandardCharsets.UTF_16), {(byte) 0xFF, (byte) 0xD8, (byte) 0xFF, (byte) 0xE0}}) {
            assertThatThrownBy(() -> TicketReader.read(bytes, "darkroom.yaml"))
                    .hasMessage("darkroom.yaml: this is not UTF-8 text; save it as UTF-8");
        }
    }

    @Test
    void sixtyFourKilobytesAreEnough() {
        String filled = "a: " + "x".repeat(64 * 1024 - 3);
        assertThat(yaml(filled).get("a").textValue()).hasSize(64 * 1024 - 3);
        assertThat(fault(filled + "x", "darkroom.yaml")).hasMessage(
                "darkroom.yaml: the ticket is larger than 64 KB; shorten it, or remove it if it is no ticket");
        assertThat(fault("a: " + "ü".repeat(33 * 1024), "darkroom.yaml")).hasMessageContaining("larger than 64 KB");
        assertThatThrownBy(() -> TicketReader.read(new byte[64 * 1024 + 1], "t.json")).hasMessageContaining("larger than 64 KB");
    }

    @Test
    void twentyLevelsAreEnough() {
        for (String source : new String[] {"t.json", "t.yaml"}) {
            assertThat(TicketReader.read("{\"a\": " + "[".repeat(19) + "]".repeat(19) + "}", source)).hasSize(1);
            assertThat(fault("{\"a\": " + "[".repeat(20) + "]".repeat(20) + "}", source).line()).isEqualTo(1);
        }
        String block = IntStream.range(0, 21).mapToObj(i -> " ".repeat(i) + "a:\n").collect(Collectors.joining());
        assertThat(fault(block, "t.yaml")).hasMessage("t.yaml, line 21: more than 20 levels within each other; a ticket needs three");
        String byAlias = "a: &x " + "[".repeat(18) + "]".repeat(18) + "\nb: [[*x]]";
        assertThat(fault(byAlias, "t.yaml")).hasMessage("t.yaml, line 2: more than 20 levels within each other; a ticket needs three");
        assertThat(yaml(byAlias.replace("[[*x]]", "[*x]")).get("b").get(0)).isEqualTo(yaml(byAlias.replace("[[*x]]", "1")).get("a"));
    }

    @Test
    void aFewAliasesAreTakenAndCopied() {
        ObjectNode read = yaml("a: &x {b: 1}\nc: *x\nd: [*x, *x]");
        assertThat(read.get("c")).isEqualTo(read.get("a")).isNotSameAs(read.get("a"));
        String eleven = "a: &x 1\nb: [" + "*x, ".repeat(11) + "]";
        assertThat(fault(eleven, "t.yaml")).hasMessage(
                "t.yaml, line 2: more than 10 aliases (*name) in a ticket; write the values out");
    }

    static Stream<String> bombs() {
        String laughs = "a0: &a0 [" + "1,".repeat(2000) + "]\n" + IntStream.rangeClosed(1, 5)
                .mapToObj(i -> "a" + i + ": &a" + i + " [*a" + (i - 1) + ", *a" + (i - 1) + "]\n").collect(Collectors.joining());
        String billion = "a0: &a0 lol\n" + IntStream.rangeClosed(1, 9).mapToObj(i -> "a" + i + ": &a" + i + " ["
                + ("*a" + (i - 1) + ", ").repeat(9) + "]\n").collect(Collectors.joining());
        return Stream.of(laughs, billion, "[".repeat(65_000), "{".repeat(65_000), "{\"a\":".repeat(13_000), "- ".repeat(32_000),
                "? ".repeat(32_000), "a: [" + "1,".repeat(30_000) + "]", "a: [" + "[],".repeat(20_000) + "]", "&a ".repeat(20_000),
                "!!x ".repeat(16_000), "*".repeat(65_000), "\"" + "\\".repeat(65_000),
                "%YAML 9.9\n---\na: b", "%TAG ! x:\n".repeat(5000) + "---\na: b", "--- ".repeat(16_000), ": ".repeat(32_000),
                "a: '" + "''".repeat(32_000), "{" + "a,".repeat(32_000) + "}", "\t".repeat(65_000) + "a", "a:\n".repeat(20_000));
    }

    @ParameterizedTest
    @MethodSource("bombs")
    void bombsEndQuicklyInASentence(String bomb) {
        assertTimeoutPreemptively(Duration.ofSeconds(5), () -> {
            assertThat(fault(bomb, "t.yaml")).message().hasSizeLessThan(400);
            assertThat(fault(bomb, "t.json")).message().hasSizeLessThan(400);
        });
    }
}
