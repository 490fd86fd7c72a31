package studio.darkroom.routes;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import studio.darkroom.ledger.Shoot;
import studio.darkroom.lifecycle.Step;
import studio.darkroom.sim.Fault;
import studio.darkroom.testing.Await;
import studio.darkroom.testing.SharedTestDarkroom;
import studio.darkroom.testing.StubImagenServer;
import studio.darkroom.testing.TestDarkroom;
import studio.darkroom.testing.TestPictures;

/** An edit that nobody knows of, whether it was taken: one shoot asks a person, and nobody else waits for that. */
class DecisionTest {

    @RegisterExtension
    static final SharedTestDarkroom SHARED = new SharedTestDarkroom();

    private TestDarkroom studio;

    @BeforeEach
    void open() {
        studio = SHARED.get();
        studio.sim.switches().set("second-edit", "billed");
    }

    private int edits() {
        return studio.sim.requests("edit").size();
    }

    private long bills() {
        return studio.sim.billItems().stream().filter(bill -> bill.action().equals("edit")).count();
    }

    private Shoot asked(String name) {
        studio.sim.faults().add(Fault.on("edit").dropBefore());
        studio.dropShoot(name, 1);
        Shoot asked = studio.runUntil(name, "decision");
        assertThat(asked.trouble().code()).isEqualTo("edit-undecided");
        return asked;
    }

    @Test
    void theOthersOfTheLaneGoOnWhileOneIsFoundOutAndWhileItAsks() {
        studio.sim.faults().add(Fault.on("edit").dropBefore());
        studio.dropShoot("asking", 1);
        studio.runUntil("asking", Step.EDIT);
        studio.runDueShoots();
        Instant lost = studio.clock.instant();
        for (String name : List.of("one", "two", "three")) {
            studio.dropShoot(name, 1);
            studio.runUntil(name, Step.DONE);
        }
        assertThat(studio.clock.instant()).as("before the grace time is over").isBefore(lost.plus(Duration.ofMinutes(10)));
        assertThat(studio.findShoot("asking").step()).isEqualTo(Step.EDIT);
        Shoot asking = studio.runUntil("asking", "decision");
        assertThat(asking.trouble().code()).isEqualTo("edit-undecided");
        assertThat(asking.trouble().fix()).contains("resend", "accept", "cancel");
        assertThat(studio.outages().listActive()).isEmpty();
        for (String name : List.of("four", "five")) {
            studio.dropShoot(name, 1);
            studio.runUntil(name, Step.DONE);
        }
        studio.passTime(Duration.ofDays(2));
        assertThat(studio.findShoot("asking").state()).isEqualTo("decision");
        assertThat(edits()).isEqualTo(6);
        Await.untilTrue("one alert", () -> studio.readAlerts().stream().filter(told -> told.contains("shoot asking")).count() == 1);
    }

    /** The vendor had taken it, and told nothing of it until after the question. */
    @ParameterizedTest
    @ValueSource(strings = {"resend", "accept"})
    void anEditThatWasTakenAfterAllIsPaidOnceWhateverThePersonSays(String answer, @TempDir Path folder) {
        try (StubImagenServer vendor = new StubImagenServer();
                TestDarkroom other = new TestDarkroom(folder, keys -> keys.put("darkroom.vendor.imagen.url", vendor.url()))) {
            vendor.addResult("A_1.JPG", TestPictures.jpeg(1));
            vendor.setSilent(true);
            other.dropShoot("taken", 1);
            Shoot asked = other.runUntil("taken", "decision");
            assertThat(asked.trouble().code()).isEqualTo("edit-undecided");
            vendor.setSilent(false);
            assertThat(other.actions().answerDecision(asked, answer)).isEmpty();
            other.runUntil("taken", Step.DONE);
            assertThat(vendor.countEdits()).as("the vendor's state is read once more before anything is sent").isOne();
        }
    }

    @Test
    void resendOfAnEditThatWasNotTakenSendsItOnce() {
        Shoot asked = asked("not-taken");
        assertThat(studio.actions().answerDecision(asked, "resend")).isEmpty();
        studio.runUntil("not-taken", Step.DONE);
        assertThat(edits()).isEqualTo(2);
        assertThat(bills()).isOne();
    }

    @Test
    void cancelSendsNothingMoreAndEndsIt() {
        Shoot asked = asked("cancelled");
        assertThat(studio.actions().answerDecision(asked, "cancel")).isEmpty();
        studio.passTime(Duration.ofDays(1));
        assertThat(studio.findShoot("cancelled").state()).isEqualTo("cancelled");
        assertThat(edits()).isOne();
    }

    /** Whoever saw the question earlier, or saw another one, does not answer it. */
    @ParameterizedTest
    @ValueSource(strings = {"resend", "accept", "cancel"})
    void anAnswerCountsOnce(String answer) {
        Shoot asked = asked("once-" + answer);
        assertThat(studio.actions().answerDecision(asked, "maybe").orElseThrow().code()).isEqualTo("answer-unknown");
        assertThat(studio.actions().retryShoot(asked).orElseThrow().code()).isEqualTo("undecided");
        assertThat(studio.actions().answerDecision(asked, answer)).isEmpty();
        assertThat(studio.actions().answerDecision(asked, "resend").orElseThrow().code()).isEqualTo("changed");
        assertThat(studio.actions().answerDecision(studio.findShoot(asked.name()), "resend").orElseThrow().code())
                .isEqualTo("not-asked");
    }
}
