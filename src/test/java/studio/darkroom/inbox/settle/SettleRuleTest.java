package studio.darkroom.inbox.settle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import studio.darkroom.photo.Completeness;
import studio.darkroom.photo.Fingerprint;

class SettleRuleTest {

    private static final Instant NOON = Instant.parse("2026-06-01T12:00:00Z");
    private static final Fingerprint A = new Fingerprint(10, 5, "a");
    private static final Fingerprint B = new Fingerprint(10, 5, "b");
    private static final Completeness WHOLE = new Completeness(Completeness.State.COMPLETE, "");
    private static final Completeness PARTIAL = new Completeness(Completeness.State.INCOMPLETE, "A.NEF is cut off.");
    private static final Completeness BLANK = new Completeness(Completeness.State.UNCERTAIN, "A.NEF has nothing in it.");

    private final SettleRule gate = new SettleRule(Duration.ofSeconds(30), Duration.ofSeconds(2));

    private static Instant at(double seconds) {
        return NOON.plusMillis(Math.round(seconds * 1000));
    }

    @Test
    void aWholePhotoIsTakenWhenItStoodForTheQuietTimeAndNotBefore() {
        StableSince stood = gate.updateStability(null, A, at(0));
        SettleVerdict early = gate.evaluatePhoto(gate.updateStability(stood, A, at(29.999)), WHOLE, at(29.999), false);
        assertThat(early).isEqualTo(new SettleVerdict(SettleVerdict.State.WAITING, "It has not changed for 29 s of 30 s.", at(30)));
        assertThat(gate.isStable(stood, at(29.999), false)).isFalse();
        assertThat(gate.isStable(stood, at(30), false)).isTrue();
        assertThat(gate.evaluatePhoto(gate.updateStability(stood, A, at(30)), WHOLE, at(30), false))
                .isEqualTo(new SettleVerdict(SettleVerdict.State.SETTLED, "", null));
    }

    @Test
    void anyDifferenceRestartsTheWait() {
        StableSince stood = gate.updateStability(null, A, at(0));
        for (Fingerprint other : new Fingerprint[] {
            B, new Fingerprint(11, 5, "a"), new Fingerprint(10, 6, "a")}) {
            StableSince changed = gate.updateStability(stood, other, at(29));
            assertThat(changed).isEqualTo(new StableSince(other, at(29)));
            assertThat(gate.evaluatePhoto(changed, WHOLE, at(31), false).isSettled()).isFalse();
        }
    }

    @Test
    void timesOfTheFileAreNeverTime() {
        Fingerprint ancient = new Fingerprint(10, -1, "a");
        Fingerprint future = new Fingerprint(10, Long.MAX_VALUE, "a");
        for (Fingerprint look : new Fingerprint[] {ancient, future}) {
            StableSince stood = gate.updateStability(null, look, at(0));
            assertThat(gate.evaluatePhoto(stood, WHOLE, at(1), false).isSettled()).isFalse();
            assertThat(gate.evaluatePhoto(gate.updateStability(stood, look, at(30)), WHOLE, at(30), false).isSettled()).isTrue();
        }
    }

    @Test
    void aPartialPhotoIsNeverTaken() {
        StableSince stood = gate.updateStability(null, A, at(0));
        SettleVerdict soon = gate.evaluatePhoto(stood, PARTIAL, at(12), true);
        assertThat(soon.reason()).isEqualTo("A.NEF is cut off. It has not changed for 12 s.");
        SettleVerdict late = gate.evaluatePhoto(stood, PARTIAL, at(1_000_000), true);
        assertThat(late.isSettled()).isFalse();
        assertThat(late.nextCheckAt()).isEqualTo(at(1_000_030));
    }

    @Test
    void anEmptyLookingPhotoMustStandTenTimesAsLongMarkerOrNot() {
        StableSince stood = gate.updateStability(null, A, at(0));
        for (boolean marked : new boolean[] {true, false}) {
            SettleVerdict doubt = gate.evaluatePhoto(stood, BLANK, at(299), marked);
            assertThat(doubt.reason()).isEqualTo("A.NEF has nothing in it. It has not changed for 299 s of 300 s.");
            assertThat(doubt.nextCheckAt()).isEqualTo(at(300));
            assertThat(gate.evaluatePhoto(stood, BLANK, at(300), marked).isSettled()).isTrue();
        }
    }

    @Test
    void aMarkerShortensTheWaitButNeverLengthensIt() {
        StableSince stood = gate.updateStability(null, A, at(0));
        assertThat(gate.evaluatePhoto(stood, WHOLE, at(1.9), true).nextCheckAt()).isEqualTo(at(2));
        assertThat(gate.isStable(stood, at(1.9), true)).isFalse();
        assertThat(gate.isStable(stood, at(2), true)).isTrue();
        assertThat(gate.evaluatePhoto(stood, WHOLE, at(2), true).isSettled()).isTrue();
        SettleRule hasty = new SettleRule(Duration.ofSeconds(1), Duration.ofSeconds(2));
        assertThat(hasty.evaluatePhoto(stood, WHOLE, at(1), true).isSettled()).isTrue();
    }

    @Test
    void aClockThatGoesBackNeitherAcceptsEarlyNorHangs() {
        StableSince stood = gate.updateStability(null, A, at(1000));
        SettleVerdict jumped = gate.evaluatePhoto(stood, WHOLE, at(0), false);
        assertThat(jumped.isSettled()).isFalse();
        assertThat(jumped.nextCheckAt()).isEqualTo(at(30));
        StableSince anew = gate.updateStability(stood, A, at(0));
        assertThat(anew).isEqualTo(new StableSince(A, at(0)));
        assertThat(gate.evaluatePhoto(gate.updateStability(anew, A, at(30)), WHOLE, at(30), false).isSettled()).isTrue();
    }

    @Test
    void nextLookIsAlwaysLater() {
        SettleRule impatient = new SettleRule(Duration.ZERO, Duration.ZERO);
        assertThat(impatient.evaluatePhoto(new StableSince(A, NOON), PARTIAL, NOON, false).nextCheckAt()).isAfter(NOON);
        assertThat(impatient.evaluatePhoto(new StableSince(A, NOON), WHOLE, NOON, false).isSettled()).isTrue();
        assertThatThrownBy(() -> new SettleRule(Duration.ofSeconds(-1), Duration.ZERO)).hasMessageContaining("use 0s or more");
    }
}
