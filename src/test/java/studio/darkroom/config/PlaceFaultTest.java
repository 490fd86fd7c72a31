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
import studio.darkroom.config.SettingsException.Code;
import studio.darkroom.config.SettingsException.Fault;

/** Places that overlap, and queues that lanes share, are faults. */
class PlaceFaultTest {

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

    private void assertOverlap(Fault fault, String key, String other) {
        assertFault(fault, key, Code.OVERLAPPING_PLACES);
        assertThat(fault.sentence()).contains(other);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "folder:a | folder:a", "folder:a | folder:a/b", "folder:a/b | folder:a", "folder:a | folder:b/../a/x", "folder:a | a/b",
        "bucket:abc | bucket:abc/out", "bucket:abc/in | bucket:abc/in", "bucket:abc/in/x | bucket:abc/in"})
    void inboxAndDeliveryMustNotOverlap(String inbox, String delivery) {
        assertOverlap(fault(Map.of("darkroom.lane.default.inbox", inbox, "darkroom.lane.default.delivery", delivery)),
                "darkroom.lane.default.delivery", "darkroom.lane.default.inbox = '" + inbox + "'");
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
        assertOverlap(fault(file), "darkroom.lane.default.delivery", "darkroom.lane.default.inbox");
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
        assertOverlap(fault(file), "darkroom.lane.b.archive", "darkroom.lane.a.inbox");
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
        assertFault(fault(file), "darkroom.lane.b.inbox.events", Code.SHARED_QUEUE);
        assertThat(fault(file).sentence()).contains("darkroom.lane.a.inbox.events");
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
        assertOverlap(fault("darkroom.lane.default.delivery", "folder:out/finished"), "darkroom.lane.default.delivery",
                "darkroom.lane.default.inbox");
    }

    @Test
    void lanesMustNotTouchEachOther() {
        Map<String, String> file = new HashMap<>(Map.of("darkroom.lanes", "a,b",
                "darkroom.lane.a.inbox", "folder:a/in", "darkroom.lane.a.delivery", "folder:a/out",
                "darkroom.lane.b.inbox", "folder:a/in/b", "darkroom.lane.b.delivery", "folder:b/out"));
        assertOverlap(fault(file), "darkroom.lane.b.inbox", "darkroom.lane.a.inbox");
        file.put("darkroom.lane.b.inbox", "folder:a/out");
        assertOverlap(fault(file), "darkroom.lane.a.delivery", "darkroom.lane.b.inbox");
        file.put("darkroom.lane.b.inbox", "folder:b/in");
        file.put("darkroom.lane.b.delivery", "folder:a/in/x");
        assertOverlap(fault(file), "darkroom.lane.b.delivery", "darkroom.lane.a.inbox");
    }

    @ParameterizedTest
    @CsvSource({
        "darkroom.lane.default.archive, move:inbox/done",
        "darkroom.lane.default.touched-up, inbox/touched",
        "darkroom.home, inbox/home"})
    void nothingOfOursIsInsideAnInbox(String key, String value) {
        assertOverlap(fault(key, value), key, "darkroom.lane.default.inbox");
    }

    @Test
    void resultsAreNotTakenForTouchedUpOnes() {
        for (String folder : List.of("delivery", "folder:delivery/mine")) {
            assertOverlap(fault("darkroom.lane.default.touched-up", folder), "darkroom.lane.default.touched-up", "darkroom.lane.default.delivery");
        }
    }
}
