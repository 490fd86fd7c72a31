package studio.darkroom.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import studio.darkroom.config.Setting.Source;
import studio.darkroom.config.Settings.Archive;
import studio.darkroom.config.Settings.Lane;
import studio.darkroom.config.Settings.Place;
import studio.darkroom.config.Settings.Transfer;

/** What right settings become. */
class SettingsTest extends SettingsLoading {

    @Test
    void nothingButAKeyIsEnough() {
        Settings settings = load(Map.of());
        assertThat(settings.home()).isEqualTo(working.resolve("darkroom-home"));
        Lane lane = settings.lanes().get(0);
        assertThat(settings.lanes()).hasSize(1);
        assertThat(lane.name()).isEqualTo("default");
        assertThat(lane.inbox()).isEqualTo(Place.folder(working.resolve("inbox")));
        assertThat(lane.delivery()).isEqualTo(Place.folder(working.resolve("delivery")));
        assertThat(lane.vendor()).isEqualTo("imagen");
        assertThat(lane.ticket()).isEmpty();
        assertThat(lane.archive()).isEqualTo(new Archive(Archive.Kind.LEAVE, Optional.empty()));
        assertThat(lane.touchedUp()).isEmpty();
        assertThat(settings.gather()).isEqualTo(
                new Settings.Gather(Duration.ofSeconds(30), Duration.ofHours(24), Duration.ofSeconds(2), Duration.ofSeconds(30),
                        Duration.ofMinutes(15), true));
        assertThat(settings.transfers()).isEqualTo(8);
        assertThat(settings.workers()).isEqualTo(8);
        assertThat(settings.transfer()).isEqualTo(new Transfer(Duration.ofSeconds(60), Set.of(), Transfer.UploadCheck.SIZE));
        assertThat(settings.await()).isEqualTo(new Settings.Await(Duration.ofHours(20), Duration.ofMinutes(15)));
        assertThat(settings.retry()).isEqualTo(new Settings.Retry(Duration.ofSeconds(1), Duration.ofSeconds(60)));
        assertThat(settings.ledger().url()).isEqualTo("jdbc:sqlite:" + working.resolve("darkroom-home").resolve("ledger.db"));
        assertThat(settings.ledger().user()).isEmpty();
        assertThat(settings.ledger().password()).isEmpty();
        assertThat(settings.bucketStore().endpoint()).isEmpty();
        assertThat(settings.bucketStore().pathStyle()).isEmpty();
        assertThat(settings.http().port()).isEqualTo(8080);
        assertThat(settings.http().host()).isEqualTo("127.0.0.1");
        assertThat(settings.http().token()).isEmpty();
        assertThat(settings.callbackUrl()).isEmpty();
        assertThat(settings.spend()).isEqualTo(new Settings.Spend(OptionalInt.empty(), OptionalInt.empty()));
        assertThat(settings.alertEndpoint()).isEmpty();
        assertThat(settings.vendorsFolder()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "imagen,       https://api.imagen-ai.com/v1, 10, 60",
        "imagen-smart, https://api.imagen-ai.com/v1, 30, 60",
        "fotolabs,     https://api.fotolabs.co,      15, 60"})
    void vendorsHaveTheirOwnDefaults(String name, URI url, int first, int most) {
        Settings.Vendor vendor = load(Map.of()).vendors().get(name);
        assertThat(vendor.name()).isEqualTo(name);
        assertThat(vendor.url()).isEqualTo(url);
        assertThat(vendor.pollFirst()).isEqualTo(Duration.ofSeconds(first));
        assertThat(vendor.pollMax()).isEqualTo(Duration.ofSeconds(most));
    }

    @Test
    void keysComeFromTheUsualVariablesAndMayBeMissingWhereNoLaneNeedsThem() {
        Settings settings = load(Map.of());
        assertThat(settings.vendors().get("imagen").key()).contains(new Secret("imagen-secret"));
        assertThat(settings.vendors().get("imagen-smart").key()).contains(new Secret("imagen-secret"));
        assertThat(settings.vendors().get("fotolabs").key()).isEmpty();
    }

    @Test
    void aVendorOfOnesOwnAppearsByItsKeysOrByALane() {
        environment.put("DARKROOM_VENDOR_BY_LANE_URL", "https://lane.example.com");
        environment.put("DARKROOM_VENDOR_BY_LANE_KEY", "k1");
        Settings settings = load(Map.of(
                "darkroom.lane.default.vendor", "by-lane",
                "darkroom.vendor.by-key.url", "http://127.0.0.1:9/api/",
                "darkroom.vendor.by-key.key", "k2",
                "darkroom.vendor.by-key.poll.initial-delay", "1s"));
        assertThat(settings.vendors()).containsOnlyKeys("imagen", "imagen-smart", "fotolabs", "by-lane", "by-key");
        assertThat(settings.vendors().get("by-lane").key()).contains(new Secret("k1"));
        assertThat(settings.vendors().get("by-lane").pollFirst()).isEqualTo(Duration.ofSeconds(10));
        assertThat(settings.vendors().get("by-key").url()).isEqualTo(URI.create("http://127.0.0.1:9/api"));
        assertThat(settings.vendors().get("by-key").pollFirst()).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void laterSourcesWin() {
        String key = "darkroom.inbox.settle-time";
        assertThat(load(Map.of()).values().get(key).source()).isEqualTo(Source.DEFAULT);
        Map<String, String> file = Map.of(key, "1s");
        assertThat(load(file).gather().quietPeriod()).isEqualTo(Duration.ofSeconds(1));
        assertThat(load(file).values().get(key).source()).isEqualTo(Source.FILE);
        environment.put("DARKROOM_INBOX_SETTLE_TIME", "2s");
        assertThat(load(file).gather().quietPeriod()).isEqualTo(Duration.ofSeconds(2));
        assertThat(load(file).values().get(key).source()).isEqualTo(Source.ENVIRONMENT).hasToString("environment");
        system.put(key, "3s");
        assertThat(load(file).gather().quietPeriod()).isEqualTo(Duration.ofSeconds(3));
        assertThat(load(file).values().get(key).source()).isEqualTo(Source.SYSTEM);
    }

    @Test
    void environmentReachesNamesWithHyphens() {
        environment.put("DARKROOM_LANES", "real-estate");
        environment.put("DARKROOM_LANE_REAL_ESTATE_INBOX", "bucket:studio/in");
        environment.put("DARKROOM_LANE_REAL_ESTATE_TOUCHED_UP", "touched");
        environment.put("DARKROOM_VENDOR_IMAGEN_SMART_URL", "https://other.example.com");
        Settings settings = load(Map.of());
        assertThat(settings.lanes()).singleElement().satisfies(lane -> {
            assertThat(lane.name()).isEqualTo("real-estate");
            assertThat(lane.inbox()).isEqualTo(Place.bucket("studio", "in"));
            assertThat(lane.touchedUp()).contains(working.resolve("touched"));
        });
        assertThat(settings.vendors().get("imagen-smart").url()).isEqualTo(URI.create("https://other.example.com"));
        assertThat(settings.vendors().get("imagen").url()).isEqualTo(URI.create("https://api.imagen-ai.com/v1"));
    }

    @Test
    void whatOthersPutIntoTheEnvironmentDoesNotStopTheStart() {
        for (String reserved : List.of("DARKROOM_CONFIG", "DARKROOM_OPTS", "DARKROOM_JAVA_OPTS")) {
            environment.put(reserved, "-Xmx1g");
        }
        environment.put("DARKROOM_SERVICE_HOST", "10.0.0.1");
        environment.put("DARKROOM_SERVICE_PORT_HTTP", "8080");
        environment.put("DARKROOM_PORT", "tcp://10.0.0.1:8080");
        environment.put("DARKROOM_PORT_8080_TCP_ADDR", "10.0.0.1");
        environment.put("DARKROOM_SIM_PORT", "tcp://10.0.0.2:9000");
        environment.put("DARKROOMS", "other");
        environment.put("PATH", "/bin");
        assertThat(load(Map.of("service.pid", "darkroom", "camel.main.name", "x")).lanes()).hasSize(1);
    }

    @Test
    void emptyVariablesAreNotSet() {
        environment.put("DARKROOM_INBOX_SETTLE_TIME", "");
        environment.put("DARKROOM_HTTP_TOKEN", " ");
        Settings settings = load(Map.of("darkroom.inbox.settle-time", "7s", "darkroom.spend.edits-per-day", ""));
        assertThat(settings.gather().quietPeriod()).isEqualTo(Duration.ofSeconds(7));
        assertThat(settings.values().get("darkroom.inbox.settle-time").source()).isEqualTo(Source.FILE);
        assertThat(settings.http().token()).isEmpty();
        assertThat(settings.spend().editsPerDay()).isEmpty();
    }

    @Test
    void anEmptySystemPropertyTakesAnOptionalValueAway() {
        system.put("darkroom.spend.edits-per-day", "");
        assertThat(load(Map.of("darkroom.spend.edits-per-day", "5")).spend().editsPerDay()).isEmpty();
    }

    @Test
    void shippedLinesOfTheDefaultLaneMayStayWhenLanesHaveOtherNames() {
        system.put("darkroom.lanes", "weddings");
        Settings settings = load(SettingsFile.read(Path.of("config/darkroom.properties")));
        assertThat(settings.lanes()).extracting(Lane::name).containsExactly("weddings");
    }

    @Test
    void everythingElseIsRead() {
        Map<String, String> file = new HashMap<>();
        file.put("darkroom.ledger.url", "jdbc:postgresql://db/darkroom");
        file.put("darkroom.ledger.user", "darkroom");
        file.put("darkroom.ledger.password", "pw");
        file.put("darkroom.bucket.endpoint", "http://store:9000");
        file.put("darkroom.bucket.access-key", "AK");
        file.put("darkroom.bucket.secret-key", "SK");
        file.put("darkroom.bucket.path-style", "true");
        file.put("darkroom.bucket.checksums", "false");
        file.put("darkroom.bucket.chunked", "False");
        file.put("darkroom.http.host", "0.0.0.0");
        file.put("darkroom.http.port", "0");
        file.put("darkroom.http.token", "0123456789abcdef");
        file.put("darkroom.callback.url", "https://studio.example.com/hooks/");
        file.put("darkroom.spend.edits-per-day", "100");
        file.put("darkroom.spend.photos-per-shoot", "2000");
        file.put("darkroom.lane.default.spend.edits-per-day", "7");
        file.put("darkroom.notify", "log:alerts");
        file.put("darkroom.transfer.hosts", "Store.example.com, 10.0.0.5");
        file.put("darkroom.upload.verify", "md5");
        Settings settings = load(file);
        assertThat(settings.ledger().url()).isEqualTo("jdbc:postgresql://db/darkroom");
        assertThat(settings.ledger().user()).contains("darkroom");
        assertThat(settings.ledger().password()).contains(new Secret("pw"));
        assertThat(settings.bucketStore().endpoint()).contains(URI.create("http://store:9000"));
        assertThat(settings.bucketStore().accessKey()).contains("AK");
        assertThat(settings.bucketStore().secretKey()).contains(new Secret("SK"));
        assertThat(settings.bucketStore().pathStyle()).contains(true);
        assertThat(settings.bucketStore().checksums()).contains(false);
        assertThat(settings.bucketStore().chunked()).contains(false);
        assertThat(settings.http().host()).isEqualTo("0.0.0.0");
        assertThat(settings.http().port()).isZero();
        assertThat(settings.http().token()).contains(new Secret("0123456789abcdef"));
        assertThat(settings.callbackUrl()).contains(URI.create("https://studio.example.com/hooks"));
        assertThat(settings.spend()).isEqualTo(new Settings.Spend(OptionalInt.of(100), OptionalInt.of(2000)));
        assertThat(settings.lanes().get(0).editsPerDay()).hasValue(7);
        assertThat(settings.alertEndpoint()).contains("log:alerts");
        assertThat(settings.transfer().allowedHosts()).containsExactly("store.example.com", "10.0.0.5");
        assertThat(settings.transfer().uploadCheck()).isEqualTo(Transfer.UploadCheck.MD5);
    }

    @Test
    void aLanesStoresAreLaidOverTheOneOfAllKeyByKeyAndTheirKeysInPairs() {
        Settings settings = load(Map.of(
                "darkroom.lane.default.inbox", "bucket:photos/in",
                "darkroom.lane.default.delivery", "bucket:photos/in",
                "darkroom.lane.default.inbox.events", "https://sqs.eu-west-1.amazonaws.com/1/photos",
                "darkroom.lane.default.delivery.bucket.endpoint", "http://store:9000",
                "darkroom.lane.default.delivery.bucket.access-key", "OWN",
                "darkroom.lane.default.delivery.bucket.secret-key", "own-secret",
                "darkroom.bucket.access-key", "ALL",
                "darkroom.bucket.secret-key", "all-secret",
                "darkroom.bucket.region", "eu-west-1"));
        Lane lane = settings.lanes().get(0);
        assertThat(lane.inboxStore()).isEqualTo(settings.bucketStore());
        assertThat(lane.inboxStore().isAmazon()).isTrue();
        assertThat(lane.events()).contains(URI.create("https://sqs.eu-west-1.amazonaws.com/1/photos"));
        assertThat(lane.listingInterval(settings.gather())).isEqualTo(Duration.ofMinutes(15));
        assertThat(lane.deliveryStore().endpoint()).contains(URI.create("http://store:9000"));
        assertThat(lane.deliveryStore().region()).contains("eu-west-1");
        assertThat(lane.deliveryStore().accessKey()).contains("OWN");
        assertThat(lane.deliveryStore().secretKey()).contains(new Secret("own-secret"));
        assertThat(lane.deliveryStore().isAmazon()).isFalse();
        assertThat(settings.describe()).containsEntry("darkroom.lane.default.delivery.bucket.secret-key", "***");
    }

    @Test
    void descriptionMasksSecrets() throws IOException {
        Files.writeString(working.resolve("region"), "eu-west-1");
        Settings settings = load(Map.of(
                "darkroom.ledger.url", "jdbc:postgresql://db/x",
                "darkroom.ledger.password", "hidden-password",
                "darkroom.http.token", "hidden-token-0123",
                "darkroom.bucket.access-key", "AK",
                "darkroom.bucket.secret-key", "hidden-secret",
                "darkroom.bucket.region", "{{file:region}}",
                "darkroom.notify", "slack:#a?webhookUrl=https://hooks/hidden-hook"));
        Map<String, String> shown = settings.describe();
        assertThat(shown)
                .containsEntry("darkroom.vendor.imagen.key", "***")
                .containsEntry("darkroom.vendor.fotolabs.key", "")
                .containsEntry("darkroom.http.token", "***")
                .containsEntry("darkroom.notify", "***")
                .containsEntry("darkroom.bucket.region", "{{file:region}}")
                .containsEntry("darkroom.bucket.access-key", "AK")
                .containsEntry("darkroom.inbox.settle-time", "30s")
                .containsEntry("darkroom.callback.url", "");
        assertThat(settings.bucketStore().region()).contains("eu-west-1");
        assertThat(shown.toString() + settings + settings.values() + settings.vendors() + settings.http() + settings.ledger()
                + settings.bucketStore()).doesNotContain("hidden").doesNotContain("imagen-secret");
    }

    @Test
    void recordsCannotBeChanged() {
        Settings settings = load(Map.of());
        assertThatThrownBy(() -> settings.lanes().clear()).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> settings.vendors().clear()).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> settings.values().clear()).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> settings.transfer().allowedHosts().add("x")).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void nothingListensWhereThePortIsOff() {
        Map<String, String> off = new HashMap<>(Map.of("darkroom.http.port", "off", "darkroom.vendor.imagen.key", "k"));
        assertThat(Settings.load(off, Map.of(), Map.of()).http().isEnabled()).isFalse();
        off.put("darkroom.callback.url", "https://studio.example");
        assertThatThrownBy(() -> Settings.load(off, Map.of(), Map.of())).isInstanceOfSatisfying(SettingsException.class, fault -> assertThat(fault.faults())
                        .extracting(SettingsException.Fault::code).containsExactly(SettingsException.Code.CONFLICTING_KEYS));
    }
}
