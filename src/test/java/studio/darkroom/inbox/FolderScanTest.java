package studio.darkroom.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.sqlite.SQLiteDataSource;
import studio.darkroom.ledger.Database;
import studio.darkroom.ledger.InboxFiles;
import studio.darkroom.ledger.Ledger;
import studio.darkroom.runner.ErrorHandler;
import studio.darkroom.testing.SharedTestDarkroom;
import studio.darkroom.testing.TestDarkroom;

/** How often an inbox is looked into, by what the last look cost and found. */
class FolderScanTest {

    @RegisterExtension
    static final SharedTestDarkroom STUDIO = new SharedTestDarkroom();

    private long now;
    private long cpu;
    private final FolderScan look = new FolderScan("other", "folder:other", STUDIO.get().findBean("scanRecorder", ScanRecorder.class),
            STUDIO.get().findBean("scan-index-default", ScanIndex.class), STUDIO.get().findBean("errorHandler", ErrorHandler.class),
            STUDIO.get().outages(), new ScanThrottle(() -> now, () -> cpu));

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
        assertThat(STUDIO.get().outages().listActive()).isEmpty();
    }

    @Test
    void anInboxThatStallsIsAnOutageUntilItAnswers() {
        look.begin(null, null);
        now += Duration.ofMinutes(5).toNanos();
        look.checkStall();
        assertThat(STUDIO.get().outages().listActive()).isEmpty();
        now += Duration.ofMinutes(1).toNanos();
        look.checkStall();
        look.checkStall();
        assertThat(STUDIO.get().outages().listActive()).singleElement().satisfies(outage -> {
            assertThat(outage.scope()).isEqualTo("inbox:other");
            assertThat(outage.text()).contains("has not answered for 6 minutes");
            assertThat(outage.tries()).isEqualTo(1);
        });
        look.commit(null, null, 0);
        assertThat(STUDIO.get().outages().listActive()).isEmpty();
        now += Duration.ofDays(1).toNanos();
        look.checkStall();
        assertThat(STUDIO.get().outages().listActive()).as("nothing is looked at between two looks").isEmpty();
    }

    @Test
    void aLongLookThatGoesOnDoesNotStall() {
        ScanThrottle pace = new ScanThrottle(() -> now, () -> cpu);
        ScanIndex seen = new ScanIndex("default", new InboxFiles(STUDIO.get().ledger()), pace::recordActivity);
        pace.tryStartScan();
        for (int minute = 0; minute < 10; minute++) {
            now += Duration.ofMinutes(1).toNanos();
            seen.contains("some/file");
        }
        assertThat(pace.measureSilence()).isZero();
    }

    @Test
    void whatCouldNotBeToldToTheLedgerIsSeenAgain() {
        TestDarkroom studio = STUDIO.get();
        ScanIndex seen = new ScanIndex("default", new InboxFiles(studio.ledger()), () -> { });
        ScanRecorder failing = new ScanRecorder(unavailableInboxFiles(), Duration.ZERO, (lane, path) -> null);
        FolderScan look = new FolderScan("default", "folder:inbox", failing, seen, studio.findBean("errorHandler", ErrorHandler.class),
                studio.outages(), new ScanThrottle(() -> now, () -> cpu));
        look.begin(null, null);
        look.recordFile("told/A_1.JPG", 5, 7);
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

    private static InboxFiles unavailableInboxFiles() {
        SQLiteDataSource nowhere = new SQLiteDataSource();
        nowhere.setUrl("jdbc:sqlite:/dev/null/ledger.db");
        return new InboxFiles(new Ledger(new Database(nowhere), Clock.systemUTC(), "node"));
    }
}
