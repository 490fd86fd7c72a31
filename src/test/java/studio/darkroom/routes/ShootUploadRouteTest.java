package studio.darkroom.routes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import studio.darkroom.ledger.Photo;
import studio.darkroom.ledger.Shoot;
import studio.darkroom.lifecycle.Step;
import studio.darkroom.sim.Fault;
import studio.darkroom.sim.LoggedRequest;
import studio.darkroom.testing.SharedTestDarkroom;
import studio.darkroom.testing.TestDarkroom;
import studio.darkroom.testing.TestPictures;

/** shoot-upload: every photo gets up once, or its shoot says which one cannot and why. */
class ShootUploadRouteTest {

    @RegisterExtension
    static final SharedTestDarkroom STUDIO = new SharedTestDarkroom();

    private final TestDarkroom studio = STUDIO.get();

    @Test
    void aPhotoGoesUpWithItsLengthAndWithoutTypeOrKey() throws IOException {
        studio.dropFile("wire/A 1 b.JPG", TestPictures.jpeg(1));
        studio.dropFile("wire/Märchen + 2.JPG", TestPictures.jpeg(2));
        studio.awaitScanned("default", "wire/A 1 b.JPG", "wire/Märchen + 2.JPG");
        studio.runUntil("wire", Step.EDIT);
        List<LoggedRequest> puts = studio.sim.requests("put");
        assertThat(puts).hasSize(2).allSatisfy(put -> {
            assertThat(put.status()).isEqualTo(200);
            assertThat(put.header("Content-Type")).isNull();
            assertThat(put.header("x-api-key")).isNull();
            assertThat(put.header("Content-MD5")).isNull();
            assertThat(put.header("Transfer-Encoding")).isNull();
            assertThat(put.header("Content-Length")).isEqualTo(String.valueOf(put.bytesIn()));
            assertThat(put.query()).containsKey("X-Amz-Signature");
        });
        assertThat(puts).anyMatch(put -> put.path().endsWith("/A 1 b.JPG"));
        for (Photo photo : studio.photos().listByShoot(studio.findShoot("wire").id())) {
            String key = studio.sim.projects().get(0).prefix() + "in/" + photo.name();
            try (InputStream stored = studio.sim.store().get(studio.sim.bucket(), key)) {
                assertThat(stored).hasSameContentAs(java.nio.file.Files.newInputStream(
                        studio.inbox.resolve(photo.path())));
            }
            assertThat(photo.state()).isEqualTo(Photo.UPLOADED);
            assertThat(photo.sha256()).hasSize(64);
        }
    }

    @Test
    void photosThatFailOnTheWayAreSentAgainUntilAllAreUpAndOnlyThenEdited() {
        studio.sim.faults().add(Fault.on("put").status(500).times(2));
        studio.sim.faults().add(Fault.on("put").status(503).matching("A_3"));
        studio.sim.faults().add(Fault.on("put").expiredLink().matching("A_4"));
        studio.sim.faults().add(Fault.on("put").dropBefore().matching("A_5"));
        studio.sim.faults().add(Fault.on("put").cut().matching("A_6"));
        studio.sim.faults().add(Fault.on("put").statusAfter(500).matching("A_7"));
        studio.dropShoot("shaky", 8);
        studio.runUntil("shaky", Step.DONE);
        assertThat(studio.sim.requests("put").stream().filter(put -> put.status() != 200)).hasSizeGreaterThanOrEqualTo(6);
        assertThat(studio.sim.requests("edit")).hasSize(1);
        assertThat(studio.sim.billItems()).first().satisfies(bill -> assertThat(bill.images()).isEqualTo(8));
        long lastPut = studio.sim.requests("put").stream().mapToLong(LoggedRequest::number).max().orElseThrow();
        assertThat(studio.sim.requests("edit").get(0).number()).isGreaterThan(lastPut);
        assertThat(TestDarkroom.listFiles(studio.delivery.resolve("shaky"))).hasSize(9);
        assertThat(studio.events.findByShoot(studio.findShoot("shaky").id())).anyMatch(line -> line.startsWith("upload-missed A_4.JPG"))
                .noneMatch(line -> line.contains("X-Amz"));
    }

    @Test
    void linksThatHadExpiredAreAskedForAgain() {
        studio.sim.faults().add(Fault.on("links").expiredLink());
        studio.dropShoot("expired", 3);
        studio.runUntil("expired", Step.DONE);
        assertThat(studio.sim.requests("links")).hasSize(2);
        assertThat(studio.sim.requests("put").stream().filter(put -> put.status() == 200)).hasSize(3);
    }

    @Test
    void aRestartGoesOnWithThePhotosThatAreNotUp() {
        studio.sim.faults().add(Fault.on("put").status(503).matching("A_3").always());
        studio.sim.faults().add(Fault.on("put").status(503).matching("A_4").always());
        studio.dropShoot("restart", 4);
        studio.runUntil("restart", Step.UPLOAD);
        studio.runDueShoots();
        studio.stop();
        studio.sim.faults().clear();
        studio.start();
        studio.runUntil("restart", Step.DONE);
        assertThat(puts("A_1")).isEqualTo(1);
        assertThat(puts("A_2")).isEqualTo(1);
        assertThat(puts("A_3")).isEqualTo(2);
        assertThat(studio.sim.requests("create")).hasSize(1);
        assertThat(studio.sim.requests("links").get(1).body()).doesNotContain("A_1", "A_2");
    }

    @Test
    void aPhotoThatTheStoreKeepsRefusingIsAProblemThatNamesIt() {
        studio.sim.faults().add(Fault.on("put").expiredLink().matching("A_2").always());
        studio.dropShoot("refused", 3);
        Shoot shoot = studio.runUntil("refused", "problem");
        assertThat(shoot.trouble().code()).isEqualTo("link-expired");
        assertThat(shoot.trouble().text()).contains("A_2.JPG", "403").doesNotContain("X-Amz");
        assertThat(puts("A_2")).isEqualTo(3);
        assertThat(studio.sim.requests("edit")).isEmpty();
        studio.sim.faults().clear();
        assertThat(studio.actions().retryShoot(shoot)).isEmpty();
        studio.runUntil("refused", Step.DONE);
        assertThat(puts("A_1")).isEqualTo(1);
    }

    @Test
    void aStoreThatIsDownIsAnOutageAndNothingIsLost() {
        studio.sim.faults().add(Fault.on("put").status(503).always());
        studio.dropShoot("down", 2);
        Shoot shoot = studio.runUntil("down", "outage");
        assertThat(shoot.trouble().code()).isEqualTo("store-down");
        studio.sim.faults().clear();
        studio.runUntil("down", Step.DONE);
        assertThat(studio.sim.requests("edit")).hasSize(1);
    }

    @Test
    void aPhotoChangedAfterGatheringIsAProblemUntilItIsPutBack() {
        studio.dropShoot("changed", 2);
        studio.runUntil("changed", Step.UPLOAD);
        studio.dropFile("changed/A_2.JPG", TestPictures.jpeg(77));
        Shoot shoot = studio.runUntil("changed", "problem");
        assertThat(shoot.trouble().code()).isEqualTo("photo-changed");
        assertThat(shoot.trouble().text()).contains("changed/A_2.JPG");
        assertThat(studio.sim.requests("edit")).isEmpty();
        studio.dropFile("changed/A_2.JPG", TestPictures.jpeg(1));
        assertThat(studio.actions().retryShoot(shoot)).isEmpty();
        studio.runUntil("changed", Step.DONE);
        assertThat(studio.sim.billItems()).first().satisfies(bill -> assertThat(bill.images()).isEqualTo(2));
    }

    @Test
    void aPhotoTakenAwayAfterGatheringIsAProblemThatNamesIt() {
        studio.dropShoot("gone", 2);
        studio.runUntil("gone", Step.UPLOAD);
        studio.removeFile("gone/A_1.JPG");
        Shoot shoot = studio.runUntil("gone", "problem");
        assertThat(shoot.trouble().code()).isEqualTo("photo-gone");
        assertThat(shoot.trouble().text()).contains("gone/A_1.JPG");
        studio.dropFile("gone/A_1.JPG", TestPictures.jpeg(0));
        assertThat(studio.actions().retryShoot(shoot)).isEmpty();
        studio.runUntil("gone", Step.DONE);
    }

    @Test
    void fifteenHundredPhotosGoThroughInSlicesOfAHundred() {
        studio.sim.switches().set("result-bytes", 4000);
        byte[] photo = TestPictures.smallJpeg(1);
        String[] paths = IntStream.range(0, 1500).mapToObj(i -> "many/P_%04d.JPG".formatted(i)).toArray(String[]::new);
        for (String path : paths) {
            studio.dropFile(path, photo);
        }
        studio.awaitScanned("default", paths);
        studio.runUntil("many", Step.DONE);
        assertThat(studio.sim.requests("links")).hasSize(15).allSatisfy(links ->
                assertThat(links.body().split("file_name", -1).length - 1).isEqualTo(100));
        assertThat(studio.sim.requests("put")).hasSize(1500);
        assertThat(studio.sim.billItems()).first().satisfies(bill -> assertThat(bill.images()).isEqualTo(1500));
        assertThat(TestDarkroom.listFiles(studio.delivery.resolve("many"))).hasSize(1501);
        assertThat(studio.photos().listByShoot(studio.findShoot("many").id())).hasSize(1500)
                .allMatch(each -> each.state().equals(Photo.DELIVERED));
    }

    private long puts(String name) {
        return studio.sim.requests("put").stream().filter(put -> put.path().contains(name)).count();
    }
}
