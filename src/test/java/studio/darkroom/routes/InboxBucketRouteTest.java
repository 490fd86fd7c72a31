package studio.darkroom.routes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.camel.health.HealthCheck;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import studio.darkroom.api.HealthEndpoint.ReadinessCheck;
import studio.darkroom.api.Reports;
import studio.darkroom.api.Reports.LaneReport;
import studio.darkroom.inbox.BucketScan;
import studio.darkroom.ledger.InboxFiles;
import studio.darkroom.ledger.Photo;
import studio.darkroom.ledger.ReportQueries;
import studio.darkroom.ledger.Shoot;
import studio.darkroom.lifecycle.Step;
import studio.darkroom.sim.Fault;
import studio.darkroom.testing.Await;
import studio.darkroom.testing.SharedTestDarkroom;
import studio.darkroom.testing.TestDarkroom;
import studio.darkroom.testing.TestPictures;

/** inbox-bucket: sees what lies in a lane's part of a bucket on every page, tells it once, and opens nothing. */
class InboxBucketRouteTest {

    private static final String BUCKET = "inbox-route";

    @RegisterExtension
    static final SharedTestDarkroom STUDIO = new SharedTestDarkroom(InboxBucketRouteTest::lanes);

    private final TestDarkroom studio = STUDIO.get();

    private static void lanes(Map<String, String> keys) {
        ShootReplaceRouteTest.keys(keys);
        keys.put("darkroom.lane.default.inbox", "bucket:" + BUCKET + "/in");
        keys.put("darkroom.lanes", "default, pages");
        keys.put("darkroom.lane.pages.inbox", "bucket:inbox-pages");
        keys.put("darkroom.lane.pages.delivery", "folder:out-pages");
    }

    @Test
    void aShootGoesFromABucketToTheVendorAndIsDelivered() {
        for (int i = 1; i <= 3; i++) {
            studio.buckets.putObject(BUCKET, "in/smith/A_" + i + ".JPG", TestPictures.jpeg(i));
        }
        studio.awaitListed("default", "smith/A_1.JPG", "smith/A_2.JPG", "smith/A_3.JPG");
        studio.runUntil("smith", Step.DONE);
        assertThat(TestDarkroom.listFiles(studio.delivery.resolve("smith"))).containsExactly("A_1.JPG", "A_2.JPG", "A_3.JPG", "receipt.json");
        assertThat(studio.photos().listByShoot(studio.findShoot("smith").id())).extracting(Photo::state).containsOnly(Photo.DELIVERED);
        assertThat(studio.buckets.getObject(BUCKET, "in/smith/A_2.JPG")).isEqualTo(TestPictures.jpeg(2));
    }

    @Test
    void nothingIsOpenedByLookingAndWhatWasToldIsNotToldAgain() {
        studio.buckets.putObject(BUCKET, "in/idle/A_1.JPG", TestPictures.jpeg(1));
        studio.awaitListed("default", "idle/A_1.JPG");
        int before = studio.sim.requests("store-list").size();
        Await.untilTrue("further looks", () -> studio.sim.requests("store-list").size() > before + 4);
        assertThat(gets("in/idle")).isZero();
        assertThat(look("default").getLastTotals().newObjects()).isZero();
        studio.stop();
        studio.start();
        Await.untilTrue("a look after the restart", () -> look("default").getLastTotals().objects() > 0);
        assertThat(look("default").getLastTotals().newObjects()).isZero();
        assertThat(studio.findShoots().stream().filter(shoot -> shoot.folder().equals("idle"))).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({"999, 2", "1000, 2", "1001, 3", "2500, 4"})
    void everyPageOfEveryListingIsRead(int keys, int calls) {
        studio.sim.store().emptyBucket("inbox-pages");
        IntStream.range(0, keys).forEach(i -> studio.buckets.putObject("inbox-pages", "big-" + keys + "/A_" + i + ".JPG", new byte[] {1}));
        Await.untilTrue("a look at all of them", () -> look("pages").getLastTotals().objects() == keys && look("pages").getLastTotals().newObjects() == 0);
        // The store of the tests shows what is being put under a name of its own.
        assertThat(look("pages").getLastTotals().calls()).isEqualTo(calls);
        assertThat(new InboxFiles(studio.ledger()).listKnownFiles("pages").stream()
                .filter(seen -> seen.path().startsWith("big-" + keys + "/") && seen.path().endsWith(".JPG"))).hasSize(keys);
        assertThat(gets("big-")).isZero();
        assertThat(studio.findBean("reports", Reports.class).listLanes()).filteredOn(lane -> lane.name().equals("pages"))
                .extracting(LaneReport::listing).containsExactly(new LaneReport.Listing(calls, keys, 0));
    }

    @ParameterizedTest
    @ValueSource(strings = {"plus+and space/A 1+2.JPG", "Müller & Söhne/Größe_ß.JPG", "deep/a/b/c/d.JPG",
        "per%20cent/100%.JPG", "quotes'\"/it's.JPG", "日本/写真.JPG", "semi;colon=and?query#hash/a&b.JPG"})
    void keysOfAllKindsAreTakenLetterByLetter(String path) {
        studio.buckets.putObject(BUCKET, "in/" + path, TestPictures.jpeg(path.length()));
        studio.awaitListed("default", path);
        String folder = path.substring(0, path.indexOf('/'));
        Shoot shoot = studio.findShoots().stream().filter(each -> each.folder().equals(folder)).findFirst().orElseThrow();
        studio.runUntil(shoot.name(), Step.DONE);
        assertThat(studio.photos().listByShoot(shoot.id())).singleElement().satisfies(photo -> {
            assertThat(photo.path()).isEqualTo(path);
            assertThat(photo.state()).isEqualTo(Photo.DELIVERED);
        });
    }

    @Test
    void aVeryLongKeyIsTaken() {
        String path = "long/" + "n".repeat(180) + "/" + "m".repeat(180) + "/" + "o".repeat(180) + ".JPG";
        studio.buckets.putObject(BUCKET, "in/" + path, TestPictures.jpeg(4));
        studio.awaitListed("default", path);
        studio.runUntil("long", Step.DONE);
    }

    @Test
    void namesOfFoldersAndWhatLiesBesideThePrefixAreNoPhotos() {
        studio.buckets.putObject(BUCKET, "in/empty/", new byte[0]);
        studio.buckets.putObject(BUCKET, "inside/A_9.JPG", TestPictures.jpeg(9));
        studio.buckets.putObject(BUCKET, "in/beside/A_1.JPG", TestPictures.jpeg(1));
        studio.awaitListed("default", "beside/A_1.JPG");
        assertThat(new InboxFiles(studio.ledger()).listKnownFiles("default")).extracting(InboxFiles.KnownFile::path)
                .noneMatch(path -> path.contains("A_9") || path.startsWith("empty"));
    }

    @Test
    void aMarkerClosesAShootAndATicketInTheBucketIsRead() {
        studio.buckets.putObject(BUCKET, "in/marked/A_1.JPG", TestPictures.jpeg(1));
        studio.buckets.putObject(BUCKET, "in/marked/darkroom.yaml", "profile: ELEGANT HOME 2\n".getBytes(java.nio.charset.StandardCharsets.UTF_8));
        studio.buckets.putObject(BUCKET, "in/marked/_READY", new byte[0]);
        studio.awaitListed("default", "marked/A_1.JPG", "marked/_READY", "marked/darkroom.yaml");
        studio.passTime(Duration.ofSeconds(5));
        Shoot shoot = studio.findShoot("marked");
        assertThat(shoot.step()).isNotEqualTo(Step.GATHER);
        assertThat(shoot.ticket().profile()).isEqualTo("ELEGANT HOME 2");
    }

    @Test
    void anObjectThatIsNotWholeIsSeenByItsHeadAndTailAlone() {
        byte[] large = TestPictures.noiseJpeg(3, 2400);
        studio.buckets.putObject(BUCKET, "in/large/A_1.JPG", large);
        studio.buckets.putObject(BUCKET, "in/large/A_2.JPG", java.util.Arrays.copyOf(large, large.length - 1000));
        studio.awaitListed("default", "large/A_1.JPG", "large/A_2.JPG");
        studio.passTime(Duration.ofSeconds(40));
        assertThat(studio.findShoot("large").step()).isEqualTo(Step.GATHER);
        assertThat(studio.photos().listByShoot(studio.findShoot("large").id())).filteredOn(photo -> photo.reason() != null)
                .extracting(Photo::path).containsExactly("large/A_2.JPG");
        long whole = studio.sim.requests("get").stream().filter(get -> get.path().contains("large/A_1"))
                .mapToLong(get -> get.bytesOut()).sum();
        assertThat(whole).isPositive().isLessThan(600_000);
        assertThat(studio.sim.requests("get").stream().filter(get -> get.path().contains("large/")))
                .allMatch(get -> get.header("Range") != null);
    }

    @Test
    void theSamePhotoPutAgainIsTheSameAndAnotherUnderItsKeyIsNot() {
        studio.buckets.putObject(BUCKET, "in/again/A_1.JPG", TestPictures.jpeg(1));
        studio.awaitListed("default", "again/A_1.JPG");
        studio.runUntil("again", Step.DONE);
        studio.buckets.putObject(BUCKET, "in/again/A_1.JPG", TestPictures.jpeg(1));
        int before = studio.sim.requests("store-list").size();
        Await.untilTrue("two more looks", () -> studio.sim.requests("store-list").size() > before + 4);
        assertThat(studio.findShoots().stream().filter(shoot -> shoot.folder().equals("again"))).hasSize(1);
        studio.buckets.putObject(BUCKET, "in/again/A_1.JPG", TestPictures.jpeg(2));
        Await.untilTrue("the supplement", () -> studio.findShoots().stream().filter(shoot -> shoot.folder().equals("again")).count() == 2);
        assertThat(studio.runUntil("again-2", "decision").trouble().code()).isEqualTo("originals-changed");
    }

    @Test
    void anObjectThatIsReplacedAfterItWasGatheredIsNotSent() {
        studio.buckets.putObject(BUCKET, "in/swapped/A_1.JPG", TestPictures.jpeg(1));
        studio.awaitListed("default", "swapped/A_1.JPG");
        studio.runUntil("swapped", Step.UPLOAD);
        studio.buckets.putObject(BUCKET, "in/swapped/A_1.JPG", TestPictures.jpeg(2));
        assertThat(studio.runUntil("swapped", "problem").trouble().code()).isEqualTo("photo-changed");
        assertThat(studio.sim.requests("put").stream().filter(put -> put.status() == 200)).isEmpty();
    }

    @Test
    void brokenStream_isRestarted_andPhotoIsComplete() {
        byte[] large = TestPictures.largeJpeg(7, 3 << 20);
        studio.buckets.putObject(BUCKET, "in/broken/A_1.JPG", large);
        studio.awaitListed("default", "broken/A_1.JPG");
        studio.runUntil("broken", Step.UPLOAD);
        studio.sim.faults().add(Fault.on("get").cut().matching("broken/A_1").times(2));
        studio.runUntil("broken", Step.DONE);
        assertThat(studio.photos().listByShoot(studio.findShoot("broken").id())).singleElement()
                .satisfies(photo -> assertThat(photo.state()).isEqualTo(Photo.DELIVERED));
        assertThat(studio.sim.requests("put").stream().filter(put -> put.status() == 200)
                .mapToLong(put -> put.bytesIn())).containsExactly((long) large.length);
        assertThat(studio.sim.requests("put")).allMatch(put -> put.header("Transfer-Encoding") == null);
    }

    @Test
    void aBucketThatCannotBeListedIsAnOutageAndGoesOnWhenItCan() {
        studio.buckets.putObject(BUCKET, "in/out/A_1.JPG", TestPictures.jpeg(1));
        studio.awaitListed("default", "out/A_1.JPG");
        studio.sim.faults().add(Fault.on("store-list").status(503).always());
        Await.untilTrue("the outage", () -> studio.outages().findActive("inbox:default").isPresent());
        assertThat(studio.outages().findActive("inbox:default").orElseThrow().text()).contains(BUCKET + "/in").contains("503");
        ReadinessCheck ready = new ReadinessCheck(studio.loadSettings().lanes(), new ReportQueries(studio.ledger()), studio.outages());
        assertThat(ready.call().getState()).isEqualTo(HealthCheck.State.DOWN);
        assertThat(ready.call().getMessage()).get().asString().contains(BUCKET + "/in");
        studio.passTime(Duration.ofMinutes(5));
        assertThat(studio.findShoot("out").state()).isEqualTo("outage");
        studio.sim.faults().clear();
        Await.untilTrue("it is over", () -> studio.outages().findActive("inbox:default").isEmpty());
        Await.untilTrue("it is ready", () -> ready.call().getState() == HealthCheck.State.UP);
        ready.close();
        studio.runUntil("out", Step.DONE);
    }

    @Test
    void aPhotoThatIsTakenAwayWhileItGathersTakesNoPart() {
        studio.buckets.putObject(BUCKET, "in/fewer/A_1.JPG", TestPictures.jpeg(1));
        studio.buckets.putObject(BUCKET, "in/fewer/A_2.JPG", TestPictures.jpeg(2));
        studio.awaitListed("default", "fewer/A_1.JPG", "fewer/A_2.JPG");
        studio.runDueShoots();
        studio.buckets.deleteObject(BUCKET, "in/fewer/A_2.JPG");
        studio.runUntil("fewer", Step.DONE);
        assertThat(TestDarkroom.listFiles(studio.delivery.resolve("fewer"))).containsExactly("A_1.JPG", "receipt.json");
    }

    @Test
    void anObjectThatWasPutInPartsIsAPhotoLikeAnyOther() {
        byte[] large = TestPictures.largeJpeg(9, 6 << 20);
        studio.buckets.putMultipart(BUCKET, "in/parts/A_1.JPG", large);
        studio.awaitListed("default", "parts/A_1.JPG");
        assertThat(new InboxFiles(studio.ledger()).listKnownFiles("default").stream().filter(seen -> seen.path().equals("parts/A_1.JPG")))
                .singleElement().satisfies(seen -> assertThat(seen.etag()).contains("-2"));
        studio.runUntil("parts", Step.DONE);
    }

    @Test
    void touchedUpPicture_bucketInbox_replacesResult() throws IOException {
        studio.buckets.putObject(BUCKET, "in/touched/A_1.JPG", TestPictures.jpeg(11));
        studio.awaitListed("default", "touched/A_1.JPG");
        studio.runUntil("touched", Step.DONE);
        Path mine = studio.delivery.resolveSibling("touched-up").resolve("touched/A_1.JPG");
        Files.createDirectories(mine.getParent());
        Files.write(mine, TestPictures.jpeg(12));
        Await.untilTrue("it took its place", () -> {
            studio.passTime(Duration.ofSeconds(40));
            return studio.events.findAll().stream().anyMatch(line -> line.contains("replaced A_1.JPG by touched/"))
                    && studio.findShoot("touched").step().equals(Step.DONE);
        });
        assertThat(studio.delivery.resolve("touched/A_1.JPG")).hasBinaryContent(TestPictures.jpeg(12));
        assertThat(studio.buckets.getObject(BUCKET, "in/touched/A_1.JPG")).isEqualTo(TestPictures.jpeg(11));
    }

    private long gets(String part) {
        return studio.sim.requests("get").stream().filter(get -> URI.create(get.path().replace(' ', '_')).getPath()
                .contains(part)).count();
    }

    private BucketScan look(String lane) {
        return studio.findBean("scan-" + lane, BucketScan.class);
    }
}
