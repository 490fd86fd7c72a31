package studio.darkroom.ledger;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import java.util.Properties;
import studio.darkroom.config.Secret;
import studio.darkroom.config.Settings;

/** Checks a ledger with a connection of its own, whether a node runs or not. */
public final class LedgerProbe {

    private static final String SQLITE_PREFIX = "jdbc:sqlite:";

    /** SQLite's value of {@code synchronous=FULL}. */
    private static final int SYNCHRONOUS_FULL = 2;

    private LedgerProbe() {
    }

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
}
