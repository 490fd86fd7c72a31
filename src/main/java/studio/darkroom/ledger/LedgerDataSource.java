package studio.darkroom.ledger;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.SQLExceptionOverride;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.SQLException;
import java.util.Properties;
import java.util.Set;
import javax.sql.DataSource;
import org.sqlite.SQLiteErrorCode;
import studio.darkroom.config.Secret;
import studio.darkroom.config.Settings;
import studio.darkroom.text.Redactor;

/** Opens the pooled connections to the ledger's database. */
public final class LedgerDataSource {

    private LedgerDataSource() {
    }

    /** Few are enough: each is held for the time of one short transaction. */
    private static final int MAX_POOL_SIZE = 10;

    /**
     * @param access {@code jdbc:sqlite:...} or {@code jdbc:postgresql:...}
     * @param home made if it is not there
     */
    public static HikariDataSource openPool(Settings.LedgerAccess access, Path home) throws IOException {
        Files.createDirectories(home);
        return openPool(access.url(), access.user().orElse(null), access.password().map(Secret::reveal).orElse(null));
    }

    private static HikariDataSource openPool(String url, String user, String password) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(url);
        config.setDriverClassName(createDriver(url).getClass().getName());
        config.setUsername(user);
        config.setPassword(password);
        config.setMaximumPoolSize(MAX_POOL_SIZE);
        config.setMinimumIdle(2);
        config.setPoolName("ledger");
        config.setConnectionTimeout(30_000);
        config.setInitializationFailTimeout(10_000);
        if (url.startsWith("jdbc:sqlite:")) {
            config.setExceptionOverride(new BrokenConnectionPolicy());
        }
        // What the address says itself wins.
        connectionProperties(url).entrySet().stream().filter(property -> !url.contains(property.getKey() + "="))
                .forEach(property -> config.addDataSourceProperty(property.getKey().toString(), property.getValue()));
        return new HikariDataSource(config);
    }

    /**
     * The host's own connections, which the host opens and closes.
     *
     * @param source null when the host has none of that name
     * @param name as it stands in the settings
     * @throws IllegalStateException when they lead to another database than PostgreSQL, or nowhere
     */
    public static DataSource checkHostDataSource(DataSource source, String name) {
        if (source == null) {
            throw new IllegalStateException("darkroom.ledger.datasource = '" + name
                    + "': the host has no DataSource of that name; provide it, or take the key out.");
        }
        String product;
        try (Connection connection = source.getConnection()) {
            product = connection.getMetaData().getDatabaseProductName();
        } catch (SQLException e) {
            throw new IllegalStateException("darkroom.ledger.datasource = '" + name + "' gives no connection ("
                    + Redactor.redact(e.getMessage()) + "): mend it in the host.", e);
        }
        if (!product.equals("PostgreSQL")) {
            throw new IllegalStateException("darkroom.ledger.datasource = '" + name + "' leads to " + product
                    + ": name one of PostgreSQL, or take the key out for an SQLite file in darkroom.home.");
        }
        return source;
    }

    /** By class: within a host's class loaders the JDK's own list of drivers may not know it. */
    static Driver createDriver(String url) {
        return url.startsWith("jdbc:sqlite:") ? new org.sqlite.JDBC() : new org.postgresql.Driver();
    }

    /** What every connection to this database is opened with. */
    static Properties connectionProperties(String url) {
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

    /**
     * SQLite ends a transaction by itself when the disk is full or cannot be read; its driver does not notice, and runs
     * every later one on that connection without a transaction. Such a connection is closed and never used again.
     */
    private static final class BrokenConnectionPolicy implements SQLExceptionOverride {

        private static final int PRIMARY_CODE_MASK = 0xff;
        private static final Set<Integer> RECOVERABLE_CODES = Set.of(SQLiteErrorCode.SQLITE_CONSTRAINT.code,
                SQLiteErrorCode.SQLITE_BUSY.code);

        @java.lang.Override
        public Override adjudicate(SQLException failure) {
            return RECOVERABLE_CODES.contains(failure.getErrorCode() & PRIMARY_CODE_MASK) ? Override.CONTINUE_EVICT : Override.MUST_EVICT;
        }
    }
}
