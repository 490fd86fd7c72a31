package studio.darkroom.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.SQLiteDataSource;
import studio.darkroom.ledger.Database;
import studio.darkroom.ledger.LaneRepository;
import studio.darkroom.ledger.Ledger;
import studio.darkroom.ledger.Schema;
import studio.darkroom.ledger.Shoot;
import studio.darkroom.lifecycle.Step;

class FolderDeliveryTest {

    private static final int AT_ONCE = 8;

    @TempDir
    Path folder;

    private final ExecutorService transfers = Executors.newFixedThreadPool(AT_ONCE);
    private Ledger ledger;
    private FolderDelivery delivery;

    @BeforeEach
    void open() throws IOException {
        SQLiteDataSource source = new SQLiteDataSource();
        source.setUrl("jdbc:sqlite:" + folder.resolve("ledger.db"));
        Database database = new Database(source);
        new Schema(database).applyMigrations();
        ledger = new Ledger(database, Clock.systemUTC(), "here");
        delivery = new FolderDelivery(lane -> folder.resolve("delivery-" + lane), new LaneRepository(ledger));
    }

    @AfterEach
    void close() {
        transfers.shutdownNow();
    }

    @Test
    void theFirstResultsOfALaneThatComeTogetherMakeItsDeliveryOnce() throws Exception {
        for (int lane = 0; lane < 25; lane++) {
            String name = "lane-" + lane;
            new LaneRepository(ledger).registerLane(name);
            Shoot shoot = new Shoot("s" + lane, name, "smith", "smith", "imagen", null, null, Step.DELIVER, Instant.EPOCH,
                    Instant.EPOCH, 0, 5, null, null, 1, Instant.EPOCH, null);
            CyclicBarrier together = new CyclicBarrier(AT_ONCE);
            Callable<Path> result = () -> {
                together.await();
                return delivery.prepareFolder(shoot);
            };
            List<Future<Path>> results = transfers.invokeAll(Collections.nCopies(AT_ONCE, result));
            for (Future<Path> one : results) {
                assertThat(one.get()).isEqualTo(folder.resolve("delivery-" + name).resolve("smith")).isDirectory();
            }
        }
    }
}
