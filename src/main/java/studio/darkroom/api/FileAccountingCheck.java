package studio.darkroom.api;

import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;
import studio.darkroom.ledger.LedgerUnavailable;
import studio.darkroom.ledger.ReportQueries;
import studio.darkroom.text.Redactor;

/**
 * In every lane seen = delivered + waiting + held + ignored. It is part of {@code /observe/health} alone: a node with a file
 * that is nowhere needs a person, and is neither to be killed nor taken out of service.
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
            builder.up().message("every file is accounted for");
        } else {
            builder.down().message(unreconciled.entrySet().stream().map(lane -> "Of " + lane.getValue().seen() + " files of lane "
                    + lane.getKey() + ", " + lane.getValue().unreconciled() + " are neither delivered, waiting, held nor"
                    + " ignored.").collect(Collectors.joining(" ")) + " Report it together with the ledger.");
        }
    }
}
