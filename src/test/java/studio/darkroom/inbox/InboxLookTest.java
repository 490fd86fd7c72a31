package studio.darkroom.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import studio.darkroom.testing.SharedStudio;
import studio.darkroom.trouble.Triage;

/** How often an inbox is looked into, by what the last look cost and found. */
class InboxLookTest {

    @RegisterExtension
    static final SharedStudio STUDIO = new SharedStudio();

    private long now;
    private long cpu;
    private final InboxLook look = new InboxLook("other", "folder:other", STUDIO.get().bean("triage", Triage.class),
            STUDIO.get().outages(), id -> { }, () -> now, () -> cpu);

    @Test
    void aCostlyLookThatFindsNothingNewIsFollowedByARest() {
        looked(Duration.ofSeconds(1), 0);
        assertThat(rests(Duration.ofSeconds(24))).isTrue();
        assertThat(rests(Duration.ofSeconds(1))).isFalse();
    }

    @Test
    void noRestIsLongerThanAMinute() {
        looked(Duration.ofMinutes(5), 0);
        assertThat(rests(Duration.ofSeconds(59))).isTrue();
        assertThat(rests(Duration.ofSeconds(1))).isFalse();
    }

    @Test
    void somethingNewIsLookedAfterAtOnceAndSoIsASmallInbox() {
        looked(Duration.ofMinutes(5), 1);
        assertThat(rests(Duration.ZERO)).isFalse();
        looked(Duration.ofMillis(199), 0);
        assertThat(rests(Duration.ZERO)).isFalse();
    }

    @Test
    void anInboxThatIsGoneIsLookedForAtOnce() {
        looked(Duration.ofSeconds(2), 0);
        look.rollback(null, null, 0, new IOException("gone"));
        assertThat(rests(Duration.ZERO)).isFalse();
        looked(Duration.ZERO, 0);
        assertThat(STUDIO.get().outages().standing()).isEmpty();
    }

    private void looked(Duration took, int found) {
        look.begin(null, null);
        cpu += took.toNanos();
        look.commit(null, null, found);
    }

    private boolean rests(Duration passed) {
        now += passed.toNanos();
        return !look.begin(null, null);
    }
}
