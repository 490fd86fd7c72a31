package studio.darkroom.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import studio.darkroom.config.SettingsException.Code;
import studio.darkroom.config.SettingsException.Fault;

/** The faults of wrong settings. */
class SettingsExceptionTest {

    @TempDir
    Path working;

    private final Map<String, String> environment = new HashMap<>(Map.of("IMAGEN_API_KEY", "k"));
    private final Map<String, String> system = new HashMap<>();

    private List<Fault> faults(Map<String, String> file) {
        system.put("user.dir", working.toString());
        SettingsException fault = catchThrowableOfType(SettingsException.class, () -> Settings.load(file, environment, system));
        assertThat(fault).as("a fault for %s %s %s", file, environment, system).isNotNull();
        return fault.faults();
    }

    private Fault fault(Map<String, String> file) {
        List<Fault> faults = faults(file);
        assertThat(faults).hasSize(1);
        return faults.get(0);
    }

    private Fault fault(String key, String value) {
        return fault(Map.of(key, value));
    }

    private static void assertFault(Fault fault, String key, Code code) {
        assertThat(fault).extracting(Fault::key, Fault::code).containsExactly(key, code);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "darkroom.inbox.settle-time | 30 | INVALID_DURATION",
        "darkroom.inbox.settle-time | soon | INVALID_DURATION",
        "darkroom.inbox.scan-interval | 0s | INVALID_DURATION",
        "darkroom.inbox.scan-interval | PT-5S | INVALID_DURATION",
        "darkroom.inbox.scan-interval | PT0.0000001S | INVALID_DURATION",
        "darkroom.inbox.incomplete-after | 367d | INVALID_DURATION",
        "darkroom.inbox.incomplete-after | 999999999999d | INVALID_DURATION",
        "darkroom.inbox.incomplete-after | 9999999999999d | INVALID_DURATION",
        "darkroom.inbox.settle-time | 99ms | INVALID_DURATION",
        "darkroom.inbox.settle-time | 25h | OUT_OF_ORDER",
        "darkroom.retry.initial-delay | 61s | OUT_OF_ORDER",
        "darkroom.vendor.fotolabs.poll.initial-delay | 2m | OUT_OF_ORDER",
        "darkroom.edit.lost-response-wait | x | INVALID_DURATION",
        "darkroom.vendor.timeout | x | INVALID_DURATION",
        "darkroom.transfer.idle-timeout | x | INVALID_DURATION",
        "darkroom.transfer.concurrency | 0 | INVALID_NUMBER",
        "darkroom.transfer.concurrency | 257 | INVALID_NUMBER",
        "darkroom.shoot.concurrency | many | INVALID_NUMBER",
        "darkroom.http.port | 65536 | INVALID_NUMBER",
        "darkroom.http.port | -1 | INVALID_NUMBER",
        "darkroom.spend.edits-per-day | 0 | INVALID_NUMBER",
        "darkroom.lane.default.spend.edits-per-day | many | INVALID_NUMBER",
        "darkroom.spend.photos-per-shoot | 1.5 | INVALID_NUMBER",
        "darkroom.upload.verify | crc | INVALID_CHOICE",
        "darkroom.bucket.path-style | yes | INVALID_CHOICE",
        "darkroom.vendor.imagen.url | ftp://x | INVALID_URL",
        "darkroom.vendor.imagen.url | https:/x | INVALID_URL",
        "darkroom.vendor.imagen.url | https://a b | INVALID_URL",
        "darkroom.vendor.imagen.url | http://api.example.com | INSECURE_URL",
        "darkroom.vendor.imagen.url | http://127.0.0.1.example.com | INSECURE_URL",
        "darkroom.callback.url | http://studio.example.com | INSECURE_URL",
        "darkroom.ledger.url | jdbc:h2:mem:x | INVALID_URL",
        "darkroom.http.host | http://x | INVALID_HOST",
        "darkroom.http.host | 0.0.0.0 | TOKEN_REQUIRED",
        "darkroom.transfer.hosts | https://x.example.com | INVALID_HOST",
        "darkroom.transfer.hosts | a,,b | INVALID_HOST",
        "darkroom.lane.default.inbox | s3://abc/in | INVALID_PLACE",
        "darkroom.lane.default.inbox | folder: | INVALID_PLACE",
        "darkroom.lane.default.inbox | bucket:/x | INVALID_PLACE",
        "darkroom.lane.default.inbox | bucket:ab | INVALID_PLACE",
        "darkroom.lane.default.inbox | bucket:abc/../x | INVALID_PLACE",
        "darkroom.lane.default.inbox.events | https://sqs.example.com/1/q | USELESS_KEY",
        "darkroom.lane.default.delivery.bucket.chunked | perhaps | INVALID_CHOICE",
        "darkroom.bucket.list-interval | 5 | INVALID_DURATION",
        "darkroom.lane.default.archive | keep | INVALID_CHOICE",
        "darkroom.lane.default.archive | move: | INVALID_PLACE",
        "darkroom.lane.default.ticket | none.yaml | MISSING_FILE",
        "darkroom.vendors.folder | none | MISSING_FOLDER",
        "darkroom.inbox.settle-time | '' | EMPTY_VALUE",
        "darkroom.bucket.region | {{env:NONE}} | MISSING_VARIABLE",
        "darkroom.bucket.region | {{sys:x}} | UNKNOWN_LOOKUP",
        "darkroom.bucket.region | {{file:none}} | MISSING_FILE"})
    void aWrongValueIsNamedWithReasonAndFix(String key, String value, Code code) {
        Fault fault = fault(key, value);
        assertFault(fault, key, code);
        assertThat(fault.sentence()).startsWith(key + " = '" + value).contains("; ").endsWith(".");
    }

    @Test
    void theVariableOrOldKeyThatSetTheValueIsNamed() {
        environment.put("DARKROOM_INBOX_SETTLE_TIME", "30");
        assertThat(fault(Map.of()).sentence()).startsWith("darkroom.inbox.settle-time (set by DARKROOM_INBOX_SETTLE_TIME) = '30'");
        environment.remove("DARKROOM_INBOX_SETTLE_TIME");
        assertThat(fault("darkroom.gather.quiet", "30").sentence()).startsWith("darkroom.inbox.settle-time (set by darkroom.gather.quiet) = '30'");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "darkroom.http.token | hidden | INVALID_SECRET",
        "darkroom.http.token | hidden hidden hidden | INVALID_SECRET",
        "darkroom.vendor.imagen.key | hiddenw\u00f6rd | INVALID_SECRET",
        "darkroom.callback.url | https://me:hidden@studio.example.com | CREDENTIALS_IN_URL",
        "darkroom.vendor.imagen.url | https://x.example.com/?key=hidden | INVALID_URL",
        "darkroom.ledger.url | jdbc:postgresql://db/x?password=hidden | CREDENTIALS_IN_URL",
        "darkroom.htp.token | hidden | UNKNOWN_KEY"})
    void secretsAreNeverShown(String key, String value, Code code) {
        Fault fault = fault(key, value);
        assertFault(fault, key, code);
        assertThat(fault.sentence()).contains(key).doesNotContain("hidden");
    }

    @Test
    void accessKeyAndSecretKeyBelongTogether() {
        Fault fault = fault("darkroom.bucket.secret-key", "hidden");
        assertFault(fault, "darkroom.bucket.access-key", Code.INCOMPLETE_PAIR);
        assertThat(fault.sentence()).contains("darkroom.bucket.secret-key").doesNotContain("hidden");
    }

    @Test
    void aMissingKeyOfAUsedVendorSaysWhereToPutIt() {
        environment.clear();
        assertFault(fault(Map.of()), "darkroom.vendor.imagen.key", Code.MISSING_VALUE);
        assertThat(fault(Map.of()).sentence()).contains("IMAGEN_API_KEY");
        assertThat(fault("darkroom.lane.default.vendor", "fotolabs").sentence()).contains("darkroom.vendor.fotolabs.key", "FOTOLABS_API_KEY");
        assertThat(fault("darkroom.vendor.imagen.key", "{{env:MINE}}").sentence()).contains("MINE");
        assertFault(fault("darkroom.vendor.imagen.key", ""), "darkroom.vendor.imagen.key", Code.MISSING_VALUE);
        assertFault(fault("darkroom.vendor.imagen.key", "{{file:none}}"), "darkroom.vendor.imagen.key", Code.MISSING_FILE);
    }

    @Test
    void aVendorOfTheUsersOwnNeedsUrlAndKey() {
        assertThat(faults(Map.of("darkroom.lane.default.vendor", "retouchers"))).extracting(Fault::key, Fault::code).containsExactly(
                tuple("darkroom.vendor.retouchers.url", Code.MISSING_VALUE), tuple("darkroom.vendor.retouchers.key", Code.MISSING_VALUE));
        assertFault(fault("darkroom.vendor.retouchers.url", "https://r.example.com"), "darkroom.vendor.retouchers.key", Code.MISSING_VALUE);
    }

    @Test
    void aMistypedVendorNamesTheNearest() {
        assertThat(faults(Map.of("darkroom.lane.default.vendor", "fotolab"))).hasSize(2)
                .allMatch(fault -> fault.code() == Code.MISSING_VALUE && fault.sentence().endsWith(" fotolabs?"));
        Fault fault = fault("darkroom.lane.default.vendor", "Imagen");
        assertFault(fault, "darkroom.lane.default.vendor", Code.INVALID_NAME);
        assertThat(fault.sentence()).endsWith(" imagen?");
    }

    private void assertNearest(Fault fault, String key, String nearest) {
        assertFault(fault, key, Code.UNKNOWN_KEY);
        assertThat(fault.sentence()).contains(" " + nearest + "?");
    }

    @Test
    void unknownKeysNameTheirNeighbour() {
        assertNearest(fault("darkroom.inbox.setle-time", "1s"), "darkroom.inbox.setle-time", "darkroom.inbox.settle-time");
        assertNearest(fault("darkroom.lane.default.inbx", "folder:x"), "darkroom.lane.default.inbx", "darkroom.lane.default.inbox");
        assertNearest(fault("darkroom.vendor.imagen.ulr", "https://x"), "darkroom.vendor.imagen.ulr", "darkroom.vendor.imagen.url");
        assertNearest(fault("Darkroom.Home", "x"), "Darkroom.Home", "darkroom.home");
        assertThat(fault("darkroom.completely.different", "x").sentence()).doesNotContain("?");
        system.put("darkroom.lane", "2");
        assertNearest(fault(Map.of()), "darkroom.lane", "darkroom.lanes");
        system.remove("darkroom.lane");
        assertNearest(fault("darkroom.worker", "2"), "darkroom.worker", "darkroom.shoot.concurrency");
    }

    @Test
    void unknownVariablesNameTheirNeighbour() {
        environment.put("DARKROOM_INBOX_SETLE_TIME", "1s");
        assertNearest(fault(Map.of()), "DARKROOM_INBOX_SETLE_TIME", "DARKROOM_INBOX_SETTLE_TIME");
        environment.remove("DARKROOM_INBOX_SETLE_TIME");
        environment.put("DARKROOM_HTTP_PROT", "1");
        assertNearest(fault(Map.of()), "DARKROOM_HTTP_PROT", "DARKROOM_HTTP_PORT");
        environment.remove("DARKROOM_HTTP_PROT");
        environment.put("DARKROOM_LANE_WEDDINGS_INBOX", "folder:w");
        assertFault(fault(Map.of()), "DARKROOM_LANE_WEDDINGS_INBOX", Code.UNKNOWN_LANE);
        environment.remove("DARKROOM_LANE_WEDDINGS_INBOX");
        environment.put("DARKROOM_VENDOR_RETOUCHERS_URL", "https://x");
        assertFault(fault(Map.of()), "DARKROOM_VENDOR_RETOUCHERS_URL", Code.UNKNOWN_VENDOR);
    }

    @Test
    void aKeyOfALaneThatDoesNotExistNamesTheLane() {
        Fault fault = fault("darkroom.lane.weddings.inbox", "folder:w");
        assertFault(fault, "darkroom.lane.weddings.inbox", Code.UNKNOWN_LANE);
        assertThat(fault.sentence()).contains("'weddings'");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "default,default | DUPLICATE_NAME", "default,, | INVALID_NAME", "default,Weddings | INVALID_NAME", "default,-x | INVALID_NAME",
        "default,a_b | INVALID_NAME"})
    void laneNamesAreChecked(String names, Code code) {
        assertFault(faults(Map.of("darkroom.lanes", names)).get(0), "darkroom.lanes", code);
    }

    @Test
    void allFaultsAreReportedAtOnce() {
        Map<String, String> file = new HashMap<>();
        file.put("darkroom.lanes", "default,Bad");
        file.put("darkroom.unknown", "x");
        file.put("darkroom.inbox.settle-time", "30");
        file.put("darkroom.vendor.imagen.url", "http://api.example.com");
        file.put("darkroom.vendor.imagen.key", "hidden key");
        file.put("darkroom.http.port", "x");
        file.put("darkroom.http.host", "0.0.0.0");
        file.put("darkroom.lane.default.delivery", "folder:inbox");
        file.put("darkroom.bucket.access-key", "AK");
        environment.put("DARKROOM_NONSENSE_TOO", "x");
        system.put("darkroom.retry.max-delay", "never");
        List<Fault> faults = faults(file);
        assertThat(faults).extracting(Fault::key).containsExactlyInAnyOrder("darkroom.lanes", "darkroom.unknown", "darkroom.inbox.settle-time",
                "darkroom.vendor.imagen.url", "darkroom.vendor.imagen.key", "darkroom.http.port", "darkroom.http.host",
                "darkroom.lane.default.delivery", "darkroom.bucket.access-key", "DARKROOM_NONSENSE_TOO", "darkroom.retry.max-delay");
        assertThat(faults).extracting(Fault::sentence).allMatch(sentence -> sentence.matches("[^\n]+[.?]"));
        assertThat(new SettingsException(faults).getMessage().lines()).hasSize(12);
        assertThat(new SettingsException(faults)).hasMessageNotContaining("hidden");
    }
}
