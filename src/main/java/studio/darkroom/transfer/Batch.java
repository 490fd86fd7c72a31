package studio.darkroom.transfer;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;
import studio.darkroom.ledger.Database.LedgerUnavailable;
import studio.darkroom.ledger.Ledger.StaleClaim;
import studio.darkroom.lifecycle.Trouble;
import studio.darkroom.lifecycle.Trouble.Problem;
import studio.darkroom.lifecycle.Trouble.TransientFailure;
import studio.darkroom.text.Causes;
import studio.darkroom.text.Redactor;

/**
 * The items of one shoot that a step processes in parallel, and the outcome of each. An item without an outcome stays
 * pending, for example because Darkroom is stopping.
 *
 * @param <T> an item
 */
public class Batch<T> {

    private final List<T> items;
    private final Queue<T> completed = new ConcurrentLinkedQueue<>();
    private final Queue<Trouble> troubles = new ConcurrentLinkedQueue<>();

    public Batch(List<T> items) {
        this.items = List.copyOf(items);
    }

    public final List<T> items() {
        return items;
    }

    public final boolean isEmpty() {
        return items.isEmpty();
    }

    public final void recordCompleted(T item) {
        completed.add(item);
    }

    public final void recordTrouble(Trouble trouble) {
        troubles.add(trouble);
    }

    public final boolean hasCompleted() {
        return !completed.isEmpty();
    }

    /** The trouble that decides: an outage or a decision before a problem, a problem before a transient failure. */
    public final Optional<Trouble> findGravest() {
        return troubles.stream().max(Comparator.comparingInt(Batch::severity));
    }

    private static int severity(Trouble trouble) {
        return trouble instanceof TransientFailure ? 0 : trouble instanceof Problem ? 1 : 2;
    }

    /**
     * Ends the batch. Transient failures are ignored if an item was completed, because the next batch retries them.
     *
     * @return whether every item was completed
     * @throws Trouble the gravest one
     */
    public final boolean conclude() {
        findGravest().filter(trouble -> !(trouble instanceof TransientFailure) || completed.isEmpty()).ifPresent(trouble -> {
            throw trouble;
        });
        return troubles.isEmpty() && completed.size() == items.size();
    }

    /**
     * Unwraps the failure of one item.
     *
     * @return empty if the item was not started because Darkroom is stopping
     * @throws StaleClaim if this node lost the shoot
     * @throws LedgerUnavailable if the ledger failed
     */
    public static Optional<Throwable> unwrapFailure(Throwable failure) {
        Causes.findCause(StaleClaim.class, failure).ifPresent(Batch::rethrow);
        Causes.findCause(LedgerUnavailable.class, failure).ifPresent(Batch::rethrow);
        return ShutdownSignal.isStopFailure(failure) ? Optional.empty() : Optional.of(Causes.unwrapCamel(failure));
    }

    private static void rethrow(RuntimeException failure) {
        throw failure;
    }

    /**
     * Classifies the failure of one item.
     *
     * @param item the name of the item, for messages
     * @param classifier returns the trouble for the failure or for one of its causes; empty if it does not know the type
     * @return empty if the item was not started because Darkroom is stopping; an unknown failure is a problem
     */
    public static Optional<Trouble> classifyFailure(Throwable failure, String item, Function<Throwable, Optional<Trouble>> classifier) {
        Optional<Throwable> bare = unwrapFailure(failure);
        for (Throwable cause : bare.map(Causes::listChain).orElse(List.of())) {
            Optional<Trouble> trouble = classifier.apply(cause);
            if (trouble.isPresent()) {
                return trouble;
            }
        }
        return bare.map(unknown -> new Problem("internal", "Unexpected error for " + item + ": " + Redactor.redact(String.valueOf(unknown)) + ".",
                "Retry the shoot. If it fails again, report it together with the log."));
    }
}
