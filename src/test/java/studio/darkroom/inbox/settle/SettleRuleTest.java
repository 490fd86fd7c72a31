package studio.darkroom.inbox.settle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import studio.darkroom.inbox.settle.SettleRule.StableSince;
import studio.darkroom.inbox.settle.SettleRule.State;
import studio.darkroom.inbox.settle.SettleRule.Verdict;
import studio.darkroom.photo.Completeness;
import studio.darkroom.photo.Fingerprint;

class SettleRuleTest {

    private static final Instant NOON = Instant.parse("2026-06-01T12:00:00Z");
    private static final Fingerprint A = new Fingerprint(10, 5, "a");
    private static final Fingerprint B = new Fingerprint(10, 5, "b");
    private static final Completeness COMPLETE = new Completeness(Completeness.State.COMPLETE, "");
    private static final Completeness INCOMPLETE = new Completeness(Completeness.State.INCOMPLETE, "A.NEF is cut off.");
    private static final Completeness UNCERTAIN = new Completeness(Completeness.State.UNCERTAIN, "A.NEF is empty.");

    private final SettleRule rule = new SettleRule(Duration.ofSeconds(30), Duration.ofHours(24));

    private static Instant at(double seconds) {
        return NOON.plusMillis(Math.round(seconds * 1000));
    }

    private Verdict check(StableSince stability, Completeness completeness, double seconds, boolean hasMarker) {
        return rule.evaluatePhoto(rule.updateStability(stability, A, at(seconds)), completeness, at(seconds), hasMarker);
    }

    @Test
    void aCompletePhotoSettlesAfterTheSettleTimeAndNotBefore() {
        StableSince stability = rule.updateStability(null, A, at(0));
        Verdict early = check(stability, COMPLETE, 29.999, false);
        assertThat(early.state()).isEqualTo(State.SETTLING);
        assertThat(early.nextCheckAt()).isEqualTo(at(30));
        assertThat(check(stability, COMPLETE, 30, false)).isEqualTo(new Verdict(State.SETTLED, "", null));
    }

    @Test
    void aPhotoNeedNotBeReadBeforeTheEarliestTimeAtWhichItCanSettle() {
        assertThat(rule.findEarlyVerdict(at(0), at(29.999), false)).get().satisfies(verdict -> {
            assertThat(verdict.state()).isEqualTo(State.SETTLING);
            assertThat(verdict.nextCheckAt()).isEqualTo(at(30));
        });
        assertThat(rule.findEarlyVerdict(at(0), at(30), false)).isEmpty();
        assertThat(rule.findEarlyVerdict(at(0), at(1.9), true)).get().extracting(Verdict::nextCheckAt).isEqualTo(at(2));
        assertThat(rule.findEarlyVerdict(at(0), at(2), true)).isEmpty();
        assertThat(rule.findEarlyVerdict(at(100), at(0), false)).as("the clock moved back").isEmpty();
    }

    @Test
    void anyDifferenceRestartsTheWait() {
        StableSince stability = rule.updateStability(null, A, at(0));
        for (Fingerprint other : List.of(B, new Fingerprint(11, 5, "a"), new Fingerprint(10, 6, "a"))) {
            StableSince changed = rule.updateStability(stability, other, at(29));
            assertThat(changed).isEqualTo(new StableSince(other, at(29)));
            assertThat(rule.evaluatePhoto(changed, COMPLETE, at(31), false).isSettled()).isFalse();
        }
    }

    @Test
    void theTimeOfTheFileDoesNotCount() {
        for (Fingerprint look : List.of(new Fingerprint(10, -1, "a"), new Fingerprint(10, Long.MAX_VALUE, "a"))) {
            StableSince stability = rule.updateStability(null, look, at(0));
            assertThat(rule.evaluatePhoto(stability, COMPLETE, at(1), false).isSettled()).isFalse();
            assertThat(rule.evaluatePhoto(rule.updateStability(stability, look, at(30)), COMPLETE, at(30), false).isSettled()).isTrue();
        }
    }

    @Test
    void anIncompletePhotoNeverSettles() {
        StableSince stability = rule.updateStability(null, A, at(0));
        assertThat(check(stability, INCOMPLETE, 12, true)).satisfies(verdict -> {
            assertThat(verdict.state()).isEqualTo(State.INCOMPLETE);
            assertThat(verdict.reason()).startsWith(INCOMPLETE.reason());
            assertThat(verdict.nextCheckAt()).isEqualTo(at(42));
        });
        assertThat(check(stability, INCOMPLETE, 1_000_000, true)).satisfies(verdict -> {
            assertThat(verdict.state()).isEqualTo(State.INCOMPLETE);
            assertThat(verdict.nextCheckAt()).isEqualTo(at(1_000_030));
        });
    }

    @Test
    void anIncompletePhotoIsOverdueAfterTheLimit() {
        assertThat(rule.isOverdue(at(0), at(24 * 3600))).isFalse();
        assertThat(rule.isOverdue(at(0), at(24 * 3600 + 1))).isTrue();
        assertThat(rule.describeLimit()).isEqualTo("24h");
    }

    @Test
    void uncertainPhoto_settlesAfterTenTimesTheSettleTime() {
        StableSince stability = rule.updateStability(null, A, at(0));
        for (boolean hasMarker : new boolean[] {true, false}) {
            Verdict verdict = check(stability, UNCERTAIN, 299, hasMarker);
            assertThat(verdict.state()).isEqualTo(State.UNCERTAIN);
            assertThat(verdict.nextCheckAt()).isEqualTo(at(300));
            assertThat(check(stability, UNCERTAIN, 300, hasMarker).isSettled()).isTrue();
        }
    }

    @Test
    void aMarkerShortensTheWaitButNeverLengthensIt() {
        StableSince stability = rule.updateStability(null, A, at(0));
        assertThat(check(stability, COMPLETE, 1.9, true).nextCheckAt()).isEqualTo(at(2));
        assertThat(check(stability, COMPLETE, 2, true).isSettled()).isTrue();
        SettleRule shorter = new SettleRule(Duration.ofSeconds(1), Duration.ofHours(24));
        assertThat(shorter.evaluatePhoto(stability, COMPLETE, at(1), true).isSettled()).isTrue();
    }

    @Test
    void aClockThatMovesBackNeitherAcceptsEarlyNorBlocks() {
        StableSince stability = rule.updateStability(null, A, at(1000));
        Verdict verdict = rule.evaluatePhoto(stability, COMPLETE, at(0), false);
        assertThat(verdict.state()).isEqualTo(State.CLOCK_MOVED_BACK);
        assertThat(verdict.nextCheckAt()).isEqualTo(at(30));
        StableSince restarted = rule.updateStability(stability, A, at(0));
        assertThat(restarted).isEqualTo(new StableSince(A, at(0)));
        assertThat(check(restarted, COMPLETE, 30, false).isSettled()).isTrue();
    }

    @Test
    void theNextCheckIsAlwaysLater() {
        SettleRule immediate = new SettleRule(Duration.ZERO, Duration.ZERO);
        assertThat(immediate.evaluatePhoto(new StableSince(A, NOON), INCOMPLETE, NOON, false).nextCheckAt()).isAfter(NOON);
        assertThat(immediate.restartWait(NOON).nextCheckAt()).isAfter(NOON);
        assertThat(immediate.evaluatePhoto(new StableSince(A, NOON), COMPLETE, NOON, false).isSettled()).isTrue();
        assertThatThrownBy(() -> new SettleRule(Duration.ofSeconds(-1), Duration.ZERO)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new SettleRule(Duration.ZERO, Duration.ofSeconds(-1))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void theWordsNameTheTimeThatTheRuleUses() {
        assertThat(rule.describeClosing(Completeness.State.COMPLETE, false)).contains(" 30s ");
        assertThat(rule.describeClosing(Completeness.State.COMPLETE, true)).contains(" 2s ");
        assertThat(rule.describeClosing(Completeness.State.UNCERTAIN, true)).contains(" 5m ");
    }
}
