package studio.darkroom.vendor;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import studio.darkroom.ledger.Ledger;
import studio.darkroom.ledger.Shoot;
import studio.darkroom.trouble.Decision;
import studio.darkroom.trouble.Problem;

/** How often a vendor is looked at, and for how long. */
public final class Rhythm {

    private static final Duration SOON = Duration.ofSeconds(5);
    /** Between two looks at a vendor that calls by itself, in case the call gets lost (contract imagen 5). */
    private static final Duration RARE = Duration.ofMinutes(5);
    private static final double GROWTH = 0.2;
    private static final double JITTER = 0.1;

    private final Ledger ledger;
    private final Function<String, Poll> polls;
    private final Duration patience;
    private final Callbacks callbacks;

    /** The first and the longest time between two looks. */
    public record Poll(Duration first, Duration most) {
    }

    /** @param patience so long a vendor may take before a person is asked */
    public Rhythm(Ledger ledger, Function<String, Poll> polls, Duration patience, Callbacks callbacks) {
        this.ledger = ledger;
        this.polls = polls;
        this.patience = patience;
        this.callbacks = callbacks;
    }

    /**
     * Look again: the wait grows by a fifth of the time that the step has taken, which is a growth by 1.2 from look to
     * look, up to the longest; with a little jitter, so that many shoots do not ask at once.
     */
    public void again(Shoot shoot) {
        Poll poll = polls.apply(shoot.vendor());
        double waited = Math.max(0, shoot.inStep(ledger.now()).toMillis());
        double wait = Math.min(poll.most().toMillis(), poll.first().toMillis() + waited * GROWTH);
        ledger.againIn(shoot, jittered(wait));
    }

    /**
     * Look again at what the vendor was told to call about: rarely, as its call makes the next look sooner. One that has
     * called before it was done is looked at as any other from then on.
     */
    public void await(Shoot shoot, VendorFacts facts) {
        if (callbacks.expected(shoot, facts)) {
            Duration most = polls.apply(shoot.vendor()).most();
            ledger.againIn(shoot, jittered((most.compareTo(RARE) > 0 ? most : RARE).toMillis()));
        } else {
            again(shoot);
        }
    }

    private static Duration jittered(double wait) {
        return Duration.ofMillis((long) (wait * (1 - JITTER + ThreadLocalRandom.current().nextDouble() * JITTER)));
    }

    /** Look again shortly, for something that takes seconds. */
    public void soon(Shoot shoot) {
        Duration first = polls.apply(shoot.vendor()).first();
        ledger.againIn(shoot, first.compareTo(SOON) < 0 ? first : SOON);
    }

    /**
     * Reads what a {@code ...-state} verb left.
     *
     * @throws Problem when the vendor says that it failed
     * @throws Decision when it takes longer than a person should go without knowing
     */
    public Progress progress(Shoot shoot, String what, Object state) {
        Progress progress = Progress.of(state);
        if (progress.failed()) {
            throw new Problem(what + "-failed", shoot.vendor() + " says that the " + what + " failed: " + progress.why()
                    + ". It is final there; another try is a new project and is charged again.",
                    "Ask " + shoot.vendor() + " what happened to project " + shoot.remote()
                    + ". Retry looks again; cancel gives the shoot up.");
        }
        if (!progress.done() && shoot.inStep(ledger.now()).compareTo(patience) > 0) {
            throw new Decision(what + "-late", "The " + what + " at " + shoot.vendor() + " has not ended after "
                    + patience.toHours() + " hours.",
                    "accept (go on looking), or cancel. It is never started again by itself.");
        }
        return progress;
    }

    /** Whether the shoot comes to its JPEGs without an export of their own. */
    public boolean noExport(Shoot shoot, VendorFacts facts) {
        return !facts.isExports() || !shoot.ticket().wants("jpeg");
    }
}
