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
import studio.darkroom.lifecycle.Decision;
import studio.darkroom.lifecycle.Outage;
import studio.darkroom.lifecycle.Problem;
import studio.darkroom.lifecycle.StartOver;
import studio.darkroom.lifecycle.TransientFailure;
import studio.darkroom.lifecycle.Trouble;
import studio.darkroom.text.Causes;
import studio.darkroom.text.Redactor;

/** What the route of trouble does with what a step threw: one word to the ledger, and a person is told where one is needed. */
public final class ErrorHandler {

    private static final Logger LOG = LoggerFactory.getLogger(ErrorHandler.class);

    /** So many passing failures in a row are not passing any more. */
    private static final int MAX_TRANSIENT_FAILURES = 3;

    /** So often a shoot is sent anew until a person is asked (contract fotolabs 8). */
    private static final int MAX_START_OVERS = 3;

    private final Ledger ledger;
    private final OutageRepository outages;
    private final Duration firstDelay;
    private final Duration maxDelay;
    private final Consumer<String> alerts;

    /**
     * @param firstDelay how long until the second try
     * @param maxDelay the longest time between two tries
     * @param alerts takes a sentence for a person: one per outage, problem and decision
     */
    public ErrorHandler(Ledger ledger, OutageRepository outages, Duration firstDelay, Duration maxDelay, Consumer<String> alerts) {
        this.ledger = ledger;
        this.outages = outages;
        this.firstDelay = firstDelay;
        this.maxDelay = maxDelay;
        this.alerts = alerts;
    }

    /** A {@link Problem} or a {@link Decision}, wrapped or not: the shoot waits for a person. */
    public void holdShoot(Shoot shoot, Throwable failure) {
        Trouble trouble = Causes.findCause(Trouble.class, failure).orElseThrow();
        String kind = trouble instanceof Decision ? "decision" : "problem";
        LOG.warn("Shoot {} of lane {} is held ({} {}): {} {}", shoot.name(), shoot.lane(), kind, trouble.code(),
                trouble.text(), trouble.fix());
        ledger.holdShoot(shoot, new Shoot.TroubleInfo(kind, trouble.code(), trouble.text(), trouble.fix()));
        alerts.accept("Darkroom: shoot " + shoot.name() + " of lane " + shoot.lane() + " needs a person (" + kind + " "
                + trouble.code() + "). " + trouble.text() + " " + trouble.fix());
    }

    /** A step failed in a way that nobody foresaw: held as a problem, with the whole story in the log. */
    public void handleUnexpected(Shoot shoot, Throwable wrapped) {
        Throwable failure = Causes.unwrapCamel(wrapped);
        LOG.error("Step {} of shoot {} failed in a way nobody foresaw", shoot.step(), shoot.name(), failure);
        holdShoot(shoot, new Problem("internal", "Step " + shoot.step() + " failed: " + failure.getClass().getSimpleName()
                + ": " + Redactor.redact(failure.getMessage()),
                "Retry it; if it fails again, report it together with the log."));
    }

    /**
     * A {@link StartOver}: all photos are sent again, at no cost, a limited number of times.
     *
     * @return the update that belongs to the transition; null if the limit is reached and the shoot is held instead
     */
    public Ledger.ShootUpdate planStartOver(Shoot shoot, Throwable failure) {
        StartOver startOver = Causes.findCause(StartOver.class, failure).orElseThrow();
        if (startOver.isLimited() && ledger.listEventTimes(shoot, "rebuilt").size() >= MAX_START_OVERS) {
            holdShoot(shoot, new Problem("rebuilt-in-vain", startOver.text() + " All photos were sent anew " + MAX_START_OVERS
                    + " times, and it is still so; nothing was paid for.",
                    "Retry sends them anew again. If it stays, report it to " + shoot.vendor() + " with this text."));
            return null;
        }
        LOG.warn("Shoot {}: {} Sending everything anew", shoot.name(), startOver.text());
        return ledger.abandonProject(shoot, startOver.isLimited() ? "rebuilt" : "lapsed", startOver.text());
    }

    /** A passing failure, or an API that could not be reached at all. */
    public void handleTransient(Shoot shoot, Throwable wrapped) {
        Throwable failure = Causes.unwrapCamel(wrapped);
        TransientFailure transientFailure = failure instanceof TransientFailure known ? known : new TransientFailure("vendor:" + shoot.vendor(),
                "vendor-unreachable", shoot.vendor() + " cannot be reached ("
                + Redactor.redact(failure.getClass().getSimpleName() + ": " + failure.getMessage()) + ")");
        if (shoot.tries() + 1 >= MAX_TRANSIENT_FAILURES || outages.findActive(transientFailure.scope()).isPresent()) {
            handleOutage(shoot, new Outage(transientFailure.scope(), transientFailure.code(), transientFailure.text() + ".",
                    "Nothing to do if it passes: Darkroom keeps trying and goes on by itself."));
            return;
        }
        LOG.info("Shoot {}: {} ({}); trying again soon", shoot.name(), transientFailure.text(), transientFailure.code());
        ledger.scheduleRetry(shoot, ledger.now().plus(computeDelay(shoot.tries())), transientFailure.code(), transientFailure.text());
    }

    /** An {@link Outage}, wrapped or not: the shoot waits in line with all others that need the same. */
    public void handleOutage(Shoot shoot, Throwable failure) {
        Outage outage = Causes.findCause(Outage.class, failure).orElseThrow();
        Shoot.TroubleInfo trouble = new Shoot.TroubleInfo("outage", outage.code(), outage.text(), outage.fix());
        ledger.waitForOutage(shoot, trouble, recordOutage(outage));
    }

    /** An outage that was noticed while no shoot was worked on. @return when it may be tried again */
    public Instant recordOutage(Outage outage) {
        int tries = outages.findActive(outage.scope()).map(OutageRepository.ActiveOutage::tries).orElse(0);
        Instant nextTryAt = ledger.now().plus(outage.retryAfter() == null ? computeDelay(tries) : outage.retryAfter());
        outages.recordOutage(outage.scope(), new Shoot.TroubleInfo("outage", outage.code(), outage.text(), outage.fix()), nextTryAt);
        if (outages.markAlerted(outage.scope())) {
            LOG.warn("Outage of {} ({}): {} {}", outage.scope(), outage.code(), outage.text(), outage.fix());
            alerts.accept("Darkroom: outage of " + outage.scope() + " (" + outage.code() + "). " + outage.text() + " "
                    + outage.fix() + (OutageRepository.isSingleShoot(outage.scope()) ? " Nothing else of the lane waits for it."
                    : " Everything waits in line and goes on by itself."));
        }
        return nextTryAt;
    }

    /** Doubling from the first wait to the longest, with jitter over its upper half. */
    Duration computeDelay(int tries) {
        long ceiling = Math.min(maxDelay.toMillis(), firstDelay.toMillis() << Math.min(tries, 20));
        return Duration.ofMillis(ceiling / 2 + ThreadLocalRandom.current().nextLong(ceiling / 2 + 1));
    }
}
