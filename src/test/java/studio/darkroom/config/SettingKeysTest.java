package studio.darkroom.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.junit.jupiter.api.Test;

/** The table and {@code config/darkroom.properties} are one. */
class SettingKeysTest {

    private static final Path FILE = Path.of("config/darkroom.properties");

    private static List<SettingKeys.KnownKey> shipped() {
        return SettingKeys.expandKeys(List.of(SettingKeys.DEFAULT_LANE), SettingKeys.builtInVendors());
    }

    @Test
    void fileHasEveryKeyOfTheTableAndNoOther() throws IOException {
        List<String> keys = new ArrayList<>();
        for (String line : Files.readAllLines(FILE)) {
            if (line.matches("#?darkroom\\..*")) {
                keys.add(line.replaceFirst("^#", "").split(" =", 2)[0]);
            }
        }
        assertThat(keys).containsExactlyElementsOf(shipped().stream().map(SettingKeys.KnownKey::key).toList());
    }

    @Test
    void everyKeyStandsAtItsDefaultUnderItsComment() throws IOException {
        List<String> lines = Files.readAllLines(FILE);
        for (SettingKeys.KnownKey known : shipped()) {
            String expected = known.findDefault().map(value -> known.key() + " = " + value).orElse("#" + known.key() + " =");
            int at = lines.indexOf(expected);
            assertThat(at).as("line '%s'", expected).isPositive();
            assertThat(lines.get(at - 1)).isEqualTo("# " + known.definition().description());
        }
    }

    @Test
    void fileIsJavaPropertiesWithExactlyTheDefaults() throws IOException {
        Map<String, String> defaults = new LinkedHashMap<>();
        shipped().forEach(known -> known.findDefault().ifPresent(value -> defaults.put(known.key(), value)));
        assertThat(SettingsFile.read(FILE)).containsExactlyInAnyOrderEntriesOf(defaults);
    }

    @Test
    void fileMakesTheSameSettingsAsNoFile() {
        Map<String, String> environment = Map.of("IMAGEN_API_KEY", "k");
        Settings from = Settings.load(SettingsFile.read(FILE), environment, Map.of());
        Settings without = Settings.load(Map.of(), environment, Map.of());
        assertThat(from.describe()).isEqualTo(without.describe());
        assertThat(from.findSource("darkroom.gather.quiet")).isEqualTo(Setting.Source.FILE);
        assertThat(without.findSource("darkroom.gather.quiet")).isEqualTo(Setting.Source.DEFAULT);
    }

    @Test
    void fileIsOnTheClassPath() throws IOException {
        try (InputStream packaged = Settings.class.getResourceAsStream("darkroom.properties")) {
            assertThat(packaged).isNotNull();
            Properties properties = new Properties();
            properties.load(packaged);
            assertThat(properties).containsEntry("darkroom.lane.default.inbox", "folder:inbox");
        }
    }

    @Test
    void describedKeysAreTheTable() {
        Settings settings = Settings.load(Map.of("darkroom.lanes", "weddings,real-estate",
                "darkroom.lane.weddings.inbox", "folder:w/in", "darkroom.lane.weddings.delivery", "folder:w/out",
                "darkroom.lane.real-estate.inbox", "folder:r/in", "darkroom.lane.real-estate.delivery", "folder:r/out"),
                Map.of("IMAGEN_API_KEY", "k"), Map.of());
        assertThat(settings.describe().keySet()).containsExactlyElementsOf(
                SettingKeys.expandKeys(List.of("weddings", "real-estate"), SettingKeys.builtInVendors()).stream()
                        .map(SettingKeys.KnownKey::key).toList());
    }

    @Test
    void noTwoKeysShareAnEnvironmentVariable() {
        assertThat(SettingKeys.expandKeys(List.of("default", "touched", "a", "a-b"), SettingKeys.builtInVendors()))
                .extracting(known -> SettingKeys.environmentName(known.key())).doesNotHaveDuplicates();
    }

    @Test
    void environmentNamesAreUpperCaseWithUnderscores() {
        assertThat(SettingKeys.environmentName("darkroom.vendor.imagen-smart.url")).isEqualTo("DARKROOM_VENDOR_IMAGEN_SMART_URL");
        assertThat(SettingKeys.environmentName("darkroom.lane.default.inbox")).isEqualTo("DARKROOM_LANE_DEFAULT_INBOX");
    }

    @Test
    void everyLineIsOneLineAndSecretsHaveNoPlainDefault() {
        for (SettingKeys.KeyDefinition row : SettingKeys.definitions()) {
            assertThat(row.description()).isNotBlank().doesNotContain("\n").hasSizeLessThan(110);
            for (String name : SettingKeys.builtInVendors()) {
                Optional<String> fallback = row.findDefault(name);
                if (row.secret() && fallback.isPresent()) {
                    assertThat(fallback.get()).startsWith("{{env:");
                }
            }
        }
    }

    @Test
    void fileIsPlainAscii() throws IOException {
        assertThat(StandardCharsets.US_ASCII.newEncoder().canEncode(Files.readString(FILE))).isTrue();
    }
}
