package studio.darkroom.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import studio.darkroom.ledger.Sightings;
import studio.darkroom.testing.SharedStudio;
import studio.darkroom.testing.Studio;
import studio.darkroom.trouble.Triage;

/** How often an inbox is looked into, by what the last look cost and found. */
class InboxLookTest {

    @RegisterExtension
    static final SharedStudio STUDIO = new SharedStudio();

    private long now;
    private long cpu;
    private final InboxLook look = new InboxLook("other", "folder:other", STUDIO.get().bean("sensor", Sensor.class),
            STUDIO.get().bean("seen-default", SeenFiles.class), STUDIO.get().bean("triage", Triage.class),
            STUDIO.get().outages(), id -> { }, new Pace(() -> now, () -> cpu));

    @Test
    void aCostlyLookThatFindsNothingNewIsFollowedByARest() {
        looked(Duration.ofSeconds(1), 0);
        assertThat(rests(Duration.ofSeconds(31))).isTrue();
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
        looked(Duration.ofMillis(200), 0);
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

    @Test
    void anInboxThatStallsIsAnOutageUntilItAnswers() {
        look.begin(null, null);
        now += Duration.ofMinutes(5).toNanos();
        look.watch();
        assertThat(STUDIO.get().outages().standing()).isEmpty();
        now += Duration.ofMinutes(1).toNanos();
        look.watch();
        look.watch();
        assertThat(STUDIO.get().outages().standing()).singleElement().satisfies(outage -> {
            assertThat(outage.scope()).isEqualTo("inbox:other");
            assertThat(outage.text()).contains("has not answered for 6 minutes");
            assertThat(outage.tries()).isEqualTo(1);
        });
        look.commit(null, null, 0);
        assertThat(STUDIO.get().outages().standing()).isEmpty();
        now += Duration.ofDays(1).toNanos();
        look.watch();
        assertThat(STUDIO.get().outages().standing()).as("nothing is looked at between two looks").isEmpty();
    }

    @Test
    void aLongLookThatGoesOnDoesNotStall() {
        Pace pace = new Pace(() -> now, () -> cpu);
        SeenFiles seen = new SeenFiles("default", new Sightings(STUDIO.get().ledger()), pace::alive);
        pace.begins();
        for (int minute = 0; minute < 10; minute++) {
            now += Duration.ofMinutes(1).toNanos();
            seen.contains("some/file");
        }
        assertThat(pace.silent()).isZero();
    }

    @Test
    void whatCouldNotBeToldToTheLedgerIsSeenAgain() {
        Studio studio = STUDIO.get();
        SeenFiles seen = new SeenFiles("default", new Sightings(studio.ledger()), () -> { });
        Sensor failing = new Sensor(new Sightings(studio.ledger()), Duration.ZERO, id -> {
            throw new IllegalStateException("the ledger is locked");
        }, (lane, path) -> null);
        InboxLook look = new InboxLook("default", "folder:inbox", failing, seen, studio.bean("triage", Triage.class),
                studio.outages(), id -> { }, new Pace(() -> now, () -> cpu));
        look.begin(null, null);
        look.saw("told/A_1.JPG", 5, 7);
        seen.add("told/A_1.JPG-5-7");
        look.commit(null, null, 1);
        assertThat(seen.contains("told/A_1.JPG-5-7")).isFalse();
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
