package studio.darkroom.vendor;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import studio.darkroom.ledger.Ledger;
import studio.darkroom.ledger.Shoot;
import studio.darkroom.lifecycle.Trouble.Decision;
import studio.darkroom.lifecycle.Trouble.Problem;

/** Schedules polls of a vendor's state and limits how long Darkroom waits. */
public final class PollSchedule {

    private static final Duration SHORT_DELAY = Duration.ofSeconds(5);
    /** Poll interval while a callback is expected, in case it gets lost (docs/vendors/imagen.md 5). */
    private static final Duration CALLBACK_FALLBACK_DELAY = Duration.ofMinutes(5);
    private static final double GROWTH = 0.2;
    private static final double JITTER = 0.1;

    private final Ledger ledger;
    private final Function<String, PollDelays> polls;
    private final Duration maxDuration;
    private final CallbackUrls callbackUrls;

    /** The first and the longest poll interval. */
    public record PollDelays(Duration first, Duration longest) {
    }

    /** @param maxDuration how long a vendor may take before a person must decide */
    public PollSchedule(Ledger ledger, Function<String, PollDelays> polls, Duration maxDuration, CallbackUrls callbackUrls) {
        this.ledger = ledger;
        this.polls = polls;
        this.maxDuration = maxDuration;
        this.callbackUrls = callbackUrls;
    }

    /**
     * Schedules the next poll after a fifth of the time spent in the step, which is growth by 1.2 per poll, up to the longest
     * interval; with jitter, so that many shoots do not poll at once.
     */
    public void schedulePoll(Shoot shoot) {
        PollDelays poll = polls.apply(shoot.vendor());
        double waited = Math.max(0, shoot.timeInStep(ledger.now()).toMillis());
        double wait = Math.min(poll.longest().toMillis(), poll.first().toMillis() + waited * GROWTH);
        ledger.again(shoot, addJitter(wait));
    }

    /**
     * Schedules the next poll at a long interval while a callback is expected; the callback triggers an earlier poll. After
     * a callback the normal schedule applies.
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

    /** Schedules the next poll soon, for something that takes seconds. */
    public void schedulePollSoon(Shoot shoot) {
        Duration first = polls.apply(shoot.vendor()).first();
        ledger.again(shoot, first.compareTo(SHORT_DELAY) < 0 ? first : SHORT_DELAY);
    }

    /**
     * Reads the result of a {@code ...-state} verb.
     *
     * @throws Problem if the vendor reports a failure
     * @throws Decision if it exceeds the maximum duration
     */
    public Progress checkProgress(Shoot shoot, String stage, Object state) {
        Progress progress = Progress.of(state);
        if (progress.isFailed()) {
            throw new Problem(stage + "-failed", shoot.vendor() + " reports that the " + stage + " failed: " + progress.reason()
                    + ". Darkroom cannot repeat it: another attempt requires a new project and is charged again.",
                    "Contact " + shoot.vendor() + " about project " + shoot.remoteId()
                    + ". Then retry to check the state again, or cancel the shoot.");
        }
        if (!progress.isDone() && shoot.timeInStep(ledger.now()).compareTo(maxDuration) > 0) {
            throw new Decision(stage + "-late", "The " + stage + " at " + shoot.vendor() + " has not finished after "
                    + maxDuration.toHours() + " hours.",
                    "Choose accept (keep waiting) or cancel. Darkroom never starts it again automatically.");
        }
        return progress;
    }

    /** Whether the shoot needs no export. */
    public boolean isExportSkipped(Shoot shoot, VendorFacts facts) {
        return !facts.isExports() || !shoot.ticket().hasDeliverable("jpeg");
    }
}
