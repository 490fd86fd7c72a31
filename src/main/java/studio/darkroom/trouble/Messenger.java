package studio.darkroom.trouble;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import studio.darkroom.ledger.Alerts;
import studio.darkroom.ledger.LedgerDown;

/**
 * Brings alerts to a person. Each is written down first and struck out when it was taken, so that neither a mail server that
 * is down nor a crash swallows one; at worst it comes twice.
 */
public final class Messenger implements Consumer<String> {

    private static final Logger LOG = LoggerFactory.getLogger(Messenger.class);

    /** Who has not been reached for so long is not told any more. */
    private static final Duration STALE = Duration.ofDays(7);

    private final Alerts alerts;
    private final Clock clock;
    private final Function<String, CompletionStage<?>> way;

    /** @param way hands a sentence over, and tells in its end whether that worked */
    public Messenger(Alerts alerts, Clock clock, Function<String, CompletionStage<?>> way) {
        this.alerts = alerts;
        this.clock = clock;
        this.way = way;
    }

    /** Tells a person at once, or as soon as it can be done. */
    @Override
    public void accept(String sentence) {
        try {
            alerts.raised(sentence);
            ring();
        } catch (LedgerDown down) {
            LOG.warn("An alert is sent without being written down, because the ledger does not answer: {}",
                    Plain.text(down.getMessage()));
            hand(sentence);
        }
    }

    /** Tries what nobody has taken yet and is due. */
    public void ring() {
        for (Alerts.Alert alert : alerts.due()) {
            hand(alert.text()).whenComplete((done, failure) -> {
                try {
                    settle(alert, failure);
                } catch (LedgerDown down) {
                    LOG.warn("An alert will come once more, because the ledger does not answer: {}", Plain.text(down.getMessage()));
                }
            });
        }
    }

    private CompletionStage<?> hand(String sentence) {
        try {
            return way.apply(sentence);
        } catch (RuntimeException e) {
            // A context that is just stopping takes no more work; the next start does.
            return CompletableFuture.failedStage(e);
        }
    }

    private void settle(Alerts.Alert alert, Throwable failure) {
        if (failure == null) {
            alerts.over(alert);
            return;
        }
        String why = kind(failure);
        if (alert.at().plus(STALE).isBefore(clock.instant())) {
            alerts.over(alert);
            LOG.error("An alert could not be handed over for {} days and is given up ({}): {}", STALE.toDays(), why,
                    alert.text());
            return;
        }
        Instant next = alerts.again(alert);
        LOG.warn("An alert could not be handed over ({}) and is tried again at {}; look after darkroom.notify.", why, next);
    }

    /** No more of it, because the text may hold the address, and that may be a secret. */
    private static String kind(Throwable failure) {
        Throwable at = failure;
        while (at.getCause() != null) {
            at = at.getCause();
        }
        return at.getClass().getSimpleName();
    }
}
