package studio.darkroom.sim;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** The faults that are waiting to happen. For each call the first one that fits is taken. */
public final class Faults {

    private static final class Armed {
        private final Fault fault;
        private int toSkip;
        private int left;
        private int happened;

        private Armed(Fault fault) {
            this.fault = fault;
            this.toSkip = fault.skip();
            this.left = fault.times();
        }
    }

    /**
     * @param fault    as it was added
     * @param left     how often it can still happen; -1 for ever
     * @param happened how often it did
     */
    public record Standing(Fault fault, int left, int happened) {
    }

    private final List<Armed> armed = new ArrayList<>();
    private Random chance = new Random(42);

    public synchronized void add(Fault fault) {
        armed.add(new Armed(fault));
    }

    /** All that were added, with how often they happened. */
    public synchronized List<Standing> all() {
        return armed.stream().map(a -> new Standing(a.fault, a.left, a.happened)).toList();
    }

    public synchronized void clear() {
        armed.clear();
        chance = new Random(42);
    }

    /** The fault this call meets, counted as happened. */
    public synchronized Optional<Fault> take(String server, String call, String path) {
        for (Armed a : armed) {
            if (a.left == 0 || !a.fault.concerns(server, call, path)) {
                continue;
            }
            if (a.toSkip > 0) {
                a.toSkip--;
                continue;
            }
            if (a.fault.probability() < 1 && chance.nextDouble() >= a.fault.probability()) {
                continue;
            }
            if (a.left > 0) {
                a.left--;
            }
            a.happened++;
            return Optional.of(a.fault);
        }
        return Optional.empty();
    }
}
