package studio.darkroom.sim;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** The active faults. The first matching fault applies to a call. */
public final class FaultInjector {

    private static final class ActiveFault {
        private final Fault fault;
        private int toSkip;
        private int remaining;
        private int occurrences;

        private ActiveFault(Fault fault) {
            this.fault = fault;
            this.toSkip = fault.skip();
            this.remaining = fault.times();
        }
    }

    /**
     * @param fault       the fault as it was added
     * @param remaining   remaining number of occurrences; -1 is unlimited
     * @param occurrences number of occurrences so far
     */
    public record FaultStatus(Fault fault, int remaining, int occurrences) {
    }

    private final List<ActiveFault> activeFaults = new ArrayList<>();
    private Random random = new Random(42);

    public synchronized void add(Fault fault) {
        activeFaults.add(new ActiveFault(fault));
    }

    /** All faults that were added, with their numbers of occurrences. */
    public synchronized List<FaultStatus> all() {
        return activeFaults.stream().map(a -> new FaultStatus(a.fault, a.remaining, a.occurrences)).toList();
    }

    public synchronized void clear() {
        activeFaults.clear();
        random = new Random(42);
    }

    /** Returns the fault that applies to this call, and counts it. */
    public synchronized Optional<Fault> takeMatching(String server, String call, String path) {
        for (ActiveFault a : activeFaults) {
            if (a.remaining == 0 || !a.fault.matchesCall(server, call, path)) {
                continue;
            }
            if (a.toSkip > 0) {
                a.toSkip--;
                continue;
            }
            if (a.fault.probability() < 1 && random.nextDouble() >= a.fault.probability()) {
                continue;
            }
            if (a.remaining > 0) {
                a.remaining--;
            }
            a.occurrences++;
            return Optional.of(a.fault);
        }
        return Optional.empty();
    }
}
