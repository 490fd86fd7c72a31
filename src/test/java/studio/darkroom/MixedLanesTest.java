package studio.darkroom;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import studio.darkroom.ledger.Shoot;
import studio.darkroom.lifecycle.Step;
import studio.darkroom.sim.BillItem;
import studio.darkroom.sim.LoggedRequest;
import studio.darkroom.testing.Await;
import studio.darkroom.testing.TestDarkroom;
import studio.darkroom.testing.TestPictures;

/** Three lanes of three vendors in one process, worked on at the same time: nothing of one gets into another. */
class MixedLanesTest {

    private static final Map<String, String> LANES = new LinkedHashMap<>(Map.of("weddings", "imagen", "portraits",
            "imagen-smart", "listings", "fotolabs"));

    @TempDir
    Path folder;

    @Test
    void eachShootComesBackFromTheVendorOfItsLaneAndIsBilledThereOnce() {
        try (TestDarkroom studio = new TestDarkroom(folder, this::lanes)) {
            drop("weddings", "smith/D_1.NEF", TestPictures.nef(1));
            drop("weddings", "smith/D_2.NEF", TestPictures.nef(2));
            drop("portraits", "smith/P_1.JPG", TestPictures.jpeg(3));
            drop("portraits", "smith/P_2.JPG", TestPictures.jpeg(4));
            for (int frame = 1; frame <= 3; frame++) {
                int shutter = frame == 1 ? 250 : 60 * frame * frame;
                drop("listings", "smith/L_" + frame + ".NEF", TestPictures.bracketFrame(5, frame - 1, shutter));
            }
            studio.awaitScanned("weddings", "smith/D_1.NEF", "smith/D_2.NEF");
            studio.awaitScanned("portraits", "smith/P_1.JPG", "smith/P_2.JPG");
            studio.awaitScanned("listings", "smith/L_1.NEF", "smith/L_2.NEF", "smith/L_3.NEF");
            work(studio);
            assertThat(studio.findShoots()).hasSize(3).allSatisfy(shoot -> {
                assertThat(shoot.step()).as(shoot.lane()).isEqualTo(Step.DONE);
                assertThat(shoot.vendor()).isEqualTo(LANES.get(shoot.lane()));
            });
            assertThat(delivered("weddings")).containsExactly("smith/D_1.JPG", "smith/D_2.JPG", "smith/receipt.json");
            assertThat(delivered("portraits")).containsExactly("smith/P_1.JPEG", "smith/P_2.JPEG", "smith/receipt.json");
            assertThat(delivered("listings")).containsExactly("smith/L_1.jpg", "smith/receipt.json");
            assertThat(studio.sim.billItems()).extracting(BillItem::action)
                    .containsExactlyInAnyOrder("edit", "export", "i2i-edit", "fotolabs-process");
            assertThat(studio.sim.billItems()).filteredOn(bill -> bill.action().equals("fotolabs-process"))
                    .singleElement().satisfies(bill -> assertThat(bill.images()).isEqualTo(3));
            keys(studio);
        }
    }

    private void lanes(Map<String, String> keys) {
        keys.keySet().removeIf(key -> key.startsWith("darkroom.lane."));
        keys.put("darkroom.lanes", String.join(",", LANES.keySet()));
        LANES.forEach((lane, vendor) -> {
            keys.put("darkroom.lane." + lane + ".vendor", vendor);
            for (String place : List.of("inbox", "delivery")) {
                keys.put("darkroom.lane." + lane + "." + place, "folder:" + mkdir(place, lane));
            }
        });
        try {
            keys.put("darkroom.lane.weddings.ticket",
                    Files.writeString(folder.resolve("weddings.yaml"), "profile: ELEGANT HOME\n").toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Fires all that are due at the same time, and moves the clock when none is. */
    private static void work(TestDarkroom studio) {
        for (int round = 0; round < 400; round++) {
            List<Shoot> waiting = studio.ledger().listSchedulable();
            if (waiting.isEmpty()) {
                return;
            }
            if (waiting.stream().anyMatch(shoot -> shoot.step().word().startsWith("await-"))) {
                Await.isTrueWithin(Duration.ofMillis(50), studio::isSimulatorDone);
            }
            Instant now = studio.clock.instant();
            List<Shoot> due = waiting.stream().filter(shoot -> !shoot.dueAt().isAfter(now)).toList();
            if (due.isEmpty()) {
                studio.clock.set(waiting.stream().map(Shoot::dueAt).min(Instant::compareTo).orElseThrow());
            }
            due.parallelStream().forEach(shoot -> studio.runner().runShoot(shoot.id()));
        }
    }

    /** The key of each vendor was shown to its API on every call, and to nobody else. */
    private static void keys(TestDarkroom studio) {
        Map<String, String> hashes = Map.of("imagen x-api-key", hash(studio.sim.key()),
                "fotolabs Authorization", hash("Bearer " + studio.sim.fotolabsKey()));
        assertThat(studio.sim.requests()).extracting(LoggedRequest::server).contains("imagen", "store", "fotolabs",
                "fotolabs-store", "fotolabs-cdn");
        assertThat(studio.sim.requests()).allSatisfy(call -> {
            for (String header : List.of("x-api-key", "Authorization")) {
                assertThat(call.header(header)).as("%s of %s %s", header, call.server(), call.call())
                        .isEqualTo(hashes.get(call.server() + " " + header));
            }
        });
    }

    private static String hash(String secret) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(secret.getBytes(StandardCharsets.UTF_8));
            return "sha256:" + HexFormat.of().formatHex(digest, 0, 6);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private List<String> delivered(String lane) {
        return TestDarkroom.listFiles(mkdir("delivery", lane));
    }

    private void drop(String lane, String path, byte[] bytes) {
        try {
            Path file = mkdir("inbox", lane).resolve(path);
            Files.createDirectories(file.getParent());
            Files.write(file, bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path mkdir(String place, String lane) {
        try {
            return Files.createDirectories(folder.resolve(place).resolve(lane));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
