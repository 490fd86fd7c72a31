package studio.darkroom.trouble;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import studio.darkroom.ledger.Ledger;
import studio.darkroom.ledger.Outages;
import studio.darkroom.ledger.Shoot;

/** What the route of trouble does with what a step threw: one word to the ledger, and a person is told where one is needed. */
public final class Triage {

    private static final Logger LOG = LoggerFactory.getLogger(Triage.class);

    /** So many passing failures in a row are not passing any more. */
    private static final int PATIENCE = 3;

    /** So often a shoot is sent anew until a person is asked (contract fotolabs 8). */
    private static final int REBUILDS = 3;

    private final Ledger ledger;
    private final Outages outages;
    private final Duration first;
    private final Duration most;
    private final Consumer<String> alert;

    /**
     * @param first how long until the second try
     * @param most the longest time between two tries
     * @param alert takes a sentence for a person: one per outage, problem and decision
     */
    public Triage(Ledger ledger, Outages outages, Duration first, Duration most, Consumer<String> alert) {
        this.ledger = ledger;
        this.outages = outages;
        this.first = first;
        this.most = most;
        this.alert = alert;
    }

    /** A {@link Problem} or a {@link Decision}, wrapped or not: the shoot waits for a person. */
    public void held(Shoot shoot, Throwable failure) {
        Trouble trouble = Cause.of(Trouble.class, failure).orElseThrow();
        String kind = trouble instanceof Decision ? "decision" : "problem";
        LOG.warn("Shoot {} of lane {} is held ({} {}): {} {}", shoot.name(), shoot.lane(), kind, trouble.code(),
                trouble.text(), trouble.fix());
        ledger.hold(shoot, new Shoot.Held(kind, trouble.code(), trouble.text(), trouble.fix()));
        alert.accept("Darkroom: shoot " + shoot.name() + " of lane " + shoot.lane() + " needs a person (" + kind + " "
                + trouble.code() + "). " + trouble.text() + " " + trouble.fix());
    }

    /** A step failed in a way that nobody foresaw: held as a problem, with the whole story in the log. */
    public void unforeseen(Shoot shoot, Throwable wrapped) {
        Throwable failure = Cause.bare(wrapped);
        LOG.error("Step {} of shoot {} failed in a way nobody foresaw", shoot.step(), shoot.name(), failure);
        held(shoot, new Problem("internal", "Step " + shoot.step() + " failed: " + failure.getClass().getSimpleName()
                + ": " + Plain.text(failure.getMessage()),
                "Retry it; if it fails again, report it together with the log."));
    }

    /** A {@link Rebuild}: all over again for free, until it has been in vain often enough. */
    public void rebuild(Shoot shoot, Throwable failure) {
        Rebuild rebuild = Cause.of(Rebuild.class, failure).orElseThrow();
        if (rebuild.counts() && ledger.told(shoot, "rebuilt").size() >= REBUILDS) {
            held(shoot, new Problem("rebuilt-in-vain", rebuild.text() + " All photos were sent anew " + REBUILDS
                    + " times, and it is still so; nothing was paid for.",
                    "Retry sends them anew again. If it stays, report it to " + shoot.vendor() + " with this text."));
            return;
        }
        LOG.warn("Shoot {}: {} Sending everything anew", shoot.name(), rebuild.text());
        ledger.rebuilt(shoot, rebuild.counts() ? "rebuilt" : "lapsed", rebuild.text());
    }

    /** A passing failure, or an API that could not be reached at all. */
    public void passing(Shoot shoot, Throwable wrapped) {
        Throwable failure = Cause.bare(wrapped);
        Passing passing = failure instanceof Passing known ? known : new Passing("vendor:" + shoot.vendor(),
                "vendor-unreachable", shoot.vendor() + " cannot be reached ("
                + Plain.text(failure.getClass().getSimpleName() + ": " + failure.getMessage()) + ")");
        if (shoot.tries() + 1 >= PATIENCE || outages.standing(passing.scope()).isPresent()) {
            out(shoot, new Outage(passing.scope(), passing.code(), passing.text() + ".",
                    "Nothing to do if it passes: Darkroom keeps trying and goes on by itself."));
            return;
        }
        LOG.info("Shoot {}: {} ({}); trying again soon", shoot.name(), passing.text(), passing.code());
        ledger.later(shoot, ledger.now().plus(backoff(shoot.tries())), passing.code(), passing.text());
    }

    /** An {@link Outage}, wrapped or not: the shoot waits in line with all others that need the same. */
    public void out(Shoot shoot, Throwable failure) {
        Outage outage = Cause.of(Outage.class, failure).orElseThrow();
        Shoot.Held held = new Shoot.Held("outage", outage.code(), outage.text(), outage.fix());
        ledger.waits(shoot, held, found(outage));
    }

    /** An outage that was noticed while no shoot was worked on. @return when it may be tried again */
    public Instant found(Outage outage) {
        int tries = outages.standing(outage.scope()).map(Outages.Outage::tries).orElse(0);
        Instant look = ledger.now().plus(outage.asked() == null ? backoff(tries) : outage.asked());
        outages.found(outage.scope(), new Shoot.Held("outage", outage.code(), outage.text(), outage.fix()), look);
        if (outages.tell(outage.scope())) {
            LOG.warn("Outage of {} ({}): {} {}", outage.scope(), outage.code(), outage.text(), outage.fix());
            alert.accept("Darkroom: outage of " + outage.scope() + " (" + outage.code() + "). " + outage.text() + " "
                    + outage.fix() + (Outages.single(outage.scope()) ? " Nothing else of the lane waits for it."
                    : " Everything waits in line and goes on by itself."));
        }
        return look;
    }

    /** Doubling from the first wait to the longest, with jitter over its upper half. */
    Duration backoff(int tries) {
        long ceiling = Math.min(most.toMillis(), first.toMillis() << Math.min(tries, 20));
        return Duration.ofMillis(ceiling / 2 + ThreadLocalRandom.current().nextLong(ceiling / 2 + 1));
    }
}
