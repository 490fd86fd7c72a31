package studio.darkroom.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import studio.darkroom.config.Settings.Archive;
import studio.darkroom.config.Settings.Place;

/** What the text of a value becomes. */
class SettingValuesTest extends SettingsLoading {

    @Test
    void valuesAreLookedUpInTheEnvironmentAndInFiles() throws IOException {
        Files.writeString(working.resolve("token"), "  0123456789abcdef\n");
        Files.createDirectories(working.resolve("me"));
        Files.writeString(working.resolve("me/key"), "from-home\r\n");
        environment.put("REGION", "eu-central-1");
        Settings settings = load(Map.of(
                "darkroom.http.token", "{{file:" + working.resolve("token") + "}}",
                "darkroom.vendor.fotolabs.key", "{{file:~/key}}",
                "darkroom.bucket.endpoint", "https://s3.{{env:REGION}}.example.com/",
                "darkroom.bucket.region", "{{env:REGION}}"));
        assertThat(settings.http().token()).contains(new Secret("0123456789abcdef"));
        assertThat(settings.vendors().get("fotolabs").key()).contains(new Secret("from-home"));
        assertThat(settings.bucketStore().endpoint()).contains(URI.create("https://s3.eu-central-1.example.com"));
        assertThat(settings.bucketStore().region()).contains("eu-central-1");
    }

    @Test
    void whatALookUpBringsIsNotLookedUpAgain() {
        environment.put("A", "x{{env:B}}$1\\");
        environment.put("B", "b");
        assertThat(load(Map.of("darkroom.bucket.region", "{{env:A}}")).bucketStore().region()).contains("x{{env:B}}$1\\");
    }

    @Test
    void alertsMayCarryCamelsOwnLookUps() {
        String uri = "smtp://mail?password={{mail.password}}&to={{env:TO}}";
        environment.put("TO", "me@example.com");
        assertThat(load(Map.of("darkroom.notify", uri)).alertEndpoint())
                .contains("smtp://mail?password={{mail.password}}&to=me@example.com");
    }

    @Test
    void foldersAreAbsoluteAndKnowTheUser() throws IOException {
        Files.writeString(working.resolve("wedding.yaml"), "vendor: imagen");
        Files.createDirectories(working.resolve("my-vendors"));
        Settings settings = load(Map.of(
                "darkroom.home", "~/darkroom",
                "darkroom.lane.default.inbox", "folder:~/in/../drop",
                "darkroom.lane.default.ticket", "wedding.yaml",
                "darkroom.lane.default.archive", "move:archive",
                "darkroom.vendors.folder", "my-vendors"));
        assertThat(settings.home()).isEqualTo(working.resolve("me/darkroom"));
        assertThat(settings.lanes().get(0).inbox().folder()).isEqualTo(working.resolve("me/drop"));
        assertThat(settings.lanes().get(0).ticket()).contains(working.resolve("wedding.yaml"));
        assertThat(settings.lanes().get(0).archive()).isEqualTo(new Archive(Archive.Kind.MOVE, Optional.of(Place.folder(working.resolve("archive")))));
        assertThat(settings.vendorsFolder()).contains(working.resolve("my-vendors"));
    }

    @ParameterizedTest
    @CsvSource({
        "bucket:studio,          studio, ''",
        "bucket:studio/,         studio, ''",
        "bucket:studio/in,       studio, in/",
        "bucket:studio//in/a/,   studio, fault",
        "bucket:studio/in/a b/,  studio, 'in/a b/'"})
    void bucketsHaveAPrefix(String written, String bucket, String prefix) {
        Map<String, String> file = Map.of("darkroom.lane.default.inbox", written);
        if (prefix.equals("fault")) {
            assertThatThrownBy(() -> load(file)).isInstanceOf(SettingsException.class);
        } else {
            Place inbox = load(file).lanes().get(0).inbox();
            assertThat(inbox).isEqualTo(new Place(Place.Kind.BUCKET, null, bucket, prefix));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "leave, LEAVE, ",
        "delete, DELETE, ",
        "move:folder:old, MOVE, folder:",
        "move:bucket:old/x, MOVE, bucket:old/x/"})
    void archives(String written, Archive.Kind kind, String to) {
        Archive archive = load(Map.of("darkroom.lane.default.archive", written)).lanes().get(0).archive();
        assertThat(archive.kind()).isEqualTo(kind);
        assertThat(archive.target().map(Place::toString).orElse("")).startsWith(to == null ? "" : to);
        assertThat(archive.target().isPresent()).isEqualTo(to != null);
    }

    @ParameterizedTest
    @CsvSource({"500ms, 500", "30s, 30000", "15m, 900000", "24h, 86400000", "2d, 172800000", "PT30S, 30000", "PT1H30M, 5400000",
        "3 s, 3000", "1H, 3600000"})
    void durations(String written, long milliseconds) {
        assertThat(load(Map.of("darkroom.inbox.incomplete-after", written, "darkroom.inbox.settle-time", "100ms")).gather().maxWait())
                .isEqualTo(Duration.ofMillis(milliseconds));
    }

    @ParameterizedTest
    @CsvSource({"localhost", "127.0.0.1", "127.9.9.9", "'[::1]'", "LOCALHOST"})
    void plainHttpIsFineOnThisMachine(String host) {
        URI url = load(Map.of("darkroom.vendor.imagen.url", "http://" + host + ":9/v1", "darkroom.callback.url", "http://" + host))
                .vendors().get("imagen").url();
        assertThat(url).isEqualTo(URI.create("http://" + host + ":9/v1"));
    }
}
