package studio.darkroom.ledger;

import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import studio.darkroom.config.Settings;

/** The ledger on SQLite, opened as the program opens it. */
class SqliteLedgerTest extends InboxFilesContract {

    @TempDir
    Path folder;

    private final List<HikariDataSource> open = new ArrayList<>();

    @Override
    DataSource source() throws IOException {
        Path home = folder.resolve("home-" + open.size());
        open.add(LedgerDataSource.openPool(new Settings.LedgerAccess("jdbc:sqlite:"
                + home.resolve("ledger.db"), Optional.empty(),
                Optional.empty(), Optional.empty()), home));
        return open.get(open.size() - 1);
    }

    @AfterEach
    void close() {
        open.forEach(HikariDataSource::close);
    }
}
