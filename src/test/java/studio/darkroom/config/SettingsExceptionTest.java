package studio.darkroom.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What wrong settings are told. */
class SettingsExceptionTest {

    @TempDir
    Path working;

    private final Map<String, String> environment = new HashMap<>(Map.of("IMAGEN_API_KEY", "k"));
    private final Map<String, String> system = new HashMap<>();

    private List<String> faults(Map<String, String> file) {
        system.put("user.dir", working.toString());
        SettingsException fault = catchThrowableOfType(SettingsException.class, () -> Settings.load(file, environment, system));
        assertThat(fault).as("a fault for %s %s %s", file, environment, system).isNotNull();
        return fault.faults();
    }

    private String fault(Map<String, String> file) {
        List<String> faults = faults(file);
        assertThat(faults).hasSize(1);
        return faults.get(0);
    }

    private String fault(String key, String value) {
        return fault(Map.of(key, value));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "darkroom.gather.quiet | 30 | a duration needs a unit",
        "darkroom.gather.quiet | soon | not a duration",
        "darkroom.gather.every | 0s | longer than nothing",
        "darkroom.gather.every | PT-5S | longer than nothing",
        "darkroom.gather.every | PT0.0000001S | longer than nothing",
        "darkroom.gather.max-wait | 367d | longer than a year",
        "darkroom.gather.max-wait | 999999999999d | longer than a year",
        "darkroom.gather.max-wait | 9999999999999d | not a duration",
        "darkroom.gather.quiet | 99ms | at least 100ms",
        "darkroom.gather.quiet | 25h | longer than darkroom.gather.max-wait",
        "darkroom.retry.first | 61s | longer than darkroom.retry.most",
        "darkroom.vendor.fotolabs.poll.first | 2m | longer than darkroom.vendor.fotolabs.poll.most",
        "darkroom.edit.grace | x | not a duration",
        "darkroom.await.patience | x | not a duration",
        "darkroom.transfer.stall | x | not a duration",
        "darkroom.transfers | 0 | from 1 to 256",
        "darkroom.transfers | 257 | from 1 to 256",
        "darkroom.workers | many | from 1 to 256",
        "darkroom.http.port | 65536 | from 0 to 65535",
        "darkroom.http.port | -1 | from 0 to 65535",
        "darkroom.spend.edits-per-day | 0 | from 1 to",
        "darkroom.lane.default.spend.edits-per-day | many | whole number",
        "darkroom.spend.photos-per-shoot | 1.5 | whole number",
        "darkroom.upload.check | crc | none of size, md5",
        "darkroom.bucket.path-style | yes | neither true nor false",
        "darkroom.vendor.imagen.url | ftp://x | not an http or https URL",
        "darkroom.vendor.imagen.url | https:/x | not an http or https URL",
        "darkroom.vendor.imagen.url | https://a b | not a URL",
        "darkroom.vendor.imagen.url | http://api.example.com | the key would travel in the clear",
        "darkroom.vendor.imagen.url | http://127.0.0.1.example.com | the key would travel in the clear",
        "darkroom.callback.url | http://studio.example.com | unguessable path",
        "darkroom.ledger.url | jdbc:h2:mem:x | SQLite and PostgreSQL only",
        "darkroom.http.host | http://x | not a host name",
        "darkroom.http.host | 0.0.0.0 | set darkroom.http.token (at least 16 characters)",
        "darkroom.transfer.hosts | https://x.example.com | not a host name",
        "darkroom.transfer.hosts | a,,b | empty name",
        "darkroom.lane.default.inbox | inbox | neither folder: nor bucket:",
        "darkroom.lane.default.inbox | folder: | has no path",
        "darkroom.lane.default.inbox | bucket:/x | cannot name a bucket",
        "darkroom.lane.default.inbox | bucket:ab | cannot name a bucket",
        "darkroom.lane.default.inbox | bucket:abc/../x | has an empty part",
        "darkroom.lane.default.inbox.events | https://sqs.example.com/1/q | only buckets have events",
        "darkroom.lane.default.delivery.bucket.chunked | perhaps | neither true nor false",
        "darkroom.gather.listing | 5 | a duration needs a unit",
        "darkroom.lane.default.archive | keep | none of leave, move:<folder or bucket>, delete",
        "darkroom.lane.default.archive | move: | has no path",
        "darkroom.lane.default.ticket | none.yaml | there is no file",
        "darkroom.vendors.folder | none | there is no folder",
        "darkroom.gather.quiet | '' | it is empty; give it a value, or take the key out for 30s",
        "darkroom.bucket.region | {{env:NONE}} | the environment variable NONE is not set",
        "darkroom.bucket.region | {{sys:x}} | look-up that is not known",
        "darkroom.bucket.region | {{file:none}} | there is no file"})
    void aWrongValueIsNamedWithReasonAndFix(String key, String value, String reason) {
        assertThat(fault(key, value))
                .startsWith(key + " = '" + value).contains(reason).contains("; ").endsWith(".");
    }

    @Test
    void theVariableThatSetIsNamed() {
        environment.put("DARKROOM_GATHER_QUIET", "30");
        assertThat(fault(Map.of())).startsWith("darkroom.gather.quiet (set by DARKROOM_GATHER_QUIET) = '30'");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "darkroom.http.token | hidden | at least 16 characters",
        "darkroom.http.token | hidden hidden hidden | a blank",
        "darkroom.vendor.imagen.key | hiddenw\u00f6rd | letter outside ASCII",
        "darkroom.callback.url | https://me:hidden@studio.example.com | take that part out",
        "darkroom.vendor.imagen.url | https://x.example.com/?key=hidden | take that part out",
        "darkroom.ledger.url | jdbc:postgresql://db/x?password=hidden | use darkroom.ledger.user and .password",
        "darkroom.htp.token | hidden | did you mean darkroom.http.token?",
        "darkroom.bucket.secret-key | hidden | belong together"})
    void secretsAreNeverShown(String key, String value, String reason) {
        assertThat(fault(key, value)).contains(key).contains(reason).doesNotContain("hidden");
    }

    @Test
    void aMissingKeyOfAUsedVendorSaysWhereToPutIt() {
        environment.clear();
        assertThat(fault(Map.of())).isEqualTo(
                "darkroom.vendor.imagen.key is not set: put your Imagen API key into IMAGEN_API_KEY or this key.");
        assertThat(fault("darkroom.lane.default.vendor", "fotolabs")).isEqualTo(
                "darkroom.vendor.fotolabs.key is not set: put your FotoLabs API key into FOTOLABS_API_KEY or this key.");
        assertThat(fault("darkroom.vendor.imagen.key", "{{env:MINE}}")).contains("into MINE or this key");
        assertThat(fault("darkroom.vendor.imagen.key", "")).contains("put your Imagen API key into this key");
        assertThat(fault("darkroom.vendor.imagen.key", "{{file:none}}")).contains("there is no file");
    }

    @Test
    void aVendorOfOnesOwnNeedsUrlAndKey() {
        assertThat(faults(Map.of("darkroom.lane.default.vendor", "retouchers"))).hasSize(2)
                .anyMatch(fault -> fault.startsWith("darkroom.vendor.retouchers.url is not set"))
                .anyMatch(fault -> fault.equals("darkroom.vendor.retouchers.key is not set: put your retouchers API key into this key."));
        assertThat(fault("darkroom.vendor.retouchers.url", "https://r.example.com")).startsWith("darkroom.vendor.retouchers.key");
    }

    @Test
    void aMistypedVendorIsTold() {
        assertThat(faults(Map.of("darkroom.lane.default.vendor", "fotolab"))).hasSize(2)
                .allMatch(fault -> fault.endsWith("did you mean fotolabs?"));
        assertThat(fault("darkroom.lane.default.vendor", "Imagen"))
                .isEqualTo("darkroom.lane.default.vendor = 'Imagen': that cannot name a vendor; did you mean imagen?");
    }

    @Test
    void unknownKeysNameTheirNeighbour() {
        assertThat(fault("darkroom.gather.quite", "1s")).isEqualTo(
                "darkroom.gather.quite is not a key of Darkroom: did you mean darkroom.gather.quiet? Correct it or take it out.");
        assertThat(fault("darkroom.lane.default.inbx", "folder:x")).contains("did you mean darkroom.lane.default.inbox?");
        assertThat(fault("darkroom.vendor.imagen.ulr", "https://x")).contains("did you mean darkroom.vendor.imagen.url?");
        assertThat(fault("Darkroom.Home", "x")).contains("did you mean darkroom.home?");
        assertThat(fault("darkroom.completely.different", "x")).contains("take it out");
        system.put("darkroom.worker", "2");
        assertThat(fault(Map.of())).contains("did you mean darkroom.workers?");
    }

    @Test
    void unknownVariablesNameTheirNeighbour() {
        environment.put("DARKROOM_GATHER_QUITE", "1s");
        assertThat(fault(Map.of())).startsWith("DARKROOM_GATHER_QUITE is not a key of Darkroom: did you mean DARKROOM_GATHER_QUIET?");
        environment.remove("DARKROOM_GATHER_QUITE");
        environment.put("DARKROOM_HTTP_PROT", "1");
        assertThat(fault(Map.of())).contains("DARKROOM_HTTP_PORT");
        environment.remove("DARKROOM_HTTP_PROT");
        environment.put("DARKROOM_LANE_WEDDINGS_INBOX", "folder:w");
        assertThat(fault(Map.of())).contains("add its lane to darkroom.lanes");
        environment.remove("DARKROOM_LANE_WEDDINGS_INBOX");
        environment.put("DARKROOM_VENDOR_RETOUCHERS_URL", "https://x");
        assertThat(fault(Map.of())).contains("known once a lane uses it");
    }

    @Test
    void aKeyOfALaneThatDoesNotExistIsTold() {
        assertThat(fault("darkroom.lane.weddings.inbox", "folder:w"))
                .contains("a lane that does not exist").contains("add 'weddings' there");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "default,default | named twice", "default,, | empty name", "default,Weddings | cannot name a lane", "default,-x | cannot name a lane",
        "default,a_b | cannot name a lane"})
    void laneNamesAreChecked(String names, String reason) {
        assertThat(faults(Map.of("darkroom.lanes", names))).first().asString().startsWith("darkroom.lanes = '").contains(reason);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "folder:a | folder:a | the same place",
        "folder:a | folder:a/b | it is inside darkroom.lane.default.inbox = 'folder:a'",
        "folder:a/b | folder:a | it contains darkroom.lane.default.inbox",
        "folder:a | folder:b/../a/x | it is inside",
        "bucket:abc | bucket:abc/out | it is inside",
        "bucket:abc/in | bucket:abc/in | the same place",
        "bucket:abc/in/x | bucket:abc/in | it contains"})
    void inboxAndDeliveryMustNotTouch(String inbox, String delivery, String reason) {
        assertThat(fault(Map.of("darkroom.lane.default.inbox", inbox, "darkroom.lane.default.delivery", delivery)))
                .startsWith("darkroom.lane.default.delivery = '" + delivery + "': ").contains(reason)
                .contains("edited and paid for again").contains("side by side");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "folder:a | folder:ab", "bucket:abc/in | bucket:abc/inner", "bucket:abc/in | bucket:abd/in", "bucket:abc | folder:abc"})
    void neighboursDoNotTouch(String inbox, String delivery) {
        system.put("user.dir", working.toString());
        Settings settings = Settings.load(Map.of("darkroom.lane.default.inbox", inbox, "darkroom.lane.default.delivery", delivery),
                environment, system);
        assertThat(settings.lanes()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", value = {
        "- | https://s3.eu-central-1.amazonaws.com",
        "- | https://S3.EU-CENTRAL-1.AmazonAWS.com.",
        "https://s3.us-east-1.amazonaws.com | https://s3.dualstack.eu-central-1.amazonaws.com",
        "https://store.example.com | https://Store.Example.com:443/",
        "https://store.example.com | http://store.example.com",
        "https://store.example.com | http://store.example.com:9000",
        "http://localhost:9000 | http://127.0.0.1:9000",
        "http://localhost:9000 | http://nas:9000",
        "http://10.0.0.5:9000 | http://nas.studio.lan:9000",
        "http://nas:9000 | http://nas.studio.lan:9000",
        "https://s3.example.com | https://s3.us-east-1.example.com"})
    void aStoreIsKnownAgainHoweverItIsWritten(String inbox, String delivery) {
        Map<String, String> file = stores(inbox, delivery);
        assertThat(fault(file)).startsWith("darkroom.lane.default.delivery = 'bucket:abc/in/out': ")
                .contains("it is inside darkroom.lane.default.inbox", "edited and paid for again", "side by side");
        file.put("darkroom.lane.default.delivery", "bucket:abc/out");
        assertThat(accepted(file)).hasSize(1);
        file.put("darkroom.lane.default.delivery", "bucket:abd/in/out");
        assertThat(accepted(file)).hasSize(1);
    }

    @Test
    void anArchiveInsideAnInboxOfTheSameStoreIsToldToo() {
        Map<String, String> file = new HashMap<>(Map.of("darkroom.lanes", "a,b",
                "darkroom.lane.a.inbox", "bucket:abc/in", "darkroom.lane.a.delivery", "folder:a",
                "darkroom.lane.b.inbox", "bucket:abc/b", "darkroom.lane.b.delivery", "folder:b",
                "darkroom.lane.b.archive", "move:bucket:abc/in/kept",
                "darkroom.lane.b.inbox.bucket.endpoint", "https://s3.eu-central-1.amazonaws.com"));
        assertThat(fault(file)).startsWith("darkroom.lane.b.archive").contains("it is inside darkroom.lane.a.inbox");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", value = {
        "- | https://store.example.com", "http://nas:9000 | http://nas:9001", "http://nas-a:9000 | http://nas-b:9000",
        "http://10.0.0.5:9000 | http://10.0.0.6:9000", "https://store.example.com | https://store.example.org",
        "http://nas-a.studio.lan:9000 | http://nas-b.studio.lan:9000"})
    void bucketsOfTwoStoresMayHaveOneName(String inbox, String delivery) {
        assertThat(accepted(stores(inbox, delivery))).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "https://sqs.eu-central-1.amazonaws.com/1/photos | https://sqs.eu-central-1.amazonaws.com/1/photos",
        "https://sqs.eu-central-1.amazonaws.com/1/photos | https://SQS.eu-central-1.amazonaws.com/1/photos/",
        "https://sqs.eu-central-1.amazonaws.com/1/photos | https://eu-central-1.queue.amazonaws.com/1/photos"})
    void aQueueIsHeardByOneLaneAlone(String one, String other) {
        Map<String, String> file = queues(one, other);
        assertThat(fault(file)).startsWith("darkroom.lane.b.inbox.events = '" + other + "': ")
                .contains("darkroom.lane.a.inbox.events names the same queue").contains("a queue of its own");
        file.put("darkroom.lane.b.inbox.events", other.replace("photos", "Photos"));
        assertThat(accepted(file)).hasSize(2);
        file.remove("darkroom.lane.b.inbox.events");
        assertThat(accepted(file)).hasSize(2);
    }

    private static Map<String, String> queues(String one, String other) {
        return new HashMap<>(Map.of("darkroom.lanes", "a,b",
                "darkroom.lane.a.inbox", "bucket:abc/a", "darkroom.lane.a.delivery", "folder:a",
                "darkroom.lane.b.inbox", "bucket:abc/b", "darkroom.lane.b.delivery", "folder:b",
                "darkroom.lane.a.inbox.events", one, "darkroom.lane.b.inbox.events", other));
    }

    private static Map<String, String> stores(String inbox, String delivery) {
        Map<String, String> file = new HashMap<>(Map.of("darkroom.lane.default.inbox", "bucket:abc/in",
                "darkroom.lane.default.delivery", "bucket:abc/in/out",
                "darkroom.lane.default.delivery.bucket.endpoint", delivery));
        if (inbox != null) {
            file.put("darkroom.lane.default.inbox.bucket.endpoint", inbox);
        }
        return file;
    }

    private List<Settings.Lane> accepted(Map<String, String> file) {
        system.put("user.dir", working.toString());
        return Settings.load(file, environment, system).lanes();
    }

    @Test
    void linksToFoldersAreFollowed() throws IOException {
        Files.createDirectories(working.resolve("inbox"));
        Files.createSymbolicLink(working.resolve("out"), working.resolve("inbox"));
        assertThat(fault("darkroom.lane.default.delivery", "folder:out/finished")).contains("it is inside darkroom.lane.default.inbox");
    }

    @Test
    void lanesMustNotTouchEachOther() {
        Map<String, String> file = new HashMap<>(Map.of("darkroom.lanes", "a,b",
                "darkroom.lane.a.inbox", "folder:a/in", "darkroom.lane.a.delivery", "folder:a/out",
                "darkroom.lane.b.inbox", "folder:a/in/b", "darkroom.lane.b.delivery", "folder:b/out"));
        assertThat(fault(file)).startsWith("darkroom.lane.b.inbox").contains("it is inside darkroom.lane.a.inbox").contains("paid for twice");
        file.put("darkroom.lane.b.inbox", "folder:a/out");
        assertThat(fault(file)).startsWith("darkroom.lane.a.delivery").contains("the same place as darkroom.lane.b.inbox");
        file.put("darkroom.lane.b.inbox", "folder:b/in");
        file.put("darkroom.lane.b.delivery", "folder:a/in/x");
        assertThat(fault(file)).startsWith("darkroom.lane.b.delivery").contains("it is inside darkroom.lane.a.inbox");
    }

    @ParameterizedTest
    @CsvSource({
        "darkroom.lane.default.archive, move:inbox/done",
        "darkroom.lane.default.touched-up, inbox/touched",
        "darkroom.home, inbox/home"})
    void nothingOfOursIsInsideAnInbox(String key, String value) {
        assertThat(fault(key, value)).startsWith(key + " = '" + value + "': it is inside").contains("darkroom.lane.default.inbox");
    }

    @Test
    void resultsAreNotTakenForTouchedUpOnes() {
        assertThat(fault("darkroom.lane.default.touched-up", "delivery")).startsWith("darkroom.lane.default.touched-up")
                .contains("the same place as darkroom.lane.default.delivery", "taken for touched-up");
        assertThat(fault("darkroom.lane.default.touched-up", "delivery/mine")).contains("it is inside");
    }

    @Test
    void allFaultsAreToldAtOnce() {
        Map<String, String> file = new HashMap<>();
        file.put("darkroom.lanes", "default,Bad");
        file.put("darkroom.unknown", "x");
        file.put("darkroom.gather.quiet", "30");
        file.put("darkroom.vendor.imagen.url", "http://api.example.com");
        file.put("darkroom.vendor.imagen.key", "hidden key");
        file.put("darkroom.http.port", "x");
        file.put("darkroom.http.host", "0.0.0.0");
        file.put("darkroom.lane.default.delivery", "folder:inbox");
        file.put("darkroom.bucket.access-key", "AK");
        environment.put("DARKROOM_NONSENSE_TOO", "x");
        system.put("darkroom.retry.most", "never");
        List<String> faults = faults(file);
        assertThat(faults).hasSize(11).doesNotHaveDuplicates()
                .allMatch(fault -> fault.matches("(?s)(darkroom\\.|DARKROOM_).+[.?]") && !fault.contains("\n"));
        for (String named : List.of("darkroom.lanes", "darkroom.unknown", "darkroom.gather.quiet", "darkroom.vendor.imagen.url",
                "darkroom.vendor.imagen.key", "darkroom.http.port", "darkroom.http.host", "darkroom.lane.default.delivery",
                "darkroom.bucket.access-key", "DARKROOM_NONSENSE_TOO", "darkroom.retry.most")) {
            assertThat(faults).as(named).anyMatch(fault -> fault.startsWith(named));
        }
        assertThat(new SettingsException(faults)).hasMessageStartingWith("The settings have 11 faults:\n- ")
                .hasMessageNotContaining("hidden");
    }
}
