package studio.darkroom.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import studio.darkroom.config.Setting.Source;

/** Every key of earlier versions works wherever a key may be set, and is reported with its current name. */
class RenamedSettingsTest {

    private final Map<String, String> environment = new HashMap<>(Map.of("IMAGEN_API_KEY", "k"));

    @ParameterizedTest
    @CsvSource({
        "darkroom.gather.every, darkroom.inbox.scan-interval, 7s",
        "darkroom.gather.quiet, darkroom.inbox.settle-time, 7s",
        "darkroom.gather.max-wait, darkroom.inbox.incomplete-after, 7h",
        "darkroom.gather.listing, darkroom.bucket.list-interval, 7s",
        "darkroom.gather.listing-with-events, darkroom.bucket.list-interval-with-events, 7s",
        "darkroom.gather.hash, darkroom.inbox.hash-originals, false",
        "darkroom.upload.check, darkroom.upload.verify, md5",
        "darkroom.vendor.imagen.poll.first, darkroom.vendor.imagen.poll.initial-delay, 7s",
        "darkroom.vendor.imagen.poll.most, darkroom.vendor.imagen.poll.max-delay, 77s",
        "darkroom.vendor.imagen-smart.poll.most, darkroom.vendor.imagen-smart.poll.max-delay, 77s",
        "darkroom.retry.first, darkroom.retry.initial-delay, 7s",
        "darkroom.retry.most, darkroom.retry.max-delay, 77s",
        "darkroom.edit.grace, darkroom.edit.lost-response-wait, 7m",
        "darkroom.await.patience, darkroom.vendor.timeout, 7h",
        "darkroom.transfer.stall, darkroom.transfer.idle-timeout, 7s",
        "darkroom.transfers, darkroom.transfer.concurrency, 7",
        "darkroom.workers, darkroom.shoot.concurrency, 7"})
    void anOldKeyWorksInEverySource(String oldKey, String key, String value) {
        assertSet(Settings.load(Map.of(oldKey, value), environment, Map.of()), oldKey, key, value, Source.FILE);
        assertSet(Settings.load(Map.of(), environment, Map.of(oldKey, value)), oldKey, key, value, Source.SYSTEM);
        environment.put(SettingKeys.environmentName(oldKey), value);
        assertSet(Settings.load(Map.of(), environment, Map.of()), SettingKeys.environmentName(oldKey), SettingKeys.environmentName(key), value,
                Source.ENVIRONMENT);
        assertThat(Settings.load(Map.of(), environment, Map.of()).describe()).containsEntry(key, value);
    }

    private static void assertSet(Settings settings, String oldName, String name, String value, Source source) {
        assertThat(settings.renamedKeys()).containsExactly(Map.entry(oldName, name));
        assertThat(settings.describeRenamedKeys()).hasValueSatisfying(sentence -> assertThat(sentence).contains(oldName, name));
        if (source != Source.ENVIRONMENT) {
            assertThat(settings.describe()).containsEntry(name, value);
            assertThat(settings.values().get(name).source()).isEqualTo(source);
            assertThat(settings.findRouteValue(oldName)).isEqualTo(settings.findRouteValue(name)).isPresent();
        }
    }

    @Test
    void aStrongerSourceWinsUnderWhicheverNameItUses() {
        environment.put("DARKROOM_WORKERS", "3");
        assertThat(Settings.load(Map.of("darkroom.shoot.concurrency", "2"), environment, Map.of()).workers()).isEqualTo(3);
        assertThat(Settings.load(Map.of("darkroom.workers", "2"), environment, Map.of("darkroom.shoot.concurrency", "4")).workers()).isEqualTo(4);
    }

    @Test
    void bothNamesInOneSourceAreAFaultUnlessTheyAgree() {
        assertThat(Settings.load(Map.of("darkroom.workers", "2", "darkroom.shoot.concurrency", "2"), environment, Map.of()).workers()).isEqualTo(2);
        SettingsException inFile = catchThrowableOfType(SettingsException.class, () -> Settings.load(
                Map.of("darkroom.workers", "2", "darkroom.shoot.concurrency", "3"), environment, Map.of()));
        assertThat(inFile.faults()).extracting(SettingsException.Fault::code).containsExactly(SettingsException.Code.CONFLICTING_KEYS);
        environment.putAll(Map.of("DARKROOM_WORKERS", "2", "DARKROOM_SHOOT_CONCURRENCY", "3"));
        SettingsException inEnvironment = catchThrowableOfType(SettingsException.class, () -> Settings.load(Map.of(), environment, Map.of()));
        assertThat(inEnvironment.faults()).extracting(SettingsException.Fault::code).containsExactly(SettingsException.Code.CONFLICTING_KEYS);
    }

    @Test
    void currentNamesAreNotReported() {
        assertThat(Settings.load(Map.of("darkroom.shoot.concurrency", "2"), environment, Map.of()).describeRenamedKeys()).isEmpty();
    }

    @Test
    void aVendorMayBeNamedTimeout() {
        Settings settings = Settings.load(Map.of("darkroom.vendor.timeout", "5h", "darkroom.vendor.timeout.url", "https://t.example.com",
                "darkroom.vendor.timeout.key", "k", "darkroom.vendor.timeout.poll.first", "3s"), environment, Map.of());
        assertThat(settings.await().timeout()).isEqualTo(Duration.ofHours(5));
        assertThat(settings.vendors().get("timeout").pollFirst()).isEqualTo(Duration.ofSeconds(3));
        environment.putAll(Map.of("DARKROOM_VENDOR_TIMEOUT", "6h", "DARKROOM_VENDOR_TIMEOUT_URL", "https://u.example.com"));
        Settings overridden = Settings.load(Map.of("darkroom.vendor.timeout.key", "k"), environment, Map.of());
        assertThat(overridden.await().timeout()).isEqualTo(Duration.ofHours(6));
        assertThat(overridden.vendors().get("timeout").url()).hasHost("u.example.com");
    }
}
