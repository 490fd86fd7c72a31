package studio.darkroom.ledger;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;

/**
 * Plain JDBC with less typing: statements with their arguments, rows to records, one transaction per call.
 * Every {@link SQLException} becomes a {@link LedgerDown}.
 */
public final class Database {

    private final DataSource source;

    public Database(DataSource source) {
        this.source = source;
    }

    /** What one transaction does; its connection is committed when it returns and rolled back when it throws. */
    @FunctionalInterface
    public interface Work<T> {
        T in(Session session) throws SQLException;
    }

    /** Turns the current row into a value. */
    @FunctionalInterface
    public interface Row<T> {
        T of(ResultSet row) throws SQLException;
    }

    public <T> T write(Work<T> work) {
        try (Connection connection = source.getConnection()) {
            connection.setAutoCommit(false);
            try {
                T value = work.in(new Session(connection));
                connection.commit();
                return value;
            } catch (SQLException | RuntimeException e) {
                rollBack(connection, e);
                throw e;
            }
        } catch (SQLException e) {
            throw new LedgerDown(e);
        }
    }

    private static void rollBack(Connection connection, Exception cause) {
        try {
            connection.rollback();
        } catch (SQLException e) {
            cause.addSuppressed(e);
        }
    }

    /** Reads outside any transaction, so that readers never wait for the one writer. */
    public <T> List<T> list(Row<T> row, String sql, Object... arguments) {
        try (Connection connection = source.getConnection()) {
            return new Session(connection).list(row, sql, arguments);
        } catch (SQLException e) {
            throw new LedgerDown(e);
        }
    }

    public <T> Optional<T> one(Row<T> row, String sql, Object... arguments) {
        return list(row, sql, arguments).stream().findFirst();
    }

    public int update(String sql, Object... arguments) {
        return write(session -> session.update(sql, arguments));
    }

    /** Statements inside one transaction. */
    public record Session(Connection connection) {

        public int update(String sql, Object... arguments) throws SQLException {
            try (PreparedStatement statement = prepare(sql, arguments)) {
                return statement.executeUpdate();
            }
        }

        public <T> List<T> list(Row<T> row, String sql, Object... arguments) throws SQLException {
            try (PreparedStatement statement = prepare(sql, arguments); ResultSet rows = statement.executeQuery()) {
                List<T> values = new ArrayList<>();
                while (rows.next()) {
                    values.add(row.of(rows));
                }
                return values;
            }
        }

        public <T> Optional<T> one(Row<T> row, String sql, Object... arguments) throws SQLException {
            return list(row, sql, arguments).stream().findFirst();
        }

        private PreparedStatement prepare(String sql, Object... arguments) throws SQLException {
            PreparedStatement statement = connection.prepareStatement(sql);
            try {
                for (int i = 0; i < arguments.length; i++) {
                    bind(statement, i + 1, arguments[i]);
                }
                return statement;
            } catch (SQLException e) {
                statement.close();
                throw e;
            }
        }

        private static void bind(PreparedStatement statement, int at, Object value) throws SQLException {
            if (value instanceof Boolean flag) {
                statement.setInt(at, flag ? 1 : 0);
            } else if (value instanceof Integer number) {
                statement.setInt(at, number);
            } else if (value instanceof Long number) {
                statement.setLong(at, number);
            } else if (value instanceof Moment moment) {
                if (moment.millis() == null) {
                    statement.setNull(at, java.sql.Types.BIGINT);
                } else {
                    statement.setLong(at, moment.millis());
                }
            } else {
                statement.setString(at, value == null ? null : value.toString());
            }
        }
    }

    /** A number that may be absent; drivers want to know the type of a null. */
    public record Moment(Long millis) {
    }

    static Long longOrNull(ResultSet row, String column) throws SQLException {
        long value = row.getLong(column);
        return row.wasNull() ? null : value;
    }
}
