package studio.darkroom.ledger;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import java.util.Properties;
import studio.darkroom.Secret;
import studio.darkroom.Settings;

/** Looks whether a ledger can be used, before or beside a node, with one connection of its own and in a short time. */
public final class LedgerProbe {

    private static final String SQLITE = "jdbc:sqlite:";

    /** SQLite's own number for {@code synchronous=FULL}. */
    private static final int FULL = 2;

    private LedgerProbe() {
    }

    /**
     * What was found.
     *
     * @param product database and version
     * @param durable whether a commit is on disk when it returns, with the settings that Darkroom opens it with
     * @param shoots in it; empty when no node has ever started with it
     */
    public record Found(String product, boolean durable, Optional<Long> shoots) {
    }

    /** The ledger as a person knows it, without a password. */
    public static String place(Settings.LedgerAccess access) {
        String url = access.url();
        return url.startsWith(SQLITE) ? url.substring(SQLITE.length()) : url.replaceFirst("\\?.*", "");
    }

    /** The file of a ledger that is one. */
    public static Optional<Path> file(Settings.LedgerAccess access) {
        return access.url().startsWith(SQLITE) ? Optional.of(Path.of(place(access))) : Optional.empty();
    }

    /**
     * Takes the place of a writer for a moment and changes nothing. A file that is not there yet is not made.
     *
     * @throws LedgerDown when that cannot be done
     */
    public static void write(Settings.LedgerAccess access) {
        Optional<Path> file = file(access);
        if (file.isPresent() && !Files.exists(file.get())) {
            return;
        }
        try (Connection connection = open(access)) {
            if (file.isPresent()) {
                try (Statement statement = connection.createStatement()) {
                    statement.execute("begin immediate");
                    statement.execute("rollback");
                }
            }
        } catch (SQLException e) {
            throw new LedgerDown(e);
        }
    }

    /** @throws LedgerDown when it cannot be read */
    public static Found look(Settings.LedgerAccess access) {
        try (Connection connection = open(access)) {
            boolean durable = number(connection, access.url().startsWith(SQLITE) ? "pragma synchronous"
                    : "select case when current_setting('synchronous_commit') = 'off' then 0 else 2 end") >= FULL;
            boolean used;
            try (ResultSet tables = connection.getMetaData().getTables(null, null, "shoot", null)) {
                used = tables.next();
            }
            return new Found(connection.getMetaData().getDatabaseProductName() + " "
                    + connection.getMetaData().getDatabaseProductVersion(), durable,
                    used ? Optional.of(number(connection, "select count(*) from shoot")) : Optional.empty());
        } catch (SQLException e) {
            throw new LedgerDown(e);
        }
    }

    private static long number(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement(); ResultSet rows = statement.executeQuery(sql)) {
            return rows.next() ? rows.getLong(1) : 0;
        }
    }

    private static Connection open(Settings.LedgerAccess access) throws SQLException {
        Properties properties = LedgerSource.properties(access.url());
        properties.setProperty("busy_timeout", "3000");
        access.user().ifPresent(user -> properties.setProperty("user", user));
        access.password().map(Secret::reveal).ifPresent(password -> properties.setProperty("password", password));
        return LedgerSource.driver(access.url()).connect(access.url(), properties);
    }
}
