package studio.darkroom.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.camel.component.quartz.QuartzComponent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import studio.darkroom.api.SpendReport;
import studio.darkroom.delivery.receipt.ReceiptVerifier;
import studio.darkroom.lifecycle.Step;
import studio.darkroom.testing.Await;
import studio.darkroom.testing.StubImagenServer;
import studio.darkroom.testing.TestDarkroom;

/** Ledgers of versions that were given out, each with a shoot at every step, are finished by the present program. */
class UpgradeTest {

    /** Where a shoot stood, which is also its name. */
    private static final List<String> STEPS = List.of("gather", "open", "upload", "edit", "intent", "await-edit", "export",
            "await-export", "deliver", "archive", "done");

    @TempDir Path folder;

    private static byte[] fixture(String name) throws IOException {
        try (InputStream in = UpgradeTest.class.getResourceAsStream("/ledgers/" + name)) {
            return in.readAllBytes();
        }
    }

    private void ledger(String version) throws IOException, SQLException {
        Path home = Files.createDirectories(folder.resolve("home"));
        String dump = new String(fixture(version + ".sql"), StandardCharsets.UTF_8);
        try (Connection ledger = DriverManager.getConnection("jdbc:sqlite:" + home.resolve("ledger.db"));
                Statement statement = ledger.createStatement()) {
            for (String sql : dump.split(";\n")) {
                statement.executeUpdate(sql);
            }
        }
    }

    private void inbox() throws IOException {
        for (String name : List.of("gather", "open", "upload", "edit", "intent", "await-edit", "export", "await-export",
                "deliver", "archive", "done", "problem", "cancelled")) {
            Path shoot = Files.createDirectories(folder.resolve("inbox").resolve(name));
            for (String photo : List.of("A_1.JPG", "A_2.JPG")) {
                Path file = Files.write(shoot.resolve(photo), fixture(photo));
                Files.setLastModifiedTime(file, FileTime.from(Instant.parse("2026-05-01T10:00:00Z")));
            }
        }
        Files.writeString(folder.resolve("inbox/problem/darkroom.yaml"), "profile: BRIGHT LISTING\n");
    }

    /** Old ledgers name the class of the Quartz job, which is in another package today. */
    @Test
    void scheduledShoots_oldLedger_areFinished() throws Exception {
        ledger("008");
        inbox();
        try (StubImagenServer vendor = new StubImagenServer()) {
            vendor.addResult("A_1.JPG", fixture("A_1.JPG"));
            vendor.addResult("A_2.JPG", fixture("A_2.JPG"));
            vendor.markEdited();
            try (TestDarkroom studio = new TestDarkroom(folder, keys -> {
                keys.put("darkroom.vendor.imagen.url", vendor.url());
                keys.put("darkroom.inbox.settle-time", "1s");
                keys.remove("darkroom.gather.quiet");
                keys.put("darkroom.vendor.imagen.poll.initial-delay", "100ms");
            })) {
                studio.clock.set(Instant.now());
                studio.context().getComponent("clock", QuartzComponent.class).getScheduler().start();
                Await.untilTrue("all shoots are delivered", () -> {
                    studio.clock.set(Instant.now());
                    // A wait of months may also end with a question, which is right.
                    return STEPS.stream().filter(name -> !name.startsWith("await")).allMatch(name -> studio.findShoot(name).step().equals(Step.DONE));
                });
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"001", "008"})
    void everyShootOfAnOldLedgerIsFinishedAndPaidOnce(String version) throws Exception {
        ledger(version);
        inbox();
        try (StubImagenServer vendor = new StubImagenServer()) {
            vendor.addResult("A_1.JPG", fixture("A_1.JPG"));
            vendor.addResult("A_2.JPG", fixture("A_2.JPG"));
            vendor.markEdited();
            try (TestDarkroom studio = new TestDarkroom(folder,
                    keys -> keys.put("darkroom.vendor.imagen.url", vendor.url()))) {
                studio.clock.set(Instant.parse("2026-06-01T12:00:00Z"));
                for (String name : STEPS) {
                    studio.runUntil(name, Step.DONE);
                }
                assertThat(studio.findShoot("cancelled").state()).isEqualTo("cancelled");
                if (studio.findShoot("problem").state().equals("problem")) {
                    assertThat(studio.actions().retryShoot(studio.findShoot("problem"))).isEmpty();
                }
                studio.runUntil("problem", Step.DONE);
                assertThat(vendor.countEdits()).as("gather, open, upload, edit and the problem; what was or may have been"
                        + " ordered by the old version is not ordered again").isEqualTo(5);
                SpendReport.Spend spend = new SpendReport(new ChargeRepository(studio.ledger())).buildReport(null, null, null);
                assertThat(spend.agrees()).isTrue();
                assertThat(spend.unknown()).isZero();
                assertThat(new ReportQueries(studio.ledger()).countFiles()).extracting(ReportQueries.FileCount::state)
                        .containsOnly(Photo.DELIVERED, Photo.UPLOADED);
                for (String name : STEPS) {
                    // The one that was done had its files from the old version, elsewhere.
                    if (!Set.of("done", "archive").contains(name)) {
                        assertThat(new ReceiptVerifier(Optional.of(studio.inbox)).checkFolder(studio.delivery.resolve(name)))
                                .as(name).hasSize(5).allMatch(found -> found.status() == ReceiptVerifier.FileStatus.WHOLE);
                    }
                }
            }
        }
    }
}
