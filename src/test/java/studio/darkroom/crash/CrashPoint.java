package studio.darkroom.crash;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;

/** Called before and after every effect. At the fatal effect, the process blocks until it is killed. */
public final class CrashPoint {

    /** Stack frames that do not identify the purpose of a commit. */
    private static final List<String> IGNORED_FRAMES = List.of("studio.darkroom.crash.", "studio.darkroom.ledger.Database",
            "studio.darkroom.runner.QuartzSetup");
    /** Methods through which all others commit: their names say nothing about the commit. */
    private static final Set<String> WRITE_METHODS = Set.of("runInTransaction", "write", "writeIfCurrent", "writeOutcome");

    /**
     * A request in progress.
     *
     * @param expectsContinue whether it waits for a 100-continue before it sends its body
     */
    private record PendingRequest(String name, AtomicBoolean expectsContinue) {
    }

    /** More than one if the body of a request is the response to another. */
    private static final ThreadLocal<Deque<PendingRequest>> REQUESTS = ThreadLocal.withInitial(ArrayDeque::new);

    private static String fatalMoment;
    private static int occurrence;
    private static boolean powerCut;
    private static boolean armed;
    private static int met;

    private CrashPoint() {
    }

    /**
     * Starts counting effects, each kind separately, because the number of other effects in between varies from run to run.
     *
     * @param moment as in {@link #reach}
     * @param number number of the fatal effect of its kind, from 1; 0 for none, and each effect is reported
     * @param cut    whether to discard everything that was not synced to disk
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

    /**
     * @param moment {@code before} or {@code after} and the effect, without numbers or names, so that it identifies a kind
     */
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

    /**
     * Called before a request is sent.
     *
     * @param expectsContinue whether it waits for a 100-continue before it sends its body
     */
    public static void beforeRequest(String name, boolean expectsContinue) {
        REQUESTS.get().push(new PendingRequest(name, new AtomicBoolean(expectsContinue)));
        reach("before request " + name);
    }

    /** Called when the request, or only its head if it waits for a 100-continue, has been sent, before its response. */
    public static void afterRequestSent() {
        PendingRequest asked = REQUESTS.get().peek();
        if (asked != null) {
            reach((asked.expectsContinue().getAndSet(false) ? "after head of request " : "after request ") + asked.name());
        }
    }

    /** Called when the response has arrived or can no longer arrive. */
    public static void afterResponse() {
        reach("after answer " + REQUESTS.get().pop().name());
    }

    /** Called at a commit, after the method of the ledger or the clock that it belongs to. */
    public static void atCommit(String when) {
        reach(when + " commit " + commitPurpose());
    }

    private static String commitPurpose() {
        Optional<String> ours = StackWalker.getInstance().walk(frames -> frames
                .filter(frame -> frame.getClassName().startsWith("studio.darkroom."))
                .filter(frame -> IGNORED_FRAMES.stream().noneMatch(frame.getClassName()::startsWith))
                .filter(frame -> !frame.getMethodName().contains("$") && !WRITE_METHODS.contains(frame.getMethodName()))
                .map(frame -> frame.getClassName().substring(frame.getClassName().lastIndexOf('.') + 1) + "."
                        + frame.getMethodName()).findFirst());
        return ours.orElse("of the clock");
    }

    /** Holds the lock, so that other threads block at their next effect, too. */
    private static void blockForever() {
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            Runtime.getRuntime().halt(137);
        }
    }
}
