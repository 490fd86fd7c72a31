package studio.darkroom.trouble;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import studio.darkroom.ledger.Ledger;
import studio.darkroom.ledger.LedgerDown;
import studio.darkroom.ledger.LostPlace;
import studio.darkroom.ledger.Outages;
import studio.darkroom.ledger.Shoot;

/** Turns what a step threw into a word to the ledger. */
public final class Sorting {

    private static final Logger LOG = LoggerFactory.getLogger(Sorting.class);

    /** After so many passing failures in a row it is not passing any more. */
    private static final int PATIENCE = 3;

    private final Ledger ledger;
    private final Outages outages;
    private final Duration first;
    private final Duration most;
    private final Alert alert;

    /** Tells a person; called once per outage, problem and decision. */
    @FunctionalInterface
    public interface Alert {
        void tell(String sentence);
    }

    /**
     * @param first how long until the second try
     * @param most the longest time between two tries
     */
    public Sorting(Ledger ledger, Outages outages, Duration first, Duration most, Alert alert) {
        this.ledger = ledger;
        this.outages = outages;
        this.first = first;
        this.most = most;
        this.alert = alert;
    }

    /** @throws LedgerDown when the ledger itself is what is out of order; nothing is written then */
    public void sort(Shoot shoot, Throwable thrown) {
        Throwable cause = trouble(thrown);
        try {
            if (cause instanceof Problem || cause instanceof Decision) {
                hold(shoot, (Trouble) cause);
            } else if (cause instanceof Outage outage) {
                outage(shoot, outage);
            } else if (cause instanceof Passing passing) {
                passing(shoot, passing);
            } else if (cause instanceof LostPlace) {
                LOG.warn("{}", cause.getMessage());
            } else if (cause instanceof LedgerDown down) {
                throw down;
            } else {
                LOG.error("Step {} of shoot {} failed in a way nobody thought of", shoot.step(), shoot.name(), cause);
                hold(shoot, new Problem("internal", "Step " + shoot.step() + " failed: "
                        + cause.getClass().getSimpleName() + ": " + Plain.text(cause.getMessage()),
                        "Retry it; if it fails again, report it together with the log."));
            }
        } catch (LostPlace lost) {
            LOG.warn("{}", lost.getMessage());
        }
    }

    private static Throwable trouble(Throwable thrown) {
        for (Throwable at = thrown; at != null; at = at.getCause()) {
            if (at instanceof Trouble || at instanceof LedgerDown || at instanceof LostPlace) {
                return at;
            }
        }
        return thrown;
    }

    private void hold(Shoot shoot, Trouble trouble) {
        String kind = trouble instanceof Decision ? "decision" : "problem";
        LOG.warn("Shoot {} of lane {} is held ({}): {} {}", shoot.name(), shoot.lane(), trouble.code(), trouble.text(),
                trouble.fix());
        ledger.hold(shoot, new Shoot.Held(kind, trouble.code(), trouble.text(), trouble.fix()));
        alert.tell("Darkroom: shoot " + shoot.name() + " needs a person (" + kind + " " + trouble.code() + "). "
                + trouble.text() + " " + trouble.fix());
    }

    private void passing(Shoot shoot, Passing passing) {
        if (shoot.tries() + 1 >= PATIENCE) {
            outage(shoot, new Outage(passing.scope(), passing.code(), passing.text(),
                    "Nothing to do as long as it passes: Darkroom keeps trying and goes on by itself."));
            return;
        }
        LOG.info("Shoot {}: {} ({}), trying again soon", shoot.name(), passing.text(), passing.code());
        ledger.later(shoot, ledger.now().plus(backoff(shoot.tries())), passing.code(), passing.text());
    }

    private void outage(Shoot shoot, Outage outage) {
        int tries = outages.standing(outage.scope()).map(Outages.Outage::tries).orElse(0);
        Duration wait = outage.asked() == null ? backoff(tries) : outage.asked();
        Instant look = ledger.now().plus(wait);
        Shoot.Held held = new Shoot.Held("outage", outage.code(), outage.text(), outage.fix());
        outages.found(outage.scope(), held, look);
        if (outages.tell(outage.scope())) {
            LOG.warn("Outage of {} ({}): {} {}", outage.scope(), outage.code(), outage.text(), outage.fix());
            alert.tell("Darkroom: outage of " + outage.scope() + " (" + outage.code() + "). " + outage.text() + " "
                    + outage.fix() + " Everything waits in line and goes on by itself.");
        }
        ledger.waits(shoot, held, look);
    }

    /** Doubling from the first wait to the longest, with full jitter over its upper half. */
    Duration backoff(int tries) {
        long ceiling = Math.min(most.toMillis(), first.toMillis() << Math.min(tries, 20));
        return Duration.ofMillis(ceiling / 2 + ThreadLocalRandom.current().nextLong(ceiling / 2 + 1));
    }
}
