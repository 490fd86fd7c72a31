package studio.darkroom.api;

import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;
import studio.darkroom.ledger.Database.LedgerUnavailable;
import studio.darkroom.ledger.ReportQueries;
import studio.darkroom.text.Redactor;

/**
 * Checks that every file is accounted for ({@link FileAccounting}). Part of {@code /observe/health} only: a lost file needs a
 * person; restarting the node or taking it out of service would not help.
 */
public final class FileAccountingCheck extends AbstractHealthCheck {

    private final ReportQueries queries;

    public FileAccountingCheck(ReportQueries queries) {
        super("darkroom", "darkroom-reckoning");
        this.queries = queries;
    }

    @Override
    public boolean isLiveness() {
        return false;
    }

    @Override
    public boolean isReadiness() {
        return false;
    }

    @Override
    protected void doCall(HealthCheckResultBuilder builder, Map<String, Object> options) {
        Map<String, FileAccounting> unreconciled;
        try {
            unreconciled = new TreeMap<>(FileAccounting.countByLane(queries.countFiles()));
        } catch (LedgerUnavailable down) {
            builder.down().message(Redactor.redact(down.getMessage()));
            return;
        }
        unreconciled.values().removeIf(lane -> lane.unreconciled() == 0);
        if (unreconciled.isEmpty()) {
            builder.up().message("all files are accounted for");
        } else {
            builder.down().message(unreconciled.entrySet().stream().map(lane -> "Lane " + lane.getKey() + ": "
                    + lane.getValue().unreconciled() + " of " + lane.getValue().seen() + " files are not accounted for.")
                    .collect(Collectors.joining(" ")) + " Report this as a defect and attach the ledger.");
        }
    }
}
