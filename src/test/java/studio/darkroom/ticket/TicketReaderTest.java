package studio.darkroom.ticket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import studio.darkroom.ticket.TicketException.TicketFault;
import studio.darkroom.ticket.TicketLayers.TicketLayer;

class TicketReaderTest {

    private static ObjectNode yaml(String text) {
        return TicketReader.read(text, "darkroom.yaml").json();
    }

    private static TicketException fault(String text, String source) {
        TicketException fault = catchThrowableOfType(TicketException.class, () -> TicketReader.read(text, source));
        assertThat(fault).as(text.substring(0, Math.min(80, text.length()))).isNotNull();
        return fault;
    }

    @Test
    void readsYamlAndJsonAlike() {
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
        assertThat(TicketReader.read(json, "darkroom.json").json()).isEqualTo(yaml);
        assertThat(TicketReader.read(json, "darkroom.yaml").json()).isEqualTo(yaml);
        assertThat(TicketReader.read(json, "ticket").json()).isEqualTo(yaml);
        assertThat(TicketReader.read("\uFEFF" + json, "DARKROOM.JSON").json()).isEqualTo(yaml);
        assertThat(TicketReader.read(("\uFEFF" + json).getBytes(StandardCharsets.UTF_8), "darkroom.json").json()).isEqualTo(yaml);
        assertThat(yaml("{vendor: imagen}").get("vendor").textValue()).isEqualTo("imagen");
        assertThat(yaml("--- # with a start\nvendor: imagen\n...\n").get("vendor").textValue()).isEqualTo("imagen");
        assertThat(yaml("vendor: imagen\r\nprofile: x\r\n").get("profile").textValue()).isEqualTo("x");
    }

    @ParameterizedTest
    @ValueSource(strings = {"yes", "no", "on", "off", "y", "N", "Yes", "NO", "2026-01-02", "2026-01-02T03:04:05Z", "0123",
        "0o17", "0x1F", "1_000", "12:30:45", "+5", ".5", "5.", ".inf", ".NaN", "1e", "tRue", "nul", "16:9", "=", "2X3"})
    void keepsTextThatIsNoJsonNumberOrTruthValue(String written) {
        assertThat(yaml("a: " + written).get("a").textValue()).isEqualTo(written);
    }

    @ParameterizedTest
    @CsvSource({"true, true", "True, true", "FALSE, false", "~, null", "null, null", "'', null", "0, 0", "-7, -7", "3.25, 3.25",
        "1e3, 1000.0", "9007199254740993, 9007199254740993"})
    void readsScalarsAsJsonDoes(String written, String json) {
        JsonNode value = yaml("a: " + written).get("a");
        assertThat(value.isTextual()).isFalse();
        assertThat(value).hasToString(json);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"true\"", "'5'", "\"null\"", "'~'", "\"\""})
    void keepsQuotedScalarsAsText(String written) {
        assertThat(yaml("a: " + written).get("a").isTextual()).isTrue();
    }

    @Test
    void keepsLinesOfBlockScalars() {
        assertThat(yaml("a: |\n  one\n  true\nb: >\n  two\n  three\n").get("a").textValue()).isEqualTo("one\ntrue\n");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "vendor: a\\nedit: {}\\nvendor: b | DUPLICATE_KEY 3",
        "edit:\\n  crop: true\\n  'crop': false | DUPLICATE_KEY 3",
        "{vendor: a, vendor: b} | DUPLICATE_KEY 1",
        "vendor: a\\nedit: !!java.net.URL [http://x] | TAG 2",
        "vendor: !!str a | TAG 1",
        "vendor: ! a | TAG 1",
        "!x vendor: a | TAG 1",
        "a: &x {b: 1}\\nc:\\n  <<: *x | MERGE_KEY 3",
        "vendor: a\\n---\\nvendor: b | SEVERAL_DOCUMENTS 2",
        "vendor: a\\n\\tedit: b | INVALID_YAML 2",
        "edit:\\n\\tcrop: true | INVALID_YAML 2",
        "vendor: a: b | INVALID_YAML 1",
        "vendor: \"a | INVALID_YAML 1",
        "- vendor | NOT_A_MAPPING 1",
        "vendor | NOT_A_MAPPING 1",
        "? [a]\\n: b | BAD_KEY 1",
        "a: *x | INVALID_YAML 1",
        "a: 1\\nb: &x [*x] | RECURSIVE_ALIAS 2",
        "a: &x {b: [1, *x]} | RECURSIVE_ALIAS 1",
        "# only this | EMPTY 0",
        "'a: \\0' | UNPRINTABLE 1",
        "'a: b\\nc: \"\\x07\"' | UNPRINTABLE 0",
        "a: 123456789012345678901 | NUMBER_OUT_OF_RANGE 1",
        "a: 1e999 | NUMBER_OUT_OF_RANGE 1"})
    void reportsFaultsOfYamlWithTheirLine(String text, String expected) {
        TicketException fault = fault(text.replace("\\n", "\n").replace("\\t", "\t").replace("\\0", "\0"), "darkroom.yaml");
        assertThat(fault.code() + " " + fault.fault().line()).isEqualTo(expected);
        assertThat(fault).message().startsWith("darkroom.yaml").doesNotContain("\n");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "{\"vendor\": \"a\",\\n\"vendor\": \"b\"} | DUPLICATE_KEY 2",
        "{\"vendor\": \"a\"} {} | INVALID_JSON 1",
        "{\"vendor\": \"a\" | INVALID_JSON 1",
        "vendor: a | INVALID_JSON 1",
        "[] | NOT_A_MAPPING 1",
        "{\"a\": 1e999} | NUMBER_OUT_OF_RANGE 0",
        "{\"a\": 123456789012345678901} | TOO_DEEP 1",
        "{\"a\": \"\\u0000\"} | UNPRINTABLE 0",
        "{\"\\u0000\": 1} | UNPRINTABLE 0",
        "{\"a\": \"\\ud800\"} | UNPRINTABLE 0"})
    void reportsFaultsOfJsonWithTheirLine(String text, String expected) {
        TicketException fault = fault(text.replace("\\n", "\n"), "t.json");
        assertThat(fault.code() + " " + fault.fault().line()).isEqualTo(expected);
        assertThat(fault).message().startsWith("t.json").doesNotContain("\n");
    }

    @Test
    void recordsTheLineOfEveryValue() {
        TicketLayer yaml = TicketReader.read("a: 1\nb:\n  c: [x,\n   y]\n  d: &e\n    f: 1\ng: *e\n", "darkroom.yaml");
        TicketLayer json = TicketReader.read("{\"a\": 1,\n\"b\": {\n  \"c\": [\"x\",\n  \"y\"],\n  \"d\":\n {\"f\": 1}},\n\"g\": 1}", "t.json");
        for (TicketLayer layer : new TicketLayer[] {yaml, json}) {
            assertThat(layer.findLine(List.of("b"))).isEqualTo(2);
            assertThat(layer.findLine(List.of("b", "c"))).isEqualTo(3);
            assertThat(layer.findLine(List.of("b", "c", 1))).isEqualTo(4);
            assertThat(layer.findLine(List.of("b", "c", 1, "missing"))).isEqualTo(4);
            assertThat(layer.findLine(List.of("b", "d", "f"))).isEqualTo(6);
            assertThat(layer.findLine(List.of("g"))).isEqualTo(7);
            assertThat(layer.findLine(List.of("missing"))).isZero();
        }
    }

    @Test
    void refusesEmptyFiles() {
        for (String text : new String[] {"", "  \n\n", "\uFEFF", "\uFEFF \n"}) {
            assertThat(fault(text, "darkroom.yaml").code()).isEqualTo(TicketFault.Code.EMPTY);
        }
    }

    @Test
    void refusesOtherEncodings() {
        for (byte[] bytes : new byte[][] {"profile: Ü".getBytes(StandardCharsets.ISO_8859_1),
            "vendor: imagen Ü".getBytes(StandardCharsets.UTF_16), {(byte) 0xFF, (byte) 0xD8, (byte) 0xFF, (byte) 0xE0}}) {
            assertThatThrownBy(() -> TicketReader.read(bytes, "darkroom.yaml"))
                    .isInstanceOfSatisfying(TicketException.class, fault -> assertThat(fault.code()).isEqualTo(TicketFault.Code.NOT_UTF8));
        }
    }

    @Test
    void limitsTheSizeTo64Kilobytes() {
        String filled = "a: " + "x".repeat(64 * 1024 - 3);
        assertThat(yaml(filled).get("a").textValue()).hasSize(64 * 1024 - 3);
        assertThat(fault(filled + "x", "darkroom.yaml").code()).isEqualTo(TicketFault.Code.TOO_LARGE);
        assertThat(fault("a: " + "ü".repeat(33 * 1024), "darkroom.yaml").code()).isEqualTo(TicketFault.Code.TOO_LARGE);
        assertThatThrownBy(() -> TicketReader.read(new byte[64 * 1024 + 1], "t.json"))
                .isInstanceOfSatisfying(TicketException.class, fault -> assertThat(fault.code()).isEqualTo(TicketFault.Code.TOO_LARGE));
    }

    @Test
    void limitsTheDepthTo20Levels() {
        for (String source : new String[] {"t.json", "t.yaml"}) {
            assertThat(TicketReader.read("{\"a\": " + "[".repeat(19) + "]".repeat(19) + "}", source).json()).hasSize(1);
            assertTooDeep(fault("{\"a\": " + "[".repeat(20) + "]".repeat(20) + "}", source), 1);
        }
        String block = IntStream.range(0, 21).mapToObj(i -> " ".repeat(i) + "a:\n").collect(Collectors.joining());
        assertTooDeep(fault(block, "t.yaml"), 21);
        String byAlias = "a: &x " + "[".repeat(18) + "]".repeat(18) + "\nb: [[*x]]";
        assertThat(fault(byAlias, "t.yaml").code()).isEqualTo(TicketFault.Code.TOO_DEEP);
        assertThat(yaml(byAlias.replace("[[*x]]", "[*x]")).get("b").get(0)).isEqualTo(yaml(byAlias.replace("[[*x]]", "1")).get("a"));
    }

    private static void assertTooDeep(TicketException fault, int line) {
        assertThat(fault.code()).isEqualTo(TicketFault.Code.TOO_DEEP);
        assertThat(fault.fault().line()).isEqualTo(line);
    }

    @Test
    void copiesUpToTenAliases() {
        ObjectNode read = yaml("a: &x {b: 1}\nc: *x\nd: [*x, *x]");
        assertThat(read.get("c")).isEqualTo(read.get("a")).isNotSameAs(read.get("a"));
        String eleven = "a: &x 1\nb: [" + "*x, ".repeat(11) + "]";
        assertThat(fault(eleven, "t.yaml").code()).isEqualTo(TicketFault.Code.TOO_MANY_ALIASES);
        assertThat(fault(eleven, "t.yaml").fault().line()).isEqualTo(2);
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
    void refusesBombsQuickly(String bomb) {
        assertTimeoutPreemptively(Duration.ofSeconds(5), () -> {
            assertThat(fault(bomb, "t.yaml")).message().hasSizeLessThan(400);
            assertThat(fault(bomb, "t.json")).message().hasSizeLessThan(400);
        });
    }
}
