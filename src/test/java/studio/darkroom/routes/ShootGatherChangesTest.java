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
import studio.darkroom.ledger.Step;
import studio.darkroom.sim.Bill;
import studio.darkroom.testing.Pictures;
import studio.darkroom.testing.SharedStudio;
import studio.darkroom.testing.Studio;

/** shoot-gather: what comes, is touched or is overwritten after a shoot was closed. */
class ShootGatherChangesTest {

    @RegisterExtension
    static final SharedStudio STUDIO = new SharedStudio();

    private final Studio studio = STUDIO.get();

    @Test
    void photosThatComeAfterClosingMakeASupplement() {
        studio.shoot("late", 2);
        studio.until("late", Step.DONE);
        studio.drop("late/A_3.JPG", Pictures.jpeg(3));
        studio.seen("default", "late/A_3.JPG");
        studio.until("late-2", Step.DONE);
        assertThat(edits()).extracting(Bill::images).containsExactly(2, 1);
        assertThat(Studio.files(studio.delivery.resolve("late-2"))).containsExactly("A_3.JPG", "receipt.json");
    }

    @Test
    void aReadyMarkerIsUsedOnce() throws IOException {
        studio.drop("once/_READY", "");
        studio.seen("default", "once/_READY");
        studio.shoot("once", 1);
        studio.until("once", Step.DONE);
        studio.drop("once/A_2.JPG", Pictures.jpeg(2));
        studio.seen("default", "once/A_2.JPG");
        studio.pass(Duration.ofSeconds(20));
        assertThat(studio.shoot("once-2").step()).isEqualTo(Step.GATHER);
        Files.setLastModifiedTime(studio.inbox.resolve("once/_READY"), FileTime.fromMillis(1_000_000_000_000L));
        studio.touched("once/_READY");
        studio.seen("default", "once/_READY");
        studio.pass(Duration.ofSeconds(2));
        assertThat(studio.shoot("once-2").step()).isNotEqualTo(Step.GATHER);
    }

    @Test
    void aPhotoOverwrittenWithOtherContentIsAQuestionAndCostsOnlyWhenAnswered() {
        studio.shoot("over", 2);
        studio.until("over", Step.DONE);
        studio.drop("over/A_2.JPG", Pictures.jpeg(50));
        studio.seen("default", "over/A_2.JPG");
        Shoot asked = studio.until("over-2", "decision");
        assertThat(asked.trouble().code()).isEqualTo("originals-changed");
        assertThat(asked.trouble().text()).contains("over/A_2.JPG");
        assertThat(edits()).hasSize(1);
        assertThat(studio.office().decide(asked, "resend")).isEmpty();
        studio.until("over-2", Step.DONE);
        assertThat(edits()).extracting(Bill::images).containsExactly(2, 1);
    }

    @Test
    void anOverwrittenPhotoThatIsNotToBeEditedAgainCostsNothing() {
        studio.shoot("keep", 1);
        studio.until("keep", Step.DONE);
        studio.drop("keep/A_1.JPG", Pictures.jpeg(51));
        studio.seen("default", "keep/A_1.JPG");
        Shoot asked = studio.until("keep-2", "decision");
        assertThat(studio.office().decide(asked, "accept")).isEmpty();
        studio.until("keep-2", Step.CANCELLED);
        assertThat(edits()).hasSize(1);
    }

    @Test
    void aPhotoThatWasOnlyTouchedIsNotEditedAgain() throws IOException {
        studio.shoot("touched", 2);
        studio.until("touched", Step.DONE);
        Files.setLastModifiedTime(studio.inbox.resolve("touched/A_1.JPG"), FileTime.fromMillis(1_700_000_000_000L));
        studio.touched("touched/A_1.JPG");
        studio.seen("default", "touched/A_1.JPG");
        studio.until("touched-2", Step.CANCELLED);
        assertThat(edits()).hasSize(1);
        assertThat(studio.diary.of(studio.shoot("touched-2").id()))
                .anyMatch(line -> line.contains("the very same photo was taken before"));
    }

    @Test
    void aPhotoThatIsOverwrittenWhileItsShootStillGathersIsSimplyTheNewOne() {
        studio.shoot("early", 2);
        studio.fire();
        studio.drop("early/A_2.JPG", Pictures.jpeg(52));
        studio.seen("default", "early/A_2.JPG");
        studio.until("early", Step.DONE);
        assertThat(edits()).extracting(Bill::images).containsExactly(2);
        assertThat(studio.shoots().stream().map(Shoot::name)).doesNotContain("early-2");
        List<Photo> photos = studio.photos().of(studio.shoot("early").id());
        assertThat(photos).allMatch(photo -> photo.state().equals(Photo.DELIVERED));
    }

    private List<Bill> edits() {
        return studio.sim.billed().stream().filter(bill -> bill.action().equals("edit")).toList();
    }
}
