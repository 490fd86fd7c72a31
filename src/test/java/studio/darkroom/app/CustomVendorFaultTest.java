package studio.darkroom.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import studio.darkroom.config.Settings;
import studio.darkroom.config.SettingsException;
import studio.darkroom.testing.ExampleVendorServer;

/** What is wrong with a vendor of the user's own stops the start, one sentence each. */
class CustomVendorFaultTest {

    @TempDir
    Path folder;

    private final Map<String, String> keys = new HashMap<>();
    private Path mine;
    private Path file;

    @BeforeEach
    void files() throws IOException {
        mine = ExampleVendorServer.writeFiles(folder.resolve("mine"));
        file = mine.resolve("atelier.camel.yaml");
        keys.put("darkroom.home", folder.resolve("home").toString());
        keys.put("darkroom.vendors.folder", "mine");
        keys.put("darkroom.vendor.atelier.url", "https://api.atelier.example");
        keys.put("darkroom.vendor.atelier.key", "k");
        keys.put("darkroom.lane.default.vendor", "atelier");
        for (String name : List.of("inbox", "delivery")) {
            keys.put("darkroom.lane.default." + name, "folder:" + Files.createDirectories(folder.resolve(name)));
        }
    }

    @Test
    void theExampleHasNoFault() throws Exception {
        assertThat(faults()).isEmpty();
        assertThat(installed()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "id: atelier-edit$ | id: atelier-begin | atelier-edit;",
        "id: atelier-([lr][ei][ns][ku]l?t?s)$ | id: atelier-x-$1 | missing: atelier-links, atelier-results;",
        "name: atelier-facts | name: atelier-fact | the bean atelier-facts of type studio.darkroom.vendor.VendorFacts",
        "        name: atelier$ |         name: other | write name: atelier",
        "takes: .*$ | takes: `raw, heic` | \"heic\"; use jpeg, png, raw",
        "secondEdit: conflict | secondEdit: maybe | secondEdit has the unknown value \"maybe\"",
        "slice: 50 | exports: true | missing: atelier-export, atelier-export-state;",
        "slice: 50 | partsAbove: 1000 | missing: atelier-parts-open, atelier-parts-complete, atelier-parts-abort;",
        "slice: 50 | choices: style | missing: atelier-choices;",
        "edits, retouch, finalize, replace | edits, replace | undeclared: retouch, finalize;",
        "edits, retouch, finalize, replace(?s)(.*)atelier-call$ | edits, replace$1atelier-retouch | atelier-retouch"
                + " requires the missing routes atelier-versions, atelier-reset, atelier-finalize;",
        "edits, retouch, finalize, replace(?s)(.*)atelier-call$ | edits, finalize, replace$1atelier-retouch | the verb"
                + " retouch requires finalize",
        "id: atelier-call$ | id: shoot-open | route \"shoot-open\"",
        "name: atelier-facts | name: ledger | bean \"ledger\"",
        "    routeConfigurationId: passes-up |  | atelier-check does not pass on its errors",
        "^- beans: | - onException: { exception: [java.lang.Exception] }\\n- beans: | element \"onException\"",
        "(?s)^.*$ | nothing here | not a list of beans and routes",
        "(?s)^.*$ |  | not a list of beans and routes"})
    void aFaultOfTheRouteFileIsNamedWithItsFix(String pattern, String replacement, String fault) throws IOException {
        String text = Files.readString(file);
        String changed = text.replaceAll(pattern.startsWith("(?s)") ? pattern : "(?m)" + pattern,
                replacement == null ? "" : replacement.replace("`", "\"").replace("\\n", "\n"));
        assertThat(changed).isNotEqualTo(text);
        Files.writeString(file, changed);
        assertThat(faults()).anySatisfy(sentence -> assertThat(sentence).startsWith(file.toString()).contains(fault)
                .endsWith("."));
    }

    @Test
    void whatIsNotYamlIsToldWithItsLine() throws IOException {
        change(text -> text.replaceFirst("parameters: \\{ name: atelier-check }", "parameters: { name: atelier-check"));
        assertThat(faults()).singleElement().satisfies(fault -> assertThat(fault).matches("(?s)\\Q" + file
                + "\\E, line \\d+ is not YAML \\(.+\\); correct it\\."));
    }

    @Test
    void whatIsNotTextIsToldAsSuch() throws IOException {
        Files.write(file, new byte[] {(byte) 0xff, (byte) 0xfe, 0, 1});
        assertThat(faults()).singleElement().asString().contains("not UTF-8");
    }

    @Test
    void aMissingSchemaIsTold() throws IOException {
        Files.delete(mine.resolve("atelier.ticket.json"));
        assertThat(faults()).singleElement().asString().contains("atelier.ticket.json");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"{ | JSON", "[] | an object", "{\"$ref\": \"https://x.example/s.json\"} | https://x.example/s.json"})
    void aSchemaThatCannotBeUsedIsTold(String schema, String fault) throws IOException {
        Files.writeString(mine.resolve("atelier.ticket.json"), schema);
        assertThat(faults()).singleElement().asString().contains("atelier").contains(fault).endsWith(".");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"imagen | Darkroom has a vendor named imagen",
        "shoot | begin with shoot-", "transfer-parts | begin with transfer-parts-",
        "My Vendor | \"My Vendor\" is not a valid vendor name"})
    void aNameThatCollidesIsTold(String name, String fault) throws IOException {
        keys.keySet().removeIf(key -> key.startsWith("darkroom.vendor."));
        keys.put("darkroom.lane.default.vendor", "imagen");
        keys.put("darkroom.vendor.imagen.key", "k");
        keys.put("darkroom.vendor.shoot.url", "https://x.example");
        keys.put("darkroom.vendor.shoot.key", "k");
        keys.put("darkroom.vendor.transfer-parts.url", "https://x.example");
        keys.put("darkroom.vendor.transfer-parts.key", "k");
        Files.writeString(mine.resolve(name + ".camel.yaml"), Files.readString(file).replace("atelier", name));
        Files.writeString(mine.resolve(name + ".ticket.json"), "{}");
        Files.delete(file);
        assertThat(faults()).singleElement().asString().contains(mine.resolve(name + ".camel.yaml").toString(), fault);
    }

    @Test
    void aRouteThatAnotherVendorHasIsTold() throws Exception {
        String text = Files.readString(file);
        String last = text.replaceFirst("(?s).*(?=- route:)", "");
        Files.writeString(mine.resolve("atelier-edit.camel.yaml"), text.replace("atelier-", "atelier-edit-")
                .replace("name: atelier\n", "name: atelier-edit\n") + last.replace("atelier-ask", "atelier-edit-state"));
        Files.writeString(mine.resolve("atelier-edit.ticket.json"), "{}");
        keys.put("darkroom.vendor.atelier-edit.url", "https://x.example");
        keys.put("darkroom.vendor.atelier-edit.key", "k");
        change(same -> same + last.replace("atelier-ask", "atelier-edit-links"));
        assertThat(faults()).isEmpty();
        assertThat(installed()).singleElement().asString().contains("already exists");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"setBody: | setBdy: | setBdy", "slice: 50 | slize: 50 | slize",
        "slice: 50 | slice: many | many"})
    void whatOnlyCamelUnderstandsIsToldWithTheFile(String right, String wrong, String word) throws Exception {
        change(text -> text.replaceFirst(right, wrong));
        assertThat(faults()).isEmpty();
        assertThat(installed()).singleElement().satisfies(fault -> assertThat(fault)
                .startsWith(file + ": Camel cannot load the file (").contains(word).endsWith("); correct it."));
    }

    @Test
    void theAddressAndTheKeyAreAskedForByTheNameOfTheFile() {
        keys.keySet().removeIf(key -> key.startsWith("darkroom.vendor."));
        keys.put("darkroom.lane.default.vendor", "imagen");
        keys.put("darkroom.vendor.imagen.key", "k");
        SettingsException failure = catchThrowableOfType(SettingsException.class, this::settings);
        assertThat(failure.faults()).extracting(SettingsException.Fault::key, SettingsException.Fault::code).containsExactly(
                tuple("darkroom.vendor.atelier.url", SettingsException.Code.MISSING_VALUE),
                tuple("darkroom.vendor.atelier.key", SettingsException.Code.MISSING_VALUE));
    }

    @Test
    void itsKeysMayBeSetByTheEnvironmentAlone() {
        keys.keySet().removeIf(key -> key.startsWith("darkroom.vendor."));
        keys.put("darkroom.lane.default.vendor", "imagen");
        keys.put("darkroom.vendor.imagen.key", "k");
        Settings settings = Settings.load(keys, Map.of("DARKROOM_VENDOR_ATELIER_URL", "https://api.atelier.example",
                "DARKROOM_VENDOR_ATELIER_KEY", "k"), Map.of("user.dir", folder.toString()));
        assertThat(settings.vendors().get("atelier").url()).hasToString("https://api.atelier.example");
    }

    @Test
    void aLaneOfAVendorWithoutAFileDoesNotStart() throws Exception {
        keys.put("darkroom.lane.default.vendor", "studio-nord");
        keys.put("darkroom.vendor.studio-nord.url", "https://x.example");
        keys.put("darkroom.vendor.studio-nord.key", "k");
        assertThat(installed()).singleElement().asString().contains("darkroom.lane.default.vendor = 'studio-nord'", "studio-nord.camel.yaml",
                "atelier, fotolabs, imagen, imagen-smart");
    }

    private void change(UnaryOperator<String> change) throws IOException {
        String text = Files.readString(file);
        assertThat(change.apply(text)).isNotEqualTo(text);
        Files.writeString(file, change.apply(text));
    }

    private Settings settings() {
        return Settings.load(keys, Map.of(), Map.of("user.dir", folder.toString()));
    }

    /** What the settings say. */
    private List<String> faults() {
        SettingsException fault = catchThrowableOfType(SettingsException.class, () -> CustomVendor.requireUsable(settings()));
        return fault == null ? List.of() : fault.faults().stream().map(SettingsException.Fault::sentence).toList();
    }

    /** What is said when the routes are loaded. */
    private List<String> installed() throws Exception {
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            SettingsException fault = catchThrowableOfType(SettingsException.class, () -> new NodeInstaller(settings(),
                    java.time.Clock.systemUTC(), Optional.empty()).install(context, List.of()));
            return fault == null ? List.of() : fault.faults().stream().map(SettingsException.Fault::sentence).toList();
        }
    }
}
