package studio.darkroom.crash;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;

/** Every effect passes here, before and after it happens; at the fatal one the process stands still until it is killed. */
public final class CrashPoint {

    /** Frames that say nothing about what a commit was for. */
    private static final List<String> IGNORED_FRAMES = List.of("studio.darkroom.crash.", "studio.darkroom.ledger.Database",
            "studio.darkroom.runner.QuartzSetup");

    /** A request that is under way. @param expectsContinue whether it waits for a word before it sends its body */
    private record PendingRequest(String name, AtomicBoolean expectsContinue) {
    }

    /** Several when the body of one is the answer to another. */
    private static final ThreadLocal<Deque<PendingRequest>> REQUESTS = ThreadLocal.withInitial(ArrayDeque::new);

    private static String fatalMoment;
    private static int occurrence;
    private static boolean powerCut;
    private static boolean armed;
    private static int met;

    private CrashPoint() {
    }

    /**
     * Effects are counted from now on, each kind by itself: how many others come between differs from run to run.
     *
     * @param moment as in {@link #reach}
     * @param number which of its kind is fatal, from 1; 0 for none, and each is told of
     * @param cut whether everything that was not synced to disk is lost then
     */
    static synchronized void arm(String moment, int number, boolean cut) {
        fatalMoment = moment;
        occurrence = number;
        powerCut = cut;
        met = 0;
        armed = true;
        CrashableFiles.clearState();
    }

    static synchronized void disarm() {
        armed = false;
    }

    /** @param moment {@code before} or {@code after} and what, without numbers or names, so that it is a kind */
    public static synchronized void reach(String moment) {
        if (!armed) {
            return;
        }
        if (occurrence == 0) {
            CrashWorker.printLine("effect " + moment);
        } else if (moment.equals(fatalMoment) && ++met == occurrence) {
            if (powerCut) {
                CrashableFiles.loseUnsynced();
            }
            CrashWorker.printLine("crash " + moment);
            blockForever();
        }
    }

    /** A request is about to go out. @param expectsContinue whether it waits for a word before it sends its body */
    public static void beforeRequest(String name, boolean expectsContinue) {
        REQUESTS.get().push(new PendingRequest(name, new AtomicBoolean(expectsContinue)));
        reach("before request " + name);
    }

    /** It is out, or its head alone when it waits for a word; whether it is answered is not known yet. */
    public static void afterRequestSent() {
        PendingRequest asked = REQUESTS.get().peek();
        if (asked != null) {
            reach((asked.expectsContinue().getAndSet(false) ? "after head of request " : "after request ") + asked.name());
        }
    }

    /** It is answered, or never will be. */
    public static void afterResponse() {
        reach("after answer " + REQUESTS.get().pop().name());
    }

    /** A commit, called after the word of the ledger or the clock that it belongs to. */
    public static void atCommit(String when) {
        reach(when + " commit " + commitPurpose());
    }

    private static String commitPurpose() {
        Optional<String> ours = StackWalker.getInstance().walk(frames -> frames
                .filter(frame -> frame.getClassName().startsWith("studio.darkroom."))
                .filter(frame -> IGNORED_FRAMES.stream().noneMatch(frame.getClassName()::startsWith))
                .filter(frame -> !frame.getMethodName().contains("$") && !Set.of("runInTransaction", "writeIfCurrent").contains(frame.getMethodName()))
                .map(frame -> frame.getClassName().substring(frame.getClassName().lastIndexOf('.') + 1) + "."
                        + frame.getMethodName()).findFirst());
        return ours.orElse("of the clock");
    }

    /** Holds the lock: whoever comes to another effect stands still too. */
    private static void blockForever() {
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            Runtime.getRuntime().halt(137);
        }
    }
}
