package studio.darkroom.runner;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import studio.darkroom.ledger.AlertRepository;
import studio.darkroom.ledger.LedgerUnavailable;
import studio.darkroom.text.Causes;
import studio.darkroom.text.Redactor;

/**
 * Brings alerts to a person. Each is written down first and struck out when it was taken, so that neither a mail server that
 * is down nor a crash swallows one; at worst it comes twice.
 */
public final class AlertOutbox implements Consumer<String> {

    private static final Logger LOG = LoggerFactory.getLogger(AlertOutbox.class);

    /** Who has not been reached for so long is not told any more. */
    private static final Duration MAX_AGE = Duration.ofDays(7);

    private final AlertRepository alerts;
    private final Clock clock;
    private final Function<String, CompletionStage<?>> sender;

    /** @param sender hands a sentence over, and tells in its end whether that worked */
    public AlertOutbox(AlertRepository alerts, Clock clock, Function<String, CompletionStage<?>> sender) {
        this.alerts = alerts;
        this.clock = clock;
        this.sender = sender;
    }

    /** Tells a person at once, or as soon as it can be done. */
    @Override
    public void accept(String sentence) {
        try {
            alerts.addAlert(sentence);
            sendDueAlerts();
        } catch (LedgerUnavailable down) {
            LOG.warn("An alert is sent without being written down, because the ledger does not answer: {}",
                    Redactor.redact(down.getMessage()));
            sendText(sentence);
        }
    }

    /** Tries what nobody has taken yet and is due. */
    public void sendDueAlerts() {
        for (AlertRepository.Alert alert : alerts.claimDueAlerts()) {
            sendText(alert.text()).whenComplete((done, failure) -> {
                try {
                    recordSendResult(alert, failure);
                } catch (LedgerUnavailable down) {
                    LOG.warn("An alert will come once more, because the ledger does not answer: {}", Redactor.redact(down.getMessage()));
                }
            });
        }
    }

    private CompletionStage<?> sendText(String sentence) {
        try {
            return sender.apply(sentence);
        } catch (RuntimeException e) {
            // A context that is just stopping takes no more work; the next start does.
            return CompletableFuture.failedStage(e);
        }
    }

    private void recordSendResult(AlertRepository.Alert alert, Throwable failure) {
        if (failure == null) {
            alerts.deleteAlert(alert);
            return;
        }
        String reason = rootCauseName(failure);
        if (alert.at().plus(MAX_AGE).isBefore(clock.instant())) {
            alerts.deleteAlert(alert);
            LOG.error("An alert could not be handed over for {} days and is given up ({}): {}", MAX_AGE.toDays(), reason,
                    alert.text());
            return;
        }
        Instant next = alerts.postponeAlert(alert);
        LOG.warn("An alert could not be handed over ({}) and is tried again at {}; look after darkroom.notify.", reason, next);
    }

    /** No more of it, because the text may hold the address, and that may be a secret. */
    private static String rootCauseName(Throwable failure) {
        return Causes.findRoot(failure).getClass().getSimpleName();
    }
}
