package studio.darkroom.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.assertj.core.api.ThrowingConsumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import studio.darkroom.config.SettingsException.Code;
import studio.darkroom.config.SettingsException.Fault;

class SettingsFileTest {

    @TempDir
    Path working;

    private final Map<String, String> system = new HashMap<>();

    private static ThrowingConsumer<Throwable> hasFault(String key, Code code) {
        return failure -> assertThat(((SettingsException) failure).faults()).extracting(Fault::key, Fault::code).containsExactly(tuple(key, code));
    }

    @BeforeEach
    void inTheWorkingFolder() {
        system.put("user.dir", working.toString());
        system.put("user.home", working.resolve("me").toString());
    }

    @Test
    void theUsualPlacesAreLookedAtInOrder() throws IOException {
        assertThat(SettingsFile.find(Map.of(), system)).isEmpty();
        Files.createDirectories(working.resolve("config"));
        Path second = Files.writeString(working.resolve("config/darkroom.properties"), "");
        assertThat(SettingsFile.find(Map.of(), system)).contains(second);
        Path first = Files.writeString(working.resolve("darkroom.properties"), "");
        assertThat(SettingsFile.find(Map.of(), system)).contains(first);
    }

    @Test
    void aNamedFileWinsSystemPropertyFirst() throws IOException {
        Files.writeString(working.resolve("darkroom.properties"), "");
        Map<String, String> environment = Map.of("DARKROOM_CONFIG", "by-environment.properties");
        assertThat(SettingsFile.find(environment, system)).contains(working.resolve("by-environment.properties"));
        system.put("darkroom.config", "~/by-system.properties");
        assertThat(SettingsFile.find(environment, system)).contains(working.resolve("me/by-system.properties"));
    }

    @Test
    void aNamedFileMustBeThere() {
        Path missing = working.resolve("none.properties");
        assertThatThrownBy(() -> SettingsFile.read(missing)).satisfies(hasFault(missing.toString(), Code.MISSING_FILE));
    }

    @Test
    void textIsUtf8() throws IOException {
        Path file = Files.writeString(working.resolve("a.properties"), "darkroom.home = /fotos/hochzeit-m\u00fcller\n");
        assertThat(SettingsFile.read(file)).containsEntry("darkroom.home", "/fotos/hochzeit-m\u00fcller");
    }

    @Test
    void aKeyThatStandsTwiceIsAFaultUnlessBothAgree() throws IOException {
        Path file = Files.writeString(working.resolve("a.properties"), "darkroom.http.token=hidden-1\ndarkroom.http.token=hidden-2\n");
        assertThatThrownBy(() -> SettingsFile.read(file)).satisfies(hasFault("darkroom.http.token", Code.DUPLICATE_KEY))
                .hasMessageNotContaining("hidden");
        Path same = Files.writeString(working.resolve("b.properties"), "darkroom.shoot.concurrency=2\ndarkroom.shoot.concurrency=2\n");
        assertThat(SettingsFile.read(same)).containsEntry("darkroom.shoot.concurrency", "2");
    }

    @Test
    void brokenFilesAreFaults() throws IOException {
        Path escape = Files.writeString(working.resolve("a.properties"), "darkroom.home=C:\\users\\me\n");
        assertThatThrownBy(() -> SettingsFile.read(escape)).satisfies(hasFault(escape.toString(), Code.UNREADABLE_FILE));
        Path latin = Files.write(working.resolve("b.properties"), new byte[] {'a', '=', (byte) 0xfc, '\n'});
        assertThatThrownBy(() -> SettingsFile.read(latin)).satisfies(hasFault(latin.toString(), Code.UNREADABLE_FILE));
    }

    @Test
    void aNamedFileIsLoadedOverTheDefaults() throws IOException {
        Path file = Files.writeString(working.resolve("a.properties"), "darkroom.shoot.concurrency=3\ndarkroom.vendor.imagen.key=k\n");
        Settings settings = Settings.load(file);
        assertThat(settings.workers()).isEqualTo(3);
        assertThat(settings.values().get("darkroom.shoot.concurrency").source()).isEqualTo(Setting.Source.FILE);
    }

    @Test
    void theProcessHasSettings() throws IOException {
        String before = System.getProperty("darkroom.config");
        Path file = Files.writeString(working.resolve("a.properties"), "darkroom.shoot.concurrency=4\ndarkroom.vendor.imagen.key=k\n");
        System.setProperty("darkroom.config", file.toString());
        try {
            assertThat(Settings.load().workers()).isEqualTo(4);
        } finally {
            if (before == null) {
                System.clearProperty("darkroom.config");
            } else {
                System.setProperty("darkroom.config", before);
            }
        }
    }
}
