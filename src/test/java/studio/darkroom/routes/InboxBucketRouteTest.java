package studio.darkroom.routes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.camel.health.HealthCheck;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import studio.darkroom.inbox.BucketLook;
import studio.darkroom.ledger.Photo;
import studio.darkroom.ledger.Shoot;
import studio.darkroom.ledger.Sightings;
import studio.darkroom.ledger.Step;
import studio.darkroom.ledger.Views;
import studio.darkroom.report.ReadyCheck;
import studio.darkroom.report.Reports;
import studio.darkroom.sim.Fault;
import studio.darkroom.testing.Pictures;
import studio.darkroom.testing.SharedStudio;
import studio.darkroom.testing.Studio;
import studio.darkroom.testing.Until;

/** inbox-bucket: sees what lies in a lane's part of a bucket on every page, tells it once, and opens nothing. */
class InboxBucketRouteTest {

    private static final String BUCKET = "inbox-route";

    @RegisterExtension
    static final SharedStudio STUDIO = new SharedStudio(InboxBucketRouteTest::lanes);

    private final Studio studio = STUDIO.get();

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
            studio.put(BUCKET, "in/smith/A_" + i + ".JPG", Pictures.jpeg(i));
        }
        studio.told("default", "smith/A_1.JPG", "smith/A_2.JPG", "smith/A_3.JPG");
        studio.until("smith", Step.DONE);
        assertThat(Studio.files(studio.delivery.resolve("smith"))).containsExactly("A_1.JPG", "A_2.JPG", "A_3.JPG", "receipt.json");
        assertThat(studio.photos().of(studio.shoot("smith").id())).extracting(Photo::state).containsOnly(Photo.DELIVERED);
        assertThat(studio.got(BUCKET, "in/smith/A_2.JPG")).isEqualTo(Pictures.jpeg(2));
    }

    @Test
    void nothingIsOpenedByLookingAndWhatWasToldIsNotToldAgain() {
        studio.put(BUCKET, "in/idle/A_1.JPG", Pictures.jpeg(1));
        studio.told("default", "idle/A_1.JPG");
        int before = studio.sim.requests("store-list").size();
        Until.holds("further looks", () -> studio.sim.requests("store-list").size() > before + 4);
        assertThat(gets("in/idle")).isZero();
        assertThat(look("default").last().fresh()).isZero();
        studio.stop();
        studio.start();
        Until.holds("a look after the restart", () -> look("default").last().objects() > 0);
        assertThat(look("default").last().fresh()).isZero();
        assertThat(studio.shoots().stream().filter(shoot -> shoot.folder().equals("idle"))).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({"999, 2", "1000, 2", "1001, 3", "2500, 4"})
    void everyPageOfEveryListingIsRead(int keys, int calls) {
        studio.sim.store().empty("inbox-pages");
        IntStream.range(0, keys).forEach(i -> studio.put("inbox-pages", "big-" + keys + "/A_" + i + ".JPG", new byte[] {1}));
        Until.holds("a look at all of them", () -> look("pages").last().objects() == keys && look("pages").last().fresh() == 0);
        // The store of the tests shows what is being put under a name of its own.
        assertThat(look("pages").last().calls()).isEqualTo(calls);
        assertThat(new Sightings(studio.ledger()).memory("pages").stream()
                .filter(seen -> seen.path().startsWith("big-" + keys + "/") && seen.path().endsWith(".JPG"))).hasSize(keys);
        assertThat(gets("big-")).isZero();
        assertThat(studio.bean("reports", Reports.class).lanes()).filteredOn(lane -> lane.get("name").equals("pages"))
                .extracting(lane -> lane.get("listing")).containsExactly(Map.of("calls", calls, "objects", (long) keys, "new", 0L));
    }

    @ParameterizedTest
    @ValueSource(strings = {"plus+and space/A 1+2.JPG", "Müller & Söhne/Größe_ß.JPG", "deep/a/b/c/d.JPG",
        "per%20cent/100%.JPG", "quotes'\"/it's.JPG", "日本/写真.JPG", "semi;colon=and?query#hash/a&b.JPG"})
    void keysOfAllKindsAreTakenLetterByLetter(String path) {
        studio.put(BUCKET, "in/" + path, Pictures.jpeg(path.length()));
        studio.told("default", path);
        String folder = path.substring(0, path.indexOf('/'));
        Shoot shoot = studio.shoots().stream().filter(each -> each.folder().equals(folder)).findFirst().orElseThrow();
        studio.until(shoot.name(), Step.DONE);
        assertThat(studio.photos().of(shoot.id())).singleElement().satisfies(photo -> {
            assertThat(photo.path()).isEqualTo(path);
            assertThat(photo.state()).isEqualTo(Photo.DELIVERED);
        });
    }

    @Test
    void aVeryLongKeyIsTaken() {
        String path = "long/" + "n".repeat(180) + "/" + "m".repeat(180) + "/" + "o".repeat(180) + ".JPG";
        studio.put(BUCKET, "in/" + path, Pictures.jpeg(4));
        studio.told("default", path);
        studio.until("long", Step.DONE);
    }

    @Test
    void namesOfFoldersAndWhatLiesBesideThePrefixAreNoPhotos() {
        studio.put(BUCKET, "in/empty/", new byte[0]);
        studio.put(BUCKET, "inside/A_9.JPG", Pictures.jpeg(9));
        studio.put(BUCKET, "in/beside/A_1.JPG", Pictures.jpeg(1));
        studio.told("default", "beside/A_1.JPG");
        assertThat(new Sightings(studio.ledger()).memory("default")).extracting(Sightings.Seen::path)
                .noneMatch(path -> path.contains("A_9") || path.startsWith("empty"));
    }

    @Test
    void aMarkerClosesAShootAndATicketInTheBucketIsRead() {
        studio.put(BUCKET, "in/marked/A_1.JPG", Pictures.jpeg(1));
        studio.put(BUCKET, "in/marked/darkroom.yaml", "profile: ELEGANT HOME 2\n".getBytes(java.nio.charset.StandardCharsets.UTF_8));
        studio.put(BUCKET, "in/marked/_READY", new byte[0]);
        studio.told("default", "marked/A_1.JPG", "marked/_READY", "marked/darkroom.yaml");
        studio.pass(Duration.ofSeconds(2));
        Shoot shoot = studio.shoot("marked");
        assertThat(shoot.step()).isNotEqualTo(Step.GATHER);
        assertThat(shoot.ticket().profile()).isEqualTo("ELEGANT HOME 2");
    }

    @Test
    void anObjectThatIsNotWholeIsSeenByItsHeadAndTailAlone() {
        byte[] large = Pictures.noise(3, 2400);
        studio.put(BUCKET, "in/large/A_1.JPG", large);
        studio.put(BUCKET, "in/large/A_2.JPG", java.util.Arrays.copyOf(large, large.length - 1000));
        studio.told("default", "large/A_1.JPG", "large/A_2.JPG");
        studio.pass(Duration.ofSeconds(40));
        assertThat(studio.shoot("large").step()).isEqualTo(Step.GATHER);
        assertThat(studio.photos().of(studio.shoot("large").id())).filteredOn(photo -> photo.why() != null)
                .extracting(Photo::path).containsExactly("large/A_2.JPG");
        long whole = studio.sim.requests("get").stream().filter(get -> get.path().contains("large/A_1"))
                .mapToLong(get -> get.bytesOut()).sum();
        assertThat(whole).isPositive().isLessThan(600_000);
        assertThat(studio.sim.requests("get").stream().filter(get -> get.path().contains("large/")))
                .allMatch(get -> get.header("Range") != null);
    }

    @Test
    void theSamePhotoPutAgainIsTheSameAndAnotherUnderItsKeyIsNot() {
        studio.put(BUCKET, "in/again/A_1.JPG", Pictures.jpeg(1));
        studio.told("default", "again/A_1.JPG");
        studio.until("again", Step.DONE);
        studio.put(BUCKET, "in/again/A_1.JPG", Pictures.jpeg(1));
        int before = studio.sim.requests("store-list").size();
        Until.holds("two more looks", () -> studio.sim.requests("store-list").size() > before + 4);
        assertThat(studio.shoots().stream().filter(shoot -> shoot.folder().equals("again"))).hasSize(1);
        studio.put(BUCKET, "in/again/A_1.JPG", Pictures.jpeg(2));
        Until.holds("the supplement", () -> studio.shoots().stream().filter(shoot -> shoot.folder().equals("again")).count() == 2);
        assertThat(studio.until("again-2", "decision").trouble().code()).isEqualTo("originals-changed");
    }

    @Test
    void anObjectThatIsReplacedAfterItWasGatheredIsNotSent() {
        studio.put(BUCKET, "in/swapped/A_1.JPG", Pictures.jpeg(1));
        studio.told("default", "swapped/A_1.JPG");
        studio.until("swapped", Step.UPLOAD);
        studio.put(BUCKET, "in/swapped/A_1.JPG", Pictures.jpeg(2));
        assertThat(studio.until("swapped", "problem").trouble().code()).isEqualTo("photo-changed");
        assertThat(studio.sim.requests("put").stream().filter(put -> put.status() == 200)).isEmpty();
    }

    @Test
    void aStreamThatBreaksInTheMiddleBeginsAnewAndThePhotoArrivesWhole() {
        byte[] large = Pictures.large(7, 3 << 20);
        studio.put(BUCKET, "in/broken/A_1.JPG", large);
        studio.told("default", "broken/A_1.JPG");
        studio.until("broken", Step.UPLOAD);
        studio.sim.faults().add(Fault.on("get").cut().matching("broken/A_1").times(2));
        studio.until("broken", Step.DONE);
        assertThat(studio.photos().of(studio.shoot("broken").id())).singleElement()
                .satisfies(photo -> assertThat(photo.state()).isEqualTo(Photo.DELIVERED));
        assertThat(studio.sim.requests("put").stream().filter(put -> put.status() == 200)
                .mapToLong(put -> put.bytesIn())).containsExactly((long) large.length);
        assertThat(studio.sim.requests("put")).allMatch(put -> put.header("Transfer-Encoding") == null);
    }

    @Test
    void aBucketThatCannotBeListedIsAnOutageAndGoesOnWhenItCan() {
        studio.put(BUCKET, "in/out/A_1.JPG", Pictures.jpeg(1));
        studio.told("default", "out/A_1.JPG");
        studio.sim.faults().add(Fault.on("store-list").status(503).always());
        Until.holds("the outage", () -> studio.outages().standing("inbox:default").isPresent());
        assertThat(studio.outages().standing("inbox:default").orElseThrow().text()).contains(BUCKET + "/in").contains("503");
        ReadyCheck ready = new ReadyCheck(studio.settings().lanes(), new Views(studio.ledger()), studio.outages());
        assertThat(ready.call().getState()).isEqualTo(HealthCheck.State.DOWN);
        assertThat(ready.call().getMessage()).get().asString().contains(BUCKET + "/in");
        studio.pass(Duration.ofMinutes(5));
        assertThat(studio.shoot("out").state()).isEqualTo("outage");
        studio.sim.faults().clear();
        Until.holds("it is over", () -> studio.outages().standing("inbox:default").isEmpty());
        Until.holds("it is ready", () -> ready.call().getState() == HealthCheck.State.UP);
        ready.close();
        studio.until("out", Step.DONE);
    }

    @Test
    void aPhotoThatIsTakenAwayWhileItGathersTakesNoPart() {
        studio.put(BUCKET, "in/fewer/A_1.JPG", Pictures.jpeg(1));
        studio.put(BUCKET, "in/fewer/A_2.JPG", Pictures.jpeg(2));
        studio.told("default", "fewer/A_1.JPG", "fewer/A_2.JPG");
        studio.fire();
        studio.delete(BUCKET, "in/fewer/A_2.JPG");
        studio.until("fewer", Step.DONE);
        assertThat(Studio.files(studio.delivery.resolve("fewer"))).containsExactly("A_1.JPG", "receipt.json");
    }

    @Test
    void anObjectThatWasPutInPartsIsAPhotoLikeAnyOther() {
        byte[] large = Pictures.large(9, 6 << 20);
        studio.inParts(BUCKET, "in/parts/A_1.JPG", large);
        studio.told("default", "parts/A_1.JPG");
        assertThat(new Sightings(studio.ledger()).memory("default").stream().filter(seen -> seen.path().equals("parts/A_1.JPG")))
                .singleElement().satisfies(seen -> assertThat(seen.etag()).contains("-2"));
        studio.until("parts", Step.DONE);
    }

    @Test
    void aPictureTouchedUpByHandReplacesAResultOfALaneWhoseInboxIsABucket() throws IOException {
        studio.put(BUCKET, "in/touched/A_1.JPG", Pictures.jpeg(11));
        studio.told("default", "touched/A_1.JPG");
        studio.until("touched", Step.DONE);
        Path mine = studio.delivery.resolveSibling("touched-up").resolve("touched/A_1.JPG");
        Files.createDirectories(mine.getParent());
        Files.write(mine, Pictures.jpeg(12));
        Until.holds("it took its place", () -> {
            studio.pass(Duration.ofSeconds(40));
            return studio.diary.all().stream().anyMatch(line -> line.contains("replaced A_1.JPG by touched/"))
                    && studio.shoot("touched").step().equals(Step.DONE);
        });
        assertThat(studio.delivery.resolve("touched/A_1.JPG")).hasBinaryContent(Pictures.jpeg(12));
        assertThat(studio.got(BUCKET, "in/touched/A_1.JPG")).isEqualTo(Pictures.jpeg(11));
    }

    private long gets(String part) {
        return studio.sim.requests("get").stream().filter(get -> URI.create(get.path().replace(' ', '_')).getPath()
                .contains(part)).count();
    }

    private BucketLook look(String lane) {
        return studio.bean("look-" + lane, BucketLook.class);
    }
}
