package studio.darkroom.crash;

import java.util.ArrayList;
import java.util.List;

/** Counts kills and their outcomes, and prints progress, so that an aborted run has reported its findings. */
final class CrashReport {

    /** Number of kills between two lines of progress. */
    private static final int PRINT_EVERY = 25;

    /**
     * Outcome of a run.
     *
     * @param missed kills whose effect did not occur, because effects of several threads change their order
     */
    record Outcome(String name, int points, int missed, List<String> violations) {

        @Override
        public String toString() {
            return name + ": " + points + " crash points, " + violations.size() + " violations"
                    + (missed == 0 ? "" : " (" + missed + " effects did not occur again)");
        }
    }

    private final String name;
    private final int points;
    private final List<String> violations = new ArrayList<>();
    private int killed;
    private int missed;

    CrashReport(String name, int points) {
        this.name = name;
        this.points = points;
    }

    /** @param broken promises that were broken */
    synchronized void recordKill(CrashTestRunner.Kill kill, List<String> broken) {
        killed++;
        broken.forEach(promise -> recordViolation(kill + " breaks promise " + promise));
        if (killed % PRINT_EVERY == 0) {
            System.out.println(name + ": " + killed + " of " + points + ", " + violations.size() + " violations");
        }
    }

    synchronized void recordMissed() {
        missed++;
    }

    synchronized void recordViolation(String what) {
        violations.add(what);
        System.out.println(name + ": " + what);
    }

    synchronized Outcome toOutcome() {
        return new Outcome(name, points, missed, List.copyOf(violations));
    }
}
