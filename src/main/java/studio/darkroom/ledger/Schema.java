package studio.darkroom.ledger;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.quartz.impl.jdbcjobstore.JobStoreTX;
import studio.darkroom.ledger.Database.LedgerUnavailable;

/** Migrates a database: applies numbered DDL files in order, each once and in one transaction. */
public final class Schema {

    /** The DDL files. A number is never reused, and the statements of a released file never change. */
    private static final List<String> MIGRATION_FILES = List.of("001-ledger.sql", "002-open-upload.sql", "003-links.sql",
            "004-calls.sql", "005-version.sql", "006-custody.sql", "007-bucket.sql",
            "008-alert.sql");

    /** Changes of Quartz's tables, applied after those exist. */
    private static final List<String> QUARTZ_MIGRATION_FILES = List.of("1001-job-class.sql");

    private static final Pattern MIGRATION_STATEMENT = Pattern.compile("(create|alter|update)\\s", Pattern.CASE_INSENSITIVE);

    private final Database database;

    public Schema(Database database) {
        this.database = database;
    }

    /** Applies the missing files. Several nodes may call this at the same time: the insert of the number makes them wait. */
    public void applyMigrations() {
        createMigrationTable();
        MIGRATION_FILES.forEach(this::applyFile);
        // The tables of Quartz come from its own jar, so that they match its version.
        String quartzDdl = readResource(JobStoreTX.class, "/org/quartz/impl/jdbcjobstore/tables_postgres.sql");
        database.runInTransaction(session -> applyMigration(session, 1000, quartzDdl));
        QUARTZ_MIGRATION_FILES.forEach(this::applyFile);
    }

    private void applyFile(String file) {
        int number = Integer.parseInt(file.substring(0, file.indexOf('-')));
        String ddl = readResource(Schema.class, "/ledger/" + file);
        database.runInTransaction(session -> applyMigration(session, number, ddl));
    }

    private void createMigrationTable() {
        String ddl = "create table if not exists schema_step (number integer primary key, at bigint not null)";
        try {
            database.update(ddl);
        } catch (LedgerUnavailable raced) {
            // PostgreSQL refuses the second of two nodes that create the table at the same time. It exists then.
            database.update(ddl);
        }
    }

    /** The permanent id of the ledger, shared by all its nodes. */
    public String getOrCreateLedgerId() {
        database.runInTransaction(session -> {
            // The second of two nodes waits here until the id of the first is visible.
            session.update("update schema_step set at = at where number = 1");
            return session.update("""
                    insert into ledger (id) select ? where not exists (select 1 from ledger)""", Ledger.newId());
        });
        return database.findOne(row -> row.getString("id"), "select id from ledger order by id").orElseThrow();
    }

    private static Void applyMigration(Database.Session session, int number, String ddl) throws SQLException {
        int inserted = session.update("insert into schema_step (number, at) values (?, ?) on conflict do nothing",
                number, System.currentTimeMillis());
        if (inserted == 1) {
            for (String statement : splitStatements(ddl)) {
                session.update(statement);
            }
        }
        return null;
    }

    /** The statements of a script that build or change tables, without comments; Quartz's script also drops them and commits. */
    static List<String> splitStatements(String ddl) {
        StringBuilder uncommented = new StringBuilder();
        for (String line : ddl.split("\\R")) {
            int comment = line.indexOf("--");
            uncommented.append(comment < 0 ? line : line.substring(0, comment)).append('\n');
        }
        List<String> statements = new ArrayList<>();
        for (String statement : uncommented.toString().split(";")) {
            String text = statement.strip();
            if (MIGRATION_STATEMENT.matcher(text).lookingAt()) {
                statements.add(text);
            }
        }
        return statements;
    }

    private static String readResource(Class<?> owner, String resource) {
        try (InputStream in = owner.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("The installation is incomplete: " + resource
                        + " is missing. Install Darkroom again.");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
