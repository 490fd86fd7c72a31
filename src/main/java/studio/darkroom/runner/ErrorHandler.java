package studio.darkroom.runner;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import studio.darkroom.ledger.Ledger;
import studio.darkroom.ledger.OutageRepository;
import studio.darkroom.ledger.Shoot;
import studio.darkroom.lifecycle.Trouble;
import studio.darkroom.lifecycle.Trouble.Decision;
import studio.darkroom.lifecycle.Trouble.Outage;
import studio.darkroom.lifecycle.Trouble.Problem;
import studio.darkroom.lifecycle.Trouble.StartOver;
import studio.darkroom.lifecycle.Trouble.TransientFailure;
import studio.darkroom.text.Causes;
import studio.darkroom.text.Redactor;

/** Maps an exception of a step to the next state of the shoot, and alerts a person where one is needed. */
public final class ErrorHandler {

    private static final Logger LOG = LoggerFactory.getLogger(ErrorHandler.class);

    /** The number of transient failures in a row at which they become an outage. */
    private static final int MAX_TRANSIENT_FAILURES = 3;

    /** The number of times a shoot starts over before it is held (docs/vendors/fotolabs.md 8). */
    private static final int MAX_START_OVERS = 3;

    private final Ledger ledger;
    private final OutageRepository outages;
    private final Duration firstDelay;
    private final Duration maxDelay;
    private final Consumer<String> alerts;

    /**
     * @param firstDelay the delay before the second attempt
     * @param maxDelay the longest delay between two attempts
     * @param alerts receives one text per outage, problem and decision
     */
    public ErrorHandler(Ledger ledger, OutageRepository outages, Duration firstDelay, Duration maxDelay,
            Consumer<String> alerts) {
        this.ledger = ledger;
        this.outages = outages;
        this.firstDelay = firstDelay;
        this.maxDelay = maxDelay;
        this.alerts = alerts;
    }

    /**
     * Holds the shoot for a person.
     *
     * @param failure a {@link Problem} or a {@link Decision}, or an exception that wraps one
     */
    public void holdShoot(Shoot shoot, Throwable failure) {
        Trouble trouble = Causes.findCause(Trouble.class, failure).orElseThrow();
        String kind = trouble instanceof Decision ? "decision" : "problem";
        LOG.warn("Shoot {} of lane {} is held ({} {}): {} {}", shoot.name(), shoot.lane(), kind, trouble.code(),
                trouble.text(), trouble.fix());
        ledger.holdShoot(shoot, new Shoot.TroubleInfo(kind, trouble.code(), trouble.text(), trouble.fix()));
        alerts.accept("Darkroom: shoot " + shoot.name() + " of lane " + shoot.lane() + " is held (" + kind + " "
                + trouble.code() + "). " + trouble.text() + " " + trouble.fix());
    }

    /** Holds the shoot with a problem and logs the stack trace. */
    public void handleUnexpected(Shoot shoot, Throwable wrapped) {
        Throwable failure = Causes.unwrapCamel(wrapped);
        LOG.error("Shoot {}: unexpected error in step {}", shoot.name(), shoot.step(), failure);
        holdShoot(shoot, new Problem("internal", "An unexpected error occurred while the shoot was "
                + shoot.step().describeActivity(shoot.vendor()) + ": " + failure.getClass().getSimpleName() + ": "
                + Redactor.redact(failure.getMessage()),
                "Retry the shoot. If it fails again, report the error together with the log."));
    }

    /**
     * Plans to upload all photos of the shoot to a new project, a limited number of times.
     *
     * @param failure a {@link StartOver}, or an exception that wraps one
     * @return the update to write with the transition; null if the limit is reached and the shoot is held instead
     */
    public Ledger.ShootUpdate planStartOver(Shoot shoot, Throwable failure) {
        StartOver startOver = Causes.findCause(StartOver.class, failure).orElseThrow();
        if (startOver.isLimited() && ledger.listEventTimes(shoot, "rebuilt").size() >= MAX_START_OVERS) {
            holdShoot(shoot, new Problem("rebuilt-in-vain", startOver.text() + " Uploading all photos again "
                    + MAX_START_OVERS + " times did not fix this. Nothing was charged.",
                    "Retry the shoot to upload them again. If that fails, report this text to " + shoot.vendor() + "."));
            return null;
        }
        LOG.warn("Shoot {}: {} Uploading all photos to a new project", shoot.name(), startOver.text());
        return ledger.abandonProject(shoot, startOver.isLimited() ? "rebuilt" : "lapsed", startOver.text());
    }

    /** Schedules a retry, or an outage after several failures in a row or while the scope has one already. */
    public void handleTransient(Shoot shoot, Throwable wrapped) {
        Throwable failure = Causes.unwrapCamel(wrapped);
        TransientFailure transientFailure = failure instanceof TransientFailure known ? known
                : new TransientFailure("vendor:" + shoot.vendor(), "vendor-unreachable", "Cannot reach " + shoot.vendor()
                + " (" + Redactor.redact(failure.getClass().getSimpleName() + ": " + failure.getMessage()) + ")");
        if (shoot.tries() + 1 >= MAX_TRANSIENT_FAILURES || outages.findActive(transientFailure.scope()).isPresent()) {
            handleOutage(shoot, new Outage(transientFailure.scope(), transientFailure.code(), transientFailure.text() + ".",
                    "No action needed: Darkroom keeps retrying, and the affected shoots resume automatically."));
            return;
        }
        LOG.info("Shoot {}: {} ({}); retrying soon", shoot.name(), transientFailure.text(), transientFailure.code());
        ledger.scheduleRetry(shoot, ledger.now().plus(computeDelay(shoot.tries())), transientFailure.code(),
                transientFailure.text());
    }

    /** The shoot waits until the outage ends. @param failure an {@link Outage}, or an exception that wraps one */
    public void handleOutage(Shoot shoot, Throwable failure) {
        Outage outage = Causes.findCause(Outage.class, failure).orElseThrow();
        Shoot.TroubleInfo trouble = new Shoot.TroubleInfo("outage", outage.code(), outage.text(), outage.fix());
        ledger.waitForOutage(shoot, trouble, recordOutage(outage));
    }

    /** Records an outage and alerts once. @return when the next shoot may try */
    public Instant recordOutage(Outage outage) {
        int tries = outages.findActive(outage.scope()).map(OutageRepository.ActiveOutage::tries).orElse(0);
        Instant nextTryAt = ledger.now().plus(outage.retryAfter() == null ? computeDelay(tries) : outage.retryAfter());
        outages.recordOutage(outage.scope(), new Shoot.TroubleInfo("outage", outage.code(), outage.text(), outage.fix()),
                nextTryAt);
        if (outages.markAlerted(outage.scope())) {
            LOG.warn("Outage of {} ({}): {} {}", outage.scope(), outage.code(), outage.text(), outage.fix());
            alerts.accept("Darkroom: outage of " + outage.scope() + " (" + outage.code() + "). " + outage.text() + " "
                    + outage.fix() + (OutageRepository.isSingleShoot(outage.scope()) ? " Other shoots are not affected."
                    : " Affected shoots wait and resume automatically."));
        }
        return nextTryAt;
    }

    /** Exponential backoff up to the longest delay, with jitter over the upper half. */
    Duration computeDelay(int tries) {
        long ceiling = Math.min(maxDelay.toMillis(), firstDelay.toMillis() << Math.min(tries, 20));
        return Duration.ofMillis(ceiling / 2 + ThreadLocalRandom.current().nextLong(ceiling / 2 + 1));
    }
}
