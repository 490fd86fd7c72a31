package studio.darkroom.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import studio.darkroom.sim.Fault;
import studio.darkroom.sim.SimOptions;
import studio.darkroom.sim.Simulator;
import studio.darkroom.testing.MinimalS3Server;
import studio.darkroom.testing.SqsServer;

/** The doctor on lanes with buckets: it names the right that is missing, place by place, and leaves nothing behind. */
class DoctorBucketTest {

    private static Simulator sim;

    @TempDir
    Path folder;

    private final Map<String, String> keys = new TreeMap<>();
    private final TestTerminal terminal = new TestTerminal(true);

    @BeforeAll
    static void start() {
        sim = Simulator.start(SimOptions.defaults());
        sim.createBucket("doctor-in");
        sim.createBucket("doctor-out");
    }

    @AfterAll
    static void stop() {
        sim.close();
    }

    @BeforeEach
    void setUp() throws IOException {
        sim.faults().clear();
        keys.put("darkroom.home", folder.resolve("home").toString());
        keys.put("darkroom.http.port", "0");
        keys.put("darkroom.vendor.imagen.url", sim.imagenUrl());
        keys.put("darkroom.vendor.imagen.key", sim.key());
        keys.put("darkroom.lane.default.inbox", "bucket:doctor-in/in");
        keys.put("darkroom.lane.default.delivery", "bucket:doctor-out/out");
        keys.put("darkroom.lane.default.archive", "move:bucket:doctor-in/kept");
        keys.put("darkroom.lane.default.ticket",
                Files.writeString(folder.resolve("lane.yaml"), "profile: BRIGHT LISTING\n").toString());
        keys.put("darkroom.bucket.endpoint", sim.storeUrl());
        keys.put("darkroom.bucket.access-key", sim.storeAccessKey());
        keys.put("darkroom.bucket.secret-key", sim.storeSecretKey());
    }

    @Test
    void bucketsThatAreWellAreSaidToBeAndNothingIsLeftInThem() throws IOException {
        assertThat(examine()).as(terminal.out() + terminal.err()).isZero();
        assertThat(said()).contains("default inbox", "list, get, delete", "default delivery",
                "list, put, get, delete", "default archive");
        assertThat(sim.store().listKeys("doctor-in", "")).isEmpty();
        assertThat(sim.store().listKeys("doctor-out", "")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"store-list, doctor-in, default inbox, list", "get, doctor-in/in, default inbox, get",
        "put, doctor-out, default delivery, put", "store-delete, doctor-out, default delivery, delete"})
    void theRightThatIsMissingIsNamed(String call, String where, String what, String right) throws IOException {
        sim.faults().add(Fault.on(call).status(403).matching(where).always());
        assertThat(examine()).isEqualTo(1);
        assertThat(said()).contains("FAIL " + what).contains(": missing permissions: " + right);
    }

    @Test
    void aStoreWithoutConditionalPutIsSaidToBeOne() throws IOException {
        sim.faults().add(Fault.on("put").status(501).matching("doctor-out").times(2));
        assertThat(examine()).isZero();
        assertThat(said()).contains("warn default delivery");
        assertThat(sim.store().listKeys("doctor-out", "")).isEmpty();
    }

    @Test
    void aStoreThatPassesConditionsOverIsSaidToBeOneToo() throws IOException {
        try (MinimalS3Server plain = new MinimalS3Server()) {
            keys.put("darkroom.bucket.endpoint", plain.url());
            assertThat(examine()).as(terminal.out()).isZero();
            assertThat(said()).contains("warn default delivery");
            assertThat(plain.names()).isEmpty();
        }
    }

    @Test
    void theQueueOfEventsIsHeardAndKeepsItsMessages() throws IOException {
        try (SqsServer queue = new SqsServer()) {
            queue.send("hello");
            keys.put("darkroom.lane.default.inbox.events", queue.url());
            assertThat(examine()).as(terminal.out()).isZero();
            assertThat(said()).contains("ok default events");
            assertThat(queue.isEmpty()).isFalse();
            queue.setRefusing(true);
            assertThat(examine()).isEqualTo(1);
            assertThat(said()).contains("FAIL default events").contains("403");
        }
    }

    @Test
    void aBucketThatIsNotThereAndAStoreThatIsNotThereAreFound() throws IOException {
        keys.put("darkroom.lane.default.inbox", "bucket:doctor-nowhere");
        assertThat(examine()).isEqualTo(1);
        assertThat(said()).contains("FAIL default inbox").contains("NoSuchBucket");
        keys.put("darkroom.bucket.endpoint", "http://127.0.0.1:1");
        assertThat(examine()).isEqualTo(1);
        assertThat(said()).contains("FAIL default inbox").contains("127.0.0.1:1").doesNotContain("NoSuchBucket");
    }

    @Test
    void aWrongKeyIsFoundWithoutBeingTold() throws IOException {
        keys.put("darkroom.bucket.secret-key", "not-the-secret-key");
        assertThat(examine()).isEqualTo(1);
        assertThat(said()).contains("FAIL default inbox").doesNotContain("not-the-secret-key");
    }

    private String said() {
        return terminal.out().replaceAll("\\s+", " ");
    }

    private int examine() throws IOException {
        StringBuilder text = new StringBuilder();
        keys.forEach((key, value) -> text.append(key).append(" = ").append(value).append('\n'));
        Path file = Files.writeString(folder.resolve("doctor.properties"), text.toString());
        return terminal.run("doctor", "--config", file.toString());
    }
}
