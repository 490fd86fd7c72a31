package studio.darkroom.testing;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;

/** Changes the ledger from outside, like another node or a crash between two statements. */
public final class LedgerWriter {

    private final String url;

    /** @param home {@code darkroom.home} of the Darkroom under test */
    public LedgerWriter(Path home) {
        Path file = TestDarkroom.listFiles(home).stream().filter(name -> name.endsWith(".db")).map(home::resolve).findFirst()
                .orElseThrow();
        this.url = "jdbc:sqlite:" + file;
    }

    public void executeUpdate(String sql) {
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            statement.execute("pragma busy_timeout = 20000");
            statement.executeUpdate(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
