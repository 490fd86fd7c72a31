package studio.darkroom.routes;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import studio.darkroom.ledger.Photo;
import studio.darkroom.ledger.Shoot;
import studio.darkroom.lifecycle.Step;
import studio.darkroom.testing.Await;
import studio.darkroom.testing.MinimalS3Server;
import studio.darkroom.testing.TestDarkroom;
import studio.darkroom.testing.TestPictures;

/** A store without conditions, checksums and chunks, and keys that are no file names: photos arrive, and only where they may. */
class PlainStoreTest {

    @TempDir
    static Path root;

    private static MinimalS3Server store;
    private static TestDarkroom studio;
    private static int pictures;

    @BeforeAll
    static void open() throws Exception {
        store = new MinimalS3Server();
        studio = new TestDarkroom(Files.createDirectory(root.resolve("studio")), PlainStoreTest::lanes);
    }

    private static void lanes(Map<String, String> keys) {
        keys.put("darkroom.bucket.endpoint", store.url());
        keys.put("darkroom.lanes", "default, there");
        keys.put("darkroom.lane.default.inbox", "bucket:plain/in");
        keys.put("darkroom.lane.default.archive", "move:folder:kept");
        keys.put("darkroom.lane.there.inbox", "bucket:plain/there");
        keys.put("darkroom.lane.there.delivery", "bucket:plain/out");
        keys.put("darkroom.lane.there.archive", "move:bucket:plain/kept");
        keys.put("darkroom.lane.there.ticket", keys.get("darkroom.lane.default.ticket"));
    }

    @AfterAll
    static void close() {
        studio.close();
        store.close();
    }

    @AfterEach
    void calm() {
        store.denyMethods();
        store.setStrict(false);
    }

    @ParameterizedTest
    @ValueSource(strings = {"odd//A_1.JPG", "/leading/A_1.JPG", "//A_2.JPG", "dot/./A_1.JPG", "dots/x/../../../A_1.JPG",
        "../above/A_1.JPG", "..", "colon:star*/qu?est|ion.JPG", "CON/NUL.JPG", " /blank.JPG", "end. ./A_1.JPG",
        "back\\slash/x\\..\\..\\A_1.JPG", "line\nbreak/A\r1.JPG", "bell\u0007/A_1.JPG", "rtl\u202e/GPJ.A_1.JPG"})
    void keysThatAreNoFileNamesAreDeliveredAndArchivedInsideTheirFolders(String path) throws Exception {
        String photo = path.endsWith(".JPG") ? path : path + "/A_9.JPG";
        byte[] picture = TestPictures.jpeg(++pictures);
        store.put("plain/in/" + photo, picture);
        studio.awaitListed("default", photo);
        Shoot shoot = shoot(photo);
        studio.runUntil(shoot.name(), Step.DONE);
        assertThat(studio.photos().listByShoot(shoot.id())).singleElement().satisfies(taken -> {
            assertThat(taken.path()).isEqualTo(photo);
            assertThat(taken.state()).isEqualTo(Photo.DELIVERED);
        });
        assertThat(store.get("plain/in/" + photo)).as("the original was moved").isNull();
        try (var all = Files.walk(root.resolve("studio/kept"))) {
            assertThat(all.filter(Files::isRegularFile)).as("the original is kept inside the archive")
                    .anySatisfy(file -> assertThat(file).hasBinaryContent(picture));
        }
        try (var beside = Files.list(root.resolve("studio"))) {
            assertThat(beside.map(file -> file.getFileName().toString())).doesNotContain("A_1.JPG", "above", "leading");
        }
    }

    @Test
    void theLongestKeyIsDeliveredUnderAShorterName() {
        String photo = "longest/" + "n".repeat(1024 - "in/longest/.JPG".length()) + ".JPG";
        store.put("plain/in/" + photo, TestPictures.jpeg(++pictures));
        studio.awaitListed("default", photo);
        studio.runUntil("longest", Step.DONE);
        assertThat(TestDarkroom.listFiles(studio.delivery.resolve("longest"))).hasSize(2)
                .allMatch(name -> name.getBytes(StandardCharsets.UTF_8).length <= 200);
        assertThat(store.get("plain/in/" + photo)).isNull();
    }

    @Test
    void keysThatDifferInCaseAloneBecomeTwoFiles() {
        store.put("plain/in/case/A_1.JPG", TestPictures.jpeg(++pictures));
        store.put("plain/in/case/a_1.jpg", TestPictures.jpeg(++pictures));
        studio.awaitListed("default", "case/A_1.JPG", "case/a_1.jpg");
        studio.runUntil("case", Step.DONE);
        List<String> names = TestDarkroom.listFiles(studio.delivery.resolve("case"));
        assertThat(names).hasSize(3);
        assertThat(names.stream().map(String::toLowerCase).distinct()).as("on any file system").hasSize(3);
        assertThat(TestDarkroom.listFiles(root.resolve("studio/kept/case"))).hasSize(2);
    }

    @Test
    void aDeliveryAndAnArchiveNeedNoConditionsNoChecksumsAndNoChunks() {
        store.setStrict(true);
        byte[] second = put("there/", 3).get(1);
        studio.runUntil("there", Step.DONE);
        assertThat(store.names()).contains("plain/out/there/A_1.JPG", "plain/out/there/A_2.JPG", "plain/out/there/A_3.JPG",
                "plain/out/there/receipt.json", "plain/kept/there/A_1.JPG").noneMatch(name -> name.startsWith("plain/there/there"));
        assertThat(store.headers("plain/out/there/A_1.JPG")).containsEntry("content-type", "image/jpeg")
                .containsKey("x-amz-meta-sha256").doesNotContainKeys("x-amz-trailer", "content-encoding");
        assertThat(store.get("plain/kept/there/A_2.JPG")).isEqualTo(second);
    }

    @Test
    void aStoreWithoutConditionsIsAskedForThemOnceAndThenServedAfterALook() {
        store.setStrict(true);
        put("asked/", 2);
        studio.runUntil("asked", Step.DONE);
        int calls = store.requests().size();
        put("served/", 3);
        studio.runUntil("served", Step.DONE);
        assertThat(store.requests().subList(calls, store.requests().size()).stream()
                .filter(call -> call.startsWith("PUT /plain/out/served/A_"))).hasSize(3);
        assertThat(store.names()).contains("plain/out/served/A_1.JPG", "plain/out/served/A_2.JPG", "plain/out/served/A_3.JPG");
        assertThat(store.headers("plain/out/served/A_1.JPG")).doesNotContainKey("if-none-match");
    }

    @Test
    void anObjectThatStandsThereIsNotReplacedThoughTheStoreWouldDoIt() {
        store.put("plain/out/taken/A_1.JPG", "somebody else's".getBytes(StandardCharsets.UTF_8));
        put("taken/", 1);
        studio.runUntil("taken", Step.DONE);
        assertThat(store.get("plain/out/taken/A_1.JPG")).isEqualTo("somebody else's".getBytes(StandardCharsets.UTF_8));
        assertThat(store.names()).contains("plain/out/taken/A_1-2.JPG");
    }

    @Test
    void whatMayNotBeWrittenIsAnOutageThatNamesTheBucket() {
        put("rights/", 1);
        studio.runUntil("rights", Step.DELIVER);
        store.denyMethods("PUT");
        studio.runDueShoots();
        studio.passTime(Duration.ofMinutes(1));
        assertThat(studio.outages().findActive("delivery:there")).get().satisfies(outage -> {
            assertThat(outage.code()).isEqualTo("bucket-denied");
            assertThat(outage.text()).contains("plain/out");
        });
        store.denyMethods();
        studio.runUntil("rights", Step.DONE);
    }

    private static List<byte[]> put(String folder, int photos) {
        String[] paths = IntStream.rangeClosed(1, photos).mapToObj(i -> folder + "A_" + i + ".JPG").toArray(String[]::new);
        List<byte[]> bytes = IntStream.range(0, photos).mapToObj(i -> TestPictures.jpeg(++pictures)).toList();
        for (int i = 0; i < photos; i++) {
            store.put("plain/there/" + paths[i], bytes.get(i));
        }
        studio.awaitListed("there", paths);
        return bytes;
    }

    private static Shoot shoot(String photo) {
        String folder = photo.indexOf('/') < 0 ? "" : photo.substring(0, photo.indexOf('/'));
        Await.untilTrue("the shoot", () -> studio.findShoots().stream().anyMatch(each -> each.folder().equals(folder) && !each.isEnded()));
        return studio.findShoots().stream().filter(each -> each.folder().equals(folder) && !each.isEnded()).findFirst().orElseThrow();
    }
}
