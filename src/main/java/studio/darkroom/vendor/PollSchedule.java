package studio.darkroom.vendor;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import studio.darkroom.ledger.Ledger;
import studio.darkroom.ledger.Shoot;
import studio.darkroom.lifecycle.Decision;
import studio.darkroom.lifecycle.Problem;

/** How often a vendor is looked at, and for how long. */
public final class PollSchedule {

    private static final Duration SHORT_DELAY = Duration.ofSeconds(5);
    /** Between two looks at a vendor that calls by itself, in case the call gets lost (docs/vendors/imagen.md 5). */
    private static final Duration CALLBACK_FALLBACK_DELAY = Duration.ofMinutes(5);
    private static final double GROWTH = 0.2;
    private static final double JITTER = 0.1;

    private final Ledger ledger;
    private final Function<String, PollDelays> polls;
    private final Duration maxDuration;
    private final CallbackUrls callbackUrls;

    /** The first and the longest time between two looks. */
    public record PollDelays(Duration first, Duration longest) {
    }

    /** @param maxDuration so long a vendor may take before a person is asked */
    public PollSchedule(Ledger ledger, Function<String, PollDelays> polls, Duration maxDuration, CallbackUrls callbackUrls) {
        this.ledger = ledger;
        this.polls = polls;
        this.maxDuration = maxDuration;
        this.callbackUrls = callbackUrls;
    }

    /**
     * Look again: the wait grows by a fifth of the time that the step has taken, which is a growth by 1.2 from look to
     * look, up to the longest; with a little jitter, so that many shoots do not ask at once.
     */
    public void schedulePoll(Shoot shoot) {
        PollDelays poll = polls.apply(shoot.vendor());
        double waited = Math.max(0, shoot.timeInStep(ledger.now()).toMillis());
        double wait = Math.min(poll.longest().toMillis(), poll.first().toMillis() + waited * GROWTH);
        ledger.again(shoot, addJitter(wait));
    }

    /**
     * Look again at what the vendor was told to call about: rarely, as its call makes the next look sooner. One that has
     * called before it was done is looked at as any other from then on.
     */
    public void schedulePollAwaitingCallback(Shoot shoot, VendorFacts facts) {
        if (callbackUrls.isCallbackPending(shoot, facts)) {
            Duration longest = polls.apply(shoot.vendor()).longest();
            ledger.again(shoot, addJitter((longest.compareTo(CALLBACK_FALLBACK_DELAY) > 0 ? longest : CALLBACK_FALLBACK_DELAY).toMillis()));
        } else {
            schedulePoll(shoot);
        }
    }

    private static Duration addJitter(double wait) {
        return Duration.ofMillis((long) (wait * (1 - JITTER + ThreadLocalRandom.current().nextDouble() * JITTER)));
    }

    /** Look again shortly, for something that takes seconds. */
    public void schedulePollSoon(Shoot shoot) {
        Duration first = polls.apply(shoot.vendor()).first();
        ledger.again(shoot, first.compareTo(SHORT_DELAY) < 0 ? first : SHORT_DELAY);
    }

    /**
     * Reads what a {@code ...-state} verb left.
     *
     * @throws Problem when the vendor says that it failed
     * @throws Decision when it takes longer than a person should go without knowing
     */
    public Progress checkProgress(Shoot shoot, String stage, Object state) {
        Progress progress = Progress.of(state);
        if (progress.isFailed()) {
            throw new Problem(stage + "-failed", shoot.vendor() + " says that the " + stage + " failed: " + progress.reason()
                    + ". It is final there; another try is a new project and is charged again.",
                    "Ask " + shoot.vendor() + " what happened to project " + shoot.remoteId()
                    + ". Retry looks again; cancel gives the shoot up.");
        }
        if (!progress.isDone() && shoot.timeInStep(ledger.now()).compareTo(maxDuration) > 0) {
            throw new Decision(stage + "-late", "The " + stage + " at " + shoot.vendor() + " has not ended after "
                    + maxDuration.toHours() + " hours.",
                    "accept (go on looking), or cancel. It is never started again by itself.");
        }
        return progress;
    }

    /** Whether the shoot comes to its JPEGs without an export of their own. */
    public boolean isExportSkipped(Shoot shoot, VendorFacts facts) {
        return !facts.isExports() || !shoot.ticket().hasDeliverable("jpeg");
    }
}
