package studio.darkroom.routes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import studio.darkroom.ledger.Photo;
import studio.darkroom.ledger.Shoot;
import studio.darkroom.ledger.UploadRepository;
import studio.darkroom.lifecycle.Step;
import studio.darkroom.sim.Fault;
import studio.darkroom.sim.LoggedRequest;
import studio.darkroom.testing.SharedTestDarkroom;
import studio.darkroom.testing.TestDarkroom;
import studio.darkroom.testing.TestPictures;

/** transfer-parts: a large photo arrives whole in parts, and no upload stays open behind it. */
class TransferPartsRouteTest {

    private static final int PART = 5 << 20;

    @RegisterExtension
    static final SharedTestDarkroom STUDIO = new SharedTestDarkroom(keys -> {
        keys.put("darkroom.lane.default.vendor", "imagen-smart");
        keys.remove("darkroom.lane.default.ticket");
    });

    private final TestDarkroom studio = STUDIO.get();

    @BeforeAll
    static void partsFromFiveMebibytesOn() {
        STUDIO.get().stop();
        STUDIO.get().overrideRoute("vendors/imagen-smart", text -> text.replace("partsAbove: 67108864", "partsAbove: " + PART));
        STUDIO.get().start();
    }

    @Test
    void aLargePhotoGoesUpInPartsBesideASmallOne() throws Exception {
        studio.dropFile("beside/S 1.JPG", TestPictures.jpeg(1));
        large("beside/L 1.JPG", 1);
        studio.awaitScanned("default", "beside/S 1.JPG");
        studio.runUntil("beside", Step.DONE);
        assertThat(calls("i2i-links")).singleElement()
                .satisfies(links -> assertThat(links.body()).contains("S 1.JPG").doesNotContain("L 1.JPG"));
        assertThat(calls("i2i-open")).singleElement().satisfies(open ->
                assertThat(open.body()).isEqualTo("{\"file_name\":\"L 1.JPG\",\"part_count\":3}"));
        assertThat(calls("put")).hasSize(1);
        assertThat(calls("part")).hasSize(3).allSatisfy(part -> {
            assertThat(part.status()).isEqualTo(200);
            assertThat(part.header("x-api-key")).isNull();
            assertThat(part.header("Content-Type")).isNull();
            assertThat(part.header("Transfer-Encoding")).isNull();
            assertThat(part.header("Content-Length")).isEqualTo(String.valueOf(part.bytesIn()));
        });
        assertThat(calls("part")).extracting(LoggedRequest::bytesIn).startsWith((long) PART, (long) PART);
        assertThat(calls("i2i-complete")).hasSize(1);
        assertThat(calls("i2i-abort")).isEmpty();
        assertArrived("beside");
        assertThat(studio.sim.billItems()).singleElement().satisfies(bill -> assertThat(bill.images()).isEqualTo(2));
    }

    @ParameterizedTest
    @ValueSource(strings = {"status:500", "drop-before", "drop-after", "cut", "expired-link", "status-after:503"})
    void aPartThatFailsGivesTheUploadUpAndANewOneIsOpened(String fault) throws Exception {
        String name = "part-" + fault.replace(':', '-');
        studio.sim.faults().add(Fault.parse("part", fault).skip(1));
        large(name + "/L.JPG", 2);
        studio.runUntil(name, Step.DONE);
        List<LoggedRequest> opens = calls("i2i-open");
        // After a late refusal the simulator's store may close the connection too, which is one more try.
        assertThat(opens).hasSizeBetween(2, 3);
        assertThat(calls("part").stream().filter(part -> part.status() == 200)).hasSizeGreaterThanOrEqualTo(4);
        assertThat(calls("i2i-abort")).hasSize(opens.size() - 1).allSatisfy(abort -> {
            assertThat(abort.status()).isEqualTo(200);
            assertThat(abort.body()).startsWith("{\"key\":").contains("L.JPG");
            assertThat(abort.number()).isLessThan(opens.get(opens.size() - 1).number());
        });
        assertArrived(name);
        assertThat(studio.events.findByShoot(studio.findShoot(name).id())).noneMatch(line -> line.contains("X-Amz"));
    }

    @Test
    void anUploadThatAStopLeftOpenIsGivenUpAfterTheStart() throws Exception {
        studio.sim.faults().add(Fault.on("part").status(503).skip(1));
        studio.sim.faults().add(Fault.on("i2i-abort").dropBefore());
        large("stopped/L.JPG", 3);
        studio.runUntil("stopped", Step.UPLOAD);
        studio.runDueShoots();
        Photo photo = studio.photos().listByShoot(studio.findShoot("stopped").id()).get(0);
        String left = new UploadRepository(studio.ledger()).findOpenUpload(photo).orElseThrow().uploadId();
        studio.stop();
        assertThat(studio.sim.countOpenMultiparts()).isEqualTo(1);
        studio.start();
        studio.runUntil("stopped", Step.DONE);
        LoggedRequest abort = calls("i2i-abort").get(1);
        assertThat(abort.path()).endsWith("/multipart_uploads/" + left);
        assertThat(abort.number()).isLessThan(calls("i2i-open").get(1).number());
        assertThat(calls("i2i-open")).hasSize(2);
        assertThat(studio.events.findByShoot(studio.findShoot("stopped").id())).anyMatch(line -> line.startsWith("parts-left L.JPG"));
        assertArrived("stopped");
    }

    @Test
    void theNamesOfTheUploadAreInTheLedgerBeforeItsFirstPart() {
        studio.sim.faults().add(Fault.on("part").dropBefore().always());
        studio.sim.faults().add(Fault.on("i2i-abort").status(500).always());
        large("ledger/L.JPG", 4);
        studio.runUntil("ledger", Step.UPLOAD);
        studio.runDueShoots();
        Photo photo = studio.photos().listByShoot(studio.findShoot("ledger").id()).get(0);
        assertThat(new UploadRepository(studio.ledger()).findOpenUpload(photo)).hasValueSatisfying(open ->
                assertThat(open.storeKey()).endsWith("in/L.JPG"));
        assertThat(calls("part")).singleElement().satisfies(part -> assertThat(part.status()).isZero());
    }

    @ParameterizedTest
    @CsvSource({"drop-before,404,1", "drop-after,404,1", "drop-after,200,1", "status:500,404,1", "status-after:502,404,1"})
    void aCompletionWhoseAnswerWasLostIsMadeAgain(String fault, String second, int opens) throws Exception {
        String name = "complete-" + fault.replace(':', '-') + second;
        studio.sim.switches().set("second-complete", second);
        studio.sim.faults().add(Fault.parse("i2i-complete", fault));
        large(name + "/L.JPG", 5);
        studio.runUntil(name, Step.DONE);
        assertThat(calls("i2i-complete")).hasSize(2);
        assertThat(calls("i2i-open")).hasSize(opens);
        assertThat(calls("i2i-abort")).isEmpty();
        assertArrived(name);
    }

    @Test
    void aLostCompletionThatTheVendorShowsNothingOfIsSentAnew() throws Exception {
        studio.sim.switches().set("registered-lag", Duration.ofHours(1).toMillis());
        studio.sim.faults().add(Fault.on("i2i-complete").dropAfter());
        large("unshown/L.JPG", 6);
        studio.runUntil("unshown", Step.EDIT);
        assertThat(calls("i2i-open")).hasSize(2);
        studio.sim.clock().advance(Duration.ofHours(2));
        studio.runUntil("unshown", Step.DONE);
        assertArrived("unshown");
        assertThat(studio.sim.billItems()).singleElement().satisfies(bill -> assertThat(bill.images()).isEqualTo(1));
    }

    @Test
    void aPhotoChangedAfterGatheringIsAProblemAndNothingStaysOpen() {
        large("changed/L.JPG", 7);
        studio.runUntil("changed", Step.UPLOAD);
        studio.dropFile("changed/L.JPG", TestPictures.largeJpeg(8, 2 * PART));
        Shoot shoot = studio.runUntil("changed", "problem");
        assertThat(shoot.trouble().code()).isEqualTo("photo-changed");
        assertThat(calls("i2i-abort")).hasSize(1);
        assertThat(studio.sim.countOpenMultiparts()).isZero();
    }

    @Test
    void aStoreThatKeepsRefusingPartsIsAProblemThatNamesTheFirst() {
        studio.sim.faults().add(Fault.on("part").expiredLink().always());
        large("refused/L.JPG", 9);
        Shoot shoot = studio.runUntil("refused", "problem");
        assertThat(shoot.trouble().code()).isEqualTo("link-expired");
        assertThat(shoot.trouble().text()).contains("part 1 of L.JPG", "403").doesNotContain("X-Amz");
        assertThat(calls("i2i-open")).hasSize(3);
        assertThat(studio.sim.countOpenMultiparts()).isZero();
        assertThat(calls("i2i-edit")).isEmpty();
    }

    private void large(String path, int seed) {
        studio.dropFile(path, TestPictures.largeJpeg(seed, 2 * PART + PART / 2));
        studio.awaitScanned("default", path);
    }

    private void assertArrived(String name) throws IOException {
        assertThat(studio.sim.countOpenMultiparts()).isZero();
        for (Photo photo : studio.photos().listByShoot(studio.findShoot(name).id())) {
            byte[] original = Files.readAllBytes(studio.inbox.resolve(photo.path()));
            String key = studio.sim.smartProjects().get(0).prefix() + "in/" + photo.name();
            try (InputStream stored = studio.sim.store().get(studio.sim.bucket(), key)) {
                assertThat(sha256(stored.readAllBytes())).isEqualTo(sha256(original));
            }
            assertThat(photo.sha256()).isEqualTo(sha256(original));
            assertThat(new UploadRepository(studio.ledger()).findOpenUpload(photo)).isEmpty();
        }
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private List<LoggedRequest> calls(String call) {
        return studio.sim.requests(call);
    }
}
