package studio.darkroom.testing;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Reads the events of a ledger directly from its file. */
public final class EventReader {

    private final String url;

    EventReader(Path home) {
        url = "jdbc:sqlite:" + home.resolve("ledger.db");
    }

    /** {@code what detail} of every event of a shoot, in order; for null, of the events without a shoot. */
    public List<String> findByShoot(String shoot) {
        return read(shoot == null ? "shoot is null" : "shoot = '" + shoot + "'");
    }

    /** The same for all events. */
    public List<String> findAll() {
        return read("1 = 1");
    }

    private List<String> read(String condition) {
        try (Connection connection = DriverManager.getConnection(url);
                PreparedStatement statement = connection.prepareStatement("select what, detail from event where "
                        + condition + " order by id"); ResultSet rows = statement.executeQuery()) {
            List<String> lines = new ArrayList<>();
            while (rows.next()) {
                lines.add(rows.getString("what") + " " + rows.getString("detail"));
            }
            return lines;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
