package studio.darkroom.routes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import studio.darkroom.delivery.Delivery.IncomingResult;
import studio.darkroom.delivery.Delivery.StoredResult;
import studio.darkroom.ledger.Result;
import studio.darkroom.ledger.Shoot;
import studio.darkroom.lifecycle.Step;
import studio.darkroom.lifecycle.Trouble;
import studio.darkroom.lifecycle.Trouble.Outage;
import studio.darkroom.sim.Fault;
import studio.darkroom.sim.LoggedRequest;
import studio.darkroom.testing.SharedTestDarkroom;
import studio.darkroom.testing.TestDarkroom;
import studio.darkroom.testing.TestPictures;
import studio.darkroom.text.Causes;

/** delivery-put: a result stands whole under its final key or not at all, and replaces nothing. */
class DeliveryPutBucketRouteTest {

    private static final String BUCKET = "delivery-route";

    @RegisterExtension
    static final SharedTestDarkroom STUDIO = new SharedTestDarkroom(DeliveryPutBucketRouteTest::lanes);

    private final TestDarkroom studio = STUDIO.get();

    private static void lanes(Map<String, String> keys) {
        keys.put("darkroom.lane.default.delivery", "bucket:" + BUCKET + "/out put+");
    }

    private static String key(String name) {
        return "out put+/" + name;
    }

    @Test
    void aShootIsDeliveredIntoTheBucketWithItsReceipt() {
        studio.dropShoot("whole", 2);
        studio.runUntil("whole", Step.DONE);
        assertThat(studio.sim.store().listKeys(BUCKET, key("whole/"))).containsExactlyInAnyOrder(key("whole/A_1.JPG"),
                key("whole/A_2.JPG"), key("whole/receipt.json"));
        assertThat(studio.results().listByShoot(studio.findShoot("whole").id())).allSatisfy(result -> {
            assertThat(studio.buckets.getObject(BUCKET, key("whole/" + result.name()))).hasSize(Math.toIntExact(result.size()));
            assertThat(studio.buckets.headObject(BUCKET, key("whole/" + result.name())).metadata()).containsEntry("sha256", result.sha256());
        });
        assertThat(studio.buckets.headObject(BUCKET, key("whole/A_1.JPG")).contentType()).isEqualTo("image/jpeg");
        assertThat(new String(studio.buckets.getObject(BUCKET, key("whole/receipt.json")), StandardCharsets.UTF_8)).contains("\"whole\"");
        assertThat(puts("whole/A_")).allMatch(put -> "*".equals(put.header("If-None-Match")));
    }

    @Test
    void aResultStandsUnderItsKeyWithTypeAndHash() {
        StoredResult stored = put("plain", "A_1.JPG", bytes("picture"), 7).getMessage().getBody(StoredResult.class);
        assertThat(stored.name()).isEqualTo("A_1.JPG");
        assertThat(stored.size()).isEqualTo(7);
        assertThat(studio.buckets.headObject(BUCKET, key("plain/A_1.JPG")).metadata()).containsEntry("sha256", stored.sha256());
    }

    @Test
    void bytesThatEndEarlyLeaveNothing() {
        Exchange done = put("short", "A_1.JPG", bytes("pict"), 7);
        assertThat(Causes.findCause(IOException.class, done.getException()).orElseThrow()).hasMessageContaining("4 bytes instead of 7");
        assertThat(studio.sim.store().listKeys(BUCKET, key("short/"))).isEmpty();
        assertThat(puts("short/")).isEmpty();
    }

    @Test
    void theSameBytesFromBeforeACrashAreNotDoubledNorSentAgain() {
        put("twice", "A_1.JPG", bytes("picture"), 7);
        assertThat(put("twice", "A_1.JPG", bytes("picture"), 7).getMessage().getBody(StoredResult.class).name()).isEqualTo("A_1.JPG");
        assertThat(studio.sim.store().listKeys(BUCKET, key("twice/"))).hasSize(1);
        assertThat(puts("twice/")).hasSize(1);
    }

    @Test
    void otherBytesUnderThatKeyStayAndTheResultGetsTheNext() {
        studio.buckets.putObject(BUCKET, key("other/A_1.JPG"), bytes("from somebody else"));
        assertThat(put("other", "A_1.JPG", bytes("second"), 6).getMessage().getBody(StoredResult.class).name()).isEqualTo("A_1-2.JPG");
        assertThat(studio.buckets.getObject(BUCKET, key("other/A_1.JPG"))).isEqualTo(bytes("from somebody else"));
        assertThat(studio.buckets.getObject(BUCKET, key("other/A_1-2.JPG"))).isEqualTo(bytes("second"));
    }

    @Test
    void whoeverComesBetweenTheLookAndThePutIsNotReplaced() {
        studio.buckets.putObject(BUCKET, key("raced/A_1.JPG"), bytes("first"));
        studio.sim.faults().add(Fault.on("store-head").status(404).matching("raced/A_1"));
        assertThat(put("raced", "A_1.JPG", bytes("second"), 6).getMessage().getBody(StoredResult.class).name()).isEqualTo("A_1-2.JPG");
        assertThat(studio.buckets.getObject(BUCKET, key("raced/A_1.JPG"))).isEqualTo(bytes("first"));
        assertThat(puts("raced/A_1.JPG")).singleElement().satisfies(put -> assertThat(put.status()).isEqualTo(412));
    }

    @Test
    void aPutWhoseAnswerWasLostIsTheSameResult() {
        studio.sim.faults().add(Fault.on("put").dropAfter().matching("lost/A_1"));
        assertThat(put("lost", "A_1.JPG", bytes("picture"), 7).getMessage().getBody(StoredResult.class).name()).isEqualTo("A_1.JPG");
        assertThat(studio.sim.store().listKeys(BUCKET, key("lost/"))).hasSize(1);
    }

    @Test
    void aLargeResultGoesInPartsOnTheSameCondition() {
        byte[] large = TestPictures.largeJpeg(5, 70 << 20);
        StoredResult stored = put("large", "A_1.JPG", large, large.length).getMessage().getBody(StoredResult.class);
        assertThat(stored.size()).isEqualTo(large.length);
        assertThat(studio.sim.store().size(BUCKET, key("large/A_1.JPG"))).isEqualTo(large.length);
        assertThat(studio.buckets.headObject(BUCKET, key("large/A_1.JPG")).metadata()).containsEntry("sha256", stored.sha256());
        assertThat(studio.buckets.headObject(BUCKET, key("large/A_1.JPG")).contentType()).isEqualTo("image/jpeg");
        assertThat(studio.sim.requests("part")).hasSize(5);
        assertThat(studio.sim.requests("store-other").stream().filter(call -> call.query().containsKey("uploadId")))
                .singleElement().satisfies(call -> assertThat(call.header("If-None-Match")).isEqualTo("*"));
    }

    @Test
    void partsAreGivenUpWhenOneFails() {
        byte[] large = TestPictures.largeJpeg(6, 70 << 20);
        studio.sim.faults().add(Fault.on("part").status(500).skip(2).times(4));
        assertThat(Causes.findCause(Trouble.class, put("given-up", "A_1.JPG", large, large.length).getException())).isPresent();
        assertThat(studio.sim.requests("store-delete").stream().filter(call -> call.query().containsKey("uploadId"))).hasSize(1);
        assertThat(studio.sim.store().listKeys(BUCKET, key("given-up/"))).isEmpty();
    }

    @Test
    void aNewerPictureTakesTheKeyAndTheOlderIsKeptBesideItWithItsHash() {
        StoredResult first = put("newer", "A_1.JPG", bytes("first"), 5).getMessage().getBody(StoredResult.class);
        for (int twice = 0; twice < 2; twice++) {
            assertThat(renew("newer", "A_1.JPG", bytes("second")).getMessage().getBody(StoredResult.class).name()).isEqualTo("A_1.JPG");
        }
        renew("newer", "A_1.JPG", bytes("third"));
        assertThat(studio.buckets.getObject(BUCKET, key("newer/A_1.JPG"))).isEqualTo(bytes("third"));
        assertThat(studio.buckets.getObject(BUCKET, key("newer/A_1.before-1.JPG"))).isEqualTo(bytes("first"));
        assertThat(studio.buckets.getObject(BUCKET, key("newer/A_1.before-2.JPG"))).isEqualTo(bytes("second"));
        assertThat(studio.buckets.headObject(BUCKET, key("newer/A_1.before-1.JPG")).metadata()).containsEntry("sha256", first.sha256());
        assertThat(studio.sim.store().listKeys(BUCKET, key("newer/"))).hasSize(3);
    }

    @Test
    void aStopBetweenKeepingAndRenewingKeepsTheOlderOnce() {
        put("kept", "A_1.JPG", bytes("first"), 5);
        studio.sim.faults().add(Fault.on("put").status(503).matching("kept/A_1.JPG").times(2));
        assertThat(Causes.findCause(Trouble.class, renew("kept", "A_1.JPG", bytes("second")).getException())).isPresent();
        assertThat(studio.buckets.getObject(BUCKET, key("kept/A_1.JPG"))).isEqualTo(bytes("first"));
        renew("kept", "A_1.JPG", bytes("second"));
        assertThat(studio.buckets.getObject(BUCKET, key("kept/A_1.JPG"))).isEqualTo(bytes("second"));
        assertThat(studio.sim.store().listKeys(BUCKET, key("kept/"))).containsExactlyInAnyOrder(key("kept/A_1.JPG"),
                key("kept/A_1.before-1.JPG"));
    }

    @Test
    void aKeyThatIsBeingWrittenBySomebodyElseIsTriedAgainUnderTheSameName() {
        studio.sim.faults().add(Fault.on("put").status(409).matching("busy/A_1").times(2));
        Exchange done = put("busy", "A_1.JPG", bytes("picture"), 7);
        assertThat(Causes.findCause(Trouble.class, done.getException())).get().satisfies(
                trouble -> assertThat(trouble.code()).isEqualTo("bucket-busy"));
        assertThat(put("busy", "A_1.JPG", bytes("picture"), 7).getMessage().getBody(StoredResult.class).name()).isEqualTo("A_1.JPG");
    }

    @Test
    void aBucketThatDeniesIsAnOutageOfTheDelivery() {
        studio.sim.faults().add(Fault.on("put").status(403).matching("denied/").always());
        Exchange done = put("denied", "A_1.JPG", bytes("picture"), 7);
        assertThat(Causes.findCause(Outage.class, done.getException())).get().satisfies(outage -> {
            assertThat(outage.scope()).isEqualTo("delivery:default");
            assertThat(outage.code()).isEqualTo("bucket-denied");
            assertThat(outage.text()).contains(BUCKET).contains("403");
        });
    }

    @Test
    void troubleWithTheDiskOfDarkroomIsNeitherTheBucketsNorTheVendors() throws IOException {
        Path parts = studio.delivery.resolveSibling("home").resolve("parts");
        studio.dropShoot("homeless", 1);
        studio.runUntil("homeless", Step.DELIVER);
        Files.deleteIfExists(parts);
        Files.writeString(parts, "in the way");
        AtomicBoolean closed = new AtomicBoolean();
        Exchange done = put("homeless", new IncomingResult(new ByteArrayInputStream(bytes("picture")) {
            @Override
            public void close() {
                closed.set(true);
            }
        }, 7), false, "A_1.JPG");
        assertThat(Causes.findCause(Outage.class, done.getException())).get().satisfies(outage -> {
            assertThat(outage.scope()).isEqualTo("home:default");
            assertThat(outage.code()).isEqualTo("home-unwritable");
            assertThat(outage.text()).contains("darkroom.home").contains(parts.toString());
        });
        assertThat(closed).isTrue();
        assertThat(studio.runUntil("homeless", "outage").trouble().code()).isEqualTo("home-unwritable");
        assertThat(studio.outages().listActive()).singleElement()
                .satisfies(out -> assertThat(out.scope()).isEqualTo("home:default"));
        Files.delete(parts);
        studio.runUntil("homeless", Step.DONE);
        assertThat(studio.outages().listActive()).isEmpty();
    }

    private java.util.List<LoggedRequest> puts(String part) {
        return studio.sim.requests("put").stream().filter(put -> put.path().contains(key(part))).toList();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private Exchange put(String name, String file, byte[] bytes, long length) {
        return put(name, file, bytes, length, false);
    }

    private Exchange renew(String name, String file, byte[] bytes) {
        return put(name, file, bytes, bytes.length, true);
    }

    private Exchange put(String name, String file, byte[] bytes, long length, boolean renews) {
        return put(name, new IncomingResult(new ByteArrayInputStream(bytes), length), renews, file);
    }

    private Exchange put(String name, IncomingResult incoming, boolean renews, String file) {
        if (studio.findShoots().stream().noneMatch(shoot -> shoot.name().equals(name))) {
            studio.dropShoot(name, 1);
        }
        Shoot shoot = studio.findShoot(name);
        return studio.context().createProducerTemplate().request("direct:delivery-put", exchange -> {
            exchange.setVariable("shoot", shoot);
            exchange.setVariable("result", new Result("r1", shoot.id(), file, file, "jpeg", null, null, null, 0, null, renews, false));
            exchange.getMessage().setBody(incoming);
        });
    }
}
