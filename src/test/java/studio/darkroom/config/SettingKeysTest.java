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
import java.util.Properties;
import java.util.stream.Stream;
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
    void everyKeyHasACommentOfOneLine() throws IOException {
        List<String> lines = Files.readAllLines(FILE);
        for (SettingKeys.KnownKey known : shipped()) {
            String expected = known.defaultValue().map(value -> known.key() + " = " + value).orElse("#" + known.key() + " =");
            int at = lines.indexOf(expected);
            assertThat(at).as("line '%s'", expected).isPositive();
            assertThat(lines.get(at - 1)).startsWith("# ").hasSizeLessThan(112);
            assertThat(lines.get(at - 2)).as("before the comment of %s", expected).doesNotStartWith("# ");
        }
    }

    @Test
    void fileIsJavaPropertiesWithExactlyTheDefaults() throws IOException {
        Map<String, String> defaults = new LinkedHashMap<>();
        shipped().forEach(known -> known.defaultValue().ifPresent(value -> defaults.put(known.key(), value)));
        assertThat(SettingsFile.read(FILE)).containsExactlyInAnyOrderEntriesOf(defaults);
    }

    @Test
    void fileMakesTheSameSettingsAsNoFile() {
        Map<String, String> environment = Map.of("IMAGEN_API_KEY", "k");
        Settings from = Settings.load(SettingsFile.read(FILE), environment, Map.of());
        Settings without = Settings.load(Map.of(), environment, Map.of());
        assertThat(from.describe()).isEqualTo(without.describe());
        assertThat(from.values().get("darkroom.inbox.settle-time").source()).isEqualTo(Setting.Source.FILE);
        assertThat(without.values().get("darkroom.inbox.settle-time").source()).isEqualTo(Setting.Source.DEFAULT);
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
        assertThat(SettingKeys.expandKeys(List.of("default", "touched", "a", "a-b"), List.of("imagen", "timeout")).stream()
                .flatMap(known -> Stream.concat(Stream.of(known.key()), known.oldKey().stream())).map(SettingKeys::environmentName))
                .doesNotHaveDuplicates();
    }

    @Test
    void environmentNamesAreUpperCaseWithUnderscores() {
        assertThat(SettingKeys.environmentName("darkroom.vendor.imagen-smart.url")).isEqualTo("DARKROOM_VENDOR_IMAGEN_SMART_URL");
        assertThat(SettingKeys.environmentName("darkroom.lane.default.inbox")).isEqualTo("DARKROOM_LANE_DEFAULT_INBOX");
    }

    @Test
    void secretsHaveNoPlainDefault() {
        assertThat(shipped()).filteredOn(SettingKeys.KnownKey::secret).extracting(SettingKeys.KnownKey::key)
                .contains("darkroom.notify", "darkroom.http.token", "darkroom.ledger.password", "darkroom.bucket.secret-key",
                        "darkroom.vendor.imagen.key", "darkroom.lane.default.inbox.bucket.secret-key")
                .doesNotContain("darkroom.bucket.access-key");
        assertThat(shipped()).filteredOn(SettingKeys.KnownKey::secret)
                .allMatch(known -> known.defaultValue().isEmpty() || known.defaultValue().get().startsWith("{{env:"));
    }

    @Test
    void aVendorOfTheUsersOwnHasThePollDefaultsButNeitherUrlNorKey() {
        assertThat(SettingKeys.expandKeys(List.of(), List.of("timeout"))).filteredOn(known -> known.key().contains(".timeout."))
                .extracting(known -> known.key() + "=" + known.defaultValue().orElse("")).containsExactly(
                        "darkroom.vendor.timeout.url=", "darkroom.vendor.timeout.key=",
                        "darkroom.vendor.timeout.poll.initial-delay=10s", "darkroom.vendor.timeout.poll.max-delay=60s");
    }

    @Test
    void fileIsPlainAscii() throws IOException {
        assertThat(StandardCharsets.US_ASCII.newEncoder().canEncode(Files.readString(FILE))).isTrue();
    }
}
