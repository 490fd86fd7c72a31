package studio.darkroom.routes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import studio.darkroom.ledger.Photo;
import studio.darkroom.ledger.Shoot;
import studio.darkroom.lifecycle.Step;
import studio.darkroom.testing.SharedTestDarkroom;
import studio.darkroom.testing.TestDarkroom;
import studio.darkroom.testing.TestPictures;

/** Whoever may write into an inbox has nothing sent out that lies elsewhere, and nobody kept from work. */
class InboxHostileTest {

    @RegisterExtension
    static final SharedTestDarkroom SHARED = new SharedTestDarkroom();

    @TempDir Path elsewhere;

    private final TestDarkroom studio = SHARED.get();

    private Path link(String path, Path target) throws IOException {
        Path link = studio.inbox.resolve(path);
        Files.createDirectories(link.getParent());
        return Files.createSymbolicLink(link, target);
    }

    private List<String> sent() {
        return studio.sim.requests("put").stream().map(put -> put.path()).toList();
    }

    @Test
    void linksOutOfTheInbox_areIgnoredAndReported() throws IOException {
        Path secret = Files.write(elsewhere.resolve("S_1.JPG"), TestPictures.jpeg(3));
        Files.createDirectories(elsewhere.resolve("more"));
        Files.write(elsewhere.resolve("more/M_1.JPG"), TestPictures.jpeg(4));
        link("linked/S_1.JPG", secret);
        link("linked/more", elsewhere.resolve("more"));
        link("linked/gone.JPG", elsewhere.resolve("nowhere"));
        studio.dropShoot("linked", 2);
        studio.awaitScanned("default", "linked/S_1.JPG");
        studio.runUntil("linked", Step.DONE);
        assertThat(sent()).hasSize(2).noneMatch(path -> path.contains("S_1") || path.contains("M_1"));
        assertThat(studio.delivery.resolve("linked")).isDirectoryContaining(file -> file.endsWith("A_2.JPG"))
                .isDirectoryNotContaining(file -> file.toString().contains("S_1"));
        assertThat(studio.photos().listAllByShoot(studio.findShoot("linked").id())).filteredOn(photo -> photo.path().endsWith("S_1.JPG"))
                .allMatch(photo -> photo.state().equals(Photo.IGNORED) && photo.reason() != null);
        assertThat(secret).exists();
    }

    @Test
    void foldersThatRunInCirclesAreNotWalked() throws IOException {
        for (int i = 1; i <= 4; i++) {
            link("circle/loop-" + i, studio.inbox.resolve("circle"));
        }
        link("circle/all", studio.inbox);
        studio.dropShoot("circle", 1);
        studio.runUntil("circle", Step.DONE);
        assertThat(sent()).hasSize(1);
        assertThat(studio.photos().listAllByShoot(studio.findShoot("circle").id())).extracting(Photo::path)
                .containsExactly("circle/A_1.JPG");
    }

    @Test
    void aPhotoThatBecomesALinkAfterGatheringIsNotSent() throws IOException {
        studio.dropShoot("swapped", 1);
        studio.runUntil("swapped", Step.UPLOAD);
        Path photo = studio.inbox.resolve("swapped/A_1.JPG");
        Path other = Files.copy(photo, elsewhere.resolve("same.JPG"));
        Files.setLastModifiedTime(other, Files.getLastModifiedTime(photo));
        studio.removeFile("swapped/A_1.JPG");
        Files.createSymbolicLink(photo, other);
        Shoot held = studio.runUntil("swapped", "problem");
        assertThat(held.trouble().code()).isEqualTo("photo-changed");
        assertThat(sent()).isEmpty();
    }

    @Test
    void aTicketThatIsALinkTellsNothingOfWhatItLeadsTo() throws IOException {
        Path secret = Files.writeString(elsewhere.resolve("passwords"), "root-password-4711: x\n");
        link("ticket/darkroom.yaml", secret);
        studio.dropShoot("ticket", 1);
        Shoot held = studio.runUntil("ticket", "problem");
        assertThat(held.trouble().code()).isEqualTo("ticket-wrong");
        assertThat(held.trouble().text()).contains("darkroom.yaml").doesNotContain("4711", "passwords");
    }

    @Test
    void aTicketOfAnySizeIsReadNoFurtherThanTickets() throws IOException {
        Files.createDirectories(studio.inbox.resolve("huge"));
        try (var file = new java.io.RandomAccessFile(studio.inbox.resolve("huge/darkroom.yaml").toFile(), "rw")) {
            file.setLength(3L << 30);
        }
        studio.dropShoot("huge", 1);
        Shoot held = studio.runUntil("huge", "problem");
        assertThat(held.trouble().text()).contains("larger than 64 KB");
        Files.delete(studio.inbox.resolve("huge/darkroom.yaml"));
    }

    @Test
    void aPipeIsNoPhotoAndNobodyWaitsForIt() throws Exception {
        Path pipe = studio.inbox.resolve("pipe/P_1.JPG");
        Files.createDirectories(pipe.getParent());
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
        studio.dropShoot("pipe", 1);
        studio.runUntil("pipe", Step.DONE);
        assertThat(sent()).hasSize(1);
        Files.delete(pipe);
    }
}
