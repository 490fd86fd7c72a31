package studio.darkroom.vendor.retouch;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import studio.darkroom.ledger.ChargeRepository.Charge;
import studio.darkroom.ledger.ChargeRepository;
import studio.darkroom.ledger.Ledger;
import studio.darkroom.ledger.Result;
import studio.darkroom.ledger.ResultRepository;
import studio.darkroom.ledger.Shoot;
import studio.darkroom.ledger.Version;
import studio.darkroom.ledger.VersionRepository;
import studio.darkroom.lifecycle.Trouble.Decision;
import studio.darkroom.lifecycle.Trouble.Problem;
import studio.darkroom.lifecycle.Trouble;
import studio.darkroom.text.Redactor;
import studio.darkroom.text.ShortList;
import studio.darkroom.transfer.Batch;
import studio.darkroom.transfer.HttpComponents;
import studio.darkroom.transfer.ShutdownSignal;
import studio.darkroom.vendor.Billing;

/**
 * Runs the retouches of a shoot: selects the next ones, records intent and outcome, and decides when all are finished. The
 * retouches of one result run in order, each on top of the last; several results are retouched at the same time.
 */
public final class Retouching {

    private static final Duration LOST_CALL_CHECK_DELAY = Duration.ofSeconds(30);
    private static final ObjectMapper JSON = new ObjectMapper();

    /** The event with the presets that a vendor offers, as the API returns them. */
    private static final String PRESETS_EVENT = "ai-tools";

    private final Ledger ledger;
    private final ResultRepository results;
    private final VersionRepository versions;
    private final ChargeRepository charges;
    private final ShutdownSignal shutdownSignal;
    private final LostRetouch lostRetouch;

    public Retouching(Ledger ledger, ResultRepository results, VersionRepository versions, ChargeRepository charges, ShutdownSignal shutdownSignal) {
        this.ledger = ledger;
        this.results = results;
        this.versions = versions;
        this.charges = charges;
        this.shutdownSignal = shutdownSignal;
        this.lostRetouch = new LostRetouch(ledger, versions);
    }

    /**
     * One retouch of one result, the variable {@code change} of the verbs {@code retouch} and {@code reset}.
     *
     * @param parentId the vendor's id of the version to build on, as JSON; null for the original edit
     * @param knownIds the ids of the result's versions before the call, as a JSON list; null if the vendor does not list them
     */
    public record RetouchRequest(Version version, Result result, String parentId, String knownIds) {

        /** The result's name at the vendor. */
        public String resultName() {
            return result.remoteName();
        }

        /** The verb to call. */
        public String verb() {
            return version.isReset() ? "reset" : "retouch";
        }

        /** {@code forPrompt} if this is a prompt, {@code forPreset} if it is a preset. */
        public String chooseByInstruction(String forPrompt, String forPreset) {
            return version.prompt() != null ? forPrompt : forPreset;
        }

        /**
         * The body of the call.
         *
         * @param promptField the vendor's name for the prompt; {@code preset} and {@code parent} likewise; the parent is omitted if
         *     there is none
         */
        public Map<String, Object> toRequestBody(String promptField, String presetField, String parentField) {
            Map<String, Object> body = new LinkedHashMap<>();
            body.put(chooseByInstruction(promptField, presetField), version.describeRequest());
            if (this.parentId != null) {
                try {
                    body.put(parentField, JSON.readTree(this.parentId));
                } catch (JsonProcessingException e) {
                    throw new IllegalStateException("The ledger contains a version id that is not JSON", e);
                }
            }
            return body;
        }

        RetouchRequest withVersion(Version newVersion) {
            return new RetouchRequest(newVersion, result, parentId, knownIds);
        }

        /** For people. */
        String label() {
            return result.name() + ": " + version.describeRequest();
        }
    }

    /** Whether the ticket requests retouches. */
    public boolean isRetouchWanted(Shoot shoot) {
        return !shoot.ticket().retouch().isEmpty();
    }

    /**
     * Resolves retouches whose response was lost, then selects the next ones.
     *
     * @param listed rows of {@code name} and {@code ids}, a JSON list of the ids of the result's versions, as the verb
     *     {@code versions} leaves them, and rows of {@code preset}
     */
    public Batch<RetouchRequest> prepareBatch(Shoot shoot, List<Map<String, String>> listed) {
        Map<String, String> idsByName = new HashMap<>();
        listed.stream().filter(row -> row.get("name") != null && row.get("ids") != null)
                .forEach(row -> idsByName.put(row.get("name").toLowerCase(Locale.ROOT), row.get("ids")));
        recordPresets(shoot, listed);
        Map<String, Result> byId = mapResultsById(shoot);
        for (Version version : versions.listByShoot(shoot.id())) {
            String ids = findListedIds(idsByName, byId.get(version.resultId()));
            if (version.isOutcomeUnknown()) {
                lostRetouch.resolveLost(version, ids);
            } else if (version.state().equals(Version.WAITING) && charges.isRefused(version.intentId())) {
                lostRetouch.resolveRefused(version, ids);
            }
        }
        List<Version> current = versions.listByShoot(shoot.id());
        List<RetouchRequest> requests = new ArrayList<>();
        for (Version version : findNextVersions(current)) {
            Version base = findBaseVersion(current, version);
            if (base != null && base.remoteId() == null && !version.isReset()) {
                versions.recordNotCalled(version, shoot.vendor() + " did not return the id of the version to build on");
            } else if (requests.size() < HttpComponents.MAX_SLOW_CALLS) {
                Result result = byId.get(version.resultId());
                requests.add(new RetouchRequest(version, result, base == null ? null : base.remoteId(),
                        findListedIds(idsByName, result)));
            }
        }
        return new Batch<>(requests);
    }

    /** Records the presets that the vendor offers, unless they are those of the last time. */
    private void recordPresets(Shoot shoot, List<Map<String, String>> listed) {
        String presets = listed.stream().map(row -> row.get("preset")).filter(Objects::nonNull).map(Redactor::redact).sorted()
                .collect(Collectors.joining(", "));
        String detail = "presets: " + presets;
        if (!presets.isEmpty() && !ledger.findLastEventDetail(shoot, PRESETS_EVENT).equals(Optional.of(detail))) {
            ledger.recordEvent(shoot, PRESETS_EVENT, detail);
        }
    }

    private Map<String, Result> mapResultsById(Shoot shoot) {
        return results.listByShoot(shoot.id()).stream().collect(Collectors.toMap(Result::id, Function.identity()));
    }

    /** The next waiting retouch of each result whose earlier retouches are all finished. */
    private static List<Version> findNextVersions(List<Version> all) {
        Set<String> resultsSeen = new HashSet<>();
        return all.stream().filter(version -> !version.isFinished() && resultsSeen.add(version.resultId())
                && version.state().equals(Version.WAITING)).toList();
    }

    /** The version to build on, which a person may have accepted as made; null for the original edit. */
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

    private static String findListedIds(Map<String, String> idsByName, Result result) {
        return idsByName.get(result.remoteName().toLowerCase(Locale.ROOT));
    }

    /** Records that the call is about to be sent. @return the request to send */
    public RetouchRequest recordIntent(Shoot shoot, RetouchRequest request) {
        shutdownSignal.requireRunning();
        return request.withVersion(versions.recordIntent(shoot, request.version(), request.parentId(), request.knownIds(), request.label()));
    }

    /** Records a created version. @param id its id at the vendor, of any type; null if the vendor returned none */
    public void recordRetouched(Shoot shoot, Batch<RetouchRequest> batch, RetouchRequest request, Object id) {
        String remote = id == null || request.version().isReset() ? null
                : (id instanceof JsonNode json ? json : JSON.valueToTree(id)).toString();
        versions.recordMade(request.version(), remote, "answered");
        batch.recordCompleted(request);
        ledger.recordEvent(shoot, request.version().isReset() ? "reset" : "retouched", request.label()
                + (remote == null ? "" : " (version " + Redactor.redact(remote) + ")"));
    }

    /** Records a failed call; {@link #concludeBatch} raises the trouble. */
    public void recordFailure(Shoot shoot, Batch<RetouchRequest> batch, RetouchRequest request, Throwable wrapped) {
        Batch.unwrapFailure(wrapped).filter(failure -> !recordOutcome(shoot, request, failure))
                .flatMap(failure -> Batch.classifyFailure(failure, request.label(), cause -> Billing.toTrouble(shoot, "retouch", cause)))
                .ifPresent(batch::recordTrouble);
    }

    /** Records what a failure means for the call. @return whether the vendor refused this retouch, which the end of the step reports */
    private boolean recordOutcome(Shoot shoot, RetouchRequest request, Throwable failure) {
        Version version = request.version();
        if (!version.state().equals(Version.INTENDED)) {
            return false;
        }
        String why = Redactor.redact(failure.getMessage());
        String outcome = Billing.classifyFailure(failure);
        if (outcome.equals(Charge.REFUSED) && failure instanceof Problem) {
            versions.recordRefused(version, why);
            ledger.recordEvent(shoot, "retouch-refused", request.label() + ": " + why);
            return true;
        }
        switch (outcome) {
            case Charge.REFUSED -> versions.recordTransientRefusal(version, why);
            case Charge.LOST -> versions.recordLost(version, why);
            default -> versions.recordUnsent(version, why);
        }
        return false;
    }

    /**
     * Concludes a batch.
     *
     * @return true if all retouches are finished; false if the shoot is scheduled again
     * @throws Trouble if there is an outage, no call of the batch succeeded, or a person must decide
     */
    public boolean concludeBatch(Shoot shoot, Batch<RetouchRequest> batch) {
        batch.conclude();
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
            throw new Decision("retouch-undecided", "The response to a retouch was lost: " + summarizeVersions(undecided, byId, false)
                    + ". The versions that " + shoot.vendor() + " lists do not show whether it was made.",
                    "Check the pictures in your account at " + shoot.vendor() + ", then choose resend (it was not made; retouch"
                    + " again, which is charged), accept (continue with the picture as it is), or cancel.");
        }
        if (!refused.isEmpty()) {
            throw new Problem("retouch-refused", shoot.vendor() + " refused to retouch " + summarizeVersions(refused, byId, true) + ".",
                    "Retry the shoot: Darkroom sends these retouches once more, then delivers without those that are refused"
                    + " again. All other retouches are made and kept.");
        }
        return true;
    }

    private static String summarizeVersions(List<Version> all, Map<String, Result> byId, boolean reasons) {
        return ShortList.join(all.stream().map(version -> byId.get(version.resultId()).name() + " (" + version.describeRequest()
                + (reasons ? ": " + version.reason() : "") + ")").toList());
    }

    /** Whether there are new versions that the vendor must finalize. */
    public boolean hasUnfinalizedVersions(Shoot shoot) {
        List<Version> all = versions.listByShoot(shoot.id());
        boolean unsettled = all.stream().anyMatch(version -> version.isApplied() && !version.deliveryRequested() && !version.isReset()
                && all.stream().noneMatch(later -> later.isReset() && later.resultId().equals(version.resultId())
                && later.batch() > version.batch() && later.state().equals(Version.MADE)));
        return unsettled && !charges.isFinalized(shoot);
    }

    /** Requests the delivery of the retouched results; those delivered before are kept beside the new ones. */
    public void completeRetouching(Shoot shoot) {
        versions.requestDelivery(shoot);
    }
}
