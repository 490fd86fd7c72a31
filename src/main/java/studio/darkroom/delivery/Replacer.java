package studio.darkroom.delivery;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.apache.camel.Exchange;
import studio.darkroom.inbox.settle.ReplacementScan;
import studio.darkroom.ledger.Ledger;
import studio.darkroom.ledger.ReplacementRepository;
import studio.darkroom.ledger.ReplacementRepository.Replacement;
import studio.darkroom.ledger.Result;
import studio.darkroom.ledger.ResultRepository;
import studio.darkroom.ledger.Shoot;
import studio.darkroom.lifecycle.Trouble;
import studio.darkroom.lifecycle.Trouble.Problem;
import studio.darkroom.storage.ByteSource;
import studio.darkroom.text.Causes;
import studio.darkroom.transfer.Batch;
import studio.darkroom.transfer.Link;
import studio.darkroom.transfer.LinkGuard;
import studio.darkroom.transfer.PhotoEntity;
import studio.darkroom.transfer.ShutdownSignal;
import studio.darkroom.transfer.StoreRequests;
import studio.darkroom.transfer.Uploads;

/** Replaces results by files that were retouched by hand, at the vendor and in the delivery. */
public final class Replacer {

    private final Ledger ledger;
    private final ReplacementRepository replacements;
    private final ResultRepository results;
    private final Function<String, Optional<ReplacementScan>> scanOfLane;
    private final LinkGuard linkGuard;
    private final ShutdownSignal shutdownSignal;

    /** How often the store refused each waiting file, by its id; not kept over a restart. */
    private final Map<String, Integer> refusalCounts = new ConcurrentHashMap<>();

    /**
     * @param scanOfLane the scan of a lane's folder of retouched files; empty if the lane has no such folder
     */
    public Replacer(Ledger ledger, ReplacementRepository replacements, ResultRepository results, Function<String, Optional<ReplacementScan>> scanOfLane,
            LinkGuard linkGuard, ShutdownSignal shutdownSignal) {
        this.ledger = ledger;
        this.replacements = replacements;
        this.results = results;
        this.scanOfLane = scanOfLane;
        this.linkGuard = linkGuard;
        this.shutdownSignal = shutdownSignal;
    }

    /** A retouched file and the result that it replaces. */
    public record PendingReplacement(Replacement replacement, Result result, ByteSource source) {

        /** The name of the result at the vendor. */
        public String resultName() {
            return result.remoteName();
        }

        /** The result as the delivery stores it: in place of the delivered file. */
        public Result toResult() {
            return new Result(result.id(), result.shootId(), result.remoteName(), result.name(), result.kind(), result.photoId(),
                    result.size(), result.sha256(), result.tries(), null, true, false);
        }
    }

    /**
     * Selects the files to process next, one for each result. A file that changed or disappeared is removed; the next scan
     * finds it again.
     */
    public Batch<PendingReplacement> nextBatch(Shoot shoot) {
        List<PendingReplacement> pending = new ArrayList<>();
        List<Result> known = results.listByShoot(shoot.id());
        Optional<ReplacementScan> scan = scanOfLane.apply(shoot.lane());
        Set<String> resultIds = new HashSet<>();
        for (Replacement replacement : replacements.listWaiting(shoot)) {
            Optional<ByteSource> source = scan.flatMap(folder -> folder.findOriginal(replacement));
            Optional<Result> result = known.stream().filter(each -> each.id().equals(replacement.resultId())).findFirst();
            if (source.isEmpty() || result.isEmpty()) {
                replacements.deleteReplacement(shoot, replacement);
            } else if (resultIds.add(result.get().id())) {
                pending.add(new PendingReplacement(replacement, result.get(), source.get()));
            }
        }
        return new Batch<>(pending);
    }

    /** Prepares the upload to the vendor. @param row the link, see {@link LinkGuard#readLink} */
    public Uploads.Upload prepareUpload(Shoot shoot, PendingReplacement pending, Map<String, String> row) {
        shutdownSignal.requireRunning();
        Link link = linkGuard.readLink(shoot.vendor(), row);
        return new Uploads.Upload(null, link, pending.source());
    }

    /** @throws Trouble unless the store confirmed the upload */
    public void requireStored(Exchange exchange, Shoot shoot, PendingReplacement pending, Uploads.Upload upload, PhotoEntity entity) {
        StoreRequests.requireStored(exchange, shoot, pending.replacement().path(), upload.link(), entity);
    }

    /** Opens the file for the delivery. */
    public Delivery.IncomingResult openIncoming(PendingReplacement pending) throws IOException {
        return new Delivery.IncomingResult(pending.source().open(), pending.source().size());
    }

    /** Records a file that replaced its result at the vendor and in the delivery. */
    public void recordStored(Shoot shoot, Batch<PendingReplacement> batch, PendingReplacement pending, Delivery.StoredResult stored)
            throws IOException {
        pending.source().checkUnchanged();
        replacements.recordReplaced(shoot, pending.replacement(), stored.name(), stored.size(), stored.sha256());
        refusalCounts.remove(pending.replacement().id());
        batch.recordCompleted(pending);
    }

    /** Records why a file did not replace its result. A problem is reported once; any other trouble is retried. */
    public void recordFailure(Shoot shoot, Batch<PendingReplacement> batch, PendingReplacement pending, Throwable failure) {
        Replacement replacement = pending.replacement();
        if (Causes.findCause(PhotoEntity.OriginalChanged.class, failure).isPresent()) {
            replacements.deleteReplacement(shoot, replacement);
            return;
        }
        int refusals = refusalCounts.getOrDefault(replacement.id(), 0);
        Batch.classifyFailure(failure, replacement.path(), cause -> StoreRequests.classifyFailure(shoot, replacement.path(), refusals, cause))
                .ifPresent(trouble -> {
                    if (trouble instanceof Problem) {
                        refusalCounts.remove(replacement.id());
                        replacements.recordRefusal(shoot, replacement, trouble.text());
                        return;
                    }
                    if (StoreRequests.isRefusal(trouble)) {
                        refusalCounts.merge(replacement.id(), 1, Integer::sum);
                    }
                    batch.recordTrouble(trouble);
                });
    }

    /**
     * Ends a batch.
     *
     * @return whether nothing is left to replace; if not, the shoot is scheduled for the next batch
     * @throws Trouble the gravest one
     */
    public boolean concludeBatch(Shoot shoot, Batch<PendingReplacement> batch) {
        batch.conclude();
        boolean complete = replacements.listWaiting(shoot).isEmpty();
        if (!complete) {
            ledger.again(shoot);
        }
        return complete;
    }
}
