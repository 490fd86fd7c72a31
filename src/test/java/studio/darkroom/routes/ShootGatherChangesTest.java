package studio.darkroom.routes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import studio.darkroom.ledger.Photo;
import studio.darkroom.ledger.Shoot;
import studio.darkroom.lifecycle.Step;
import studio.darkroom.sim.BillItem;
import studio.darkroom.testing.SharedTestDarkroom;
import studio.darkroom.testing.TestDarkroom;
import studio.darkroom.testing.TestPictures;

/** shoot-gather: what comes, is touched or is overwritten after a shoot was closed. */
class ShootGatherChangesTest {

    @RegisterExtension
    static final SharedTestDarkroom STUDIO = new SharedTestDarkroom();

    private final TestDarkroom studio = STUDIO.get();

    @Test
    void photosThatComeAfterClosingMakeASupplement() {
        studio.dropShoot("late", 2);
        studio.runUntil("late", Step.DONE);
        studio.dropFile("late/A_3.JPG", TestPictures.jpeg(3));
        studio.awaitScanned("default", "late/A_3.JPG");
        studio.runUntil("late-2", Step.DONE);
        assertThat(edits()).extracting(BillItem::images).containsExactly(2, 1);
        assertThat(TestDarkroom.listFiles(studio.delivery.resolve("late-2"))).containsExactly("A_3.JPG", "receipt.json");
    }

    @Test
    void aReadyMarkerIsUsedOnce() throws IOException {
        studio.dropFile("once/_READY", "");
        studio.awaitScanned("default", "once/_READY");
        studio.dropShoot("once", 1);
        studio.runUntil("once", Step.DONE);
        studio.dropFile("once/A_2.JPG", TestPictures.jpeg(2));
        studio.awaitScanned("default", "once/A_2.JPG");
        studio.passTime(Duration.ofSeconds(20));
        assertThat(studio.findShoot("once-2").step()).isEqualTo(Step.GATHER);
        Files.setLastModifiedTime(studio.inbox.resolve("once/_READY"), FileTime.fromMillis(1_000_000_000_000L));
        studio.recordTouch("once/_READY");
        studio.awaitScanned("default", "once/_READY");
        studio.passTime(Duration.ofSeconds(2));
        assertThat(studio.findShoot("once-2").step()).isNotEqualTo(Step.GATHER);
    }

    @Test
    void overwrittenPhoto_isADecision_andCostsOnlyOnResend() {
        studio.dropShoot("over", 2);
        studio.runUntil("over", Step.DONE);
        studio.dropFile("over/A_2.JPG", TestPictures.jpeg(50));
        studio.awaitScanned("default", "over/A_2.JPG");
        Shoot asked = studio.runUntil("over-2", "decision");
        assertThat(asked.trouble().code()).isEqualTo("originals-changed");
        assertThat(asked.trouble().text()).contains("over/A_2.JPG");
        assertThat(edits()).hasSize(1);
        assertThat(studio.actions().answerDecision(asked, "resend")).isEmpty();
        studio.runUntil("over-2", Step.DONE);
        assertThat(edits()).extracting(BillItem::images).containsExactly(2, 1);
    }

    @Test
    void anOverwrittenPhotoThatIsNotToBeEditedAgainCostsNothing() {
        studio.dropShoot("keep", 1);
        studio.runUntil("keep", Step.DONE);
        studio.dropFile("keep/A_1.JPG", TestPictures.jpeg(51));
        studio.awaitScanned("default", "keep/A_1.JPG");
        Shoot asked = studio.runUntil("keep-2", "decision");
        assertThat(studio.actions().answerDecision(asked, "accept")).isEmpty();
        studio.runUntil("keep-2", Step.CANCELLED);
        assertThat(edits()).hasSize(1);
    }

    @Test
    void aPhotoThatWasOnlyTouchedIsNotEditedAgain() throws IOException {
        studio.dropShoot("touched", 2);
        studio.runUntil("touched", Step.DONE);
        Files.setLastModifiedTime(studio.inbox.resolve("touched/A_1.JPG"), FileTime.fromMillis(1_700_000_000_000L));
        studio.recordTouch("touched/A_1.JPG");
        studio.awaitScanned("default", "touched/A_1.JPG");
        studio.runUntil("touched-2", Step.CANCELLED);
        assertThat(edits()).hasSize(1);
        assertThat(studio.photos().listAllByShoot(studio.findShoot("touched-2").id())).singleElement().satisfies(photo -> {
            assertThat(photo.path()).isEqualTo("touched/A_1.JPG");
            assertThat(photo.state()).isEqualTo(Photo.IGNORED);
        });
    }

    @Test
    void overwrittenPhoto_gatheringShoot_isTheNewPhoto() {
        studio.dropShoot("early", 2);
        studio.runDueShoots();
        studio.dropFile("early/A_2.JPG", TestPictures.jpeg(52));
        studio.awaitScanned("default", "early/A_2.JPG");
        studio.runUntil("early", Step.DONE);
        assertThat(edits()).extracting(BillItem::images).containsExactly(2);
        assertThat(studio.findShoots().stream().map(Shoot::name)).doesNotContain("early-2");
        List<Photo> photos = studio.photos().listByShoot(studio.findShoot("early").id());
        assertThat(photos).allMatch(photo -> photo.state().equals(Photo.DELIVERED));
    }

    private List<BillItem> edits() {
        return studio.sim.billItems().stream().filter(bill -> bill.action().equals("edit")).toList();
    }
}
