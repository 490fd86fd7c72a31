package studio.darkroom.ledger;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Path;

/** Opens the pooled connections to the ledger's database. */
public final class LedgerSource {

    private LedgerSource() {
    }

    /** The URL of a SQLite ledger inside a folder on a local disk. */
    public static String sqlite(Path home) {
        return "jdbc:sqlite:" + home.resolve("ledger.db");
    }

    /**
     * @param url {@code jdbc:sqlite:...} or {@code jdbc:postgresql:...}
     * @param user may be null
     * @param password may be null
     * @param connections the most that may be open at once
     */
    public static HikariDataSource open(String url, String user, String password, int connections) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(url);
        config.setUsername(user);
        config.setPassword(password);
        config.setMaximumPoolSize(connections);
        config.setPoolName("ledger");
        config.setConnectionTimeout(30_000);
        config.setInitializationFailTimeout(10_000);
        if (url.startsWith("jdbc:sqlite:")) {
            // A power cut must not lose a commit (synchronous); two writers wait for each other instead of failing.
            config.addDataSourceProperty("journal_mode", "WAL");
            config.addDataSourceProperty("synchronous", "FULL");
            config.addDataSourceProperty("busy_timeout", "20000");
            config.addDataSourceProperty("transaction_mode", "IMMEDIATE");
            config.addDataSourceProperty("foreign_keys", "true");
        }
        return new HikariDataSource(config);
    }
}
