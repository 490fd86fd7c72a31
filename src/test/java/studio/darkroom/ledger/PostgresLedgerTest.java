package studio.darkroom.ledger;

import com.zaxxer.hikari.HikariDataSource;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import studio.darkroom.config.Settings;

/** The ledger on PostgreSQL, opened as the program opens it; a database of its own for each test. */
class PostgresLedgerTest extends InboxFilesContract {

    private static EmbeddedPostgres postgres;
    private static int count;

    @TempDir
    Path folder;

    private final List<HikariDataSource> open = new ArrayList<>();

    @BeforeAll
    static void start() throws IOException {
        postgres = EmbeddedPostgres.builder().setServerConfig("fsync", "off").setServerConfig("max_connections", "200")
                .start();
    }

    @AfterAll
    static void stop() throws IOException {
        postgres.close();
    }

    @Override
    DataSource source() throws IOException, SQLException {
        String name = "ledger" + count++;
        try (Connection connection = postgres.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("create database " + name);
        }
        open.add(LedgerDataSource.openPool(new Settings.LedgerAccess(postgres.getJdbcUrl("postgres", name), Optional.empty(),
                Optional.empty(), Optional.empty()), folder));
        return open.get(open.size() - 1);
    }

    @AfterEach
    void close() {
        open.forEach(HikariDataSource::close);
    }
}
