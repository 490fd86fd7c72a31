package studio.darkroom.report;

import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;
import studio.darkroom.ledger.LedgerDown;
import studio.darkroom.ledger.Views;
import studio.darkroom.trouble.Plain;

/**
 * In every lane seen = delivered + waiting + held + ignored. It is part of {@code /observe/health} alone: a node with a file
 * that is nowhere needs a person, and is neither to be killed nor taken out of service.
 */
public final class ReckoningCheck extends AbstractHealthCheck {

    private final Views views;

    public ReckoningCheck(Views views) {
        super("darkroom", "darkroom-reckoning");
        this.views = views;
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
        Map<String, Reckoning> nowhere;
        try {
            nowhere = new TreeMap<>(Reckoning.of(views.piles()));
        } catch (LedgerDown down) {
            builder.down().message(Plain.text(down.getMessage()));
            return;
        }
        nowhere.values().removeIf(lane -> lane.unreconciled() == 0);
        if (nowhere.isEmpty()) {
            builder.up().message("every file is accounted for");
        } else {
            builder.down().message(nowhere.entrySet().stream().map(lane -> "Of " + lane.getValue().seen() + " files of lane "
                    + lane.getKey() + ", " + lane.getValue().unreconciled() + " are neither delivered, waiting, held nor"
                    + " ignored.").collect(Collectors.joining(" ")) + " Report it together with the ledger.");
        }
    }
}
