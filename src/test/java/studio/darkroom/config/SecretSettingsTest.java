package studio.darkroom.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import studio.darkroom.Darkroom;
import studio.darkroom.app.RouteLoader;
import studio.darkroom.text.Redactor;

/** Every key of the table that is secret is hidden; every other key resolves in a route file. */
class SecretSettingsTest {

    private final List<SettingKeys.KnownKey> table = SettingKeys.expandKeys(List.of("default", "a"), SettingKeys.builtInVendors());
    private final Map<String, String> keys = new HashMap<>(Map.of("darkroom.lanes", "default,a", "darkroom.lane.a.inbox", "folder:a/in",
            "darkroom.lane.a.delivery", "folder:a/out"));

    private String secretOf(String key) {
        return "s3cr3t-value-of-" + key;
    }

    private Settings load() {
        keys.put("darkroom.bucket.access-key", "AK");
        for (String lane : List.of("default", "a")) {
            keys.put("darkroom.lane." + lane + ".inbox.bucket.access-key", "AK");
            keys.put("darkroom.lane." + lane + ".delivery.bucket.access-key", "AK");
        }
        table.stream().filter(SettingKeys.KnownKey::secret).forEach(known -> keys.put(known.key(), secretOf(known.key())));
        return Settings.load(keys, Map.of(), Map.of());
    }

    @Test
    void everySecretKeyIsHiddenInAllText() {
        Settings settings = load();
        new Darkroom(settings);
        List<String> secrets = new ArrayList<>();
        table.stream().filter(SettingKeys.KnownKey::secret).forEach(known -> {
            secrets.add(known.key());
            assertThat(Redactor.redact("failed with " + secretOf(known.key()) + " at the end")).as(known.key()).doesNotContain("s3cr3t");
            assertThat(settings.describe()).containsEntry(known.key(), "***");
            assertThat(settings.findRouteValue(known.key())).as(known.key()).isEmpty();
        });
        assertThat(secrets).hasSizeGreaterThanOrEqualTo(11).contains("darkroom.notify");
        assertThat(settings.toString() + settings.values() + settings.lanes() + settings.vendors() + settings.http() + settings.ledger()
                + settings.bucketStore()).doesNotContain("s3cr3t");
    }

    @Test
    void theSecretsInsideTheAlertEndpointAreHiddenOnTheirOwn() {
        keys.put("darkroom.vendor.imagen.key", "k");
        keys.put("darkroom.notify", "smtps://me:us3r-s3cr3t@mail.example.com?password=RAW(p%4055-s3cr3t)&to=a@example.com");
        Settings settings = Settings.load(keys, Map.of(), Map.of());
        assertThat(settings.secretTexts()).contains("us3r-s3cr3t", "p%4055-s3cr3t", "p@55-s3cr3t").doesNotContain("a@example.com");
    }

    @Test
    void everyOtherKeyResolvesInRouteFiles() {
        RouteLoader.SettingsSource properties = new RouteLoader.SettingsSource(load());
        table.stream().filter(known -> !known.secret()).forEach(known -> {
            assertThat(properties.getProperty(known.key())).as(known.key()).isNotNull();
            known.oldKey().ifPresent(old -> assertThat(properties.getProperty(old)).as(old).isNotNull());
        });
        assertThat(properties.getProperty("darkroom.inbox.scan-interval")).isEqualTo("2000");
        assertThat(properties.getProperty("darkroom.gather.every")).isEqualTo("2000");
        assertThat(properties.getProperty("darkroom.http.port")).isEqualTo("8080");
        assertThat(properties.getProperty("darkroom.no-such-key")).isNull();
    }
}
