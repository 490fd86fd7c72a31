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
import studio.darkroom.ledger.Step;
import studio.darkroom.sim.Fault;
import studio.darkroom.testing.Pictures;
import studio.darkroom.testing.SharedStudio;
import studio.darkroom.testing.StrangeVendor;
import studio.darkroom.testing.Studio;
import studio.darkroom.testing.Until;

/** An edit that nobody knows of, whether it was taken: one shoot asks a person, and nobody else waits for that. */
class DecisionTest {

    @RegisterExtension
    static final SharedStudio SHARED = new SharedStudio();

    private Studio studio;

    @BeforeEach
    void open() {
        studio = SHARED.get();
        studio.sim.switches().set("second-edit", "billed");
    }

    private int edits() {
        return studio.sim.requests("edit").size();
    }

    private long bills() {
        return studio.sim.billed().stream().filter(bill -> bill.action().equals("edit")).count();
    }

    private Shoot asked(String name) {
        studio.sim.faults().add(Fault.on("edit").dropBefore());
        studio.shoot(name, 1);
        Shoot asked = studio.until(name, "decision");
        assertThat(asked.trouble().code()).isEqualTo("edit-undecided");
        return asked;
    }

    @Test
    void theOthersOfTheLaneGoOnWhileOneIsFoundOutAndWhileItAsks() {
        studio.sim.faults().add(Fault.on("edit").dropBefore());
        studio.shoot("asking", 1);
        studio.until("asking", Step.EDIT);
        studio.fire();
        Instant lost = studio.clock.instant();
        for (String name : List.of("one", "two", "three")) {
            studio.shoot(name, 1);
            studio.until(name, Step.DONE);
        }
        assertThat(studio.clock.instant()).as("before the grace time is over").isBefore(lost.plus(Duration.ofMinutes(10)));
        assertThat(studio.shoot("asking").step()).isEqualTo(Step.EDIT);
        Shoot asking = studio.until("asking", "decision");
        assertThat(asking.trouble().text()).contains("lost", "neither that it took it nor that it did not");
        assertThat(asking.trouble().fix()).contains("resend", "accept", "cancel");
        assertThat(studio.outages().standing()).isEmpty();
        for (String name : List.of("four", "five")) {
            studio.shoot(name, 1);
            studio.until(name, Step.DONE);
        }
        studio.pass(Duration.ofDays(2));
        assertThat(studio.shoot("asking").state()).isEqualTo("decision");
        assertThat(edits()).isEqualTo(6);
        Until.holds("one alert", () -> studio.alerts().stream().filter(told -> told.contains("shoot asking")).count() == 1);
    }

    /** The vendor had taken it, and told nothing of it until after the question. */
    @ParameterizedTest
    @ValueSource(strings = {"resend", "accept"})
    void anEditThatWasTakenAfterAllIsPaidOnceWhateverThePersonSays(String answer, @TempDir Path folder) {
        try (StrangeVendor vendor = new StrangeVendor();
                Studio other = new Studio(folder, keys -> keys.put("darkroom.vendor.imagen.url", vendor.url()))) {
            vendor.result("A_1.JPG", Pictures.jpeg(1));
            vendor.silent(true);
            other.shoot("taken", 1);
            Shoot asked = other.until("taken", "decision");
            assertThat(asked.trouble().code()).isEqualTo("edit-undecided");
            vendor.silent(false);
            assertThat(other.office().decide(asked, answer)).isEmpty();
            other.until("taken", Step.DONE);
            assertThat(vendor.edits()).as("the vendor's state is read once more before anything is sent").isOne();
        }
    }

    @Test
    void resendOfAnEditThatWasNotTakenSendsItOnce() {
        Shoot asked = asked("not-taken");
        assertThat(studio.office().decide(asked, "resend")).isEmpty();
        studio.until("not-taken", Step.DONE);
        assertThat(edits()).isEqualTo(2);
        assertThat(bills()).isOne();
    }

    @Test
    void cancelSendsNothingMoreAndEndsIt() {
        Shoot asked = asked("cancelled");
        assertThat(studio.office().decide(asked, "cancel")).isEmpty();
        studio.pass(Duration.ofDays(1));
        assertThat(studio.shoot("cancelled").state()).isEqualTo("cancelled");
        assertThat(edits()).isOne();
    }

    /** Whoever saw the question earlier, or saw another one, does not answer it. */
    @ParameterizedTest
    @ValueSource(strings = {"resend", "accept", "cancel"})
    void anAnswerCountsOnce(String answer) {
        Shoot asked = asked("once-" + answer);
        assertThat(studio.office().decide(asked, "maybe").orElseThrow()).contains("is no answer");
        assertThat(studio.office().retry(asked).orElseThrow()).contains("Answer it with decide");
        assertThat(studio.office().decide(asked, answer)).isEmpty();
        assertThat(studio.office().decide(asked, "resend").orElseThrow()).contains("moved on");
        assertThat(studio.office().decide(studio.shoot(asked.name()), "resend").orElseThrow()).contains("asks nothing");
    }
}
