package studio.darkroom.crash;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;

/** Every effect passes here, before and after it happens; at the fatal one the process stands still until it is killed. */
public final class CrashPoint {

    /** Frames that say nothing about what a commit was for. */
    private static final List<String> PLUMBING = List.of("studio.darkroom.crash.", "studio.darkroom.ledger.Database",
            "studio.darkroom.clock.QuartzClock");

    /** A request that is under way. @param asks whether it waits for a word before it sends its body */
    private record Asked(String called, AtomicBoolean asks) {
    }

    /** Several when the body of one is the answer to another. */
    private static final ThreadLocal<Deque<Asked>> REQUESTS = ThreadLocal.withInitial(ArrayDeque::new);

    private static String fatal;
    private static int occurrence;
    private static boolean power;
    private static boolean armed;
    private static int count;

    private CrashPoint() {
    }

    /**
     * Effects are counted from now on, each kind by itself: how many others come between differs from run to run.
     *
     * @param moment as in {@link #at}
     * @param number which of its kind is fatal, from 1; 0 for none, and each is told of
     * @param cut whether everything that was not synced to disk is lost then
     */
    static synchronized void arm(String moment, int number, boolean cut) {
        fatal = moment;
        occurrence = number;
        power = cut;
        count = 0;
        armed = true;
        FileEffects.forget();
    }

    static synchronized void disarm() {
        armed = false;
    }

    /** @param moment {@code before} or {@code after} and what, without numbers or names, so that it is a kind */
    public static synchronized void at(String moment) {
        if (!armed) {
            return;
        }
        if (occurrence == 0) {
            CrashWorker.say("effect " + moment);
        } else if (moment.equals(fatal) && ++count == occurrence) {
            if (power) {
                FileEffects.lose();
            }
            CrashWorker.say("crash " + moment);
            forEver();
        }
    }

    /** A request is about to go out. @param asks whether it waits for a word before it sends its body */
    public static void request(String called, boolean asks) {
        REQUESTS.get().push(new Asked(called, new AtomicBoolean(asks)));
        at("before request " + called);
    }

    /** It is out, or its head alone when it waits for a word; whether it is answered is not known yet. */
    public static void requested() {
        Asked asked = REQUESTS.get().peek();
        if (asked != null) {
            at((asked.asks().getAndSet(false) ? "after head of request " : "after request ") + asked.called());
        }
    }

    /** It is answered, or never will be. */
    public static void answered() {
        at("after answer " + REQUESTS.get().pop().called());
    }

    /** A commit, called after the word of the ledger or the clock that it belongs to. */
    public static void commit(String when) {
        at(when + " commit " + purpose());
    }

    private static String purpose() {
        Optional<String> ours = StackWalker.getInstance().walk(frames -> frames
                .filter(frame -> frame.getClassName().startsWith("studio.darkroom."))
                .filter(frame -> PLUMBING.stream().noneMatch(frame.getClassName()::startsWith))
                .filter(frame -> !frame.getMethodName().contains("$") && !frame.getMethodName().equals("write"))
                .map(frame -> frame.getClassName().substring(frame.getClassName().lastIndexOf('.') + 1) + "."
                        + frame.getMethodName()).findFirst());
        return ours.orElse("of the clock");
    }

    /** Holds the lock: whoever comes to another effect stands still too. */
    private static void forEver() {
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            Runtime.getRuntime().halt(137);
        }
    }
}
