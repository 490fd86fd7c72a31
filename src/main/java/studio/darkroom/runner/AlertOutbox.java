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
import studio.darkroom.ledger.Database.LedgerUnavailable;
import studio.darkroom.text.Causes;
import studio.darkroom.text.Redactor;

/**
 * Sends alerts. Each alert is stored before it is sent and deleted after the receiver accepted it, so that neither a failed
 * mail server nor a crash loses one. An alert may be sent twice.
 */
public final class AlertOutbox implements Consumer<String> {

    private static final Logger LOG = LoggerFactory.getLogger(AlertOutbox.class);

    /** An alert that could not be sent within this time is dropped. */
    private static final Duration MAX_AGE = Duration.ofDays(7);

    private final AlertRepository alerts;
    private final Clock clock;
    private final Function<String, CompletionStage<?>> sender;

    /** @param sender sends one text; its future fails if the text was not accepted */
    public AlertOutbox(AlertRepository alerts, Clock clock, Function<String, CompletionStage<?>> sender) {
        this.alerts = alerts;
        this.clock = clock;
        this.sender = sender;
    }

    /** Stores an alert and sends it; retries later if that fails. */
    @Override
    public void accept(String sentence) {
        try {
            alerts.addAlert(sentence);
            sendDueAlerts();
        } catch (LedgerUnavailable down) {
            LOG.warn("Sending an alert that could not be stored: {}",
                    Redactor.redact(down.getMessage()));
            sendText(sentence);
        }
    }

    /** Sends the stored alerts that are due. */
    public void sendDueAlerts() {
        for (AlertRepository.Alert alert : alerts.claimDueAlerts()) {
            sendText(alert.text()).whenComplete((done, failure) -> {
                try {
                    recordSendResult(alert, failure);
                } catch (LedgerUnavailable down) {
                    LOG.warn("An alert may be sent twice, because its result could not be stored: {}",
                            Redactor.redact(down.getMessage()));
                }
            });
        }
    }

    private CompletionStage<?> sendText(String sentence) {
        try {
            return sender.apply(sentence);
        } catch (RuntimeException e) {
            // A context that is stopping accepts no exchange. The alert stays stored and is sent after the next start.
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
            LOG.error("Dropping an alert that could not be sent for {} days ({}): {}", MAX_AGE.toDays(), reason,
                    alert.text());
            return;
        }
        Instant next = alerts.postponeAlert(alert);
        LOG.warn("Could not send an alert ({}); retrying at {}. Check darkroom.notify.", reason, next);
    }

    /** Only the class, because the message may contain the notification URI with its credentials. */
    private static String rootCauseName(Throwable failure) {
        return Causes.findRoot(failure).getClass().getSimpleName();
    }
}
