package studio.darkroom.ledger;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import studio.darkroom.Secret;
import studio.darkroom.Settings;

/** Opens the pooled connections to the ledger's database. */
public final class LedgerSource {

    private LedgerSource() {
    }

    /** Few are enough: each is held for the time of one short transaction. */
    private static final int CONNECTIONS = 10;

    /**
     * @param access {@code jdbc:sqlite:...} or {@code jdbc:postgresql:...}
     * @param home made if it is not there
     */
    public static HikariDataSource open(Settings.LedgerAccess access, Path home) throws IOException {
        Files.createDirectories(home);
        return open(access.url(), access.user().orElse(null), access.password().map(Secret::reveal).orElse(null));
    }

    private static HikariDataSource open(String url, String user, String password) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(url);
        config.setUsername(user);
        config.setPassword(password);
        config.setMaximumPoolSize(CONNECTIONS);
        config.setMinimumIdle(2);
        config.setPoolName("ledger");
        config.setConnectionTimeout(30_000);
        config.setInitializationFailTimeout(10_000);
        properties(url).forEach((name, value) -> config.addDataSourceProperty(name.toString(), value));
        return new HikariDataSource(config);
    }

    /** What every connection to this database is opened with. */
    static Properties properties(String url) {
        Properties properties = new Properties();
        if (url.startsWith("jdbc:sqlite:")) {
            // A power cut must not lose a commit (synchronous); two writers wait for each other instead of failing.
            properties.setProperty("journal_mode", "WAL");
            properties.setProperty("synchronous", "FULL");
            properties.setProperty("busy_timeout", "20000");
            properties.setProperty("transaction_mode", "IMMEDIATE");
            properties.setProperty("cache_size", "-512");
            // A link that was used is overwritten, not only forgotten: its query is a credential.
            properties.setProperty("secure_delete", "true");
        }
        return properties;
    }
}
