package studio.darkroom.ledger;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import javax.sql.DataSource;

/**
 * A thin layer over JDBC: binds arguments, maps rows to records, and runs one transaction per call.
 * Every {@link SQLException} becomes a {@link LedgerUnavailable}.
 */
public final class Database {

    private final DataSource dataSource;
    private volatile Consumer<Set<String>> commitListener = shoots -> { };

    public Database(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    /** @param listener receives, after each commit, the ids of the shoots whose due time it may have changed */
    public void setCommitListener(Consumer<Set<String>> listener) {
        commitListener = listener;
    }

    /** The work of one transaction, committed when it returns and rolled back when it throws. */
    @FunctionalInterface
    public interface TransactionCallback<T> {
        T execute(Session session) throws SQLException;
    }

    /** Maps the current row to a value. */
    @FunctionalInterface
    public interface RowMapper<T> {
        T mapRow(ResultSet row) throws SQLException;
    }

    public <T> T runInTransaction(TransactionCallback<T> work) {
        Set<String> rescheduled = new LinkedHashSet<>();
        T value = commit(work, rescheduled);
        if (!rescheduled.isEmpty()) {
            commitListener.accept(rescheduled);
        }
        return value;
    }

    private <T> T commit(TransactionCallback<T> work, Set<String> rescheduled) {
        try (Connection connection = dataSource.getConnection()) {
            connection.setAutoCommit(false);
            try {
                T value = work.execute(new Session(connection, rescheduled));
                connection.commit();
                return value;
            } catch (SQLException | RuntimeException e) {
                rollBack(connection, e);
                throw e;
            }
        } catch (SQLException e) {
            throw new LedgerUnavailable(e);
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
    public <T> List<T> list(RowMapper<T> mapper, String sql, Object... arguments) {
        try (Connection connection = dataSource.getConnection()) {
            return new Session(connection, Set.of()).list(mapper, sql, arguments);
        } catch (SQLException e) {
            throw new LedgerUnavailable(e);
        }
    }

    public <T> Optional<T> findOne(RowMapper<T> mapper, String sql, Object... arguments) {
        return list(mapper, sql, arguments).stream().findFirst();
    }

    public int update(String sql, Object... arguments) {
        return runInTransaction(session -> session.update(sql, arguments));
    }

    /**
     * Statements inside one transaction.
     *
     * @param rescheduled collects the shoots to be scheduled after the commit
     */
    public record Session(Connection connection, Set<String> rescheduled) {

        /** Marks a shoot whose due time changes, or that starts or stops being schedulable. */
        void reschedule(String shoot) {
            rescheduled.add(shoot);
        }

        public int update(String sql, Object... arguments) throws SQLException {
            try (PreparedStatement statement = prepare(sql, arguments)) {
                return statement.executeUpdate();
            }
        }

        public <T> List<T> list(RowMapper<T> mapper, String sql, Object... arguments) throws SQLException {
            try (PreparedStatement statement = prepare(sql, arguments); ResultSet rows = statement.executeQuery()) {
                List<T> values = new ArrayList<>();
                while (rows.next()) {
                    values.add(mapper.mapRow(rows));
                }
                return values;
            }
        }

        public <T> Optional<T> findOne(RowMapper<T> mapper, String sql, Object... arguments) throws SQLException {
            return list(mapper, sql, arguments).stream().findFirst();
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

        private static void bind(PreparedStatement statement, int index, Object value) throws SQLException {
            if (value instanceof Boolean flag) {
                statement.setInt(index, flag ? 1 : 0);
            } else if (value instanceof Integer number) {
                statement.setInt(index, number);
            } else if (value instanceof Long number) {
                statement.setLong(index, number);
            } else if (value instanceof NullableLong nullable) {
                if (nullable.value() == null) {
                    statement.setNull(index, java.sql.Types.BIGINT);
                } else {
                    statement.setLong(index, nullable.value());
                }
            } else {
                statement.setString(index, value == null ? null : value.toString());
            }
        }
    }

    /** A number that may be null. Drivers need the SQL type of a null. */
    public record NullableLong(Long value) {
    }

    static Long getLongOrNull(ResultSet row, String column) throws SQLException {
        long value = row.getLong(column);
        return row.wasNull() ? null : value;
    }

    /** The ledger cannot be read or written: the disk is full, the file is locked or the server is down. Nothing was changed. */
    public static final class LedgerUnavailable extends RuntimeException {

        private static final long serialVersionUID = 1L;

        public LedgerUnavailable(SQLException cause) {
            super("Cannot access the ledger: " + cause.getMessage(), cause);
        }
    }
}
