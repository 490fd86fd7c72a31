package studio.darkroom.vendor.retouch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import studio.darkroom.ledger.Charge;
import studio.darkroom.ledger.ChargeRepository;
import studio.darkroom.ledger.Ledger;
import studio.darkroom.ledger.LedgerUnavailable;
import studio.darkroom.ledger.Result;
import studio.darkroom.ledger.ResultRepository;
import studio.darkroom.ledger.Shoot;
import studio.darkroom.ledger.StaleClaim;
import studio.darkroom.ledger.Version;
import studio.darkroom.ledger.VersionRepository;
import studio.darkroom.lifecycle.Decision;
import studio.darkroom.lifecycle.Problem;
import studio.darkroom.lifecycle.Step;
import studio.darkroom.lifecycle.TransientFailure;
import studio.darkroom.lifecycle.Trouble;
import studio.darkroom.text.Causes;
import studio.darkroom.text.Redactor;
import studio.darkroom.ticket.Retouch;
import studio.darkroom.transfer.HttpComponents;
import studio.darkroom.transfer.ShutdownSignal;
import studio.darkroom.vendor.CallOutcome;

/**
 * The changes that a ticket or a person wants of single results: which they are, whose turn it is, and what came of each.
 * A result's changes are made one after the other, each on top of the last one; several results are worked on at once.
 */
public final class Retouching {

    /** So long a vendor that offers fewer results than photos is asked again before the changes are written down. */
    private static final Duration RESULT_GRACE = Duration.ofMinutes(1);
    private static final Duration RETRY_DELAY = Duration.ofSeconds(10);
    private static final Duration LOST_CALL_CHECK_DELAY = Duration.ofSeconds(30);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Logger LOG = LoggerFactory.getLogger(Retouching.class);

    private final Ledger ledger;
    private final ResultRepository results;
    private final VersionRepository versions;
    private final ChargeRepository charges;
    private final ShutdownSignal shutdownSignal;
    private final LostRetouch lostRetouch;
    private final RetouchLog retouchLog;

    public Retouching(Ledger ledger, ResultRepository results, VersionRepository versions, ChargeRepository charges, ShutdownSignal shutdownSignal) {
        this.ledger = ledger;
        this.results = results;
        this.versions = versions;
        this.charges = charges;
        this.shutdownSignal = shutdownSignal;
        this.lostRetouch = new LostRetouch(ledger, versions);
        this.retouchLog = new RetouchLog(ledger);
    }

    /** What is done at once, and what went wrong with it. */
    public record RetouchBatch(List<RetouchRequest> requests, ConcurrentLinkedQueue<RetouchRequest> completed, ConcurrentLinkedQueue<Trouble> troubles) {
    }

    /** Whether the ticket asks for retouches. */
    public boolean isRetouchWanted(Shoot shoot) {
        return !shoot.ticket().retouch().isEmpty();
    }

    /** Whether it is still to be written down which results the ticket's changes are meant for. */
    public boolean isPlanNeeded(Shoot shoot) {
        return !shoot.ticket().retouch().isEmpty() && ledger.listEventTimes(shoot, "retouch-planned").isEmpty();
    }

    /**
     * Writes down the ticket's changes, as far as they are not.
     *
     * @param complete whether the vendor offers a result for every photo
     * @return {@code late} when it is asked again a little later; {@code planned}
     */
    public String planRetouches(Shoot shoot, boolean complete) {
        if (!complete && shoot.timeInStep(ledger.now()).compareTo(RESULT_GRACE) < 0) {
            ledger.again(shoot, RETRY_DELAY);
            return "late";
        }
        List<Version> planned = new ArrayList<>();
        int turn = 0;
        for (Retouch retouch : shoot.ticket().retouch()) {
            turn++;
            List<Result> matches = findMatchingResults(results.listByShoot(shoot.id()), retouch);
            if (matches.isEmpty()) {
                LOG.warn("Shoot {}: retouch {} of its ticket fits none of its results ({})", shoot.name(), turn,
                        retouch.photos());
                ledger.recordEvent(shoot, "retouch-nothing", "\"" + retouch.photos() + "\" fits none of the results");
            }
            for (Result result : matches) {
                planned.add(Version.newWaiting(shoot.id(), result.id(), turn, retouch.prompt(), retouch.preset()));
            }
        }
        versions.addVersions(shoot, planned);
        ledger.recordEvent(shoot, "retouch-planned", planned.size() + (planned.size() == 1 ? " change" : " changes"));
        return "planned";
    }

    /** The JPEGs among these that a retouch is meant for, by the vendor's name or by that in the delivery. */
    public static List<Result> findMatchingResults(List<Result> results, Retouch retouch) {
        return results.stream().filter(result -> result.kind().equals("jpeg")
                && (retouch.appliesToPhoto(result.remoteName()) || retouch.appliesToPhoto(result.name()))).toList();
    }

    /** Finds out what became of changes whose answers were lost, then whose turn it is. */
    public RetouchBatch prepareBatch(Shoot shoot, VersionHistory history) {
        Map<String, Result> byId = mapResultsById(shoot);
        List<Version> lastKnown = versions.listByShoot(shoot.id());
        for (Version version : lastKnown) {
            Result result = byId.get(version.resultId());
            if (version.isOutcomeUnknown()) {
                lostRetouch.resolveLost(version, result, lastKnown, history);
            } else if (version.state().equals(Version.WAITING) && charges.isRefused(version.intentId())) {
                lostRetouch.resolveRefused(version, result, lastKnown, history);
            } else if (version.state().equals(Version.MADE) && version.remoteId() == null && !version.isReset()) {
                lostRetouch.resolveMissingId(version, result, lastKnown, history);
            }
        }
        List<Version> current = versions.listByShoot(shoot.id());
        retouchLog.recordChanges(shoot, history, current, byId);
        List<RetouchRequest> requests = new ArrayList<>();
        for (Version version : findNextVersions(current)) {
            Version base = findBaseVersion(current, version);
            String refusal = findRefusalReason(shoot, version, base, history);
            if (refusal != null) {
                versions.recordNotCalled(version, refusal);
            } else if (requests.size() < HttpComponents.MAX_SLOW_CALLS) {
                Result result = byId.get(version.resultId());
                requests.add(new RetouchRequest(version, result, base == null ? null : base.remoteId(),
                        LostRetouch.listKnownIds(result, history)));
            }
        }
        return new RetouchBatch(requests, new ConcurrentLinkedQueue<>(), new ConcurrentLinkedQueue<>());
    }

    private Map<String, Result> mapResultsById(Shoot shoot) {
        return results.listByShoot(shoot.id()).stream().collect(Collectors.toMap(Result::id, Function.identity()));
    }

    /** The next change of each result that has one to be made and nothing before it that is not over. */
    private static List<Version> findNextVersions(List<Version> all) {
        Set<String> resultsSeen = new HashSet<>();
        return all.stream().filter(version -> !version.isFinished() && resultsSeen.add(version.resultId())
                && version.state().equals(Version.WAITING)).toList();
    }

    /** The version that a change builds on, one that a person took for made among them; null: the original edit. */
    private static Version findBaseVersion(List<Version> all, Version version) {
        Version base = null;
        for (Version other : all) {
            if (other.resultId().equals(version.resultId()) && other.batch() < version.batch()
                    && other.isApplied()) {
                base = other.isReset() ? null : other;
            }
        }
        return base;
    }

    private static String findRefusalReason(Shoot shoot, Version version, Version base, VersionHistory history) {
        if (version.isReset()) {
            return null;
        }
        if (base != null && base.remoteId() == null) {
            return shoot.vendor() + " told no id of the version that it is to build on";
        }
        Set<String> presets = history.presets();
        if (version.preset() != null && !presets.isEmpty() && !presets.contains(version.preset())) {
            return shoot.vendor() + " has no preset \"" + Redactor.redact(version.preset()) + "\"; it has "
                    + presets.stream().sorted().collect(Collectors.joining(", "));
        }
        return null;
    }

    /** Written before the call. @return the change as it goes to the vendor */
    public RetouchRequest recordIntent(Shoot shoot, RetouchRequest request) {
        shutdownSignal.requireRunning();
        return request.withVersion(versions.recordIntent(shoot, request.version(), request.parentId(), request.knownIds(), request.label()));
    }

    /** The vendor made it. @param id its id of the version, of any kind; null where it has none */
    public void recordRetouched(Shoot shoot, RetouchBatch batch, RetouchRequest request, Object id) {
        String remote = id == null || request.version().isReset() ? null
                : (id instanceof JsonNode json ? json : JSON.valueToTree(id)).toString();
        versions.recordMade(request.version(), remote, "answered");
        batch.completed().add(request);
        ledger.recordEvent(shoot, request.version().isReset() ? "reset" : "retouched", request.label()
                + (remote == null ? "" : " (version " + Redactor.redact(remote) + ")"));
    }

    /** It was not made, or nobody knows; the reason is kept until all that was done at once is over. */
    public void recordFailure(Shoot shoot, RetouchBatch batch, RetouchRequest request, Throwable wrapped) {
        Throwable failure = Causes.unwrapCamel(wrapped);
        if (failure instanceof StaleClaim || failure instanceof LedgerUnavailable) {
            throw (RuntimeException) failure;
        }
        if (ShutdownSignal.isStopFailure(failure)) {
            return;
        }
        Version version = request.version();
        String why = Redactor.redact(failure.getMessage());
        if (version.state().equals(Version.INTENDED)) {
            switch (CallOutcome.classifyFailure(failure)) {
                case Charge.REFUSED -> {
                    if (failure instanceof Problem) {
                        versions.recordRefused(version, why);
                        ledger.recordEvent(shoot, "retouch-refused", request.label() + ": " + why);
                        return;
                    }
                    versions.recordTransientRefusal(version, why);
                }
                case Charge.LOST -> versions.recordLost(version, why);
                default -> versions.recordUnsent(version, why);
            }
        }
        batch.troubles().add(failure instanceof Trouble trouble ? trouble : toTrouble(shoot, failure));
    }

    private static Trouble toTrouble(Shoot shoot, Throwable failure) {
        return CallOutcome.toException(shoot, "retouch", failure) instanceof Trouble trouble ? trouble
                : new Problem("internal", "A retouch failed: " + Redactor.redact(String.valueOf(failure)),
                "Retry it; if it fails again, report it together with the log.");
    }

    /**
     * After what was done at once: whether nothing is left to be made. If something is, the step has its word.
     *
     * @throws Trouble when something is out, nothing went through, or a person is needed
     */
    public boolean concludeBatch(Shoot shoot, RetouchBatch batch) {
        Trouble gravest = batch.troubles().stream().filter(trouble -> !(trouble instanceof TransientFailure)).findFirst()
                .orElse(batch.completed().isEmpty() ? batch.troubles().peek() : null);
        if (gravest != null) {
            throw gravest;
        }
        List<Version> all = versions.listByShoot(shoot.id());
        Map<String, Result> byId = mapResultsById(shoot);
        if (!findNextVersions(all).isEmpty()) {
            ledger.again(shoot);
            return false;
        }
        if (all.stream().anyMatch(Version::isOutcomeUnknown)) {
            ledger.again(shoot, LOST_CALL_CHECK_DELAY);
            return false;
        }
        List<Version> refused = all.stream().filter(version -> version.state().equals(Version.REFUSED)).toList();
        List<Version> refusedTwice = refused.stream().filter(version -> version.tries() > 1).toList();
        if (!refusedTwice.isEmpty()) {
            refusedTwice.forEach(version -> versions.skipVersion(shoot, version, byId.get(version.resultId()).name()));
            ledger.again(shoot);
            return false;
        }
        List<Version> undecided = all.stream().filter(version -> version.state().equals(Version.UNDECIDED)).toList();
        if (!undecided.isEmpty()) {
            throw new Decision("retouch-undecided", "The answer to a retouch was lost, of " + summarizeVersions(undecided, byId, false)
                    + ", and " + shoot.vendor() + " shows neither that it was made nor that it was not.",
                    "Look at the pictures in your account there, then: resend (not made; make it again, which costs),"
                    + " accept (go on with the picture as it is there), or cancel.");
        }
        if (!refused.isEmpty()) {
            throw new Problem("retouch-refused", shoot.vendor() + " did not retouch " + summarizeVersions(refused, byId, true) + ".",
                    "Retry asks once more, then delivers the shoot without what is still refused; all other retouches are"
                    + " made and kept.");
        }
        return true;
    }

    private static String summarizeVersions(List<Version> all, Map<String, Result> byId, boolean reasons) {
        String first = all.stream().limit(5).map(version -> byId.get(version.resultId()).name() + " (" + version.describeRequest()
                + (reasons ? ": " + version.reason() : "") + ")").collect(Collectors.joining(", "));
        return all.size() > 5 ? first + " and " + (all.size() - 5) + " more" : first;
    }

    /** Whether versions were made that the vendor is to put into the place of their results. */
    public boolean isFinalizeNeeded(Shoot shoot) {
        List<Version> all = versions.listByShoot(shoot.id());
        boolean unsettled = all.stream().anyMatch(version -> version.isApplied() && !version.deliveryRequested() && !version.isReset()
                && all.stream().noneMatch(later -> later.isReset() && later.resultId().equals(version.resultId())
                && later.batch() > version.batch() && later.state().equals(Version.MADE)));
        return unsettled && !charges.isFinalized(shoot);
    }

    /** All of it is in the vendor's results: they are delivered, those delivered before beside what they were. */
    public void completeRetouching(Shoot shoot) {
        versions.requestDelivery(shoot);
    }
}
