package studio.darkroom.ledger;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.SQLExceptionOverride;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import javax.sql.DataSource;
import org.sqlite.SQLiteErrorCode;
import studio.darkroom.config.Secret;
import studio.darkroom.config.Settings;
import studio.darkroom.ledger.Database.LedgerUnavailable;
import studio.darkroom.text.Redactor;
import studio.darkroom.text.Causes;

/** Opens the pooled connections to the ledger's database. */
public final class LedgerDataSource {

    private LedgerDataSource() {
    }

    /** A small pool suffices, because transactions are short. */
    private static final int MAX_POOL_SIZE = 10;

    /**
     * @param access {@code jdbc:sqlite:...} or {@code jdbc:postgresql:...}
     * @param home created if it does not exist
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
        // Properties in the URL take precedence.
        connectionProperties(url).entrySet().stream().filter(property -> !url.contains(property.getKey() + "="))
                .forEach(property -> config.addDataSourceProperty(property.getKey().toString(), property.getValue()));
        return new HikariDataSource(config);
    }

    /**
     * Checks the data source of a host. The host opens and closes its connections.
     *
     * @param source null if the host has none with that name
     * @param name as in the settings
     * @throws IllegalStateException if the database is not PostgreSQL or cannot be reached
     */
    public static DataSource checkHostDataSource(DataSource source, String name) {
        if (source == null) {
            throw new IllegalStateException("darkroom.ledger.datasource = '" + name
                    + "': the host has no DataSource of that name. Register one, or remove the setting.");
        }
        String product;
        try (Connection connection = source.getConnection()) {
            product = connection.getMetaData().getDatabaseProductName();
        } catch (SQLException e) {
            throw new IllegalStateException("darkroom.ledger.datasource = '" + name + "' cannot connect ("
                    + Redactor.redact(e.getMessage()) + "). Correct the DataSource in the host.", e);
        }
        if (!product.equals("PostgreSQL")) {
            throw new IllegalStateException("darkroom.ledger.datasource = '" + name + "' is a " + product
                    + " database. Use PostgreSQL, or remove the setting to use an SQLite file in darkroom.home.");
        }
        return source;
    }

    /** Creates the driver by class, because DriverManager may not see it through the class loaders of a host. */
    static Driver createDriver(String url) {
        return url.startsWith("jdbc:sqlite:") ? new org.sqlite.JDBC() : new org.postgresql.Driver();
    }

    /** The properties of every connection to this database. */
    static Properties connectionProperties(String url) {
        Properties properties = new Properties();
        if (url.startsWith("jdbc:sqlite:")) {
            // A power cut must not lose a commit (synchronous); two writers wait for each other instead of failing.
            properties.setProperty("journal_mode", "WAL");
            properties.setProperty("synchronous", "FULL");
            properties.setProperty("busy_timeout", "20000");
            properties.setProperty("transaction_mode", "IMMEDIATE");
            properties.setProperty("cache_size", "-512");
            // Overwrites deleted upload links, because their queries are credentials.
            properties.setProperty("secure_delete", "true");
        }
        return properties;
    }

    /**
     * SQLite rolls back a transaction when the disk is full or unreadable. Its driver does not notice and runs all later
     * statements on that connection without a transaction, so the connection is closed.
     */
    private static final class BrokenConnectionPolicy implements SQLExceptionOverride {

        private static final int PRIMARY_CODE_MASK = 0xff;
        private static final Set<Integer> RECOVERABLE_CODES = Set.of(SQLiteErrorCode.SQLITE_CONSTRAINT.code,
                SQLiteErrorCode.SQLITE_BUSY.code);

        @java.lang.Override
        public Override adjudicate(SQLException failure) {
            return RECOVERABLE_CODES.contains(failure.getErrorCode() & PRIMARY_CODE_MASK) ? Override.CONTINUE_EVICT
                    : Override.MUST_EVICT;
        }
    }

    private static final String SQLITE_PREFIX = "jdbc:sqlite:";

    /** SQLite's value of {@code synchronous=FULL}. */
    private static final int SYNCHRONOUS_FULL = 2;

    /**
     * The result of the check.
     *
     * @param product name and version of the database
     * @param durable whether a commit is on disk when it returns, with the connection properties of Darkroom
     * @param shootCount the number of shoots; empty if no node has ever used the ledger
     */
    public record LedgerInfo(String product, boolean durable, Optional<Long> shootCount) {
    }

    /** The location of the ledger for a person, without a password. */
    public static String displayLocation(Settings.LedgerAccess access) {
        String url = access.url();
        return url.startsWith(SQLITE_PREFIX) ? url.substring(SQLITE_PREFIX.length()) : url.replaceFirst("\\?.*", "");
    }

    /** The file of an SQLite ledger. */
    public static Optional<Path> findSqliteFile(Settings.LedgerAccess access) {
        return access.url().startsWith(SQLITE_PREFIX) ? Optional.of(Path.of(displayLocation(access))) : Optional.empty();
    }

    /**
     * Starts and rolls back a write transaction. Does not create a missing file.
     *
     * @throws LedgerUnavailable if the ledger cannot be written
     */
    public static void checkWritable(Settings.LedgerAccess access) {
        Optional<Path> file = findSqliteFile(access);
        if (file.isPresent() && !Files.exists(file.get())) {
            return;
        }
        try (Connection connection = openConnection(access)) {
            if (file.isPresent()) {
                try (Statement statement = connection.createStatement()) {
                    statement.execute("begin immediate");
                    statement.execute("rollback");
                }
            }
        } catch (SQLException e) {
            throw new LedgerUnavailable(e);
        }
    }

    /** @throws LedgerUnavailable if the ledger cannot be read */
    public static LedgerInfo readInfo(Settings.LedgerAccess access) {
        try (Connection connection = openConnection(access)) {
            boolean durable = queryNumber(connection, access.url().startsWith(SQLITE_PREFIX) ? "pragma synchronous"
                    : "select case when current_setting('synchronous_commit') = 'off' then 0 else 2 end")
                    >= SYNCHRONOUS_FULL;
            boolean initialized;
            try (ResultSet tables = connection.getMetaData().getTables(null, null, "shoot", null)) {
                initialized = tables.next();
            }
            return new LedgerInfo(connection.getMetaData().getDatabaseProductName() + " "
                    + connection.getMetaData().getDatabaseProductVersion(), durable,
                    initialized ? Optional.of(queryNumber(connection, "select count(*) from shoot")) : Optional.empty());
        } catch (SQLException e) {
            throw new LedgerUnavailable(e);
        }
    }

    private static long queryNumber(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement(); ResultSet rows = statement.executeQuery(sql)) {
            return rows.next() ? rows.getLong(1) : 0;
        }
    }

    private static Connection openConnection(Settings.LedgerAccess access) throws SQLException {
        Properties properties = LedgerDataSource.connectionProperties(access.url());
        properties.setProperty("busy_timeout", "3000");
        access.user().ifPresent(user -> properties.setProperty("user", user));
        access.password().map(Secret::reveal).ifPresent(password -> properties.setProperty("password", password));
        return LedgerDataSource.createDriver(access.url()).connect(access.url(), properties);
    }

    /** The database error among the causes of a failure. */
    public static Optional<Throwable> findDatabaseError(Throwable failure) {
        return Causes.findCause(SQLException.class, failure).map(Throwable.class::cast);
    }
}
