package studio.darkroom.delivery;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;
import org.apache.camel.Exchange;
import studio.darkroom.inbox.replace.ReplacementScan;
import studio.darkroom.ledger.Ledger;
import studio.darkroom.ledger.LedgerUnavailable;
import studio.darkroom.ledger.Replacement;
import studio.darkroom.ledger.ReplacementRepository;
import studio.darkroom.ledger.Result;
import studio.darkroom.ledger.ResultRepository;
import studio.darkroom.ledger.Shoot;
import studio.darkroom.ledger.StaleClaim;
import studio.darkroom.lifecycle.Problem;
import studio.darkroom.lifecycle.Step;
import studio.darkroom.lifecycle.TransientFailure;
import studio.darkroom.lifecycle.Trouble;
import studio.darkroom.storage.ByteSource;
import studio.darkroom.text.Causes;
import studio.darkroom.text.Redactor;
import studio.darkroom.transfer.Link;
import studio.darkroom.transfer.LinkGuard;
import studio.darkroom.transfer.PhotoEntity;
import studio.darkroom.transfer.ShutdownSignal;
import studio.darkroom.transfer.Uploads;

/** Puts pictures touched up by hand into the place of their results, at the vendor and in the delivery. */
public final class Replacer {

    /** So often the store may refuse a picture under fresh links until it is said to replace nothing. */
    private static final int MAX_REFUSALS = 3;
    private static final Set<String> REFUSAL_CODES = Set.of("link-expired", "upload-refused");

    private final Ledger ledger;
    private final ReplacementRepository replacements;
    private final ResultRepository results;
    private final Function<String, Optional<ReplacementScan>> scanOfLane;
    private final LinkGuard linkGuard;
    private final Function<String, URI> apiUrls;
    private final ShutdownSignal shutdownSignal;

    /** How often the store refused each picture that waits; a restart counts anew. */
    private final Map<String, Integer> refusalCounts = new ConcurrentHashMap<>();

    /**
     * @param scanOfLane who looks after a lane's touched-up pictures; empty for a lane that has no folder for them (any more)
     * @param apiUrls the address of a vendor's API, by vendor
     */
    public Replacer(Ledger ledger, ReplacementRepository replacements, ResultRepository results, Function<String, Optional<ReplacementScan>> scanOfLane,
            LinkGuard linkGuard, Function<String, URI> apiUrls, ShutdownSignal shutdownSignal) {
        this.ledger = ledger;
        this.replacements = replacements;
        this.results = results;
        this.scanOfLane = scanOfLane;
        this.linkGuard = linkGuard;
        this.apiUrls = apiUrls;
        this.shutdownSignal = shutdownSignal;
    }

    /** What is replaced together, and what went wrong with it. */
    public record ReplacementBatch(List<PendingReplacement> replacements, ConcurrentLinkedQueue<Trouble> troubles) {
    }

    /** A picture, and the result whose place it takes. */
    public record PendingReplacement(Replacement replacement, Result result, ByteSource source) {

        /** The result's name at the vendor. */
        public String resultName() {
            return result.remoteName();
        }

        /** The result as the delivery stores it: over the delivered file of its name. */
        public Result toResult() {
            return new Result(result.id(), result.shootId(), result.remoteName(), result.name(), result.kind(), result.photoId(),
                    result.size(), result.sha256(), result.tries(), null, true, false);
        }
    }

    /**
     * The pictures that wait, one of each result at a time; one whose file was changed or taken away meanwhile is looked at
     * anew.
     */
    public ReplacementBatch nextBatch(Shoot shoot) {
        ReplacementBatch batch = new ReplacementBatch(new ArrayList<>(), new ConcurrentLinkedQueue<>());
        List<Result> known = results.listByShoot(shoot.id());
        Optional<ReplacementScan> scan = scanOfLane.apply(shoot.lane());
        Set<String> takenResults = new HashSet<>();
        for (Replacement replacement : replacements.listWaiting(shoot)) {
            Optional<ByteSource> source = scan.flatMap(there -> there.findOriginal(replacement));
            Optional<Result> result = known.stream().filter(each -> each.id().equals(replacement.resultId())).findFirst();
            if (source.isEmpty() || result.isEmpty()) {
                replacements.deleteReplacement(shoot, replacement);
            } else if (takenResults.add(result.get().id())) {
                batch.replacements().add(new PendingReplacement(replacement, result.get(), source.get()));
            }
        }
        return batch;
    }

    /** The way to the vendor. @param row {@code url}, and where needed {@code type}, as of {@code links} */
    public Uploads.Upload prepareUpload(Shoot shoot, PendingReplacement pending, Map<String, String> row) {
        shutdownSignal.requireRunning();
        Link link = Link.of(row);
        linkGuard.checkLink(shoot.vendor(), apiUrls.apply(shoot.vendor()), link);
        return new Uploads.Upload(null, link, pending.source());
    }

    /** The store took it whole. @throws Trouble when it did not */
    public void requireStored(Exchange exchange, Shoot shoot, PendingReplacement pending, Uploads.Upload upload, PhotoEntity entity) {
        Uploads.requireStored(exchange, shoot, pending.replacement().path(), upload, entity);
    }

    /** Its bytes for the delivery. */
    public Delivery.IncomingResult openIncoming(PendingReplacement pending) throws IOException {
        InputStream bytes = pending.source().open();
        return new Delivery.IncomingResult(bytes, pending.source().size());
    }

    /** It stands in the delivery. */
    public void recordStored(Shoot shoot, PendingReplacement pending, Delivery.StoredResult stored) throws IOException {
        pending.source().checkUnchanged();
        replacements.recordReplaced(shoot, pending.replacement(), stored.name(), stored.size(), stored.sha256());
        refusalCounts.remove(pending.replacement().id());
    }

    /** It does not take its place now; a refusal is said once, and everything else is tried again. */
    public void recordFailure(Shoot shoot, ReplacementBatch batch, PendingReplacement pending, Throwable wrapped) {
        Throwable failure = Causes.unwrapCamel(wrapped);
        if (failure instanceof StaleClaim || failure instanceof LedgerUnavailable) {
            throw (RuntimeException) failure;
        }
        if (ShutdownSignal.isStopFailure(failure)) {
            return;
        }
        if (Causes.findCause(PhotoEntity.OriginalChanged.class, failure).isPresent()) {
            replacements.deleteReplacement(shoot, pending.replacement());
        } else if (failure instanceof Problem problem && REFUSAL_CODES.contains(problem.code())
                && refusalCounts.merge(pending.replacement().id(), 1, Integer::sum) < MAX_REFUSALS) {
            batch.troubles().add(new TransientFailure("store:" + shoot.vendor(), problem.code(), problem.text()));
        } else if (failure instanceof Problem problem) {
            refusalCounts.remove(pending.replacement().id());
            replacements.recordRefusal(shoot, pending.replacement(), problem.text());
        } else {
            batch.troubles().add(toTrouble(shoot, pending, failure));
        }
    }

    private static Trouble toTrouble(Shoot shoot, PendingReplacement pending, Throwable failure) {
        if (failure instanceof Trouble trouble) {
            return trouble;
        }
        if (failure instanceof IOException) {
            return new TransientFailure("store:" + shoot.vendor(), "store-unreachable", pending.replacement().path()
                    + " could not be sent (" + Redactor.redact(failure.getClass().getSimpleName() + " " + failure.getMessage())
                    + ")");
        }
        return new Problem("internal", pending.replacement().path() + " could not take the place of its result: "
                + Redactor.redact(String.valueOf(failure)), "Retry it; if it fails again, report it together with the log.");
    }

    /** @return whether nothing is left to replace; if not, the shoot is scheduled to continue */
    public boolean concludeBatch(Shoot shoot, ReplacementBatch batch) {
        batch.troubles().stream().filter(trouble -> !(trouble instanceof TransientFailure)).findFirst()
                .or(() -> Optional.ofNullable(batch.troubles().peek())).ifPresent(gravest -> {
                    throw gravest;
                });
        boolean complete = replacements.listWaiting(shoot).isEmpty();
        if (!complete) {
            ledger.again(shoot);
        }
        return complete;
    }
}
