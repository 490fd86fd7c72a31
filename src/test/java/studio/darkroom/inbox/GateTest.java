package studio.darkroom.inbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class GateTest {

    private static final Instant NOON = Instant.parse("2026-06-01T12:00:00Z");
    private static final Fingerprint A = new Fingerprint(10, 5, "a");
    private static final Fingerprint B = new Fingerprint(10, 5, "b");
    private static final Wholeness WHOLE = new Wholeness(Wholeness.State.WHOLE, "");
    private static final Wholeness PARTIAL = new Wholeness(Wholeness.State.PARTIAL, "A.NEF is cut off.");
    private static final Wholeness BLANK = new Wholeness(Wholeness.State.BLANK, "A.NEF has nothing in it.");

    private final Gate gate = new Gate(Duration.ofSeconds(30), Duration.ofSeconds(2));

    private static Instant at(double seconds) {
        return NOON.plusMillis(Math.round(seconds * 1000));
    }

    @Test
    void aWholePhotoIsTakenWhenItStoodForTheQuietTimeAndNotBefore() {
        Stood stood = gate.look(null, A, at(0));
        Verdict early = gate.verdict(gate.look(stood, A, at(29.999)), WHOLE, at(29.999), false);
        assertThat(early).isEqualTo(new Verdict(Verdict.State.WAITING, "It has not changed for 29 s of 30 s.", at(30)));
        assertThat(gate.stands(stood, at(29.999), false)).isFalse();
        assertThat(gate.stands(stood, at(30), false)).isTrue();
        assertThat(gate.verdict(gate.look(stood, A, at(30)), WHOLE, at(30), false))
                .isEqualTo(new Verdict(Verdict.State.SETTLED, "", null));
    }

    @Test
    void anyDifferenceRestartsTheWait() {
        Stood stood = gate.look(null, A, at(0));
        for (Fingerprint other : new Fingerprint[] {
            B, new Fingerprint(11, 5, "a"), new Fingerprint(10, 6, "a")}) {
            Stood changed = gate.look(stood, other, at(29));
            assertThat(changed).isEqualTo(new Stood(other, at(29)));
            assertThat(gate.verdict(changed, WHOLE, at(31), false).settled()).isFalse();
        }
    }

    @Test
    void timesOfTheFileAreNeverTime() {
        Fingerprint ancient = new Fingerprint(10, -1, "a");
        Fingerprint future = new Fingerprint(10, Long.MAX_VALUE, "a");
        for (Fingerprint look : new Fingerprint[] {ancient, future}) {
            Stood stood = gate.look(null, look, at(0));
            assertThat(gate.verdict(stood, WHOLE, at(1), false).settled()).isFalse();
            assertThat(gate.verdict(gate.look(stood, look, at(30)), WHOLE, at(30), false).settled()).isTrue();
        }
    }

    @Test
    void aPartialPhotoIsNeverTaken() {
        Stood stood = gate.look(null, A, at(0));
        Verdict soon = gate.verdict(stood, PARTIAL, at(12), true);
        assertThat(soon.why()).isEqualTo("A.NEF is cut off. It has not changed for 12 s.");
        Verdict late = gate.verdict(stood, PARTIAL, at(1_000_000), true);
        assertThat(late.settled()).isFalse();
        assertThat(late.again()).isEqualTo(at(1_000_030));
    }

    @Test
    void anEmptyLookingPhotoMustStandTenTimesAsLongMarkerOrNot() {
        Stood stood = gate.look(null, A, at(0));
        for (boolean marked : new boolean[] {true, false}) {
            Verdict doubt = gate.verdict(stood, BLANK, at(299), marked);
            assertThat(doubt.why()).isEqualTo("A.NEF has nothing in it. It has not changed for 299 s of 300 s.");
            assertThat(doubt.again()).isEqualTo(at(300));
            assertThat(gate.verdict(stood, BLANK, at(300), marked).settled()).isTrue();
        }
    }

    @Test
    void aMarkerShortensTheWaitButNeverLengthensIt() {
        Stood stood = gate.look(null, A, at(0));
        assertThat(gate.verdict(stood, WHOLE, at(1.9), true).again()).isEqualTo(at(2));
        assertThat(gate.stands(stood, at(1.9), true)).isFalse();
        assertThat(gate.stands(stood, at(2), true)).isTrue();
        assertThat(gate.verdict(stood, WHOLE, at(2), true).settled()).isTrue();
        Gate hasty = new Gate(Duration.ofSeconds(1), Duration.ofSeconds(2));
        assertThat(hasty.verdict(stood, WHOLE, at(1), true).settled()).isTrue();
    }

    @Test
    void aClockThatGoesBackNeitherAcceptsEarlyNorHangs() {
        Stood stood = gate.look(null, A, at(1000));
        Verdict jumped = gate.verdict(stood, WHOLE, at(0), false);
        assertThat(jumped.settled()).isFalse();
        assertThat(jumped.again()).isEqualTo(at(30));
        Stood anew = gate.look(stood, A, at(0));
        assertThat(anew).isEqualTo(new Stood(A, at(0)));
        assertThat(gate.verdict(gate.look(anew, A, at(30)), WHOLE, at(30), false).settled()).isTrue();
    }

    @Test
    void nextLookIsAlwaysLater() {
        Gate impatient = new Gate(Duration.ZERO, Duration.ZERO);
        assertThat(impatient.verdict(new Stood(A, NOON), PARTIAL, NOON, false).again()).isAfter(NOON);
        assertThat(impatient.verdict(new Stood(A, NOON), WHOLE, NOON, false).settled()).isTrue();
        assertThatThrownBy(() -> new Gate(Duration.ofSeconds(-1), Duration.ZERO)).hasMessageContaining("use 0s or more");
    }
}
