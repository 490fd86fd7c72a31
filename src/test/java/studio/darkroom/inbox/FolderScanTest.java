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

/** When a folder is polled, by the cost and the result of the last poll, and what happens when it fails or stalls. */
class FolderScanTest {

    @RegisterExtension
    static final SharedTestDarkroom STUDIO = new SharedTestDarkroom();

    private long now;
    private long cpu;
    private final FolderScan scan = createScan("other", STUDIO.get().findBean("scan-index-default", ScanIndex.class),
            new InboxFiles(STUDIO.get().ledger()));

    private FolderScan createScan(String lane, ScanIndex index, InboxFiles inboxFiles) {
        TestDarkroom studio = STUDIO.get();
        return new FolderScan(lane, "folder:" + lane, studio.findBean("lanePlaces", LanePlaces.class).getInbox("default"), index,
                new ScanThrottle(() -> now, () -> cpu), new InboxScan.Services(inboxFiles, studio.outages(), Duration.ZERO,
                studio.findBean("errorHandler", ErrorHandler.class)::recordOutage));
    }

    @Test
    void anExpensivePollThatFindsNothingNewIsFollowedByAPause() {
        poll(Duration.ofSeconds(1), 0);
        assertThat(isPaused(Duration.ofSeconds(31))).isTrue();
        assertThat(isPaused(Duration.ofSeconds(1))).isFalse();
    }

    @Test
    void noPauseIsLongerThanAMinute() {
        poll(Duration.ofMinutes(5), 0);
        assertThat(isPaused(Duration.ofSeconds(59))).isTrue();
        assertThat(isPaused(Duration.ofSeconds(1))).isFalse();
    }

    @Test
    void aPollThatFindsSomethingAndASmallFolderAreFollowedByNoPause() {
        poll(Duration.ofMinutes(5), 1);
        assertThat(isPaused(Duration.ZERO)).isFalse();
        poll(Duration.ofMillis(200), 0);
        assertThat(isPaused(Duration.ZERO)).isFalse();
    }

    @Test
    void aFailedPollIsFollowedByNoPause() {
        poll(Duration.ofSeconds(2), 0);
        scan.rollback(null, null, 0, new IOException("gone"));
        assertThat(isPaused(Duration.ZERO)).isFalse();
        poll(Duration.ZERO, 0);
        assertThat(STUDIO.get().outages().listActive()).isEmpty();
    }

    @Test
    void anInboxThatStallsIsAnOutageUntilItResponds() {
        scan.begin(null, null);
        now += Duration.ofMinutes(5).toNanos();
        scan.checkStall();
        assertThat(STUDIO.get().outages().listActive()).isEmpty();
        now += Duration.ofMinutes(1).toNanos();
        scan.checkStall();
        scan.checkStall();
        assertThat(STUDIO.get().outages().listActive()).singleElement().satisfies(outage -> {
            assertThat(outage.scope()).isEqualTo("inbox:other");
            assertThat(outage.code()).isEqualTo("inbox-stalled");
            assertThat(outage.text()).contains("6 minutes");
            assertThat(outage.tries()).isEqualTo(1);
        });
        scan.commit(null, null, 0);
        assertThat(STUDIO.get().outages().listActive()).isEmpty();
        now += Duration.ofDays(1).toNanos();
        scan.checkStall();
        assertThat(STUDIO.get().outages().listActive()).as("between two polls").isEmpty();
    }

    @Test
    void aLongPollThatMakesProgressDoesNotStall() {
        ScanThrottle throttle = new ScanThrottle(() -> now, () -> cpu);
        ScanIndex index = new ScanIndex("default", new InboxFiles(STUDIO.get().ledger()), throttle::recordActivity);
        throttle.tryStartScan();
        for (int minute = 0; minute < 10; minute++) {
            now += Duration.ofMinutes(1).toNanos();
            index.contains("some/file");
        }
        assertThat(throttle.measureSilence()).isZero();
    }

    @Test
    void filesThatCouldNotBeRecordedAreReportedAgain() {
        TestDarkroom studio = STUDIO.get();
        ScanIndex index = new ScanIndex("default", new InboxFiles(studio.ledger()), () -> { });
        FolderScan scan = createScan("default", index, unavailableInboxFiles());
        scan.begin(null, null);
        scan.recordFile("told/A_1.JPG", 5, 7);
        index.add("told/A_1.JPG-5-7");
        scan.commit(null, null, 1);
        assertThat(index.contains("told/A_1.JPG-5-7")).isFalse();
    }

    private void poll(Duration cpuTime, int newFiles) {
        scan.begin(null, null);
        cpu += cpuTime.toNanos();
        scan.commit(null, null, newFiles);
    }

    private boolean isPaused(Duration passed) {
        now += passed.toNanos();
        return !scan.begin(null, null);
    }

    private static InboxFiles unavailableInboxFiles() {
        SQLiteDataSource nowhere = new SQLiteDataSource();
        nowhere.setUrl("jdbc:sqlite:/dev/null/ledger.db");
        return new InboxFiles(new Ledger(new Database(nowhere), Clock.systemUTC(), "node"));
    }
}
